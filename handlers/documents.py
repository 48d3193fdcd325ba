"""Documents: a table of places that a coordinator sends in private, and the one that /export sends back.

Files are fetched, read and written beside the event loop: thousands of rows hold up no report.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest

from bot.desk import exports, imports
from bot.desk.imports import Parcel
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.areas import Area
from bot.domain.people import NOBODY, Person
from bot.domain.places_table import NoTable, PlacesTable, read_places
from bot.domain.refusals import Refused
from bot.domain.rights import Action, may
from bot.domain.table_files import LARGEST, read_cells
from bot.notices.exports import places_csv
from handlers.inbox import settle
from handlers.posts import read_sender
from handlers.requests import Request
from storage import people
from storage.transaction import Tx

log = structlog.get_logger()

Keep = Callable[[bytes, str], Awaitable[str]]
"""Keeps a file that the bot made, under a suffix. Gives its path in the media folder; raises OSError."""

_CAPTIONS = frozenset({"", "导入", "/import"})
_LONGEST_NAME = 100


def read_parcel(message: dict[str, Any]) -> Parcel | None:
    """A file sent in private that may be a table; None for pictures, and where its caption says something else."""
    document, sender = message.get("document"), message.get("from")
    if document is None or sender is None or sender.get("is_bot") or sender["id"] in NOBODY or "via_bot" in message:
        return None
    if message["chat"]["type"] != "private" or str(message.get("caption") or "").strip() not in _CAPTIONS:
        return None
    if str(document.get("mime_type", "")).startswith(("image/", "video/", "audio/")):
        return None
    name = str(document.get("file_name") or "表格")[:_LONGEST_NAME]
    who = read_sender(sender)
    return Parcel(
        who, message["chat"]["id"], message["message_id"], document["file_id"], name, document.get("file_size")
    )


async def take_parcel(bot: Bot, shell: Shell, parcel: Parcel) -> bool:
    """Show what the table would change. False, with nothing done, for somebody who keeps no places.

    Raises TelegramError where the file cannot be fetched for now: the update is tried again.
    """
    if not await shell.look(lambda tx, office, now: may(people.load(tx, parcel.sender.id), Action.KEEP_PLACES)):
        return False
    try:
        table = await _table(bot, parcel, shell.office.area)
    except NoTable as error:
        why = error
        await settle(shell, lambda tx, office, now: imports.refuse(tx, office, parcel, why, now))
        return True
    try:
        await settle(shell, lambda tx, office, now: imports.offer(tx, office, parcel, table, now))
    except Refused as refused:  # revoked while the file was read
        log.info("import.refused", reason=refused.reason.value)
    return True


async def _table(bot: Bot, parcel: Parcel, area: Area) -> PlacesTable:
    """Raises NoTable."""
    if parcel.size is not None and parcel.size > LARGEST:
        raise NoTable("large", limit=str(LARGEST // 1024 // 1024))
    try:
        file = await bot.get_file(parcel.file_id)
        data = bytes(await file.download_as_bytearray())
    except BadRequest as error:
        log.warning("import.not_fetched", error=error.message)
        raise NoTable("not_fetched") from error
    return await asyncio.to_thread(lambda: read_places(read_cells(data), area))


@dataclass(frozen=True, slots=True)
class Written:
    """The file of /export. `path` None: it could not be written."""

    path: str | None
    count: int


async def write_export(shell: Shell, request: Request, keep: Keep | None) -> Written | None:
    """None for somebody who keeps no places."""

    def own(tx: Tx, office: Office, now: datetime) -> tuple[Area, tuple[Any, ...]] | None:
        person = people.load(tx, request.sender.id)
        return (office.area, exports.of_ground(office, person)) if may(person, Action.KEEP_PLACES) else None

    found = await shell.look(own)
    if found is None:
        return None
    area, places = found
    if not places or keep is None:
        return Written(None, len(places))
    try:
        path = await keep(await asyncio.to_thread(places_csv, area, places), ".csv")
    except OSError as error:
        log.error("export.not_kept", error=str(error), remedy="check storage.media and the disk")
        path = None
    return Written(path, len(places))


def send_export(tx: Tx, office: Office, request: Request, person: Person, seen: object, now: datetime) -> None:
    """Raises Refused."""
    written = seen if isinstance(seen, Written) else Written(None, 0)
    exports.send(tx, office, person, request.seat, written.path, written.count, now)
