"""/special: the list is looked up on the reader, some places at a time, so that counting holds up nobody."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.desk import special_lists
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.desk.special_lists import Listed
from bot.desk.special_proposals import Search
from bot.domain.people import Person
from bot.domain.refusals import Refused
from bot.domain.special_recurrences import Recurrence, most_often
from handlers.requests import Request
from storage import people
from storage.transaction import Tx


async def see_request(shell: Shell, request: Request) -> Listed | Refused | None:
    """The list, or why it is not for this person; None where one action is asked for by its number."""
    if request.rest.strip():
        return None
    try:
        wanted = await shell.look(partial(_begin, request))
    except Refused as refused:
        return refused
    what: list[Recurrence] | None = None
    if wanted is not None:
        what = []
        for piece in wanted.pieces:
            what += await shell.look(partial(_look, wanted, piece))
        what.sort(key=most_often)
    return await shell.look(partial(_list, request, what))


def _begin(request: Request, tx: Tx, office: Office, now: datetime) -> Search | None:
    """Raises Refused."""
    return special_lists.begin(tx, office, people.load(tx, request.sender.id, request.sender.name), request.seat, now)


def _look(wanted: Search, piece: tuple[str, ...], tx: Tx, office: Office, now: datetime) -> list[Recurrence]:
    return wanted.look(tx, office, piece)


def _list(request: Request, what: list[Recurrence] | None, tx: Tx, office: Office, now: datetime) -> Listed:
    person = people.load(tx, request.sender.id, request.sender.name)
    return special_lists.everything(tx, office, person, what, now)


def answer(tx: Tx, office: Office, request: Request, person: Person, seen: object, now: datetime) -> None:
    """Raises Refused."""
    if isinstance(seen, Refused):
        raise seen
    listed = seen if isinstance(seen, Listed) else None
    special_lists.answer(tx, office, person, request.rest, request.seat, listed, now)
