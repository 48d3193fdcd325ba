"""The made-up area of the stories: one sub-district with two communities, a third without anybody, a department."""

from __future__ import annotations

from typing import Final

RIDERS: Final = -1001
OFFICE: Final = -1002
DEPOT: Final = -1003
HALL: Final = -1004

UNITS: Final = """\
[area]
name = "青石市"

[[unit]]
code = "qingshi"
name = "青石市"
kind = "area"

[[unit]]
code = "jiedao"
name = "青石街道"
kind = "street"
parent = "qingshi"

[[unit]]
code = "donghu"
name = "东湖社区"
kind = "community"
parent = "jiedao"

[[unit]]
code = "xiyuan"
name = "西苑社区"
kind = "community"
parent = "jiedao"

[[unit]]
code = "beishan"
name = "北山社区"
kind = "community"
parent = "jiedao"

[[unit]]
code = "luminju"
name = "市路灯所"
kind = "department"
parent = "qingshi"

[[place]]
name = "东湖花园"
unit = "donghu"

[[place]]
name = "西苑小区"
unit = "xiyuan"

[[place]]
name = "北山新村"
unit = "beishan"

[[place]]
name = "幸福里"
unit = "donghu"

[[place]]
name = "幸福里"
unit = "xiyuan"

[[category]]
code = "sanitation"
name = "环境卫生"
class = "B"
keywords = ["垃圾", "垃圾桶"]

[[category.sub]]
code = "bin"
name = "垃圾桶"
class = "B"
keywords = ["垃圾桶", "垃圾箱"]

[[category]]
code = "facilities"
name = "市政设施"
class = "A"
keywords = ["井盖", "护栏"]

[[category.sub]]
code = "manhole"
name = "井盖"
limit = "6h"
keywords = ["井盖", "窨井盖"]

[[category]]
code = "lighting"
name = "照明"
class = "A"
unit = "luminju"
keywords = ["路灯"]
"""

PEOPLE: Final = """\
[[person]]
telegram_id = 201
name = "李书记"
role = "secretary"
unit = "donghu"

[[person]]
telegram_id = 202
name = "孙书记"
role = "secretary"
unit = "xiyuan"

[[person]]
telegram_id = 203
name = "周复核"
role = "reviewer"
unit = "jiedao"

[[person]]
telegram_id = 301
name = "陈协调"
role = "coordinator"
"""

CHATS: Final = f"""\
[[chat]]
id = {RIDERS}
kind = "report"

[[chat]]
id = {OFFICE}
kind = "unit"
unit = "donghu"

[[chat]]
id = {DEPOT}
kind = "unit"
unit = "luminju"

[[chat]]
id = {HALL}
kind = "coordinators"
"""

BOOK: Final = f"{UNITS}\n{PEOPLE}\n{CHATS}"
"""People and chats stand in the book, so that a story needs no ceremony. 北山社区 has nobody; 西苑社区 no chat."""
