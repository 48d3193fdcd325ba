"""Invariant I finds what is wrong: each kind of damage, done to a sound database, is told as what it is."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.sandbox import Message
from tests.stories.town import Town
from tests.torture.invariant import judge, judge_at_any_time
from tests.torture.tally import Finding, Sort, Tally

DAMAGE = {
    "an update is forgotten": ("DELETE FROM inbox WHERE id = 1", Sort.LOST, "is not kept"),
    "an update waits for ever": ("UPDATE inbox SET state = 'waiting' WHERE id = 1", Sort.LOST, "has not come to its"),
    "an update is set aside": ("UPDATE inbox SET state = 'quarantined' WHERE id = 1", Sort.LISTED, "is quarantined"),
    "a report is no ticket": ("UPDATE tickets SET message_id = 77777 WHERE id = 1001", Sort.LOST, "is no ticket"),
    "a ticket of nothing": ("UPDATE tickets SET message_id = 77777 WHERE id = 1001", Sort.DOUBLED, "nobody wrote"),
    "a report is two tickets": ("COPY tickets", Sort.DOUBLED, "is 2 tickets"),
    "a notice never leaves": ("UPDATE notices SET state = 'queued' WHERE kind = 'card'", Sort.LOST, "is still queued"),
    "a notice is in the middle": (
        "UPDATE notices SET state = 'sending' WHERE kind = 'card'",
        Sort.LOST,
        "is still send",
    ),
    "a notice may have arrived": (
        "UPDATE notices SET state = 'uncertain' WHERE kind = 'card'",
        Sort.LISTED,
        "is uncertain",
    ),
    "a notice that nobody saw": (
        "UPDATE notices SET message_id = 77777 WHERE kind = 'card'",
        Sort.LOST,
        "nobody can have seen",
    ),
    "a message of no notice": (
        "UPDATE notices SET state = 'dropped' WHERE kind = 'card'",
        Sort.DOUBLED,
        "no attempt is listed",
    ),
    "a second card": ("COPY notices", Sort.DOUBLED, "has 2 cards"),
    "no card": ("UPDATE notices SET kind = 'answer' WHERE kind = 'card'", Sort.LOST, "has no card"),
    "a clock runs out unseen": ("UPDATE deadlines SET next_at = 1", Sort.LOST, "nobody looked"),
    "a miss without its event": ("UPDATE deadlines SET missed = 1", Sort.BROKEN, "clock of T1001 has no event"),
    "a sign is missing": ("UPDATE tickets SET state = 'resolved'", Sort.LOST, "its ticket is resolved"),
    "a state without its event": ("UPDATE tickets SET state = 'accepted'", Sort.BROKEN, "its last event says"),
    "an event outside the table": ("COPY ticket_events", Sort.BROKEN, "from assigned to closed by accept"),
    "a ticket opened twice": ("COPY opened", Sort.DOUBLED, "was opened 2 times"),
    "a row that refers to nothing": ("DELETE FROM posts", Sort.BROKEN, "refers to nothing"),
}

COPIES = {
    "COPY tickets": ("tickets", "id = 1001", {"id": "1002"}),
    "COPY notices": ("notices", "kind = 'card'", {"id": "99999", "key": "'twice'", "message_id": "77777"}),
    "COPY ticket_events": ("ticket_events", "kind = 'opened'", {"id": "NULL", "kind": "'accept'", "state": "'closed'"}),
    "COPY opened": ("ticket_events", "kind = 'opened'", {"id": "NULL"}),
}


Sound = tuple[Town, Message]


@pytest.fixture
async def sound(tmp_path: Path) -> AsyncIterator[Sound]:
    """A town of one report, its bot at rest."""
    async with Town(tmp_path) as town:
        post, _ = await town.report()
        await town.stop_bot()
        yield town, post


def found(town: Town, post: Message) -> list[Finding]:
    return judge(town.folder / "fengshao.db", town.sandbox, town.bot, [post], town.now())


def damage(town: Town, how: str) -> None:
    with closing(sqlite3.connect(town.folder / "fengshao.db")) as connection, connection:
        for statement in statements(connection, how):
            connection.execute(statement)


def statements(connection: sqlite3.Connection, how: str) -> Iterator[str]:
    if how not in COPIES:
        yield how
        return
    table, which, changed = COPIES[how]
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    taken = ", ".join(changed.get(column, column) for column in columns)
    yield f"INSERT INTO {table} ({', '.join(columns)}) SELECT {taken} FROM {table} WHERE {which}"


async def test_each_damage_is_told_as_what_it_is(sound: Sound) -> None:
    town, post = sound
    file = town.folder / "fengshao.db"
    whole = file.read_bytes()
    assert not found(town, post)
    assert not judge_at_any_time(file)
    missed = []
    for name, (how, sort, words) in DAMAGE.items():
        file.write_bytes(whole)
        damage(town, how)
        if not any(finding.sort is sort and words in finding.words for finding in found(town, post)):
            missed.append(f"{name}: {found(town, post)}")
    assert not missed, "\n".join(missed)


def test_what_is_listed_breaks_nothing_and_what_is_lost_does() -> None:
    tally = Tally()
    tally.judged(3, [Finding(Sort.LISTED, "a notice is uncertain")])
    assert tally.holds
    tally.next_world()
    tally.judged(2, [Finding(Sort.LISTED, "another"), Finding(Sort.LOST, "a report")])
    tally.judged(1, [Finding(Sort.LISTED, "another"), Finding(Sort.LOST, "a report")])
    assert not tally.holds
    told = tally.line("kill", 7.4)
    assert told == "kill: injected 6, survived 4, lost 1, doubled 0, broken 0, listed 2, 7 s"
    assert tally.complaint() == "  lost: a report"


def test_a_fault_that_never_struck_proves_nothing() -> None:
    assert not Tally().holds
