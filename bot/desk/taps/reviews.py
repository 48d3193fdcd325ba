"""Presses in the list of reviews: one passes, or all that it shows."""

from __future__ import annotations

from datetime import datetime

from bot.desk import reviews
from bot.desk.office import Office
from bot.desk.taps.press import Press
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer
from bot.notices.review_buttons import read_numbers
from storage.transaction import Tx


def approve_listed(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    numbers = read_numbers(press.tap.argument(1))
    if not numbers or numbers[0] != press.ticket.id or len(numbers) > reviews.MOST:
        raise Refused(Refusal.STALE_BUTTON)
    passed = reviews.approve(tx, office, press.person, numbers, press.tap, now)
    return Answer(office.texts.plain("review.passed", count=passed))
