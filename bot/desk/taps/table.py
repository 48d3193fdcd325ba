"""Taps: what the button of a ticket's message does, and the short answer its presser gets.

Callback data is `verb:ticket:…`; a client can send data that no button had, so every tap is authorised by
who tapped, at that moment, by the same table as words.
"""

from __future__ import annotations

from datetime import datetime

from bot.desk import deliveries, lists, racing
from bot.desk.acts import find_ticket
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.taps import bundles, consent, corrections, joint, menus, moves, photos, reviews, snooze, support, units
from bot.desk.taps.press import Deed, Press
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import Move
from bot.notices.refusals import refusal_alert
from storage import notices, people
from storage.transaction import Tx


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """Do what the button says. Raises Refused, also for data that no button had, and then nothing of it may be kept."""
    try:
        return _take(tx, office, tap, now)
    except Refused as refused:
        if refused.reason is Refusal.NO_RIGHT and tap.verb in _REPORTERS:
            raise Refused(Refusal.NOT_REPORTER) from None
        if refused.reason is Refusal.NO_RIGHT and (told := _told_who(tx, office, tap)) is not None:
            raise told from None
        raise


def _take(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    deed = VERBS.get(tap.verb)
    if deed is None:
        raise Refused(Refusal.STALE_BUTTON)
    person = people.load(tx, tap.person_id, tap.name)
    ticket = find_ticket(tx, person, tap.number(0))
    if not capacities(person, ticket, office.area):
        raise Refused(Refusal.NO_RIGHT)
    if notices.of_message(tx, tap.chat_id, tap.message_id) is None:
        deliveries.recognise(tx, office, tap.chat_id, tap.message_id, ticket.id, now)  # the first of two cards
    return deed(tx, office, Press(tap, person, ticket), now)


def _told_who(tx: Tx, office: Office, tap: Tap) -> Refused | None:
    """The ticket has left the presser's unit: whoever moved it was quicker."""
    return racing.who_took_it_away(tx, office, people.load(tx, tap.person_id, tap.name), tap.number(0))


_REPORTERS = frozenset({Move.CONFIRM.value, Move.DISPUTE.value, Move.THANK.value})
"""The buttons below a closure, which everybody in the group can press."""


def refusal(office: Office, refused: Refused) -> Answer:
    """A refusal as an alert to the presser alone. Somebody else's done move is no error: a toast says who did it."""
    return Answer(refusal_alert(office.texts, refused), alert=refused.reason is not Refusal.ALREADY_DONE)


def _open(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """A number in a list was tapped: the whole ticket, with the moves open to this person."""
    lists.show_ticket(tx, office, press.person, press.ticket.id, Seat(press.tap.chat_id, press.tap.topic), now)
    return Answer()


VERBS: dict[str, Deed] = {
    Move.ACCEPT.value: moves.move_at_once(Move.ACCEPT),
    Move.CONTROL.value: moves.move_at_once(Move.CONTROL),
    Move.REPAIR.value: moves.move_at_once(Move.REPAIR),
    Move.CONFIRM.value: support.solved,
    Move.DISPUTE.value: moves.move_at_once(Move.DISPUTE),
    Move.APPROVE.value: moves.move_at_once(Move.APPROVE),
    Move.RESOLVE.value: moves.resolve,
    Move.REWORK.value: moves.rework,
    Move.REJECT.value: moves.reject,
    Move.DISPATCH.value: units.dispatch,
    "preset": moves.preset,
    "done": moves.done_with_photo,
    "shows": moves.step_with_photo,
    "claim": moves.claim,
    "cancel": moves.cancel,
    "agree": consent.agree,
    "decline": consent.decline,
    Move.WHISTLE.value: joint.choose(Move.WHISTLE),
    "whistles": joint.browse(Move.WHISTLE),
    "whistleto": joint.send(Move.WHISTLE),
    Move.SPLIT.value: joint.choose(Move.SPLIT),
    "splits": joint.browse(Move.SPLIT),
    "splitto": joint.send(Move.SPLIT),
    Move.RATE.value: joint.rate,
    "pass": reviews.approve_listed,
    Move.CORRECT.value: corrections.choose,
    "correctcat": corrections.choose_subcategory,
    "correctto": corrections.set_category,
    "correctclass": corrections.set_class,
    "correctplace": corrections.tell_place,
    "own": corrections.show_own,
    "units": units.browse_units,
    "card": menus.show_card,
    "more": menus.show_more,
    "ask": menus.ask_words,
    Move.TRANSFER.value: menus.open_choices(Move.TRANSFER),
    "transfers": menus.browse,
    "transferto": menus.transfer,
    Move.RETURN.value: menus.open_choices(Move.RETURN),
    Move.EXTEND.value: menus.open_choices(Move.EXTEND),
    "extendto": menus.extend,
    Move.SUSPEND.value: menus.open_choices(Move.SUSPEND),
    "suspendto": menus.suspend,
    Move.RESUME.value: moves.move_at_once(Move.RESUME),
    Move.THANK.value: support.thank,
    Move.OBJECT.value: moves.disagree,
    Move.MERGE.value: support.merge,
    "mergeno": support.tell_number,
    Move.UNMERGE.value: moves.move_at_once(Move.UNMERGE),
    Move.DETACH.value: support.detach,
    Move.NOTE.value: menus.ask_note,
    "refuse": menus.open_choices(Move.REJECT),
    "snooze": snooze.open_choices,
    "snoozeto": snooze.put_off,
    "snoozeback": snooze.go_back,
    "photos": photos.show_photos,
    "pictures": photos.show_all_photos,
    "show": _open,
    "apart": bundles.take_apart,
}
TICKET_VERBS = frozenset(VERBS)
"""The first words of callback data that this room answers for."""
