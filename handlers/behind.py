"""The lists behind the numbers: looked up on the reader, so that a long period holds up no report."""

from __future__ import annotations

from datetime import datetime

from bot.desk import behind
from bot.desk.office import Office
from bot.desk.paging import Page
from bot.desk.shell import Shell
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from storage.transaction import Tx

VERBS = behind.VERBS
"""The first words of callback data that this file answers for."""


async def see_tap(shell: Shell, tap: Tap) -> Page | Refused:
    """The page that a button shows, or why it is not for this person."""

    def look(tx: Tx, office: Office, now: datetime) -> Page | Refused:
        try:
            return behind.look(tx, office, tap, now)
        except Refused as refused:
            return refused

    return await shell.look(look)


def press(tx: Tx, tap: Tap, seen: object, now: datetime) -> Answer:
    """Raises Refused."""
    if isinstance(seen, Refused):
        raise seen
    if not isinstance(seen, Page):
        raise Refused(Refusal.STALE_BUTTON)
    return behind.show(tx, tap, seen, now)
