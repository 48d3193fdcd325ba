"""The lists todo, triage, mine and find: looked up on the reader, so that a long search holds up no report."""

from __future__ import annotations

from datetime import datetime

from bot.desk import list_pages, paging
from bot.desk.office import Office
from bot.desk.paging import Page
from bot.desk.shell import Shell
from bot.domain.people import Person
from bot.domain.refusals import Refused
from bot.domain.taps import Answer, Tap
from handlers.requests import Request
from storage import people
from storage.transaction import Tx

NAMES = frozenset(list_pages.LISTS)
"""The commands that this file answers for."""
VERBS = frozenset(list_pages.VERBS)
"""The first words of callback data that this file answers for."""

Seen = Page | Refused
"""What was looked up, or why it is not for this person."""


async def see_request(shell: Shell, request: Request) -> Seen:
    def look(tx: Tx, office: Office, now: datetime) -> Seen:
        person = people.load(tx, request.sender.id, request.sender.name)
        try:
            return list_pages.first(tx, office, person, request.command.name, request.rest, request.seat, now)
        except Refused as refused:
            return refused

    return await shell.look(look)


async def see_tap(shell: Shell, tap: Tap) -> Seen:
    def look(tx: Tx, office: Office, now: datetime) -> Seen:
        try:
            return list_pages.next_page(tx, office, tap, now)
        except Refused as refused:
            return refused

    return await shell.look(look)


def answer(tx: Tx, office: Office, request: Request, person: Person, seen: object, now: datetime) -> None:
    """Raises Refused."""
    if isinstance(seen, Refused):
        raise seen
    if isinstance(seen, Page):
        paging.show(tx, person, request.seat, seen, now)


def press(tx: Tx, tap: Tap, seen: object, now: datetime) -> Answer:
    """Raises Refused."""
    if isinstance(seen, Refused):
        raise seen
    return list_pages.turn(tx, tap, seen, now) if isinstance(seen, Page) else Answer()
