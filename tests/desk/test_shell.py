"""The shell: a deed with the office of the moment in one transaction, on a real database on disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.desk import areas
from bot.desk.office import Office
from bot.desk.shell import Shell
from storage import areas as stored_areas
from storage import people
from storage.database import Database
from storage.transaction import Tx
from tests.desk.office import AREA, HE, MONDAY, an_office


def furnish(tx: Tx) -> Office:
    version, area = stored_areas.load(tx) or (0, AREA)
    return an_office(area=area, area_version=version)


def meet(tx: Tx, office: Office, now: datetime) -> int:
    people.remember(tx, HE.id, HE.name, None)
    return office.area_version


def has_met(tx: Tx, office: Office, now: datetime) -> bool:
    return people.has_met(tx, HE.id)


@pytest.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    database = await Database.open(f"sqlite:///{tmp_path}/desk.db", now=lambda: MONDAY)
    await database.write(lambda tx: areas.import_first(tx, AREA, MONDAY))
    yield Shell(database, await database.read(furnish), lambda: MONDAY, furnish)
    await database.close()


async def test_a_deed_is_kept_and_told(shell: Shell) -> None:
    told: list[str] = []
    shell.on_change(lambda: told.append("change"))
    assert await shell.do(meet) == 1
    assert await shell.look(has_met)
    assert told == ["change"]


async def test_the_outbox_may_look_without_waking_itself(shell: Shell) -> None:
    told: list[str] = []
    shell.on_change(lambda: told.append("change"))
    await shell.do(meet, announce=False)
    assert told == []


async def test_what_a_deed_raises_reaches_its_caller_with_nothing_kept_and_nobody_told(shell: Shell) -> None:
    told: list[str] = []
    shell.on_change(lambda: told.append("change"))

    def fail(tx: Tx, office: Office, now: datetime) -> None:
        meet(tx, office, now)
        raise LookupError("no")

    with pytest.raises(LookupError):
        await shell.do(fail)
    assert not await shell.look(has_met)
    assert told == []


async def test_a_deed_sees_the_area_of_the_moment(shell: Shell) -> None:
    """Somebody imported a newer book: the office in memory is old, and no deed is done with it."""
    before = shell.office
    renamed = AREA.model_copy(update={"name": "白石市"})
    await shell.database.write(lambda tx: areas.import_book(tx, renamed, MONDAY))
    seen: list[tuple[int, str]] = []

    def look_around(tx: Tx, office: Office, now: datetime) -> None:
        seen.append((office.area_version, office.area.name))

    await shell.do(look_around)
    assert seen == [(2, "白石市")]
    assert shell.office is not before
    office = shell.office
    await shell.do(look_around)
    assert shell.office is office, "furnished once"


async def test_all_that_wait_for_a_newer_area_share_one_office(shell: Shell) -> None:
    furnished: list[int] = []

    def count(tx: Tx) -> Office:
        furnished.append(1)
        return furnish(tx)

    shared = Shell(shell.database, shell.office, lambda: MONDAY, count)
    renamed = AREA.model_copy(update={"name": "白石市"})
    await shell.database.write(lambda tx: areas.import_book(tx, renamed, MONDAY))
    assert await asyncio.gather(*[shared.do(meet) for _ in range(8)]) == [2] * 8
    assert len(furnished) == 1
