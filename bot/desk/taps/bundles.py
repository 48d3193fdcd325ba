"""The press that opens each report of a flood by itself."""

from __future__ import annotations

from datetime import datetime

from bot.desk import bundles
from bot.desk.office import Office
from bot.desk.racing import who_moved_it_on
from bot.desk.taps.press import Press
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer
from bot.domain.tickets import Capacity
from storage.transaction import Tx


def take_apart(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """逐条受理. Raises Refused."""
    if Capacity.COORDINATOR not in capacities(press.person, press.ticket, office.area):
        raise Refused(Refusal.NO_RIGHT)
    if not bundles.is_waiting(press.ticket):
        raise who_moved_it_on(tx, office, press.ticket) or Refused(Refusal.STALE_BUTTON)
    opened = bundles.take_apart(tx, office, press.ticket, press.person, now)
    return Answer(office.texts.plain("bundle.apart", number=press.ticket.number, count=opened))
