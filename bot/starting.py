"""Starting: storage, office and connection of one bot, opened in this order and closed in the other."""

from __future__ import annotations

import asyncio
import gc
import glob
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import structlog

from bot.app import App
from bot.children.resting import collector_at_rest
from bot.config import Config, check_units
from bot.desk import areas, catching_up, learning, menus, people
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.areas import Area
from bot.domain.workdays import first_unknown_year
from bot.furnishing import furnish_office, furnisher, renewer
from handlers.connection import Telegram
from handlers.words import mark as commands_mark
from storage import areas as stored_areas
from storage import rollups
from storage.database import Database

log = structlog.get_logger()

BookReader = Callable[[], Area]


def wall_clock() -> datetime:
    """The time of day: read here, and an argument everywhere below."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_app(
    config: Config, read_book: BookReader, *, now: Callable[[], datetime] = wall_clock
) -> AsyncIterator[App]:
    """Storage, office and connection, in this order; undone in the other.

    `read_book` is called only when the database holds no area yet. Raises StorageError, WrongToken, and ConfigFaults
    for units of the config that the area does not hold.
    """
    async with AsyncExitStack() as stack:
        database = await Database.open(config.storage.url, now=now, fill=not _was_in_use(config))
        _make_private(config.storage.media)
        stack.push_async_callback(database.close)
        await _keep_rollups(database, config)
        furnish = furnisher(config)
        with collector_at_rest():
            area = await _take_over_book(database, read_book, config, now)
            office = furnish_office(config, area, 1) if area is not None else await database.read(furnish)
        check_units(config, office.area)
        gc.freeze()  # what is here by now stays as long as the bot: to look it through takes 70 ms and more each time
        shell = Shell(database, office, now, furnish, renewer(config))
        telegram = await stack.enter_async_context(Telegram.connect(config.telegram))
        _look_at_the_calendar(shell.office, now())
        await _offer_claim(shell)
        await shell.do(lambda tx, office, now: menus.renew(tx, office, commands_mark(), now))
        await shell.do(catching_up.post_waiting)  # what an area import or a restore brought while no bot ran
        app = App(config, shell, telegram)
        if app.learner is None:
            await shell.do(learning.drop_plan)
        yield app


def _was_in_use(config: Config) -> bool:
    """Whether something tells that the database held tickets once. Were an empty file then filled, numbers would begin
    anew, and buttons of old cards find other tickets. A first start that was killed leaves an empty file as well, and
    none of these.
    """
    path, media = config.storage.path, config.storage.media
    backups, replaced = path.parent.glob("backups/*"), path.parent.glob(f"{glob.escape(path.name)}.replaced-*")
    with suppress(OSError):  # what cannot be read tells nothing; the doctor tells of it
        return any(one.is_file() for one in chain(backups, replaced, media.rglob("*")))
    return False


def _make_private(media: Path) -> None:
    """What couriers photographed is nobody else's to see, as the database is. A folder that is there keeps its rights:
    the doctor tells of them, and of a place where none can be made.
    """
    with suppress(OSError):
        media.mkdir(mode=0o700, parents=True, exist_ok=True)


async def _keep_rollups(database: Database, config: Config) -> None:
    """Without them statistics would be slow: long only at the first start after an upgrade, or in another zone."""
    began = time.monotonic()
    if await database.write(lambda tx: rollups.keep(tx, config.area.timezone)):
        log.info("statistics.summed", seconds=round(time.monotonic() - began, 1))


async def _take_over_book(
    database: Database, read_book: BookReader, config: Config, now: Callable[[], datetime]
) -> Area | None:
    """The area as the database holds it after the first start of all; None at every later one."""
    if await database.read(stored_areas.version):
        return None
    area = await asyncio.to_thread(read_book)
    check_units(config, area)  # before it is taken over: until then the book can still be mended
    await database.write(lambda tx: areas.import_first(tx, area, now()))
    log.info("area.imported", area=area.name, units=len(area.units), places=len(area.places))
    return area.model_copy(update={"people": (), "chats": ()})


def _look_at_the_calendar(office: Office, now: datetime) -> None:
    """Where working days count, a year whose holidays nobody knows must not pass in silence."""
    year = first_unknown_year(office.day_counts, now)
    if year is not None:
        remedy = "Monday to Friday count; write deadlines.holidays and deadlines.workdays, or upgrade"
        log.error("calendar.unknown_year", year=year, remedy=remedy)


async def _offer_claim(shell: Shell) -> None:
    """As long as there is no admin, every start prints a fresh code: the log is read by the operator alone."""
    code = await shell.do(lambda tx, office, now: people.offer_claim(tx, now))
    if code is not None:
        log.warning("claim.offered", code=code, remedy=f"write /claim {code} to the bot in private to become its admin")
