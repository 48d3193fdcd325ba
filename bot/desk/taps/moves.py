"""Presses that move a ticket: at once, or after the question for what the move cannot do without."""

from __future__ import annotations

from datetime import datetime

from bot.desk import claims, prompts
from bot.desk.consent import carry_out
from bot.desk.handling import check_act, check_open, perform
from bot.desk.office import Office
from bot.desk.reactions import react
from bot.desk.taps.press import Deed, Press, carried_text, done, plain, pressed_message
from bot.domain.moves import MOVES, PASSES
from bot.domain.notices import Reaction
from bot.domain.prompts import Asked, asked_in
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer
from bot.domain.tickets import Move
from bot.domain.wishes import NOTHING
from bot.notices.buttons import PRESETS
from storage import media
from storage.transaction import Tx


def move_at_once(move: Move) -> Deed:
    def press(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
        return done(office, perform(tx, office, press.act(move), now), move)

    return press


def resolve(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """Straight away where no proof is asked for, else the question for it."""
    if office.proof == "off":
        return done(office, perform(tx, office, press.act(Move.RESOLVE), now), Move.RESOLVE)
    return _ask(tx, office, press, Asked.PROOF, Move.RESOLVE, now)


def rework(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    return _ask(tx, office, press, Asked.REWORK, Move.REWORK, now)


def disagree(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """有异议: the coordinators look again, and want to know why."""
    check_act(tx, office, press.act(Move.OBJECT), now)
    return _ask(tx, office, press, Asked.OBJECT, Move.OBJECT, now)


def _ask(tx: Tx, office: Office, press: Press, asked: Asked, move: Move, now: datetime) -> Answer:
    """Put a question, but only for a move that could be made now."""
    check_open(tx, office, press.ticket, move, press.person)
    seat = press.seat
    prompts.ask(tx, office, press.ticket, press.person, seat, asked, now)
    return Answer(office.texts.plain("done.asked"))


def reject(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    words = office.texts.plain("reason.reject.1")
    return done(office, perform(tx, office, press.act(Move.REJECT, words=words), now), Move.REJECT)


def preset(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """A ready reason, on the card or below a question; how long it is put off was said before the question."""
    move, number = press.tap.choice(1, Move), press.tap.number(2)
    if not 1 <= number <= PRESETS.get(move, 0):
        raise Refused(Refusal.STALE_BUTTON)
    check_open(tx, office, press.ticket, move, press.person)
    question = pressed_message(tx, press)
    prompt = prompts.put_by(tx, question) if question is not None else None
    asked = prompt is not None and prompts.MOVES.get(prompt.asked) is move
    wish = prompt.said.wish if prompt is not None and asked else NOTHING
    words = office.texts.plain(f"reason.{move.value}.{number}")
    carried = carry_out(tx, office, press.act(move, words=words, wish=wish), now)
    _settle_question(tx, press, now)
    return Answer(plain(carried_text(office, carried, move)))


def done_with_photo(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    ticket = perform(tx, office, press.act(Move.RESOLVE), now)
    _settle_question(tx, press, now)
    return done(office, ticket, Move.RESOLVE)


def step_with_photo(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """The photo without words shows a step of the fix."""
    move = press.tap.choice(1, Move)
    if move not in PASSES:
        raise Refused(Refusal.STALE_BUTTON)
    ticket = perform(tx, office, press.act(move), now)
    media.show_step(tx, ticket.id)
    _settle_question(tx, press, now)
    return done(office, ticket, move)


def claim(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """是: the deed that was told without a reply is of this ticket, which is another argument than the question's."""
    question = pressed_message(tx, press)
    prompt = prompts.put_by(tx, question) if question is not None else None
    if prompt is None or prompt.asked is not Asked.CLAIM:
        raise Refused(Refusal.STALE_BUTTON)
    ticket = claims.confirm(tx, office, prompt.said, press.person, press.tap.number(1), now)
    _settle_question(tx, press, now)
    react(tx, prompt.said.chat_id, prompt.said.message_id, Reaction.RESOLVED, "order", now)
    return done(office, ticket, Move.RESOLVE)


def cancel(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """Whoever may make the move that was asked about may take the question away."""
    held = capacities(press.person, press.ticket, office.area)
    if not held:
        raise Refused(Refusal.NO_RIGHT)
    question = pressed_message(tx, press)
    asked = asked_in(question.key) if question is not None else None
    if asked not in prompts.MOVES:
        raise Refused(Refusal.STALE_BUTTON)
    rule = MOVES[prompts.MOVES[asked]]
    if not (rule.who | rule.asks) & held:
        raise Refused(Refusal.NO_RIGHT)
    if asked is Asked.DONE:
        media.retire_proofs(tx, press.ticket.id)
    _settle_question(tx, press, now)
    return Answer(office.texts.plain("done.cancelled"))


def _settle_question(tx: Tx, press: Press, now: datetime) -> None:
    """Take away the question whose button was pressed, whoever it was put to, and the presser's own about it."""
    if (question := pressed_message(tx, press)) is not None:
        prompts.settle_question(tx, question, now)
    prompts.settle_about(tx, press.person.id, press.tap.chat_id, {press.ticket.id}, now)
