"""A press of a ticket's button: who pressed which, and what they are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from bot.desk.acts import Act
from bot.desk.consent import Carried
from bot.desk.messages import replace_buttons
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.notices import NoticeKind
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import Move, State, Ticket
from bot.domain.wishes import NOTHING, Wish
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from bot.notices.times import day, moment
from storage import notices
from storage.notices import Notice
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Press:
    """The tap, and what is known of it: its presser and its ticket."""

    tap: Tap
    person: Person
    ticket: Ticket

    @property
    def seat(self) -> Seat:
        """Below the pressed message."""
        return Seat(self.tap.chat_id, self.tap.topic, self.tap.message_id)

    def act(self, move: Move, *, words: str = "", wish: Wish = NOTHING) -> Act:
        return Act(
            person=self.person,
            ticket_id=self.ticket.id,
            move=move,
            words=words,
            wish=wish,
            chat_id=self.tap.chat_id,
            message_id=self.tap.message_id,
        )


Deed = Callable[[Tx, Office, Press, datetime], Answer]


def done_text(office: Office, ticket: Ticket, move: Move) -> Markup:
    """What the mover is told."""
    return office.texts.say(
        f"done.{move.value}",
        number=ticket.number,
        unit=office.area.unit_name(ticket.unit_code) or "",
        due=moment(ticket.due_at, office.zone) if ticket.due_at else "",
        until=day(ticket.suspended_until, office.zone) if ticket.suspended_until else "",
    )


def plain(text: Markup) -> str:
    """As an answer to a tap shows it: Telegram parses nothing there."""
    return unescape(text)


def done(office: Office, ticket: Ticket, move: Move) -> Answer:
    return Answer(plain(done_text(office, ticket, move)))


def carried_text(office: Office, carried: Carried, move: Move) -> Markup:
    """What the mover is told, also where a coordinator has to agree first."""
    if carried.proposed:
        label = office.texts.plain(f"move.{move.value}")
        return office.texts.say("done.proposed", number=carried.ticket.number, move=label)
    return done_text(office, carried.ticket, move)


def pressed_message(tx: Tx, press: Press) -> Notice | None:
    """The message whose button was pressed, as far as it is known. Raises Refused when it is of another ticket."""
    notice = notices.of_message(tx, press.tap.chat_id, press.tap.message_id)
    if notice is not None and notice.ticket_id != press.ticket.id:
        raise Refused(Refusal.STALE_BUTTON)
    return notice


def is_old_card(ticket: Ticket, notice: Notice) -> bool:
    """Whether this is the card of somebody who has the ticket no more."""
    whose = None if ticket.state is State.TRIAGE else ticket.unit_code
    return notice.kind is NoticeKind.CARD and notice.unit_code != whose


def show_buttons(tx: Tx, press: Press, rows: Buttons, now: datetime) -> None:
    """Other buttons below the pressed message. Raises Refused where it is none of this ticket's, or an old card."""
    notice = pressed_message(tx, press)
    if notice is None:
        raise Refused(Refusal.STALE_BUTTON)
    if is_old_card(press.ticket, notice) or notice.kind is NoticeKind.CLOSURE:  # what everybody in the group reads
        raise Refused(Refusal.STALE_BUTTON)
    replace_buttons(tx, notice, rows, f"buttons:{notice.id}:{int(now.timestamp() * 1000)}", now)
