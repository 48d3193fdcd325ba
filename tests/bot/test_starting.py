"""Starting: the first start on an empty folder, the claim, a second process, a wrong token."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot.config import Config, ConfigFaults
from bot.domain import workdays
from bot.domain.areas import Area, Role
from bot.starting import open_app
from handlers.polling import WrongToken
from storage import people
from storage.errors import DatabaseOwned, EmptyDatabase, StorageError
from tests.handlers.conftest import folder
from tests.handlers.rooms import a_config, area, ask
from tests.sandbox.conftest import Box, box

__all__ = ["box", "config", "folder"]


@pytest.fixture
def config(box: Box, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """With a logger of this test's own: one that an earlier test has used keeps the set-up of its first use."""
    monkeypatch.setattr("bot.starting.log", structlog.get_logger())
    return a_config(folder, box.sandbox.base_url)


def _no_book() -> Area:
    raise AssertionError("the book was read although the database holds an area")


def _claims(logs: list[Any]) -> list[str]:
    return [line["code"] for line in logs if line["event"] == "claim.offered"]


async def test_the_first_start_takes_over_the_book_and_the_next_does_not(config: Config, folder: Path) -> None:
    async with open_app(config, area) as app:
        assert await ask(app.shell, "SELECT name, version FROM area") == [("青石市", 1)]
        assert app.shell.office.area.units == area().units
    assert (folder / "fengshao.db").exists()
    async with open_app(config, _no_book) as app:
        assert app.shell.office.area.name == "青石市"


async def test_photos_are_for_the_bots_user_alone(config: Config) -> None:
    before = os.umask(0o022)
    try:
        async with open_app(config, area):
            assert stat.S_IMODE(config.storage.media.stat().st_mode) == 0o700
    finally:
        os.umask(before)


async def test_a_place_where_no_photos_can_be_kept_is_no_end(config: Config) -> None:
    config.storage.media.parent.mkdir(exist_ok=True)
    config.storage.media.write_text("a file")
    async with open_app(config, area) as app:
        assert app.shell.office.area_version == 1


async def test_a_book_that_cannot_be_read_leaves_no_area(config: Config) -> None:
    def broken() -> Area:
        raise ValueError("line 3")

    with pytest.raises(ValueError, match="line 3"):
        async with open_app(config, broken):
            raise AssertionError("it opened")
    async with open_app(config, area) as app:  # and nothing is locked
        assert app.shell.office.area_version == 1


@pytest.mark.parametrize("started_before", [True, False])
async def test_a_unit_of_the_config_that_the_area_does_not_hold_is_refused(
    config: Config, box: Box, folder: Path, started_before: bool
) -> None:
    if started_before:  # then the database is the truth, and the book is not looked at
        async with open_app(config, area):
            pass
    misspelt = a_config(folder, box.sandbox.base_url, units__dongu__count="working")
    with pytest.raises(ConfigFaults, match=r"^units\.dongu: no such unit in the area; write units\.donghu$"):
        async with open_app(misspelt, _no_book if started_before else area):
            raise AssertionError("it opened")
    mended = a_config(folder, box.sandbox.base_url, units__donghu__count="working")
    async with open_app(mended, _no_book if started_before else area) as app:  # nothing was taken over before
        assert app.shell.office.days_of("donghu").working


@pytest.mark.parametrize(("counting", "years"), [({"units__donghu__count": "working"}, [2027]), ({}, [])])
async def test_a_year_whose_holidays_nobody_knows_is_logged_though_one_unit_alone_counts_working_days(
    config: Config, box: Box, folder: Path, monkeypatch: pytest.MonkeyPatch, counting: dict[str, str], years: list[int]
) -> None:
    monkeypatch.setattr(workdays, "has_official_data", lambda year: year <= 2026)
    own = a_config(folder, box.sandbox.base_url, **counting)
    with capture_logs() as logs:
        async with open_app(own, area, now=lambda: datetime(2026, 12, 1, tzinfo=UTC)):
            pass
    assert [line["year"] for line in logs if line["event"] == "calendar.unknown_year"] == years


async def test_a_claim_is_offered_at_each_start_until_there_is_an_admin(config: Config) -> None:
    codes = []
    for _ in range(2):
        with capture_logs() as logs:
            async with open_app(config, area) as app:
                pass
        codes += _claims(logs)
    assert len(codes) == len(set(codes)) == 2

    async with open_app(config, area) as app:
        await app.shell.do(lambda tx, office, now: people.grant(tx, 301, Role.ADMIN, None, None, now))
    with capture_logs() as logs:
        async with open_app(config, area):
            pass
    assert _claims(logs) == []


async def test_a_second_bot_on_the_same_database_is_refused(config: Config) -> None:
    async with open_app(config, area):
        with pytest.raises(DatabaseOwned, match="in use by process"):
            async with open_app(config, area):
                raise AssertionError("it opened")


async def test_a_wrong_token_lets_the_database_go(box: Box, folder: Path) -> None:
    wrong = a_config(folder, box.sandbox.base_url, telegram__token="123456:another-token-of-nobody-at-all-000000")
    with pytest.raises(WrongToken):
        async with open_app(wrong, area):
            raise AssertionError("it opened")
    async with open_app(a_config(folder, box.sandbox.base_url), _no_book):
        pass


async def test_a_database_that_cannot_be_opened_is_told_in_words(folder: Path, box: Box) -> None:
    (folder / "fengshao.db").write_bytes(b"this is no database" * 99)
    with pytest.raises(StorageError):
        async with open_app(a_config(folder, box.sandbox.base_url), area):
            raise AssertionError("it opened")


@pytest.mark.parametrize(
    "sign", ["backups/fengshao-20261101T000000Z.db", "fengshao.db.replaced-1", "media/ab/photo.jpg"]
)
async def test_an_emptied_database_is_no_first_start(config: Config, sign: str) -> None:
    """Numbers would begin anew, and buttons of old cards find other tickets."""
    path = config.storage.path
    path.touch()
    left = path.parent / sign if not sign.startswith("media/") else config.storage.media / sign.removeprefix("media/")
    left.parent.mkdir(parents=True, exist_ok=True)
    left.touch()
    with pytest.raises(EmptyDatabase, match="restore the last backup"):
        async with open_app(config, area):
            raise AssertionError("it opened")
    assert path.stat().st_size == 0
    path.unlink()  # begin anew
    async with open_app(config, area) as app:
        assert app.shell.office.area_version == 1


async def test_a_first_start_that_was_killed_starts(config: Config) -> None:
    config.storage.path.touch()
    config.storage.media.mkdir(parents=True, exist_ok=True)
    (config.storage.path.parent / "backups").mkdir()
    async with open_app(config, area) as app:
        assert app.shell.office.area_version == 1
