"""Move orders in replied words and commands: 转 城管局, 退回 理由, 延期 2天 理由, 挂账到3月15日, 并入 T1023."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.domain.orders import MoveOrder
from bot.domain.tickets import Move
from bot.reading import move_patterns as asked
from bot.reading import order_patterns as said
from bot.reading.dates import When, when_at, when_in
from bot.reading.normalise import NormalText, normalise

_LONGEST = 300
_SHORT = 30
"""Characters of an answer that calls a question off: what is longer has something to say."""
_GAP = " \t\n,。!~、;:"

_Read = Callable[[NormalText, re.Match[str], date], MoveOrder | None]
_ReadArguments = Callable[[NormalText, int, date], MoveOrder]


def read_move_order(text: str, today: date) -> MoveOrder | None:
    """The move that words ask for, with all that they say of it; None when they ask for none.

    Only what begins with the move is an order: 明天转给城管 and 准备退回 promise, 不要退回 denies, 已转城管 tells.
    """
    if len(text) > _LONGEST:
        return None
    normal = normalise(text)
    named = asked.NUMBERED.match(normal.text)
    begin = named.end() if named is not None else 0
    order = _read(normal, begin, today) or _after_why(normal, begin, today)
    if order is None or named is None:
        return order
    return replace(order, numbers=tuple(dict.fromkeys((*_numbers(named), *order.numbers))))


def _after_why(normal: NormalText, begin: int, today: date) -> MoveOrder | None:
    """不归我们管，转城管: the reason stands before the order."""
    pause = asked.PAUSE.search(normal.text, begin)
    if pause is None or said.NOT_OURS.search(normal.text[begin : pause.start()]) is None:
        return None
    order = _read(normal, pause.end(), today)
    if order is None or order.move not in {Move.TRANSFER, Move.RETURN}:
        return None
    why = _words(normal, begin, pause.start())
    return replace(order, words="，".join(part for part in (why, order.words) if part))


def _numbers(named: re.Match[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(int, asked.DIGITS.findall(named["numbers"]))))


def _read(normal: NormalText, start: int, today: date) -> MoveOrder | None:
    plain = normal.text
    begun = asked.POLITE.match(plain, start)
    begin = begun.end() if begun is not None else start
    for pattern, read in _READERS:
        match = pattern.match(plain, begin)
        if match is None and pattern in _AFTER_WE:
            match = pattern.match(plain, start)
        if match is None or (pattern is not asked.UNTRUE and asked.TOLD.match(plain, match.end())):
            continue
        if pattern is not asked.NOTE and asked.ASKED.search(plain, start):
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
    if (head := asked.REASON_HEAD.match(plain, start)) is not None:
        start = head.end()
    return _words(normal, start)


def _to_unit(normal: NormalText, start: int, today: date) -> MoveOrder:
    plain = normal.text
    while start < len(plain) and plain[start] in _GAP:
        start += 1
    numbers: tuple[int, ...] = ()
    if (named := asked.NUMBERED.match(plain, start)) is not None:
        numbers = _numbers(named)
        start = named.end()
    while start < len(plain) and plain[start] in f"给到至由往{_GAP}":
        start += 1
    end = asked.UNIT_END.search(plain, start)
    stop = end.start() if end is not None else len(plain)
    unit = _words(normal, start, stop)
    unit = asked.UNIT_TAIL.sub("", unit)
    return MoveOrder(Move.TRANSFER, _reason(normal, stop), unit, numbers=numbers)


def _transfer(normal: NormalText, match: re.Match[str], today: date) -> MoveOrder | None:
    if asked.TURNING.match(normal.text, match.start()):
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
    into = int(asked.DIGITS.findall(match["ticket"])[0])
    return MoveOrder(Move.MERGE, _reason(normal, match.end()), ticket=into)


def _merge_arguments(normal: NormalText, start: int, today: date) -> MoveOrder:
    digits = asked.DIGITS.search(normal.text, start)
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
        told = asked.LOOSE_WHEN.match(plain, when.end)
        return _at(move, when, _reason(normal, told.end() if told is not None else when.end))
    when = when_in(plain, start, today)
    if when is None:
        return MoveOrder(move, _reason(normal, start))
    told = asked.LOOSE_WHEN.match(plain, when.end)
    before = asked.BEFORE_WHEN.search(plain, start, when.start)
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
    (asked.NOTE, _for_reason(Move.NOTE)),
    (asked.MERGE, _merge),
    (asked.MERGE_TO, _merge),
    (asked.RESUME, _whole_words(Move.RESUME)),
    (asked.UNTRUE, _untrue),
    (asked.REJECT, _for_reason(Move.REJECT)),
    (asked.APPROVE, _whole_words(Move.APPROVE)),
    (asked.REWORK, _for_reason(Move.REWORK)),
    (asked.RETURN, _for_reason(Move.RETURN)),
    (asked.SUSPEND, _timed_order(Move.SUSPEND)),
    (asked.EXTEND, _timed_order(Move.EXTEND)),
    (asked.TRANSFER, _transfer),
)
_AFTER_WE = frozenset({asked.UNTRUE})
"""Patterns with an opening of their own, part of which is politeness elsewhere: 我们现场查看，情况不属实."""

_ARGUMENTS: dict[Move, _ReadArguments] = {
    Move.TRANSFER: _to_unit,
    Move.EXTEND: _for_time(Move.EXTEND),
    Move.SUSPEND: _for_time(Move.SUSPEND),
    Move.MERGE: _merge_arguments,
}


def calls_off(text: str) -> bool:
    """Whether an answer to the bot's question takes it back: 算了, 取消, 点错了."""
    return len(text) <= _SHORT and asked.CANCELLED.fullmatch(normalise(text).text.strip()) is not None
