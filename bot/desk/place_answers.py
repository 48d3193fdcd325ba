"""Place answers: the buttons below the question where it is, and the position found in a photo."""

from __future__ import annotations

from datetime import datetime

from bot.desk import places
from bot.desk.acts import find_ticket
from bot.desk.messages import answer_briefly
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.pins import Pin
from bot.domain.prompts import Asked, asked_in
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import Capacity, State, Ticket
from storage import media, notices, people, posts, tickets
from storage.media import StoredMedia
from storage.notices import Notice
from storage.transaction import Tx

VERBS = frozenset({"place", "gps"})
_MAY_SAY = frozenset({Capacity.REPORTER, Capacity.COORDINATOR})


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """One of the names, or 用照片里的位置. Raises Refused."""
    person = people.load(tx, tap.person_id, tap.name)
    ticket = find_ticket(tx, person, tap.number(0))
    if not _MAY_SAY & capacities(person, ticket, office.area):
        raise Refused(Refusal.NO_RIGHT)
    question = _question(tx, tap, ticket)
    if ticket.state is not State.TRIAGE:
        raise Refused(Refusal.STALE_BUTTON)
    if tap.verb == "place":
        name = _label(question, tap.data)
        places.take_name(tx, office, ticket, name, person, now)
        return Answer(office.texts.plain("done.placed", place=name))
    if person.id != ticket.reporter_id:  # where somebody was is theirs to tell
        raise Refused(Refusal.NO_RIGHT)
    media.want_position(tx, ticket.post_id)
    return Answer(office.texts.plain("done.looking"))


def _question(tx: Tx, tap: Tap, ticket: Ticket) -> Notice:
    """The question whose button was pressed. Raises Refused where it is none, or of another ticket."""
    notice = notices.of_message(tx, tap.chat_id, tap.message_id)
    if notice is None or notice.ticket_id != ticket.id or asked_in(notice.key) is not Asked.PLACE:
        raise Refused(Refusal.STALE_BUTTON)
    return notice


def _label(question: Notice, data: str) -> str:
    """The name on the button with this data: data may be sent that no button had."""
    for row in question.payload.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            if button["callback_data"] == data:
                return str(button["text"])
    raise Refused(Refusal.STALE_BUTTON)


def take_photo_position(tx: Tx, office: Office, item: StoredMedia, pin: Pin | None, now: datetime) -> None:
    """What was found in a photo whose sender let it be looked at; the first position that leads somewhere counts."""
    media.note_looked_at(tx, item.id)
    if item.post_id is None or not any(one.state is State.TRIAGE for one in tickets.of_post(tx, item.post_id)):
        return
    post = posts.load(tx, item.post_id)
    if pin is not None and office.reader.where(pin) is not None:
        posts.note_pin(tx, post.id, pin)
        places.take_pin(tx, office, posts.load(tx, post.id), pin, post.sender, now)
        return
    text = office.texts.plain("question.no_position" if pin is None else "question.far_position")
    answer_briefly(tx, Seat(post.chat_id, post.topic, item.message_id), text, now)
