"""Fault 15: the bot is killed at each step of forgetting somebody, and of the night that lets old words go.

At every moment somebody is forgotten whole, or it has not begun, or the wish is kept and the next start goes on; in
the end no byte of the person is left in any file of the bot.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from typing import Any

from bot.sandbox import Chat, Person
from tests.torture.arena import Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.tally import Finding, Sort, Tally
from tests.torture.traces import Somebody, come, in_bytes, in_rows, left_of, looked_at, report

_ROUNDS_A_WORLD = 24
_SETTINGS: dict[str, Any] = {"reminders__sweep": "1s", "privacy__keep_posts": "30d", "privacy__keep_media": "30d"}
_TO_FORGET = (
    "SELECT (SELECT count(*) FROM forgettings) + (SELECT count(*) FROM schedules WHERE name = 'rewrite')"
    " + (SELECT count(*) FROM media WHERE state = 'expired' AND path IS NOT NULL) AS left"
)
_LONG_AGO = 40 * 24 * 3600


async def play_forgetting(form: Form, bot: StruckBot) -> Tally:
    """Kill at each step (LONG), or at one of them (SHORT)."""
    tally, struck = Tally(), True
    steps = itertools.count(1) if form is Form.LONG else iter((95,))
    for world in itertools.count():
        chosen = list(itertools.islice(steps, _ROUNDS_A_WORLD)) if struck else []
        if not chosen:
            return tally
        async with opened(seed=world, **_SETTINGS) as arena:
            struck = await _forget_some(arena, bot, world, chosen, tally)
        tally.next_world()
    return tally


async def _forget_some(arena: Arena, bot: StruckBot, world: int, steps: list[int], tally: Tally) -> bool:
    """One person a step asks to be forgotten. False: the last steps came after all was done."""
    people = [Somebody(world * _ROUNDS_A_WORLD + number) for number in range(len(steps))]
    asked = await _have_them_ask(arena, bot, people)
    reports = {who: _reports_of(arena, who) for who in people}
    strikes = 0
    found: list[Finding] = []
    for who, kill_at in zip(people, steps, strict=True):
        person, private = asked[who]
        question = next(
            one for one in arena.sandbox.messages(private, by=arena.bot) if "确认，忘记我" in one.button_texts
        )
        arena.sandbox.tap(person, question, "确认，忘记我")
        await bot.start(arena.config, kill_at)
        await wait_until(lambda: not bot.running or _done(arena), bot.words)
        struck = not bot.running
        strikes += struck
        await bot.kill()
        found += _whole_or_not(arena, who, reports[who])
        await _finish(arena, bot)
        found += left_of(arena, who)
        if not struck:
            break
    gone = people[: steps.index(kill_at) + 1]
    found += await _after_the_night(arena, bot, [trace for who in gone for trace in who.raw()])
    tally.judged(strikes, [*found, *looked_at(arena)])
    return struck


async def _have_them_ask(arena: Arena, bot: StruckBot, people: list[Somebody]) -> dict[Somebody, tuple[Person, Chat]]:
    """Each reports in the group and in private, asks for a file of what is kept, and to be forgotten."""
    known = {who: come(arena, who) for who in people}
    for who, (person, _) in known.items():
        report(arena, person, who)
        arena.sandbox.say(person, arena.bot, "/start")
        arena.sandbox.say(person, arena.bot, f"东湖花园{who.number + 501}栋的垃圾桶坏了，{who.name}")
        arena.sandbox.say(person, arena.bot, "/mydata")
        arena.sandbox.say(person, arena.bot, "/forgetme")
    await _finish(arena, bot)
    return known


def _done(arena: Arena) -> bool:
    """All was taken in and sent, nobody waits to be forgotten, and what was given up is deleted."""
    return arena.settled() and not arena.look(_TO_FORGET)[0]["left"]


async def _finish(arena: Arena, bot: StruckBot) -> None:
    """A life without a kill at a step; two where something may leave only later."""
    await bot.start(arena.config)
    await wait_until(lambda: _done(arena) or not bot.running, bot.words)
    assert bot.running, bot.words()[-2000:]
    await bot.kill()
    if arena.look("SELECT 1 FROM notices WHERE state = 'queued'"):
        arena.hurry()
        await _finish(arena, bot)


def _reports_of(arena: Arena, who: Somebody) -> int:
    return int(arena.look(f"SELECT count(*) AS many FROM tickets WHERE reporter_id = {who.id}")[0]["many"])


def _whole_or_not(arena: Arena, who: Somebody, reports: int) -> Iterator[Finding]:
    """After a kill: a wish that is kept, or all of the person, or nothing."""
    wishes = arena.look(f"SELECT progress FROM forgettings WHERE person_id = {who.id}")
    if wishes and wishes[0]["progress"] is not None:
        return
    if not arena.look(f"SELECT 1 FROM people WHERE id = {who.id}"):
        for table in in_rows(arena, who.texts()):  # what stands in chats may still wait to be edited
            yield Finding(Sort.BROKEN, f"the wish of {who.number} is gone, and {table} knows who it was")
    elif (own := _reports_of(arena, who)) != reports:
        yield Finding(Sort.BROKEN, f"{who.number} has {own} reports of {reports}, and nobody has begun to forget")


async def _after_the_night(arena: Arena, bot: StruckBot, traces: list[bytes]) -> list[Finding]:
    """What stands in any file once the night has cleaned up. Files that the bot made go after an hour: it is over."""
    for file in (arena.folder / "media").rglob("*.*"):
        os.utime(file, (0, 0))
    arena.amend("UPDATE schedules SET next_at = 0 WHERE name = 'clean_up'")
    await bot.start(arena.config)
    await wait_until(lambda: _rested(arena) or not bot.running, bot.words)
    await bot.kill()
    return [Finding(Sort.BROKEN, f"left in {place}") for place in in_bytes(arena.folder, traces)]


def _rested(arena: Arena) -> bool:
    """The night's work is done, and nothing that the bot made lies about."""
    planned = arena.look("SELECT 1 FROM schedules WHERE name = 'clean_up' AND next_at > 0")
    return bool(planned) and _done(arena) and not list((arena.folder / "media" / "made").glob("*/*"))


