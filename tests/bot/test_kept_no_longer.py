"""What is kept for a time goes when it is over, by the sweeps alone, and is then nowhere in the database's files.

Each row of "How long" in docs/privacy.md that names a time of the night or the sweep has its case here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.desk.shell import Shell
from bot.domain.tickets import State
from storage import tickets
from storage.times import from_ms, to_ms
from storage.transaction import Tx
from tests.bot.clocks import folder, hand, shell
from tests.docs.pages import rows, text
from tests.handlers.rooms import ask
from tests.sandbox.conftest import Clock as Hand
from tests.storage.histories import a_ticket

__all__ = ["folder", "hand", "shell"]

MARK = "屠维旃蒙"
"""In everything that shall go."""

NIGHT = timedelta(days=1)
"""At the latest after its time is over."""


@dataclass(frozen=True)
class Kind:
    """`told` begins a row of the page; `left` counts what is still there."""

    told: str
    lasts: timedelta
    fill: Callable[[Tx, int], Any]
    left: str
    by_night: bool = True


def _ticket(tx: Tx, at: int) -> None:
    """One that was closed then, its report, and what the bot said about it."""
    _post(tx, at, "reported")
    number = tickets.add(tx, a_ticket(post_id=1, state=State.CLOSED, closed_at=from_ms(at)), []).id
    tx.run("UPDATE tickets SET text = :mark, id = 1001, closed_at = :at WHERE id = :id", mark=MARK, at=at, id=number)
    _notice(tx, at, 1001)


def _post(tx: Tx, at: int, state: str) -> None:
    tx.run(
        "INSERT INTO posts (id, chat_id, message_id, sender_id, sender_name, sender_username, text, private, state,"
        " sent_at, kept_at, lat, lon, venue) VALUES (1, -1001, 50, 101, '王师傅', :mark, :mark, 0, :state, :at, :at,"
        " 30.5, 118.5, :mark)",
        mark=MARK,
        state=state,
        at=at,
    )


def _notice(tx: Tx, at: int, ticket: int | None) -> None:
    tx.run(
        "INSERT INTO notices (key, kind, call, priority, chat_id, ticket_id, payload, state, queued_at, sent_at)"
        " VALUES ('k', 'answer', 'sendMessage', 1, -1001, :ticket, :said, 'sent', :at, :at)",
        ticket=ticket,
        said=f'{{"text":"{MARK}","reply_markup":{{"inline_keyboard":[]}}}}',
        at=at,
    )


def _photo(tx: Tx, at: int) -> None:
    _ticket(tx, at)
    tx.run("UPDATE tickets SET text = ''")
    tx.run("UPDATE posts SET text = '', sender_username = NULL, venue = ''")
    tx.run("UPDATE notices SET payload = '{}'")
    tx.run(
        "INSERT INTO media (post_id, purpose, kind, file_id, unique_id, chat_id, message_id, state)"
        " VALUES (1, 'report', 'photo', :mark, 'u', -1001, 50, 'failed')",
        mark=MARK,
    )


def _update(tx: Tx, at: int) -> None:
    tx.run(
        "INSERT INTO inbox (bot_id, update_id, lane, raw, received_at, settled_at, state)"
        " VALUES (1, 1, -1001, :mark, :at, :at, 'ignored')",
        mark=MARK,
        at=at,
    )
    tx.run("INSERT INTO sightings (mark, seen_at) VALUES ('m:-1001:50', :at)", at=at)


def _table(tx: Tx, at: int) -> None:
    tx.run(
        "INSERT INTO imports (person_id, chat_id, message_id, file, places, area_version, expires_at)"
        " VALUES (301, 301, 7, 'f', :mark, 1, :until)",
        mark=f'["{MARK}"]',
        until=at + to_ms(datetime.fromisoformat("1970-01-02T00:00:00+00:00")),
    )


def _question(tx: Tx, at: int) -> None:
    tx.run(
        "INSERT INTO prompts (person_id, chat_id, ticket_id, asked, expires_at) VALUES (101, -1001, 1, :mark, :until)",
        mark=MARK,
        until=at + 600_000,
    )


KINDS = (
    Kind("raw updates", timedelta(days=2), _update, "(SELECT count(*) FROM inbox) + (SELECT count(*) FROM sightings)"),
    Kind(
        "the words, positions and usernames of reports",
        timedelta(days=365),
        _ticket,
        "(SELECT count(*) FROM tickets WHERE text <> '') + (SELECT count(*) FROM posts WHERE text <> ''"
        " OR sender_username IS NOT NULL OR lat IS NOT NULL OR lon IS NOT NULL OR venue <> '')"
        " + (SELECT count(*) FROM notices WHERE payload LIKE '%屠维%')",
    ),
    Kind(
        "posts that the program fell over",
        timedelta(days=365),
        lambda tx, at: _post(tx, at, "lapsed"),
        "(SELECT count(*) FROM posts WHERE text <> '' OR sender_username IS NOT NULL OR lat IS NOT NULL)",
    ),
    Kind(
        "what else the bot said",
        timedelta(days=365),
        lambda tx, at: _notice(tx, at, None),
        "(SELECT count(*) FROM notices WHERE payload LIKE '%屠维%')",
    ),
    Kind("photos", timedelta(days=365), _photo, "(SELECT count(*) FROM media WHERE file_id <> '')"),
    Kind("tables of places", timedelta(days=1), _table, "(SELECT count(*) FROM imports WHERE places <> '[]')"),
    Kind("questions", timedelta(minutes=10), _question, "(SELECT count(*) FROM prompts)", by_night=False),
    Kind(
        "who was forgotten",
        timedelta(days=366),
        lambda tx, at: tx.run("INSERT INTO forgotten VALUES (:mark, 's', :at)", mark=MARK, at=at),
        "(SELECT count(*) FROM forgotten)",
    ),
)
ELSEWHERE = ("how much of each limit", "who was muted", "files that no row knows", "names of reporters")
"""Seen to by the tests of limits, mutes and strays; the last has no time."""


def test_each_time_of_the_page_has_its_case() -> None:
    told = [row[0] for row in rows(text("docs/privacy.md"), "## How long")]
    named = [kind.told for kind in KINDS] + [*ELSEWHERE]
    assert [row for row in told if not any(row.startswith(name) for name in named)] == []
    assert [name for name in named if not any(row.startswith(name) for row in told)] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.told)
async def test_it_is_there_until_its_time_and_then_nowhere(shell: Shell, hand: Hand, kind: Kind) -> None:
    clock = Clock(shell)
    await clock.sweep()
    await shell.do(lambda tx, office, now: kind.fill(tx, to_ms(now)))
    left = f"SELECT {kind.left}"
    ((filled,),) = await ask(shell, left)
    assert filled > 0
    hand.move(seconds=kind.lasts.total_seconds() - 60)
    await clock.sweep()
    assert await ask(shell, left) == [(filled,)]
    hand.move(seconds=60 + (NIGHT.total_seconds() if kind.by_night else 1))
    await clock.sweep()
    assert await ask(shell, left) == [(0,)]
    hand.move(seconds=NIGHT.total_seconds())
    await clock.sweep()
    assert MARK.encode() not in _bytes(shell.database.path)


def _bytes(database: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(database.parent.glob(f"{database.name}*")))
