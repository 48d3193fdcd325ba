"""Fault 12: taps and orders of those who have no right to them, forged, replayed, foreign and stale: no effect at all.

The bot is the real process and hears of them over real HTTP. Every table but the inbox's own is compared before and
after, and every word that leaves is looked at for what its sender may not read.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from tests.torture.arena import Arena, opened
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.forgeries import How, every_verb
from tests.torture.gate import Gate
from tests.torture.tally import Finding, Sort, Tally

_TAPS = {Form.SHORT: 110, Form.LONG: 10_000}
_ORDERS = {Form.SHORT: 20, Form.LONG: 2_000}
_AT_ONCE = 500
_WAYS = (How.PRESSED, How.FORGED, How.FORGED, How.FORGED, How.FOREIGN, How.STALE, How.REPLAYED)

_BESIDE = frozenset({"inbox", "cursors", "sightings", "clock", "schedules", "notices", "claims", "sqlite_sequence"})
"""What an update may leave behind and have no effect: that it came, and that a claim code was wrong once more.
Notices are looked at by themselves.
"""
_SECRET = re.compile(r"T100\d|东湖花园|南门小区|骑手\d|李书记|陈协调")
"""What none of the senders may read: tickets, the places of reports, and who is who."""
_HARMLESS = frozenset({"answerCallbackQuery", "getUpdates", "setMessageReaction", "sendMessage", "deleteMessage"})
_AT_THE_START = frozenset({"getMe", "getChat", "getChatMember", "deleteWebhook", "setMyCommands"})


async def play(form: Form, bot: StruckBot) -> Tally:
    tally = Tally()
    async with opened(1) as arena:
        gate = Gate(arena)
        await gate.furnish(bot, figures=form is Form.LONG)
        await gate.rest(bot)
        before, told = _tables(arena), _notices(arena)
        standing, verbs = gate.messages(), every_verb()
        kinds: Counter[str] = Counter()
        for start in range(0, _TAPS[form], _AT_ONCE):
            seen = arena.sandbox.calls.total
            tried = []
            for number in range(start, min(start + _AT_ONCE, _TAPS[form])):
                how = _WAYS[number // len(verbs) % len(_WAYS)] if form is Form.LONG else _WAYS[number % len(_WAYS)]
                tried.append(gate.tap(how, standing, verbs[number % len(verbs)]))
                kinds[how] += 1
            tried += [gate.order(standing) for _ in range(_ORDERS[form] * len(tried) // _TAPS[form])]
            await gate.rest(bot)
            found = [*_changed(before, _tables(arena)), *_edited(told, _notices(arena)), *_leaked(gate, seen)]
            tally.judged(len(tried), found)
            kinds["orders"] += len(tried) - (min(start + _AT_ONCE, _TAPS[form]) - start)
        await bot.kill()
        tally.judged(0, arena.judge())
        tally.more |= {"verbs": len(verbs)} | dict(sorted(kinds.items()))
    tally.next_world()
    return tally


def _tables(arena: Arena) -> dict[str, str]:
    """A digest of each table that may not change."""
    names = [row["name"] for row in arena.look("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    every = {name: [tuple(row) for row in arena.look(f"SELECT * FROM {name}")] for name in names if name not in _BESIDE}
    return {name: hashlib.sha256(repr(rows).encode()).hexdigest() for name, rows in every.items()}


def _notices(arena: Arena) -> dict[int, str]:
    return {row["id"]: repr(tuple(row)) for row in arena.look("SELECT * FROM notices")}


def _changed(before: dict[str, str], after: dict[str, str]) -> Iterator[Finding]:
    for name, digest in before.items():
        if after[name] != digest:
            yield Finding(Sort.BROKEN, f"table {name} has changed")


def _edited(before: dict[int, str], after: dict[int, str]) -> Iterator[Finding]:
    """A message of the bot that stood before was touched."""
    for number, row in before.items():
        if after.get(number) != row:
            yield Finding(Sort.BROKEN, f"notice {number} was {row} and is {after.get(number)}")


def _leaked(gate: Gate, seen: int) -> Iterator[Finding]:
    """What left since: answers to taps, 🤷, one line of refusal; no edit, no file, and nothing that is not for them."""
    calls = gate.arena.sandbox.calls
    for call in list(calls)[len(calls) - (calls.total - seen) :]:
        if call.method not in _HARMLESS | _AT_THE_START:
            yield Finding(Sort.BROKEN, f"{call.method} {call.parameters}")
        elif gate.told_outside(call) and _SECRET.search(str(call.parameters.get("text"))):
            yield Finding(Sort.BROKEN, f"told: {call.parameters}")
