"""The pictures of docs/reminders.md: three weeks of the demo's town, in which every message that the clock sends comes.

The town begins on Tuesday, 24 November 2026. The times below are those of its clocks.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

from bot.commands.demo import ZONE
from bot.demo.pictures import picture
from tests.browser.demo import Demo
from tests.browser.photographer import Photographer
from tests.browser.visitor import CHEN, DESK, LI, PINGDONG, RIDERS, WANG, ZHAO

ZHOU = "周书记"
_BIN, _LAMP, _HALL = "平东小区6栋", "平东小区8栋", "平东小区2栋"
_ROAD, _WIRE, _SEWER, _NEW_VILLAGE = "广场北路", "平东小区5栋", "龙西小区12栋", "幸福新村"

_SECOND_WEEK = (
    ("平东小学门口", "窨井盖破损", "open manhole", "closed manhole"),
    ("东方丽景2栋", "楼下垃圾桶坏了", "broken bin", "new bin"),
    ("广场花苑小区3栋", "路灯不亮", "dark lamp", "lit lamp"),
)
"""Where, what, and the photos before and after."""


def take_all(photographer: Photographer, demo: Demo) -> None:
    """Every picture of the page, in the order of the days."""
    with tempfile.TemporaryDirectory() as scratch:
        _Town(photographer, demo, Path(scratch)).live()


class _Town:
    """Its people with their phones: one in the riders' group, one in the community's, one in the coordinators'."""

    def __init__(self, photographer: Photographer, demo: Demo, scratch: Path) -> None:
        self._demo = demo
        self._photographer = photographer
        self._take = photographer.take_stretch
        self._scratch = scratch
        self._sent: Counter[str] = Counter()
        demo.story_at_rest()
        self._riders = photographer.phone(WANG, RIDERS)
        self._li = photographer.phone(LI, PINGDONG)
        self._chen = photographer.phone(CHEN, DESK)

    def live(self) -> None:
        self._nobody_says_where()
        self._a_day_s_reports()
        self._a_wire_at_night()
        self._one_day_left()
        self._late()
        self._the_week_ends()
        self._named()
        self._the_bulletin()
        self._a_gap()
        self._the_quarter()

    def _at(self, day: str, time: str) -> None:
        """Put the clock forward: `day` as 11-24; of the next year once that has begun."""
        now = datetime.fromtimestamp(self._demo.world()["now"] / 1000, ZONE)
        year = 2027 if day < "11" else 2026
        then = datetime.fromisoformat(f"{year}-{day}T{time}:00").replace(tzinfo=ZONE)
        self._demo.ask("/page/time", ahead=int((then - now).total_seconds()) + 1)

    def _post(self, who: str, text: str, sample: str = "", *, reply_to: str = "") -> None:
        """A courier, or Zhou, writes in the riders' group."""
        self._riders.be(who, RIDERS)
        self._riders.post(
            text, files=self._photos(sample), reply_to=self._riders.message(reply_to) if reply_to else None
        )

    def _photos(self, sample: str) -> list[Path]:
        """One that nobody has sent before; none of nothing."""
        if not sample:
            return []
        self._sent[sample] += 1
        file = self._scratch / f"{sample} {self._sent[sample]}.jpg"
        file.write_bytes(picture(sample, self._sent[sample]))
        return [file]

    def _resolve(self, place: str, words: str, sample: str, reporter: str = WANG) -> None:
        """Li does the work, and who reported it is content."""
        self._li.post(words, files=self._photos(sample), reply_to=self._li.message(place, buttons=["办结"]))
        self._riders.be(reporter, RIDERS)
        closure = self._riders.message("已办结", place, buttons=["已解决"])
        self._riders.press(closure, "已解决")
        self._riders.message("已结案", place)

    def _dispatch(self, words: str) -> None:
        """Chen sends what waits in triage to Pingdong."""
        card = self._chen.message("待分派", words, buttons=["其他单位…"])
        for button in ("其他单位…", "甘棠镇 ›", "平东社区"):
            self._chen.message(words, buttons=[button])
            self._chen.press(card, button)
        self._li.message("待受理", words)

    def _nobody_says_where(self) -> None:
        self._at("11-24", "10:00")
        self._post(WANG, "路灯坏了没人管")
        self._riders.message("请问在哪个小区")
        self._at("11-24", "10:32")
        asked = self._chen.message("没人回答在哪里")
        self._take("clock-question", self._chen, self._chen.message("待分派", buttons=["不是问题"]), asked)
        self._dispatch("路灯坏了没人管")
        self._at("11-24", "11:00")
        self._resolve("路灯坏了没人管", "问过了，是广场北路的灯，已修好", "")

    def _a_day_s_reports(self) -> None:
        self._riders.be(ZHOU, ZHOU)
        self._riders.page.locator("#talk [data-do=start]").click()
        self._at("11-24", "14:00")
        self._post(WANG, f"{_BIN}的垃圾桶坏了", "broken bin")
        self._post(ZHAO, f"{_LAMP}的路灯不亮", "dark lamp")
        self._post(WANG, f"{_HALL}楼道堆满杂物")
        self._at("11-24", "15:00")
        self._post(ZHAO, f"{_ROAD}路面坑洼")
        for place in (_BIN, _LAMP, _HALL, _ROAD):
            card = self._li.message("待受理", place, buttons=["受理"])
            self._li.press(card, "受理")
            self._li.message("处理中", place)

    def _a_wire_at_night(self) -> None:
        self._at("11-24", "22:00")
        self._post(ZHAO, f"{_WIRE}门口电线掉下来了，冒火花")
        card = self._li.message("紧急", _WIRE, buttons=["受理"])
        self._li.press(card, "受理")
        self._li.message("处理中", _WIRE)
        for time in ("22:46", "23:01"):
            self._at("11-24", time)
        card = self._li.message("处理中", _WIRE, buttons=["已控制"])
        self._take("clock-night", self._li, card, self._li.message("催办", "待控制"))
        self._at("11-24", "23:16")
        self._at("11-25", "00:01")
        self._take("clock-night-desk", self._chen, self._chen.message("紧急上报"), self._chen.message("通报", "待控制"))
        self._at("11-25", "00:20")
        self._resolve(_WIRE, "电工到场，已断电接好", "clean street", ZHAO)

    def _one_day_left(self) -> None:
        """Wednesday: 临期提醒 after the night, the digest, and 催办 of three at 14:00."""
        for time in ("08:02", "08:31"):
            self._at("11-25", time)
        self._post(WANG, f"{_NEW_VILLAGE}3栋路灯不亮", "dark lamp")
        self._post(ZHAO, f"{_SEWER}下水道堵了，污水往外冒", "open manhole")
        early, digest = self._li.message("临期提醒", _BIN), self._li.message("平东社区", "今天到期")
        self._take("clock-morning", self._li, early, digest)
        self._at("11-25", "14:02")
        due = self._li.message("催办", _BIN, _LAMP, _HALL)
        self._take("clock-due", self._li, due, due)
        self._at("11-25", "15:40")
        self._resolve(_LAMP, "换了灯泡，亮了", "lit lamp", ZHAO)

    def _late(self) -> None:
        """Thursday: the coordinators' digest, 督办 and 稍后提醒."""
        self._at("11-26", "08:31")
        digest = self._chen.message("黄山区", "平东社区：超时")
        self._take("clock-digest-desk", self._chen, digest, digest)
        self._dispatch(_NEW_VILLAGE)
        self._at("11-26", "10:40")
        self._resolve(_NEW_VILLAGE, "换了灯泡，亮了", "lit lamp")
        self._at("11-26", "12:33")
        first = self._chen.message("督办", _SEWER)
        self._chen.press(first, "稍后提醒")
        self._chen.press(self._chen.message("督办", _SEWER, buttons=["明天 08:30"]), "明天 08:30")
        self._chen.message("推迟了 1 件")
        self._at("11-26", "14:02")
        late = self._chen.message("督办", _BIN, _HALL)
        self._take("clock-escalation", self._chen, late, late)
        self._chen.press(late, "稍后提醒")
        choices = self._chen.message("督办", _BIN, _HALL, buttons=["明天 08:30"])
        self._take("clock-snooze", self._chen, first, choices)
        self._chen.press(choices, "明天 08:30")
        self._at("11-26", "16:10")
        self._resolve(_BIN, "换了新桶", "new bin")

    def _the_week_ends(self) -> None:
        """Friday: the board of what was closed, and at five a line of thanks."""
        self._at("11-27", "08:31")
        self._at("11-27", "17:01")
        thanks = self._riders.message("这一周")
        self._take("clock-riders", self._riders, self._riders.message("办结公示"), thanks)

    def _named(self) -> None:
        """The second week: what is put right, holidays nobody knows, 通报."""
        self._at("11-30", "10:00")
        self._li.be(CHEN, PINGDONG)
        self._li.post("挂账 到1月20日 等天气转暖再铺", reply_to=self._li.message("处理中", _ROAD))
        self._li.message("挂账", _ROAD)
        self._li.be(LI, PINGDONG)
        for place, what, before, _ in _SECOND_WEEK:
            self._post(WANG, f"{place}{what}", before)
            self._li.message("待受理", place)
        self._at("11-30", "12:50")
        for place, _, _, after in _SECOND_WEEK:
            self._resolve(place, "已处理", after)
        self._at("11-30", "18:00")
        self._at("12-01", "09:01")
        calendar = self._chen.message("放假安排")
        self._take("clock-calendar", self._chen, calendar, calendar)
        self._at("12-02", "12:33")
        first = self._chen.message("通报", _SEWER)
        self._at("12-02", "14:02")
        self._take("clock-naming", self._chen, first, self._chen.message("通报", _HALL))
        self._at("12-03", "10:00")
        self._post(ZHOU, "已疏通", "clean street", reply_to=_SEWER)
        self._resolve(_HALL, "已清走", "clean street")

    def _the_bulletin(self) -> None:
        self._at("12-07", "08:31")
        bulletin = self._chen.message("简报", "第49周")
        self._chen.sees_photo(bulletin)
        pairs = self._chen.message("处理前后", "第49周")
        self._chen.sees_photo(pairs)
        self._take("clock-bulletin", self._chen, bulletin, pairs)

    def _a_gap(self) -> None:
        """Nobody listens for two days and a half."""
        self._at("12-09", "20:00")
        self._post(WANG, "今晚降温，大家慢点骑")
        self._li.page.wait_for_timeout(2000)
        self._at("12-09", "20:01")
        self._demo.ask("/page/bot", do="stop")
        self._at("12-12", "08:00")
        self._demo.ask("/page/bot", do="start")
        self._post(WANG, "早上好")
        self._li.page.wait_for_timeout(2000)
        self._at("12-12", "08:01")
        lost = self._riders.message("断线")
        self._take("clock-gap", self._riders, lost, lost)

    def _the_quarter(self) -> None:
        """The first of January: the list of problems, to be printed, and as a workbook."""
        self._at("12-31", "23:59")
        self._at("01-01", "08:31")
        first, last = self._chen.message("问题清单-", "-1.png"), self._chen.message("问题清单", ".xlsx")
        self._take("clock-quarter", self._chen, first, last)
        self._photographer.take_file("clock-register", self._chen, first)
