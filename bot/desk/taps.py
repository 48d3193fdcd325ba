"""Taps: what the button of a ticket's message does, and the short answer its presser gets.

Callback data is `verb:ticket:…`; a client can send data that no button had, so every tap is authorised by
who tapped, at that moment, by the same table as words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from bot.desk import cards, lists, prompts, remembering
from bot.desk.handling import Act, check_open, load_ticket, perform
from bot.desk.messages import replace_buttons, reply, send_photo_briefly
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.people import Person
from bot.domain.posts import MediaKind
from bot.domain.prompts import Asked, asked_in
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import MOVES, Move, Ticket
from bot.notices.buttons import PRESETS, card_buttons, unit_buttons
from bot.notices.markup import Markup
from bot.notices.times import moment
from storage import media, messages, notices, people
from storage.notices import Notice
from storage.transaction import Tx

MOST_PHOTOS = 10
"""How many one press shows, as many as an album holds: a chat's minute has room for twenty messages."""


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """Do what the button says. Raises Refused, also for data that no button had, and then nothing of it may be kept."""
    deed = _VERBS.get(tap.verb)
    if deed is None:
        raise Refused(Refusal.STALE_BUTTON)
    ticket = load_ticket(tx, tap.number(0))
    if notices.of_message(tx, tap.chat_id, tap.message_id) is None:
        messages.adopt(tx, tap.chat_id, tap.message_id, ticket.id)  # the first of two cards of which nobody knew
    return deed(tx, office, _Press(tap, people.load(tx, tap.person_id, tap.name), ticket), now)


def refusal(office: Office, refused: Refused) -> Answer:
    """A refusal as an alert to the presser alone. Somebody else's done move is no error: a toast says who did it."""
    text = office.texts.plain(f"refusal.{refused.reason.value}", **refused.facts)
    return Answer(text, alert=refused.reason is not Refusal.ALREADY_DONE)


@dataclass(frozen=True, slots=True)
class _Press:
    tap: Tap
    person: Person
    ticket: Ticket

    def act(self, move: Move, *, words: str = "", unit_code: str | None = None) -> Act:
        return Act(
            person=self.person,
            ticket_id=self.ticket.id,
            move=move,
            words=words,
            unit_code=unit_code,
            chat_id=self.tap.chat_id,
            message_id=self.tap.message_id,
        )


def done_text(office: Office, ticket: Ticket, move: Move) -> Markup:
    """What the mover is told."""
    return office.texts.say(
        f"done.{move.value}",
        number=ticket.number,
        unit=office.area.unit_name(ticket.unit_code) or "",
        due=moment(ticket.due_at, office.zone) if ticket.due_at else "",
    )


def _done(office: Office, ticket: Ticket, move: Move) -> Answer:
    return Answer(unescape(done_text(office, ticket, move)))


