"""Fault 3: what Telegram and the way to it do to the bot's calls; DESIGN 6 says by kind what becomes of each.

The bot's log tells which notice met which fault, the sandbox's record what was struck and what arrived: both must say
the same, and the rows of the outbox what the table of kinds demands. A `retry_after` is not waited for: the clock that
the bot and Telegram share leaps to its end, and is not let to leap before the bot has nothing else to do.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from bot.desk.outcomes import PATIENCE as MOST_COPIES
from bot.domain import notices
from bot.domain.notices import POLICIES, NoticeKind, Unknown
from bot.sandbox import Person
from bot.sandbox.calls import Call
from bot.sandbox.faults import Fault, FaultKind
from tests.torture.arena import Arena, let_flow, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.tally import Finding, Sort, Tally
from tests.torture.uncertain_ordered import work_through_the_list

METHODS = tuple(call.value for call in notices.Call if call is not notices.Call.SET_MENU)
_NEW = (notices.Call.SEND_MESSAGE.value, notices.Call.SEND_PHOTO.value)
_SENDS = {Form.SHORT: 40, Form.LONG: 10_000}
"""How many calls the bot makes before it is enough."""
_REPORTS = {Form.SHORT: 7, Form.LONG: 120}
"""Reports between two looks."""
_SHARE = 0.04
"""Of the calls, for each sort of fault."""
_TOO_SLOW, _TOO_SLOWLY = 21.5, {Form.SHORT: 0, Form.LONG: 5}
"""Seconds, more than the bot waits for an answer, and how often before and after the effect."""
_PATIENCE = 600
_REFUSED_LINES = {Form.SHORT: 1, Form.LONG: 20}
"""How often the line is down, so that the connection itself is refused."""

SORTS: dict[FaultKind, str] = {
    FaultKind.TOO_MANY: "patience",
    FaultKind.SERVER_ERROR: "unknown",
    FaultKind.SERVER_ERROR_AFTER: "unknown",
    FaultKind.CLOSE_BEFORE: "unknown",
    FaultKind.RESET_BEFORE: "unknown",
    FaultKind.RESET_AFTER: "unknown",
    FaultKind.MALFORMED: "unknown",
}
"""What strikes any call, and what the bot is to make of it."""
_REFUSALS = {
    "Bad Request: something that nobody foresaw": "refused",
    "Bad Request: message to be replied not found": "no_reply_target",
}
"""Of new messages alone: what of the rest a refusal ends is only noted."""


async def play(form: Form, bot: StruckBot) -> Tally:
    tally = Tally()
    async with opened(seed=3, reminders__digest="08:30", reminders__sweep="1s", closure__board=True) as arena:
        await bot.start(arena.config)
        lines_down = 0
        slow = _lay_slow_answers(arena, _TOO_SLOWLY[form])
        while len(arena.sandbox.calls.of(*METHODS)) < _SENDS[form]:
            struck = _struck(arena)
            _lay_faults(arena, slow, first=not tally.injected)
            _work(arena, _REPORTS[form])
            await wait_until(lambda: arena.at_rest() or not bot.running, bot.words, _PATIENCE)
            if lines_down < _REFUSED_LINES[form]:
                lines_down += await _refuse_connections(arena, bot)
            await let_flow(arena, bot, _PATIENCE)
            arena.clock.leap(timedelta(hours=arena.chance.uniform(1, 5)))
            await let_flow(arena, bot, _PATIENCE)
            tally.judged(_struck(arena) - struck, arena.judge())
        arena.sandbox.faults.clear()
        flowed, found = _pauses(arena)
        told = _told(bot.words())
        found += [*_same_story(arena, told, slow), *_by_kind(arena, told)]
        found += await work_through_the_list(arena, bot, tally)
        await bot.kill()
        tally.next_world()
        tally.judged(lines_down, found)
        tally.more |= {"sends": len(arena.sandbox.calls.of(*METHODS)), "to others in a pause": flowed}
        tally.more |= {f"told {outcome}": number for outcome, number in Counter(how for _, how in told).items()}
    return tally


# --- what people and the network do


def _work(arena: Arena, reports: int) -> None:
    """Reports, a fire and a place of which there are two among them; the secretary works, a courier answers."""
    box, chance = arena.sandbox, arena.chance
    cards = [card for card in box.messages(arena.office, by=arena.bot) if "办结" in card.button_texts][-reports:]
    for card in cards:
        if "受理" in card.button_texts and chance.random() < 0.5:
            box.tap(arena.secretary, card, "受理")
        else:
            box.post(arena.office, arena.secretary, "已处理", reply_to=card)
    for group in arena.groups:
        for closure in [note for note in box.messages(group, by=arena.bot) if "未解决" in note.button_texts][-2:]:
            courier = closure.reply_to.sender if closure.reply_to is not None else None
            if isinstance(courier, Person) and chance.random() < 0.5:
                box.tap(courier, closure, chance.choice(("已解决", "未解决")))
    for number in range(reports):
        arena.report()
        if number % 8 == 3:
            arena.write(f"东湖花园{len(arena.posts)}栋着火了")
        if number % 8 == 5:
            arena.write(f"幸福里{len(arena.posts)}栋的垃圾桶坏了")


def _lay_slow_answers(arena: Arena, times: int) -> list[Fault]:
    """Answers for which the bot does not wait long enough, before and after the effect."""
    kinds = (FaultKind.SLOW, FaultKind.SLOW_BEFORE)
    return [
        arena.sandbox.faults.add(kind, method=_NEW, share=_SHARE / 8, times=times, seconds=_TOO_SLOW) for kind in kinds
    ]


def _lay_faults(arena: Arena, slow: Iterable[Fault], *, first: bool) -> None:
    """Each sort strikes its share of the calls, drawn one by one; the first of each sort does not wait for chance."""
    faults = arena.sandbox.faults
    faults.keep(slow)
    for number, kind in enumerate(SORTS):
        for share, times in ((1.0, 1), (_SHARE, None)) if first else ((_SHARE, None),):
            faults.add(kind, method=METHODS, skip=5 * number, share=share, times=times, retry_after=range(1, 301))
    faults.add("slow", method=METHODS, share=_SHARE, times=None, seconds=0.2)
    for words in _REFUSALS:
        faults.add("reject", method=_NEW, share=_SHARE / 4, times=None, description=words)
        faults.add("reject", method=_NEW, skip=7, times=int(first), description=words)


async def _refuse_connections(arena: Arena, bot: StruckBot) -> int:
    """The line is down when what waits would leave. Returns 1 when a call found it so, 0 when nothing waited."""
    moment = arena.next_moment()
    if moment is None:
        return 0
    before = bot.words().count('"not_posted"')
    await arena.sandbox.stop()
    arena.clock.leap_to(moment + timedelta(seconds=1))
    await wait_until(lambda: bot.words().count('"not_posted"') > before, bot.words)
    await arena.sandbox.start()
    return 1


# --- what became of it


def _struck(arena: Arena) -> int:
    return sum(bool(call.fault) for call in arena.sandbox.calls.of(*METHODS))


def _told(words: str) -> list[tuple[str, str]]:
    """The notice and the outcome of each call that did not end well, by the bot's log."""
    lines = [json.loads(line) for line in words.splitlines() if '"outbox.not_sent"' in line]
    return [(line["notice"], line["outcome"]) for line in lines]


