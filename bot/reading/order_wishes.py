"""Move orders in replied words and commands: 转 城管局, 退回 理由, 延期 2天 理由, 挂账到3月15日, 并入 T1023."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.domain.orders import MoveOrder
from bot.domain.tickets import Move
from bot.reading import order_patterns as said
from bot.reading.dates import When, when_at, when_in
from bot.reading.normalise import NormalText, normalise

_LONGEST = 300
_SHORT = 30
"""Characters of an answer that calls a question off: what is longer has something to say."""
_GAP = " \t\n,。!~、;:"

_NUMBERED = re.compile(
    r"\s*(?P<numbers>(?:(?:#\s?T?|T)\s?\d{1,9}|\d{4,9}(?=号?[\s:,、]))(?:[\s、,;/和与及跟]*(?:(?:#\s?T?|T)\s?\d{1,9}|\d{4,9}(?=[\s、,;/和与及跟]|$)))*)"
    r"(?:号|工单|这个|这单|这几个|这两个)?[\s:,、]*"
)
_DIGITS = re.compile(r"\d+")
_POLITE = re.compile(
    r"(?:\s|@\S+\s|[,、]|请|麻烦|烦请|申请|建议|我们|我(?!们)|本?社区|本单位|这个|这单|此单|该?工单|帮忙|帮|需要?|要(?!不要|是)"
    r"|协调员|把这个|把它|你好|您好)*"
)
_ASKED = re.compile(
    r"[?]\s*$|(?:吗|(?<!什)么|呢)[。!~\s]*$|([能可要该行是好用会])不\1|能否|可否|是否|有没有"
    r"|还是不[退转延]|[?][。!\s]*$|的话(?=[,。\s要会能是]|$)|^(?:如果|要是|假如|万一)|了没有?[。!\s]*$|不退|别退|不转|别转"
)
"""Questions and conditions order nothing: 能不能转给城管, 退回的话要多久."""
_TOLD = re.compile(r"(?:了(?!解)|过(?!来|去)|中(?=$|[,。! ])|完了|掉了|得了)")
"""Behind the verb: it was done, or is being done, elsewhere: 转派了, 退回中."""

_TRANSFER = re.compile(r"(?:转派|改派|移交|转交|转办|派单|派|转)(?P<to>\s*(?:给|到|至|由|往|[:,\s]))?\s*(?:一下)?")
_TURNING = re.compile(r"转(?:[发账帐弯角身运告达过来头盘动让载眼悠圈盼换机变折]|一圈|一转)|派(?!单|[给到至])")
"""Words that only begin so: 转角, 转告物业, 派人去了."""
_RETURN = re.compile(
    r"(?:退回|退单|退件|打回)(?!返工|来|去|率|款|押金)"
    r"(?:\s*(?:给|到)?(?:协调员|协调群|平台|中心|上级|街道))?(?:重新?[分改]派)?"
)
_EXTEND = re.compile(
    r"(?:延期办理|延期|延长时限|延长|延时|延迟|展期|宽限|顺延|推迟|延后|延(?=\s*[到至\d一二两三四五六七八九十半]))(?!服务|线|段)"
)
_SUSPEND = re.compile(r"挂[账帐]|挂起|缓办|暂缓办理|暂缓处理|暂缓")
_RESUME = re.compile(r"(?:恢复(?:办理|处理)?|(?:取消|解除|结束)挂[账帐])(?=[。!~\s]*$)")
_APPROVE = re.compile(r"(?:(?:复核|审核)通过|(?:同意|准予)结案)(?=[。!~\s]*$)")
_REWORK = re.compile("(?:退回|打回)(?:返工|重做)")
_NOTE = re.compile(r"备注(?:一下)?(?=[:,。\s]|$|(?![了过的]))")
_REJECT = re.compile(r"不予受理|不受理|不予立案")
_UNTRUE = re.compile(
    r"(?:经|已经?)?(?:现场|我们|社区|实地)*(?:查看|核实|核查|调查|查证|查实|看过|去看)?(?:过|了|后|发现)*[,。、\s]*"
    r"(?:(?:该|此|这个)?(?:所?反映|上报)?的?(?:情况|问题|内容)?\s*(?:不属实|不实(?=$|[,。!\s])|与事实不符)|查无此事|情况不存在)"
)
_MERGE = re.compile(
    r"(?:并入|并到|并至|合并(?:到|入|至)|归并(?:到|入)|并单(?:到)?)[\s:,]*"
    r"(?P<ticket>#?\s?T?\s?\d{1,9})(?:号|里|一起)?"
)
_MERGE_TO = re.compile(r"和\s*(?P<ticket>(?:#\s?T?|T)\s?\d{1,9})\s*(?:并单|合并)")

_UNIT_END = re.compile(r"[\s,。;!:、~]")
_UNIT_TAIL = re.compile(
    r"(?:去|来|牵头|负责|进行|尽快|协助|帮忙)*(?:处理|办理|处置|解决|办|负责|承办|跟进|核实|吧|一下|谢谢|哈|啊|呀|哦|哟|[.])+$|去$"
)
_PAUSE = re.compile(r"[,;。\n]\s*")
_REASON_HEAD = re.compile(r"(?:理由|原因|原因是|理由是|因为)[:,\s]+")
_LOOSE_WHEN = re.compile(
    r"(?:左右|以内|之内|内|即可|就行|就好|就够了?|吧|哈|再说|再办|为止|时间|的时间|下班|之前|以前|前(?![面天来])"
    r"|凌晨|早上|上午|中午|下午|晚上|\d{1,2}(?:点|时|:\d\d)(?:半|\d{1,2}分)?)+"
)
_BEFORE_WHEN = re.compile(
    r"(?:[,、\s]|还?(?:需要?|要)|再|给|大概|大约|约|预计|时限|期限|办理|处理|到期|延期?|长|[到至])*$"
)

_Read = Callable[[NormalText, re.Match[str], date], MoveOrder | None]
_ReadArguments = Callable[[NormalText, int, date], MoveOrder]


def read_move_order(text: str, today: date) -> MoveOrder | None:
    """The move that words ask for, with all that they say of it; None when they ask for none.

    Only what begins with the move is an order: 明天转给城管 and 准备退回 promise, 不要退回 denies, 已转城管 tells.
    """
    if len(text) > _LONGEST:
        return None
    normal = normalise(text)
    named = _NUMBERED.match(normal.text)
    begin = named.end() if named is not None else 0
    order = _read(normal, begin, today) or _after_why(normal, begin, today)
    if order is None or named is None:
        return order
    return replace(order, numbers=tuple(dict.fromkeys((*_numbers(named), *order.numbers))))


def _after_why(normal: NormalText, begin: int, today: date) -> MoveOrder | None:
    """不归我们管，转城管: the reason stands before the order."""
    pause = _PAUSE.search(normal.text, begin)
    if pause is None or said.NOT_OURS.search(normal.text[begin : pause.start()]) is None:
        return None
    order = _read(normal, pause.end(), today)
    if order is None or order.move not in {Move.TRANSFER, Move.RETURN}:
        return None
    why = _words(normal, begin, pause.start())
    return replace(order, words="，".join(part for part in (why, order.words) if part))


def _numbers(named: re.Match[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(int, _DIGITS.findall(named["numbers"]))))


def _read(normal: NormalText, start: int, today: date) -> MoveOrder | None:
    plain = normal.text
    begun = _POLITE.match(plain, start)
    begin = begun.end() if begun is not None else start
    for pattern, read in _READERS:
        match = pattern.match(plain, begin)
        if match is None and pattern in _AFTER_WE:
            match = pattern.match(plain, start)
        if match is None or (pattern is not _UNTRUE and _TOLD.match(plain, match.end())):
            continue
        if pattern is not _NOTE and _ASKED.search(plain, start):
            return None
        if (order := read(normal, match, today)) is not None:
            return order
    return None


def read_arguments(move: Move, text: str, today: date) -> MoveOrder:
    """What stands behind a command: /extend T1024 2天 等材料. What is missing there is missing in the order."""
    normal = normalise(text)
    read = _ARGUMENTS.get(move)
    if read is None:
        return MoveOrder(move, text.strip())
    return read(normal, 0, today)


def _words(normal: NormalText, start: int, end: int | None = None) -> str:
    """What was written there, as it was written."""
    plain = normal.text
    stop = len(plain) if end is None else end
    while start < stop and plain[start] in _GAP:
        start += 1
    while stop > start and plain[stop - 1] in " \t\n,;、":
        stop -= 1
    if start >= stop:
        return ""
    first, last = normal.span(start, stop)
    return normal.original[first:last].strip()


def _reason(normal: NormalText, start: int) -> str:
    plain = normal.text
    while start < len(plain) and plain[start] in _GAP:
        start += 1
    if (head := _REASON_HEAD.match(plain, start)) is not None:
        start = head.end()
    return _words(normal, start)


def _to_unit(normal: NormalText, start: int, today: date) -> MoveOrder:
    plain = normal.text
    while start < len(plain) and plain[start] in _GAP:
        start += 1
    numbers: tuple[int, ...] = ()
    if (named := _NUMBERED.match(plain, start)) is not None:
        numbers = _numbers(named)
        start = named.end()
    while start < len(plain) and plain[start] in f"给到至由往{_GAP}":
        start += 1
    end = _UNIT_END.search(plain, start)
    stop = end.start() if end is not None else len(plain)
    unit = _words(normal, start, stop)
    unit = _UNIT_TAIL.sub("", unit)
    return MoveOrder(Move.TRANSFER, _reason(normal, stop), unit, numbers=numbers)


def _transfer(normal: NormalText, match: re.Match[str], today: date) -> MoveOrder | None:
    if _TURNING.match(normal.text, match.start()):
        return None
    order = _to_unit(normal, match.end(), today)
    if order.unit.endswith("了"):
        return None
    return replace(order, loose=match[0].strip() in {"转", "派"} and match["to"] is None and bool(order.unit))


def _for_reason(move: Move) -> _Read:
    def read(normal: NormalText, match: re.Match[str], today: date) -> MoveOrder:
        return MoveOrder(move, _reason(normal, match.end()))

    return read


def _untrue(normal: NormalText, match: re.Match[str], today: date) -> MoveOrder:
    return MoveOrder(Move.REJECT, _words(normal, match.start()))


def _whole_words(move: Move) -> _Read:
    def read(normal: NormalText, match: re.Match[str], today: date) -> MoveOrder:
        return MoveOrder(move)

    return read


def _merge(normal: NormalText, match: re.Match[str], today: date) -> MoveOrder:
    into = int(_DIGITS.findall(match["ticket"])[0])
    return MoveOrder(Move.MERGE, _reason(normal, match.end()), ticket=into)


def _merge_arguments(normal: NormalText, start: int, today: date) -> MoveOrder:
    digits = _DIGITS.search(normal.text, start)
    if digits is None:
        return MoveOrder(Move.MERGE, _words(normal, start))
    return MoveOrder(Move.MERGE, _reason(normal, digits.end()), ticket=int(digits[0]))


def _for_time(move: Move) -> _ReadArguments:
    def read(normal: NormalText, start: int, today: date) -> MoveOrder:
        return _timed(move, normal, start, today)

    return read


def _timed(move: Move, normal: NormalText, start: int, today: date) -> MoveOrder:
    plain = normal.text
    while start < len(plain) and plain[start] in _GAP:
        start += 1
    when = when_at(plain, start, today)
    if when is not None:
        told = _LOOSE_WHEN.match(plain, when.end)
        return _at(move, when, _reason(normal, told.end() if told is not None else when.end))
    when = when_in(plain, start, today)
    if when is None:
        return MoveOrder(move, _reason(normal, start))
    told = _LOOSE_WHEN.match(plain, when.end)
    before = _BEFORE_WHEN.search(plain, start, when.start)
    head = _words(normal, start, before.start() if before is not None else when.start)
    tail = _reason(normal, told.end() if told is not None else when.end)
    return _at(move, when, ",".join(part for part in (head, tail) if part).replace(",", "，"))


def _at(move: Move, when: When, words: str) -> MoveOrder:
    impossible = when.length is None and when.day is None
    return MoveOrder(move, words, length=when.length, until=when.day, impossible=impossible)


def _timed_order(move: Move) -> _Read:
    def read(normal: NormalText, match: re.Match[str], today: date) -> MoveOrder:
        return _timed(move, normal, match.end(), today)

    return read


_READERS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_NOTE, _for_reason(Move.NOTE)),
    (_MERGE, _merge),
    (_MERGE_TO, _merge),
    (_RESUME, _whole_words(Move.RESUME)),
    (_UNTRUE, _untrue),
    (_REJECT, _for_reason(Move.REJECT)),
    (_APPROVE, _whole_words(Move.APPROVE)),
    (_REWORK, _for_reason(Move.REWORK)),
    (_RETURN, _for_reason(Move.RETURN)),
    (_SUSPEND, _timed_order(Move.SUSPEND)),
    (_EXTEND, _timed_order(Move.EXTEND)),
    (_TRANSFER, _transfer),
)
_AFTER_WE = frozenset({_UNTRUE})
"""Patterns with an opening of their own, part of which is politeness elsewhere: 我们现场查看，情况不属实."""

_ARGUMENTS: dict[Move, _ReadArguments] = {
    Move.TRANSFER: _to_unit,
    Move.EXTEND: _for_time(Move.EXTEND),
    Move.SUSPEND: _for_time(Move.SUSPEND),
    Move.MERGE: _merge_arguments,
}

_CANCELLED = re.compile(
    r"(?:算了|取消|不[退转延挂用要办报]了?|没事了?|[点按弄发]错了?|误[点触])(?:吧|了|哈|谢谢|不[退转延挂用要办]|[,。!~\s])*+"
)


def calls_off(text: str) -> bool:
    """Whether an answer to the bot's question takes it back: 算了, 取消, 点错了."""
    return len(text) <= _SHORT and _CANCELLED.fullmatch(normalise(text).text.strip()) is not None