async def play_retention(form: Form, bot: StruckBot) -> Tally:
    """Kill at each step of a night in which words and photos have been kept long enough, or at one of them (SHORT)."""
    tally, struck = Tally(), True
    steps = itertools.count(1) if form is Form.LONG else iter((26,))
    for world in itertools.count():
        chosen = list(itertools.islice(steps, _ROUNDS_A_WORLD)) if struck else []
        if not chosen:
            return tally
        async with opened(seed=world, **_SETTINGS) as arena:
            struck = await _let_some_go(arena, bot, world, chosen, tally)
        tally.next_world()
    return tally


async def _let_some_go(arena: Arena, bot: StruckBot, world: int, steps: list[int], tally: Tally) -> bool:
    """One closed report a step grows old at once, and the night comes. False: all was done before the last step."""
    people = [Somebody(world * _ROUNDS_A_WORLD + number) for number in range(len(steps))]
    await _have_them_served(arena, bot, people)
    strikes, struck = 0, True
    found: list[Finding] = []
    for who, kill_at in zip(people, steps, strict=True):
        _grow_old(arena, who)
        await bot.start(arena.config, kill_at)
        await wait_until(lambda: not bot.running or _rested(arena), bot.words)
        struck = not bot.running
        strikes += struck
        await bot.kill()
        await bot.start(arena.config)
        await wait_until(lambda: _rested(arena) or not bot.running, bot.words)
        await bot.kill()
        found += _words_left(arena, who)
        if not struck:
            break
    tally.judged(strikes, [*found, *looked_at(arena, but="_updates")])
    return struck


async def _have_them_served(arena: Arena, bot: StruckBot, people: list[Somebody]) -> None:
    """Each has reported, it was mended, and they said that it is."""
    known = {who: come(arena, who)[0] for who in people}
    for who, person in known.items():
        report(arena, person, who)
    await bot.start(arena.config)
    await wait_until(lambda: _done(arena), bot.words)
    for card in arena.sandbox.messages(arena.office, by=arena.bot):
        if "办结" in card.button_texts:
            arena.sandbox.post(arena.office, arena.secretary, "已处理，换了新桶", reply_to=card)
    await wait_until(lambda: _done(arena), bot.words)
    for who, person in known.items():
        number = arena.look(f"SELECT id FROM tickets WHERE reporter_id = {who.id}")[0]["id"]
        closure = next(
            message
            for message in arena.sandbox.messages(arena.groups[0], by=arena.bot)
            if f"T{number}" in message.words.text and "已解决" in message.button_texts
        )
        arena.sandbox.tap(person, closure, "已解决")
    await wait_until(lambda: _done(arena), bot.words)
    await bot.kill()


def _grow_old(arena: Arena, who: Somebody) -> None:
    """As 40 days later: the ticket of this person was closed long ago, and the raw updates are of then."""
    ago = arena.now_ms - _LONG_AGO * 1000
    arena.amend(f"UPDATE tickets SET closed_at = {ago} WHERE reporter_id = {who.id} AND closed_at IS NOT NULL")
    arena.amend(f"UPDATE inbox SET settled_at = {ago} WHERE state IN ('done', 'ignored')")
    arena.amend("UPDATE schedules SET next_at = 0 WHERE name = 'clean_up'")


def _words_left(arena: Arena, who: Somebody) -> Iterator[Finding]:
    """In any file; and photos of which no row is left."""
    for place in in_bytes(arena.folder, (who.said.encode(), who.phone.encode())):
        yield Finding(Sort.BROKEN, f"words left in {place}")
    kept = arena.look("SELECT count(DISTINCT path) AS many FROM media WHERE path IS NOT NULL")[0]["many"]
    lying = len(list((arena.folder / "media").glob("[0-9a-f][0-9a-f]/*")))
    if lying != kept:
        yield Finding(Sort.BROKEN, f"{lying} photos lie in the folder, and {kept} are known")
