"""/special: the list is looked up on the reader, so that counting what keeps coming back holds up no report."""

from __future__ import annotations

from datetime import datetime

from bot.desk import special_lists
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.desk.special_lists import Listed
from bot.domain.people import Person
from bot.domain.refusals import Refused
from handlers.requests import Request
from storage import people
from storage.transaction import Tx


async def see_request(shell: Shell, request: Request) -> Listed | Refused | None:
    """The list, or why it is not for this person; None where one action is asked for by its number."""
    if request.rest.strip():
        return None

    def look(tx: Tx, office: Office, now: datetime) -> Listed | Refused:
        person = people.load(tx, request.sender.id, request.sender.name)
        try:
            return special_lists.everything(tx, office, person, request.seat, now)
        except Refused as refused:
            return refused

    return await shell.look(look)


def answer(tx: Tx, office: Office, request: Request, person: Person, seen: object, now: datetime) -> None:
    """Raises Refused."""
    if isinstance(seen, Refused):
        raise seen
    listed = seen if isinstance(seen, Listed) else None
    special_lists.answer(tx, office, person, request.rest, request.seat, listed, now)