def _move_at_once(move: Move) -> Callable[[Tx, Office, _Press, datetime], Answer]:
    def press(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
        return _done(office, perform(tx, office, press.act(move), now), move)

    return press


def _resolve(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """Straight away where no proof is asked for, else the question for it."""
    if office.proof == "off":
        return _done(office, perform(tx, office, press.act(Move.RESOLVE), now), Move.RESOLVE)
    return _ask(tx, office, press, Asked.PROOF, Move.RESOLVE, now)


def _rework(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    return _ask(tx, office, press, Asked.REWORK, Move.REWORK, now)


def _ask(tx: Tx, office: Office, press: _Press, asked: Asked, move: Move, now: datetime) -> Answer:
    """Put a question, but only for a move that could be made now."""
    check_open(tx, office, press.ticket, move, press.person)
    seat = Seat(press.tap.chat_id, press.tap.topic, press.tap.message_id)
    prompts.ask(tx, office, press.ticket, press.person, seat, asked, now)
    return Answer(office.texts.plain("done.asked"))


def _reject(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    words = office.texts.plain("reason.reject")
    return _done(office, perform(tx, office, press.act(Move.REJECT, words=words), now), Move.REJECT)


def _dispatch(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    ticket = perform(tx, office, press.act(Move.DISPATCH, unit_code=press.tap.argument(1)), now)
    remembering.offer(tx, office, ticket, Seat(press.tap.chat_id, press.tap.topic, press.tap.message_id), now)
    return _done(office, ticket, Move.DISPATCH)


def _preset(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    move, number = press.tap.choice(1, Move), press.tap.number(2)
    if not 1 <= number <= PRESETS.get(move, 0):
        raise Refused(Refusal.STALE_BUTTON)
    words = office.texts.plain(f"reason.{move.value}.{number}")
    ticket = perform(tx, office, press.act(move, words=words), now)
    _settle_question(tx, press, now)
    return _done(office, ticket, move)


def _done_with_photo(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    ticket = perform(tx, office, press.act(Move.RESOLVE), now)
    _settle_question(tx, press, now)
    return _done(office, ticket, Move.RESOLVE)


def _cancel(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """Whoever may make the move that was asked about may take the question away."""
    held = capacities(press.person, press.ticket, office.area)
    if not held:
        raise Refused(Refusal.NO_RIGHT)
    question = _question(tx, press)
    asked = asked_in(question.key) if question is not None else None
    if asked not in prompts.MOVES:
        raise Refused(Refusal.STALE_BUTTON)
    if not MOVES[prompts.MOVES[asked]].who & held:
        raise Refused(Refusal.NO_RIGHT)
    if asked is Asked.DONE:
        media.retire_proofs(tx, press.ticket.id)
    _settle_question(tx, press, now)
    return Answer(office.texts.plain("done.cancelled"))


def _settle_question(tx: Tx, press: _Press, now: datetime) -> None:
    """Take away the question whose button was pressed, whoever it was put to, and the presser's own about it."""
    if (question := _question(tx, press)) is not None:
        prompts.settle_question(tx, question, now)
    prompts.settle_about(tx, press.person.id, press.tap.chat_id, {press.ticket.id}, now)


def _question(tx: Tx, press: _Press) -> Notice | None:
    """The message whose button was pressed, as far as it is known. Raises Refused when it is of another ticket."""
    notice = notices.of_message(tx, press.tap.chat_id, press.tap.message_id)
    if notice is not None and notice.ticket_id != press.ticket.id:
        raise Refused(Refusal.STALE_BUTTON)
    return notice


def _browse_units(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """其他单位: the buttons of the triage card become the tree of units."""
    check_open(tx, office, press.ticket, Move.DISPATCH, press.person)
    parent, page = press.tap.argument(1), press.tap.number(2)
    if parent and parent not in office.area.unit_by_code:
        raise Refused(Refusal.STALE_BUTTON)
    number = press.ticket.id
    rows = unit_buttons(
        office.texts, office.area, f"dispatch:{number}", f"units:{number}", f"card:{number}", parent, page
    )
    _show(tx, press, rows, now)
    return Answer()


def _show_card_buttons(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """返回: out of the tree of units again, for those who may walk in it."""
    check_open(tx, office, press.ticket, Move.DISPATCH, press.person)
    photos = [item for item in media.of_post(tx, press.ticket.post_id) if item.kind is MediaKind.PHOTO]
    _show(tx, press, card_buttons(office.texts, office.area, press.ticket, len(photos)), now)
    return Answer()


def _show(tx: Tx, press: _Press, rows: list[list[tuple[str, str]]], now: datetime) -> None:
    notice = notices.of_message(tx, press.tap.chat_id, press.tap.message_id)
    if notice is None or notice.ticket_id != press.ticket.id:
        raise Refused(Refusal.STALE_BUTTON)
    replace_buttons(tx, notice, rows, f"buttons:{notice.id}:{int(now.timestamp() * 1000)}", now)


def _show_photos(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """The report's further photos below the card, tidied away later."""
    if not capacities(press.person, press.ticket, office.area):
        raise Refused(Refusal.NO_RIGHT)
    seat = Seat(press.tap.chat_id, press.tap.topic, press.tap.message_id)
    photos = [item for item in media.of_post(tx, press.ticket.post_id) if item.kind is MediaKind.PHOTO]
    for photo in photos[1:MOST_PHOTOS]:
        send_photo_briefly(tx, seat, photo.file_id, now)
    return Answer()


def _show_all_photos(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """The photos of before and after, for whoever reads the whole ticket: a review looks at the proof.

    The proofs are the last ones, and never left out for want of room.
    """
    if not capacities(press.person, press.ticket, office.area):
        raise Refused(Refusal.NO_RIGHT)
    seat = Seat(press.tap.chat_id, press.tap.topic, press.tap.message_id)
    for file_id in cards.photos(tx, press.ticket)[-MOST_PHOTOS:]:
        send_photo_briefly(tx, seat, file_id, now)
    return Answer()


def _open(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """A number in a list was tapped: the whole ticket, with the moves open to this person."""
    text, rows = lists.whole_ticket(tx, office, press.person, press.ticket.id)
    reply(tx, Seat(press.tap.chat_id, press.tap.topic), text, now, rows=rows, ticket_id=press.ticket.id)
    return Answer()


_VERBS: dict[str, Callable[[Tx, Office, _Press, datetime], Answer]] = {
    Move.ACCEPT.value: _move_at_once(Move.ACCEPT),
    Move.CONFIRM.value: _move_at_once(Move.CONFIRM),
    Move.DISPUTE.value: _move_at_once(Move.DISPUTE),
    Move.APPROVE.value: _move_at_once(Move.APPROVE),
    Move.RESOLVE.value: _resolve,
    Move.REWORK.value: _rework,
    Move.REJECT.value: _reject,
    Move.DISPATCH.value: _dispatch,
    "preset": _preset,
    "done": _done_with_photo,
    "cancel": _cancel,
    "units": _browse_units,
    "card": _show_card_buttons,
    "photos": _show_photos,
    "pictures": _show_all_photos,
    "show": _open,
}
TICKET_VERBS = frozenset(_VERBS)
"""The first words of callback data that this file answers for."""
