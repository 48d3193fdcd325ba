"""The commands about one's own data: /privacy, /mydata, /forgetme."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog

from bot.desk import privacy
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.people import Person
from bot.domain.privacy import Held
from bot.notices.my_data import my_data
from handlers.documents import Keep
from handlers.requests import Request
from storage.transaction import Tx

log = structlog.get_logger()


def show(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    privacy.show(tx, office, request.seat, now)


def forget(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    privacy.ask_to_forget(tx, office, person, request.seat, now)


async def write_data(shell: Shell, request: Request, keep: Keep | None) -> str | None:
    """The file's path in the media folder; None where there is none to be had: in a group, and when it was not kept."""
    if not request.private or keep is None:
        return None

    def look(tx: Tx, office: Office, now: datetime) -> tuple[Office, Held, datetime]:
        return office, privacy.hold(tx, request.sender.id), now

    office, held, now = await shell.look(look)
    data = await asyncio.to_thread(my_data, office.texts, office.area, held, office.zone, office.keep_inbox, now)
    try:
        return await keep(data, ".txt")
    except OSError as error:
        log.error("mydata.not_kept", error=str(error), remedy="check storage.media and the disk")
        return None


def send_data(tx: Tx, office: Office, request: Request, person: Person, seen: object, now: datetime) -> None:
    """Raises Refused."""
    privacy.send_data(tx, office, request.seat, seen if isinstance(seen, str) else None, now)
