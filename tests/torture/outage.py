"""Fault 5: hours without a line while people go on writing; then all of it comes at once, and leaves within the limits.

The bot lives through it. The hours are leaps of the shared clock; once all is taken in, so are the seconds for which
the bot must keep still: three at a time, the distance of two messages to a group that takes 20 a minute.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain.notices import COUNTED, POLICIES, NoticeKind
from bot.sandbox import Message
from bot.sandbox.calls import Call
from tests.torture.arena import Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.tally import Finding, Sort, Tally

_UPDATES = {Form.SHORT: 200, Form.LONG: 10_000}
_HOURS = {Form.SHORT: 2, Form.LONG: 8}
_BEFORE = 6
_STRANGERS = 60
"""More than may be answered within one second."""
_A_GROUP, _OVERALL = 20, 30
_MINUTE, _SECOND = timedelta(minutes=1), timedelta(seconds=0.9)
"""What the bot sends within a second may take less than one to arrive: nine tenths are looked at."""
_STEP = timedelta(seconds=3.1)
_LOOK = 0.1
_BEAT, _LATE = 0.02, 0.1
"""Seconds. Who comes to run a tenth of a second late has not seen when it was that something arrived."""
_PATIENCE = 1800
_COUNTED = tuple(call.value for call in COUNTED)
_LIMITS = {"telegram__group_limit": _A_GROUP, "telegram__overall_limit": _OVERALL}


async def play(form: Form, bot: StruckBot) -> Tally:
    tally = Tally()
    async with opened(seed=5, strict_rates=True, reminders__sweep="1s", **_LIMITS) as arena:
        await bot.start(arena.config)
        for _ in range(_BEFORE):
            arena.report()
        await _drained(arena, bot)
        stood_still: list[datetime] = []
        feeling = asyncio.create_task(_feel(arena, stood_still))
        before = arena.sandbox.calls.total
        await arena.sandbox.stop()
        for _ in range(_HOURS[form]):
            _an_hour(arena, _UPDATES[form] // _HOURS[form])
            arena.clock.leap(timedelta(hours=1))
            await asyncio.sleep(1.2)  # in which the bot looks at what fell due
        waiting = len(arena.bot.updates.pending)
        await arena.sandbox.start()
        back = arena.clock.now()
        await wait_until(lambda: _taken_in(arena) or not bot.running, bot.words, _PATIENCE)
        taken = arena.clock.now()
        await _drained(arena, bot)
        feeling.cancel()
        calls = [call for call in list(arena.sandbox.calls) if call.number > before]
        found = [*arena.judge(), *_flood(calls, stood_still), *_order(arena, back), *_reminded_once(arena, back)]
        await bot.kill()
        tally.judged(1, found)
        tally.more |= _figures(arena, calls, waiting, back, taken)
    return tally


# --- what people do meanwhile


def _an_hour(arena: Arena, updates: int) -> None:
    """One update in ten is a report; the rest is chatter, corrections, wondering, taps, and words of strangers."""
    box, chance = arena.sandbox, arena.chance
    until = len(arena.bot.updates.pending) + updates
    number = 0
    while len(arena.bot.updates.pending) < until:
        number += 1
        place, who = chance.choice(arena.groups), chance.choice(arena.couriers)
        if number % 10 == 0:
            arena.report()
        elif number % 50 == 1:
            _correct(arena, chance.choice(arena.posts[_BEFORE:] or arena.posts))
        elif number % 50 == 2:
            wondering = chance.choice(arena.posts)
            box.post(wondering.chat, who, "进度", reply_to=wondering)
        elif number % 50 == 3 and (card := arena.card("受理")) is not None:
            box.tap(arena.secretary, card, "受理")
        elif number % 5 == 4 and len(box.world.people) < _STRANGERS + 8:
            box.add_person(f"路人{number}", id=90_000 + len(box.world.people)).start(arena.bot)
        else:
            box.post(place, who, chance.choice(("收到", "今天风真大", "谁有充电线", "好的")))


def _correct(arena: Arena, post: Message) -> None:
    """The same report in other words."""
    if "，" not in post.words.text:
        arena.sandbox.edit(post, f"{post.words.text}，麻烦看看")


# --- what the bot does then


def _taken_in(arena: Arena) -> bool:
    row = arena.look(
        "SELECT (SELECT next_update_id FROM cursors) AS cursor,"
        " (SELECT count(*) FROM inbox WHERE state = 'waiting') AS left"
    )
    if not row or row[0]["left"] or row[0]["cursor"] is None:
        return False
    return all(update["update_id"] < row[0]["cursor"] for update in arena.bot.updates.pending)


async def _drained(arena: Arena, bot: StruckBot) -> None:
    """Until nothing waits any more, the time that must pass in leaps. Raises TimeoutError."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            await asyncio.sleep(_LOOK)
            assert bot.running, bot.words()[-2000:]
            if not _taken_in(arena):
                continue
            moment = arena.next_moment()
            if arena.at_rest() and moment is None:
                return
            following = arena.clock.now() + _STEP
            arena.clock.leap_to(max(moment, following) if moment and arena.at_rest() else following)
            arena.sandbox.post(arena.groups[0], arena.couriers[0], "好的")


