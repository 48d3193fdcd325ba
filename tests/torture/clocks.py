"""Fault 9: the host's clock is set forward and back, and its time zone changed, while couriers write.

Telegram's clock goes on as it was. No deadline moves, each rung is told once, and nothing waits for the clock.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.clock import MovableClock
from tests.torture.arena import Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.host import Host, Reader
from tests.torture.struck import CLOCK
from tests.torture.tally import Finding, Sort, Tally

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_MOVES = ((-_HOUR,), (_HOUR, -_HOUR), (-_DAY,), (_DAY, -_DAY), (-_HOUR, _HOUR), (-_DAY, _DAY))
_SHORT = ((_HOUR, -_HOUR),)
_ROUNDS = {Form.SHORT: 1, Form.LONG: 5}
_ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "UTC", "Asia/Kathmandu")
_ZONES_TRIED = {Form.SHORT: 1, Form.LONG: 20}
_TO_THE_REMINDER = timedelta(hours=4, minutes=2)
_NAMED = re.compile(r"#T(\d+)")
_AREA = ZoneInfo("Asia/Shanghai")


class HostClock(MovableClock):
    """The clock of a host whose operator may set it to anything."""

    def move(self, by: timedelta) -> None:
        self._words[2] += by // timedelta(microseconds=1)


async def move(form: Form, bot: StruckBot) -> Tally:
    """In a world of its own each: reports, the time of the first reminder, then the clock is set."""
    tally = Tally()
    for seed in range(_ROUNDS[form]):
        for moves in _SHORT if form is Form.SHORT else _MOVES:
            for restart in (False, True) if form is Form.LONG else (bool(seed % 2),):
                async with opened(seed, reminders__sweep="1s") as arena:
                    clock = _own_clock(arena)
                    found = await _one_world(arena, bot, clock, moves, restart)
                    await bot.kill()
                    tally.judged(len(moves), [*found, *_told_once(arena)])
                tally.next_world()
    return tally


async def _one_world(
    arena: Arena, bot: StruckBot, clock: HostClock, moves: tuple[timedelta, ...], restart: bool
) -> list[Finding]:
    await _work(arena, bot)
    before = _deadlines(arena)
    await _pass(arena, bot, clock, _TO_THE_REMINDER)
    for by in moves:
        clock.move(by)
        if restart:
            await bot.kill()
        await _work(arena, bot)
    await _pass(arena, bot, clock, timedelta(hours=1, minutes=10))
    after = _deadlines(arena)
    moved = [one for one, times in before.items() if after.get(one) != times]
    found = [Finding(Sort.BROKEN, f"the {name} deadline of T{ticket} moved") for ticket, name in moved]
    found += arena.judge()  # before the days pass after which updates that were done with are forgotten
    await _pass(arena, bot, clock, timedelta(days=12))
    late = "SELECT ticket_id, clock FROM deadlines WHERE stopped_at IS NULL AND missed = 0 AND due_at < {now}"
    found += [
        Finding(Sort.LOST, f"the {row['clock']} clock of T{row['ticket_id']} ran out, and nobody noticed")
        for row in arena.look(late.format(now=arena.now_ms))
    ]
    return found


async def turn_zones(form: Form, bot: StruckBot) -> Tally:
    """TZ is another at each start, and changes again while the bot runs: what people read stays the area's time."""
    tally, host = Tally(), Host()
    async with opened(0) as arena:
        for number in range(_ZONES_TRIED[form]):
            host.settle(arena, zone=_ZONES[number % len(_ZONES)])
            await _work(arena, bot)
            await host.turn(bot, zone=_ZONES[(number + 1) % len(_ZONES)])
            await _work(arena, bot)
            await bot.kill()
            tally.judged(2, [*arena.judge(), *_said_in_another_time(arena)])
    return tally


def _own_clock(arena: Arena) -> HostClock:
    """From now on the bot's time is not Telegram's: the file that the bot will read is another one."""
    made = arena.folder / "host.clock"
    arena.clock = clock = HostClock(made, datetime.now(UTC))
    made.replace(arena.folder / CLOCK)
    return clock


async def _work(arena: Arena, bot: StruckBot) -> None:
    """Somebody reports, somebody accepts; all is taken in and told."""
    for _ in range(2):
        arena.report()
    arena.accept()
    if not bot.running:
        reader = Reader(arena)
        await bot.start(arena.config)
        await wait_until(lambda: reader.lines("bot.polling") or not bot.running, bot.words)
    await wait_until(lambda: arena.settled() or not bot.running, bot.words)
    assert bot.running, bot.words()[-2000:]


async def _pass(arena: Arena, bot: StruckBot, clock: HostClock, by: timedelta) -> None:
    """Time goes on: somebody in a group says nothing of weight, and the bot, which looks at the clock, notices."""
    clock.move(by)
    await wait_until(lambda: arena.settled() or not bot.running, bot.words)
    assert bot.running, bot.words()[-2000:]


def _deadlines(arena: Arena) -> dict[tuple[int, str], tuple[int, int]]:
    rows = arena.look("SELECT ticket_id, clock, started_at, due_at FROM deadlines")
    return {(row["ticket_id"], row["clock"]): (row["started_at"], row["due_at"]) for row in rows}


def _told_once(arena: Arena) -> Iterator[Finding]:
    """A rung is one row, and a reminder that names a ticket belongs to one of its rungs."""
    for row in arena.look("SELECT deadline_id, rung FROM reminders GROUP BY deadline_id, step HAVING count(*) > 1"):
        yield Finding(Sort.DOUBLED, f"the rung {row['rung']} of deadline {row['deadline_id']} came twice")
    fired = Counter(
        row["ticket_id"]
        for row in arena.look("SELECT d.ticket_id FROM reminders r JOIN deadlines d ON d.id = r.deadline_id")
    )
    named = Counter(
        int(number)
        for message in arena.sandbox.messages(arena.office, by=arena.bot)
        if "⏰" in message.words.text.split("\n")[0]
        for number in set(_NAMED.findall(message.words.text))
    )
    for ticket, times in named.items():
        if times > fired[ticket]:
            yield Finding(Sort.DOUBLED, f"T{ticket} was reminded of {times} times, it has {fired[ticket]} rungs")


def _said_in_another_time(arena: Arena) -> Iterator[Finding]:
    """The card of each ticket tells its due time by the area's clock."""
    cards = {
        number: message.words.text
        for message in arena.sandbox.messages(arena.office, by=arena.bot)
        for number in _NAMED.findall(message.words.text)[:1]
    }
    for row in arena.look("SELECT ticket_id, due_at FROM deadlines WHERE clock = 'fix' AND stopped_at IS NULL"):
        due = datetime.fromtimestamp(row["due_at"] / 1000, _AREA)
        words = f"{due.month}月{due.day}日 {due:%H:%M}"
        card = cards.get(str(row["ticket_id"]))
        if card is not None and words not in card:
            yield Finding(Sort.BROKEN, f"T{row['ticket_id']} is due {words}, and its card does not say so")
