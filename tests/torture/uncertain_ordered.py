"""The operator reads what is uncertain or has failed and decides, by real commands against the running bot."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.torture.arena import Arena, let_flow
from tests.torture.bots import StruckBot
from tests.torture.tally import Finding, Sort, Tally

_ROOT = Path(__file__).parents[2]
_MESSAGES = ("sendMessage", "sendPhoto", "sendDocument")


async def work_through_the_list(arena: Arena, bot: StruckBot, tally: Tally) -> list[Finding]:
    """`list`, then `resend all`, then `dismiss` of what is left; the bot runs all the while and Telegram is well."""
    listed = await _listed(arena)
    known = {row["id"] for row in arena.look("SELECT id FROM notices WHERE state IN ('uncertain', 'failed')")}
    found = []
    if {line["id"] for line in listed} != known:
        found.append(Finding(Sort.BROKEN, f"{len(known)} notices are unsettled, {len(listed)} are listed"))
    before = _arrivals(arena)
    resent = json.loads(await _fengshao(arena, "resend", "all", "--json"))["done"]
    await let_flow(arena, bot)
    found += _sent_once_more(arena, resent, len(_arrivals(arena)) - len(before))
    left = sorted(known - set(resent))
    if left:
        dismissed = json.loads(await _fengshao(arena, "dismiss", *map(str, left), "--json"))["done"]
        still = arena.look("SELECT key FROM notices WHERE state IN ('uncertain', 'failed')")
        if still or set(dismissed) != set(left):
            found.append(Finding(Sort.BROKEN, f"{dismissed} of {left} were dismissed, and {len(still)} are left"))
    tally.more |= {"sent again by command": len(resent), "dismissed by command": len(left)}
    return found


def _sent_once_more(arena: Arena, resent: list[int], arrived: int) -> Iterator[Finding]:
    """Each has gone out, and nothing besides but the signs and edits that follow it."""
    rows = {row["id"]: row for row in arena.look("SELECT id, key, call, state, error FROM notices")}
    for number in resent:
        if rows[number]["state"] != "sent":
            yield Finding(Sort.LOST, f"a notice was to be sent again, and was not: {dict(rows[number])}")
    if arrived != len(resent):
        yield Finding(Sort.DOUBLED, f"{len(resent)} notices were to be sent again, {arrived} messages came")


def _arrivals(arena: Arena) -> list[Any]:
    return [call for call in arena.sandbox.calls.of(*_MESSAGES) if call.ok]


async def _listed(arena: Arena) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (await _fengshao(arena, "list", "--json")).splitlines()]


async def _fengshao(arena: Arena, *words: str) -> str:
    """What `fengshao uncertain …` says on standard output. Raises AssertionError with its complaint."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "uncertain", *words, "--config", str(arena.config)),
        cwd=_ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaint = await process.communicate()
    assert process.returncode == 0, complaint.decode()
    return said.decode()
