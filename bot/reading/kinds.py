"""Report or chatter: precision first, because a reply to chatter costs the group's patience."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from bot.reading.first_characters import anywhere

_NOT_ASKED = anywhere(
    "坏破断堵漏亮倒修满停是有会能哪在多怎谁",
    "(?:坏|破|断|堵|漏|亮|倒|修好|满|停水|停电)(?:了)?(?:没有|没|吗|么)[?!。\\s]*$|是不是|有没有(?!人)|会不会|"
    "能不能用|哪里有|哪儿有|在哪|多少钱|怎么走|谁的|谁家(?=的?[^,。]{0,4}$|[^,。]{0,8}[?吗呢])",
)
_ADVICE = anywhere(
    "例比举譬看发遇碰",
    "^(?:例如|比如|举例|譬如)"
    "|(?:看到|看见|发现|遇到|碰到)[^,。]{0,10}(?:可以|就|要|请|都|记得)[^,。]{0,4}(?:发|报|说|拍|反映|告诉)",
)
"""What one should do or write, not what is."""
_REQUEST_TO_ALL = re.compile("^(?:大家|各位|请|麻烦|拜托|兄弟们)*(?:都)?(?:不要|别|请勿|勿|禁止|严禁)")
_SPOKEN = re.compile("[我你他她咱吧啊呢哦嘛呀啦哈嗯唉诶哎呗咯嘞~…!?]|了$")
"""What people say to each other; a hotline's note has none of it."""
_PLAIN_QUESTION = re.compile(
    "(?:吗|么|呢|吧|啥|什么|怎么|如何|为什么|哪|谁(?![^,。]{0,8}不(?:知道|晓得))|几点|多少)[^,。]{0,8}\\?*\\s*$"
)
_VAGUE_PLACE = anywhere(
    "立小花公家新社街大广路巷胡村镇工校附幼车饭酒厂站馆城苑学中医市商桥0-9A-Z一二三四楼门对旁这此国天名湖河",
    "(?<=[\u4e00-\u9fff]{2})(?:小区|花园|花苑|公寓|家园|新村|新城|社区|街道|大道|大街|广场|路口|路段|路|"
    "街|巷|胡同|村|镇|大厦|工地|校区|附中|幼儿园|车库|饭店|酒店|厂|站|馆|城|苑|公园|学校|小学|中学|"
    "医院|车站|市场|商场|大桥|立交桥|桥洞|学院|大学|国际|名苑|湖边|河边|河旁|大院|楼盘|桥)"
    "|[0-9A-Z]区|[一二三四0-9]期|楼下|楼道|小区|路口|门口|路边|路上|对面|旁边|附近|这里|这边|此处",
)


_FORMAL = re.compile("^[^,。]{0,8}(?:反映|投诉|举报|诉求)")
"""How a hotline's note begins; who writes so does not chat."""


class Force(IntEnum):
    """How much a word says that something is wrong."""

    NONE = 0
    HINT = 1
    PLEA = 2
    CLEAR = 3


class Where(IntEnum):
    """How well a text says where to go and look."""

    NOWHERE = 0
    VAGUE = 1
    FIRM = 2


# Python 3.11 looks an enum's member up in 0.2 µs, a module's name in 0.02: every post asks a dozen times.
_NOWHERE, _VAGUE, _FIRM = Where.NOWHERE, Where.VAGUE, Where.FIRM
CLEAR, PLEA = Force.CLEAR, Force.PLEA


class Evidence(NamedTuple):
    """What speaks for and against a report in one text.

    `thing`: a word of a category; `telling`: one that alone says what is wrong; `clear`, `hinted` and `pleading`:
    words of fault and of request; `apart`: a clear one that is not the thing's own name (漏水); `business`: words of
    other matters; `personal`: words of private talk; `advert`: words of adverts and notices; `grave`: a word of how
    bad or how lasting it is (严重, 众多).
    """

    thing: bool
    telling: bool
    clear: bool
    hinted: bool
    pleading: bool
    apart: bool
    where: Where
    photo: bool
    business: bool
    personal: bool
    advert: bool
    grave: bool


def whereabouts(text: str, named: bool) -> Where:
    """FIRM for a known name or a building, VAGUE for the sound of a place (…小区, 楼下)."""
    if named:
        return _FIRM
    return _VAGUE if _VAGUE_PLACE.search(text) else _NOWHERE


def is_asked(text: str) -> bool:
    """Whether a post asks people something, as talk does oftener than a report."""
    return _NOT_ASKED.search(text) is not None or _PLAIN_QUESTION.search(text) is not None


def is_no_matter(text: str) -> bool:
    """Whether a post tells what one should do: it is no report, whatever it is like."""
    return _ADVICE.search(text) is not None or _REQUEST_TO_ALL.match(text) is not None


def is_report(text: str, evidence: Evidence) -> bool:
    """Whether a post without danger asks for something to be looked at. `text` is normalised and without blank ends."""
    if evidence.advert or _NOT_ASKED.search(text) is not None or _ADVICE.search(text) is not None:
        return False
    if evidence.where is not _FIRM and _REQUEST_TO_ALL.match(text) is not None:
        return False
    wrong = evidence.telling or evidence.clear
    if evidence.business:
        return evidence.thing and wrong and evidence.where is not _NOWHERE and not evidence.personal
    if _PLAIN_QUESTION.search(text) is not None and not (evidence.thing and wrong and evidence.where):
        return False
    if evidence.where is _FIRM:
        return _at_a_spot(evidence, wrong)
    if evidence.personal:
        return evidence.where is _VAGUE and evidence.thing and wrong
    if evidence.where is _VAGUE or evidence.photo:
        vague = evidence.where is _VAGUE
        if evidence.thing:
            return wrong or (vague and (evidence.pleading or evidence.hinted))
        return vague and evidence.clear and (evidence.pleading or evidence.grave or _SPOKEN.search(text) is None)
    return evidence.thing and (evidence.apart or (evidence.pleading and (wrong or _FORMAL.match(text) is not None)))


def _at_a_spot(evidence: Evidence, wrong: bool) -> bool:
    """With a known spot a fault is enough, or a thing with a hint of one, or a photo of a thing."""
    if evidence.thing:
        return wrong or evidence.hinted or evidence.photo
    return evidence.clear and not evidence.personal