async def _feel(arena: Arena, stood_still: list[datetime]) -> None:
    """Note when this process did not come to run: what had arrived in the meantime is read in one moment then."""
    while True:
        before = time.monotonic()
        await asyncio.sleep(_BEAT)
        if time.monotonic() - before > _BEAT + _LATE:
            stood_still.append(arena.clock.now())


def _flood(calls: list[Call], stood_still: list[datetime]) -> Iterator[Finding]:
    """Telegram never had to refuse, and its record shows why."""
    for call in calls:
        if call.status == 429:
            yield Finding(Sort.BROKEN, f"Telegram refused {call.method} to {call['chat_id']}: too many")
    counted = [call for call in calls if call.method in _COUNTED]
    by_chat: dict[int, list[datetime]] = defaultdict(list)
    for call in counted:
        by_chat[call["chat_id"]].append(call.at)
    for chat, moments in by_chat.items():
        if chat < 0 and (most := _most(moments, _MINUTE)) > _A_GROUP:
            yield Finding(Sort.BROKEN, f"{most} messages within a minute to chat {chat}")
    timely = [call.at for call in counted if not any(abs(call.at - still) < _SECOND for still in stood_still)]
    if (most := _most(timely, _SECOND)) > _OVERALL:
        yield Finding(Sort.BROKEN, f"{most} messages within a second")


def _most(moments: list[datetime], length: timedelta) -> int:
    """How many there were within any time of this length."""
    most, window = 0, deque[datetime]()
    for moment in moments:
        window.append(moment)
        while window[0] <= moment - length:
            window.popleft()
        most = max(most, len(window))
    return most


def _order(arena: Arena, back: datetime) -> Iterator[Finding]:
    """In each chat a sign goes before what is less pressing: none that waits is passed by a message."""
    rows = arena.look(
        "SELECT chat_id, kind, priority, queued_at, sent_at FROM notices WHERE state = 'sent'"
        f" AND sent_at >= {_ms(back)} ORDER BY chat_id, sent_at, id"
    )
    by_chat: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        by_chat[row["chat_id"]].append(row)
    for chat, sent in by_chat.items():
        signs = [row for row in sent if row["kind"] == NoticeKind.REACTION]
        for begun, row in pairwise(sent):
            if row["priority"] <= POLICIES[NoticeKind.REACTION].priority:
                continue
            begun_at, sent_at = begun["sent_at"], row["sent_at"]
            passed = [sign for sign in signs if sign["queued_at"] < begun_at and sign["sent_at"] > sent_at]
            if passed:
                yield Finding(Sort.BROKEN, f"{len(passed)} signs in chat {chat} waited while a {row['kind']} left")


def _reminded_once(arena: Arena, back: datetime) -> Iterator[Finding]:
    """What fell due in all those hours, and is still to be done, is told to the unit in one message."""
    due = arena.look(
        "SELECT count(*) AS clocks FROM reminders r JOIN deadlines d ON d.id = r.deadline_id"
        f" WHERE d.stopped_at IS NULL AND r.rung <> 'early' AND r.fired_at < {_ms(back)}"
    )[0]["clocks"]
    told = arena.look(
        "SELECT count(*) AS many FROM notices WHERE kind = 'reminder' AND state = 'sent'"
        f" AND chat_id = {arena.office.id} AND queued_at < {_ms(back)} AND sent_at >= {_ms(back)}"
    )[0]["many"]
    if told > 1 or (due and not told):
        sort = Sort.DOUBLED if told else Sort.LOST
        yield Finding(sort, f"{due} clocks ran out meanwhile, and {told} messages tell of it")


def _figures(arena: Arena, calls: list[Call], waiting: int, back: datetime, taken: datetime) -> dict[str, int]:
    counted = [call.at for call in calls if call.method in _COUNTED]
    overtaken = arena.look("SELECT count(*) AS many FROM notices WHERE error = 'overtaken'")[0]["many"]
    return {
        "updates waiting": waiting,
        "reports": len(arena.posts),
        "taken in (s)": round((taken - back).total_seconds()),
        "messages": len(counted),
        "most a second": _most(counted, _SECOND),
        "coalesced": overtaken,
        "all told after (min)": round((max(counted) - back).total_seconds() / 60),
    }


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
