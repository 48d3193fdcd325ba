"""Pages: a list that one person asked for stands as one message and is turned in place, by that person alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.messages import answer_for_a_while, turn
from bot.desk.reach import Seat
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from storage import notices
from storage.transaction import Tx

MOST_PAGES = 1000
"""A client can send any number: what lies beyond is no page."""


@dataclass(frozen=True, slots=True)
class Page:
    """`about` is what the list is of: kept beside the message, since callback data holds 64 bytes."""

    text: Markup
    rows: Buttons
    about: dict[str, str] = field(default_factory=dict)


def show(tx: Tx, person: Person, seat: Seat, page: Page, now: datetime) -> None:
    """The first page, as an answer to whoever asked."""
    kept = {**page.about, "of": str(person.id)}
    answer_for_a_while(tx, seat, page.text, now, rows=page.rows, lines=kept)


def about(tx: Tx, tap: Tap) -> dict[str, str]:
    """What the tapped list is of. Raises Refused: STALE_BUTTON for what is none, NOT_YOUR_LIST for another's."""
    notice = notices.of_message(tx, tap.chat_id, tap.message_id)
    lines = notice.payload.get("lines") if notice is not None and not notice.gone else None
    if not isinstance(lines, dict) or "of" not in lines:
        raise Refused(Refusal.STALE_BUTTON)
    if lines["of"] != str(tap.person_id):
        raise Refused(Refusal.NOT_YOUR_LIST)
    return {name: str(value) for name, value in lines.items()}


def number(tap: Tap) -> int:
    """Which page a button asks for. Raises Refused(STALE_BUTTON)."""
    page = tap.number(0)
    if page > MOST_PAGES:
        raise Refused(Refusal.STALE_BUTTON)
    return page


def turned(tx: Tx, tap: Tap, page: Page, now: datetime) -> Answer:
    """Another page in place of the one that stands."""
    return turn(tx, tap, page.text, now, page.rows)
