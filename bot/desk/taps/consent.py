"""Presses of coordinators on what a unit asks for: 同意, 不同意."""

from __future__ import annotations

from datetime import datetime

from bot.desk import consent
from bot.desk.office import Office
from bot.desk.taps.press import Press
from bot.domain.taps import Answer
from storage.transaction import Tx


def agree(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    after = consent.agree(tx, office, press.person, press.ticket.id, press.tap.number(1), now)
    return Answer(office.texts.plain("consent.agreed", number=after.number))


def decline(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """Without words: whoever wants to give a reason writes it below the card as a note."""
    after = consent.decline(tx, office, press.person, press.ticket.id, press.tap.number(1), "", now)
    return Answer(office.texts.plain("consent.declined", number=after.number))
