"""Presses that open the choices behind a unit's moves, in place of the card's buttons, and the ones that choose."""

from __future__ import annotations

from datetime import datetime

from bot.desk import prompts, stories
from bot.desk.consent import carry_out
from bot.desk.handling import check_open
from bot.desk.likely import likely_units, nobody_reads
from bot.desk.messages import is_opened
from bot.desk.office import Office
from bot.desk.ordering import term
from bot.desk.racing import who_did, who_moved_it_on
from bot.desk.taps.press import Deed, Press, carried_text, is_old_card, plain, pressed_message, show_buttons
from bot.domain.durations import Duration
from bot.domain.posts import MediaKind
from bot.domain.prompts import Asked
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer
from bot.domain.tickets import Capacity, Move
from bot.domain.wishes import Wish
from bot.notices.buttons import Buttons, card_buttons, own_buttons
from bot.notices.move_buttons import (
    SPANS,
    TERMS,
    more_buttons,
    reason_choices,
    span_choices,
    term_choices,
    transfer_choices,
)
from bot.notices.unit_buttons import unit_buttons
from storage import media
from storage.transaction import Tx

_WORKING = frozenset({Capacity.HANDLER, Capacity.COORDINATOR})

_ASKED = {
    Move.RETURN: Asked.RETURN,
    Move.REJECT: Asked.REJECT,
    Move.EXTEND: Asked.EXTEND,
    Move.SUSPEND: Asked.SUSPEND,
    Move.NOTE: Asked.NOTE,
}


def open_choices(move: Move) -> Deed:
    """The card's buttons become the choices of this move, for whoever may make or propose it now."""

    def press(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
        check_open(tx, office, press.ticket, move, press.person)
        show_buttons(tx, press, _choices(tx, office, press, move), now)
        return Answer()

    return press


def _choices(tx: Tx, office: Office, press: Press, move: Move) -> Buttons:
    texts, ticket = office.texts, press.ticket
    if move is Move.TRANSFER:
        return transfer_choices(texts, office.area, ticket, likely_units(tx, office, ticket))
    if move is Move.EXTEND:
        return span_choices(texts, ticket)
    if move is Move.SUSPEND:
        return term_choices(texts, ticket)
    return reason_choices(texts, ticket, move)


def show_more(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """更多 ›"""
    held = capacities(press.person, press.ticket, office.area) & _WORKING
    if not held:
        raise Refused(Refusal.NO_RIGHT)
    shown = held if _is_private(tx, press) else frozenset({Capacity.HANDLER})
    show_buttons(tx, press, more_buttons(office.texts, press.ticket, shown), now)
    return Answer()


def show_card(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """‹ 返回: the message has its own buttons again."""
    held = capacities(press.person, press.ticket, office.area)
    if not held & _WORKING:
        raise Refused(Refusal.NO_RIGHT)
    notice = pressed_message(tx, press)
    if notice is not None and is_old_card(press.ticket, notice):
        raise who_moved_it_on(tx, office, press.ticket) or Refused(Refusal.STALE_BUTTON)
    ticket, texts = press.ticket, office.texts
    if _is_private(tx, press):
        rows = own_buttons(texts, office.area, ticket, held, len(stories.photos(tx, ticket)))
    else:
        photos = [one for one in media.of_report(tx, ticket.id, ticket.post_id) if one.kind is MediaKind.PHOTO]
        rows = card_buttons(texts, office.area, ticket, len(photos))
    show_buttons(tx, press, rows, now)
    return Answer()


def _is_private(tx: Tx, press: Press) -> bool:
    """Whether the presser alone reads the message, and it offers their own moves: an opened ticket in private."""
    notice = pressed_message(tx, press)
    return press.tap.chat_id > 0 and notice is not None and is_opened(notice)


def ask_words(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """其他…, 备注: the next words of this person here are what the move lacks."""
    move = press.tap.choice(1, Move)
    if move not in _ASKED:
        raise Refused(Refusal.STALE_BUTTON)
    return ask_for(tx, office, press, move, now)


def ask_note(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    return ask_for(tx, office, press, Move.NOTE, now)


def ask_for(tx: Tx, office: Office, press: Press, move: Move, now: datetime) -> Answer:
    check_open(tx, office, press.ticket, move, press.person)
    if pressed_message(tx, press) is not None and capacities(press.person, press.ticket, office.area) & _WORKING:
        show_card(tx, office, press, now)
    prompts.ask(tx, office, press.ticket, press.person, press.seat, _ASKED[move], now)
    return Answer(office.texts.plain("done.asked"))


def transfer(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """A unit was chosen: on the card, or below the question which one was meant."""
    question = pressed_message(tx, press)
    prompt = prompts.put_by(tx, question) if question is not None else None
    words = prompt.said.words if prompt is not None and prompt.asked is Asked.UNIT else ""
    act = press.act(Move.TRANSFER, words=words, wish=Wish(units=(press.tap.argument(1),)))
    carried = carry_out(tx, office, act, now)
    if question is not None:
        prompts.settle_question(tx, question, now)
    prompts.settle_about(tx, press.person.id, press.tap.chat_id, {press.ticket.id}, now)
    return Answer(plain(carried_text(office, carried, Move.TRANSFER)))


def browse(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """其他单位…: the tree of units."""
    check_open(tx, office, press.ticket, Move.TRANSFER, press.person)
    parent, page = press.tap.argument(1), press.tap.number(2)
    if parent and parent not in office.area.unit_by_code:
        raise Refused(Refusal.STALE_BUTTON)
    number = press.ticket.id
    rows = unit_buttons(
        office.texts,
        office.area,
        f"transferto:{number}",
        f"transfers:{number}",
        f"{Move.TRANSFER.value}:{number}",
        parent,
        page,
        unread=nobody_reads(tx, press.ticket, Move.TRANSFER),
    )
    show_buttons(tx, press, rows, now)
    return Answer()


def extend(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """1天 … 5天. A tap that comes after the ticket was put off already is told by whom."""
    before, span = press.tap.number(1), _span(press.tap.argument(2))
    check_open(tx, office, press.ticket, Move.EXTEND, press.person)
    if before != press.ticket.extended:
        raise who_did(tx, office, press.ticket, Move.EXTEND) or Refused(Refusal.STALE_BUTTON)
    words = office.texts.plain("ready.extend")
    carried = carry_out(tx, office, press.act(Move.EXTEND, words=words, wish=Wish(span=span)), now)
    return Answer(plain(carried_text(office, carried, Move.EXTEND)))


def _span(written: str) -> Duration:
    for span in SPANS:
        if str(span) == written:
            return span
    raise Refused(Refusal.STALE_BUTTON)


def suspend(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """1周 … 3个月."""
    found = TERMS.get(press.tap.argument(1))
    if found is None:
        raise Refused(Refusal.STALE_BUTTON)
    words, until = office.texts.plain("ready.suspend"), term(office, found[0], now)
    carried = carry_out(tx, office, press.act(Move.SUSPEND, words=words, wish=Wish(until=until)), now)
    return Answer(plain(carried_text(office, carried, Move.SUSPEND)))
