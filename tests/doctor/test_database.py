"""The database: opened, whole, owned; what waits in it, is set aside or nobody knows of."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.doctor import database
from bot.doctor.database import Owner
from bot.doctor.findings import Finding
from bot.domain.notices import Call, Draft, NoticeKind, NoticeState
from storage import chats, inbox, notices, outbox, people
from storage.inbox import Arrival
from storage.transaction import Tx
from tests.doctor.practice import FAULT, OK, WARNING, Practice, wall_clock
from tests.stories.area import DEPOT, RIDERS

SUN = 202
PRESENT = {"database", "integrity", "owner", "inbox", "quarantine", "uncertain", "failed", "parked"}


async def test_an_installation_before_its_first_start(practice: Practice) -> None:
    found = await practice.look()
    assert found["database"].state is WARNING
    assert found["database"].remedy.startswith("start the bot once")
    assert found["owner"].found == "no bot runs here"
    assert not practice.database.exists(), "a look makes nothing"
    assert not PRESENT - {"database", "owner"} & set(found)


async def test_all_is_well_with_a_bot_and_without(practice: Practice) -> None:
    async with practice.running():
        found = await practice.look()
        assert {found[name].state for name in PRESENT} == {OK}
        assert found["owner"].found == f"a bot runs here (process {os.getpid()})"
    found = await practice.look()
    assert {found[name].state for name in PRESENT} == {OK}
    assert found["owner"].found == "no bot runs here"


async def test_a_bot_goes_on_writing_beside_it(practice: Practice) -> None:
    async with practice.running() as running:
        await practice.look()
        await running.write(lambda tx: chats.remember(tx, -5, "新群", "group"))
        assert await running.read(lambda tx: chats.title(tx, -5)) == "新群"


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


async def test_a_database_of_another_program(practice: Practice) -> None:
    execute(practice.database, "CREATE TABLE films (name TEXT)")
    found = (await practice.look())["database"]
    assert (found.state, found.remedy) == (FAULT, "name another file in storage.url")


async def test_a_newer_and_an_older_one(practice: Practice) -> None:
    await practice.remember()
    newest = "SELECT max(number) FROM schema_migrations"
    execute(practice.database, f"INSERT INTO schema_migrations SELECT ({newest}) + 1, 'x', 'x', 0")
    found = (await practice.look())["database"]
    assert (found.state, found.remedy) == (FAULT, "update the program, or restore a backup of before")
    execute(practice.database, f"DELETE FROM schema_migrations WHERE number >= ({newest}) - 1")
    found = (await practice.look())["database"]
    assert (found.state, found.remedy) == (WARNING, "start the bot once, which brings it up to date")


async def test_no_database_at_all_in_that_file(practice: Practice) -> None:
    practice.database.write_bytes(b"SQLite format 3\0" + b"nothing of the kind" * 100)
    found = (await practice.look())["database"]
    assert (found.state, found.remedy) == (FAULT, "stop the bot and restore the last backup")


async def test_an_empty_file(practice: Practice) -> None:
    practice.database.touch()
    found = (await practice.look())["database"]
    assert found.state is FAULT
    assert found.remedy.startswith("restore the last backup (fengshao restore FILE), or delete the empty file")


async def test_one_without_an_area(practice: Practice) -> None:
    await practice.remember()
    execute(practice.database, "DELETE FROM area")
    assert (await practice.look())["database"].state is WARNING


async def test_a_damaged_page(practice: Practice) -> None:
    """The pages of an index, which nothing else of the examination reads."""

    await practice.remember()
    with closing(sqlite3.connect(practice.database)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'posts' AND sql IS NOT NULL"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with practice.database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    found = await practice.look()
    assert found["database"].state is OK
    assert found["integrity"].state is FAULT
    assert "fengshao restore" in found["integrity"].remedy


@pytest.mark.parametrize(
    ("written", "owner", "words"),
    [
        ("", Owner.NONE, "no bot runs here"),
        (str(os.getppid()), Owner.SILENT, "does not answer"),
        ("99999999999999999999", Owner.SILENT, "does not answer"),
        ("4194305", Owner.NONE, "the last one was killed"),  # beyond what Linux gives out
    ],
)
async def test_who_has_written_himself_down(practice: Practice, written: str, owner: Owner, words: str) -> None:
    await practice.remember()
    (practice.folder / "fengshao.db.lock").write_text(written)
    assert database.owner(practice.database)[0] is owner
    found = (await practice.look())["owner"]
    assert found.state is (WARNING if owner is Owner.SILENT else OK)
    assert words in found.found


def arrived(ago: timedelta) -> Callable[[Tx], Any]:
    return lambda tx: inbox.store(tx, 7, [Arrival(1, RIDERS, "{}")], datetime.now(UTC) - ago)


async def test_an_old_update_waits_while_a_bot_runs(practice: Practice) -> None:
    async with practice.running(arrived(timedelta(minutes=7))):
        found = (await practice.look())["inbox"]
    assert (found.state, found.found) == (FAULT, "updates waiting: 1, the oldest for 7 min: posts are not read")
    without = (await practice.look())["inbox"]
    assert (without.state, without.found.endswith("at its start")) == (OK, True)


async def test_a_young_one_is_on_its_way(practice: Practice) -> None:
    async with practice.running(arrived(timedelta(minutes=4))):
        assert (await practice.look())["inbox"].state is OK


def quarantined(tx: Tx) -> None:
    arrived(timedelta())(tx)
    inbox.note_failure(tx, 1, "KeyError", quarantine=True, now=wall_clock())


def settled(state: NoticeState) -> Callable[[Tx], None]:
    def settle(tx: Tx) -> None:
        number = notices.queue(tx, Draft("x", NoticeKind.CARD, Call.SEND_MESSAGE, RIDERS, {}), wall_clock())
        assert number is not None
        outbox.settle(tx, number, state, "ReadTimeout")

    return settle


@pytest.mark.parametrize(
    ("fill", "name", "found"),
    [
        (quarantined, "quarantine", (FAULT, "updates that could not be handled: 1; posts may be among them")),
        (settled(NoticeState.UNCERTAIN), "uncertain", (WARNING, "notices that may not have arrived: 1")),
        (settled(NoticeState.FAILED), "failed", (WARNING, "notices that were refused by Telegram: 1")),
    ],
)
async def test_what_waits_for_the_operator(
    practice: Practice, fill: Callable[[Tx], Any], name: str, found: tuple[Any, str]
) -> None:
    await practice.remember(fill)
    looked: Finding = (await practice.look())[name]
    assert (looked.state, looked.found) == found
    assert "list" in looked.remedy


def parked(tx: Tx) -> None:
    chats.remember(tx, DEPOT, "路灯所工作群", "supergroup")
    chats.park(tx, DEPOT, "kicked", wall_clock())
    people.note_private_chat(tx, SUN, open_=False)
    chats.park(tx, SUN, "blocked", wall_clock())


async def test_groups_and_people_that_cannot_be_written_to(practice: Practice) -> None:
    await practice.remember(parked)
    found = (await practice.look())["parked"]
    assert found.state is WARNING
    assert found.found == f"notices wait for 1 groups (路灯所工作群) and 1 people who blocked the bot ({SUN})"