def _pauses(arena: Arena) -> tuple[int, list[Finding]]:
    """How many calls went to other chats while one had to wait; and each call to it that came too soon."""
    flowed, found = 0, []
    calls = arena.sandbox.calls.of(*METHODS)
    for place, call in enumerate(calls):
        if call.fault != FaultKind.TOO_MANY or call.answer is None:
            continue
        over = call.at + timedelta(seconds=call.answer["parameters"]["retry_after"])
        for later in calls[place + 1 :]:
            if later.at >= over:
                break
            if _chat(later) == _chat(call):
                found.append(Finding(Sort.BROKEN, f"chat {_chat(call)} was to be left alone until {over}"))
            flowed += _chat(later) != _chat(call)
    return flowed, found


def _chat(call: Call) -> str:
    """A call that was struck before its effect is kept as it was written."""
    return str(call["chat_id"])


def _same_story(arena: Arena, told: list[tuple[str, str]], slow: Iterable[Fault]) -> Iterator[Finding]:
    """What was struck is what the bot knows to have failed, sort by sort: no fault was taken for a success."""
    struck: Counter[str] = Counter()
    for call in arena.sandbox.calls.of(*METHODS):
        if call.fault == FaultKind.REJECT:
            struck[_REFUSALS[call.description]] += 1
        elif call.fault in SORTS:
            struck[SORTS[FaultKind(call.fault)]] += 1
    known = Counter(outcome for _, outcome in told)
    struck["unknown"] += sum(fault.struck for fault in slow)
    for outcome, number in struck.items():
        if known[outcome] != number:
            yield Finding(Sort.BROKEN, f"{number} calls ended as {outcome}, the bot knows of {known[outcome]}")


def _by_kind(arena: Arena, told: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """The table of DESIGN 6, for each notice that met a fault."""
    rows: dict[str, Any] = {row["key"]: row for row in arena.look("SELECT * FROM notices")}
    for key, outcome in told:
        row = rows[key]
        again = any(other.startswith(f"{key}:again") for other in rows)
        once = row["call"] in _NEW
        hurts = POLICIES[NoticeKind(row["kind"])].unknown is Unknown.RESEND
        if row["state"] in {"queued", "sending"}:
            yield Finding(Sort.LOST, f"{key}: {outcome}, and still {row['state']}")
        elif outcome == "unknown" and once and hurts and not again and key.count(":again") + 1 < MOST_COPIES:
            yield Finding(Sort.LOST, f"{key} may not have arrived, and was not sent again")
        elif outcome == "unknown" and once and not hurts and (again or row["state"] != "uncertain"):
            yield Finding(Sort.DOUBLED, f"{key} may have arrived, and is {row['state']}")
        elif outcome == "unknown" and once and hurts and row["state"] not in {"uncertain", "sent"}:
            yield Finding(Sort.BROKEN, f"{key} may have arrived, and is {row['state']}, not listed")
        elif outcome == "refused" and once and row["state"] != "failed":
            yield Finding(Sort.BROKEN, f"{key} was refused, and is {row['state']}")
        elif outcome in {"patience", "not_posted"} and row["state"] == "failed" and (key, "refused") not in told:
            yield Finding(Sort.LOST, f"{key} was to be sent later, and is {row['state']}")
