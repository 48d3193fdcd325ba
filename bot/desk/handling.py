"""Handling: every move of a ticket, each one function in one transaction, all by the one table of moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk import cards, closures, places, reach
from bot.desk.deadlines import set_clocks
from bot.desk.office import Office
from bot.desk.reactions import follow_tickets
from bot.domain.people import Person
from bot.domain.posts import Media, MediaKind, MediaPurpose, Post
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.routing import Rule
from bot.domain.tickets import MOVES, REOPENING, Capacity, Demand, Move, State, Ticket, check
from bot.notices.times import short
from storage import events, media, notices, posts, tickets
from storage.events import Event
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Act:
    """What a person wants done to a ticket. `photos` came with the words; (chat, message) is where they stand."""

    person: Person
    ticket_id: int
    move: Move
    words: str = ""
    unit_code: str | None = None
    photos: tuple[Media, ...] = ()
    chat_id: int = 0
    message_id: int = 0


def load_ticket(tx: Tx, number: int) -> Ticket:
    """Raises Refused(UNKNOWN_TICKET)."""
    ticket = tickets.load(tx, number)
    if ticket is None:
        raise Refused(Refusal.UNKNOWN_TICKET, number=f"T{number}")
    return ticket


def ticket_of_reply(tx: Tx, post: Post) -> int | None:
    """The ticket of the message that a post replies to, when it is about one."""
    if post.reply_to is None:
        return None
    notice = notices.of_message(tx, post.chat_id, post.reply_to)
    if notice is not None and notice.ticket_id is not None:
        return notice.ticket_id
    if post.reply_number is not None:
        return post.reply_number
    reported = posts.find(tx, post.chat_id, post.reply_to)
    own = tickets.of_post(tx, reported.id) if reported else []
    return own[0].id if own else None


def perform(tx: Tx, office: Office, act: Act, now: datetime) -> Ticket:
    """Make a move. Returns the ticket after it; raises Refused, with nothing changed, when it may not be."""
    ticket = check_act(tx, office, act)
    _keep_photos(tx, act)
    moved = _moved(ticket, act, now)
    tickets.save(tx, moved)
    if act.move in REOPENING:
        media.retire_proofs(tx, ticket.id)
    event = Event(
        kind=act.move.value,
        state=moved.state,
        done_at=now,
        actor_id=act.person.id,
        actor_name=act.person.name,
        words=act.words or None,
        unit_code=moved.unit_code,
    )
    occasion = events.append(tx, moved.id, event, now)
    moved = set_clocks(tx, office, moved, now)
    _TELL[act.move](tx, office, moved, act, occasion, now)
    return moved


def check_act(tx: Tx, office: Office, act: Act) -> Ticket:
    """Returns the ticket, still unmoved; raises Refused unless the move may be made now, with what came along."""
    ticket = load_ticket(tx, act.ticket_id)
    check_open(tx, office, ticket, act.move, act.person)
    _check_demands(tx, office, ticket, act)
    return ticket


def check_open(tx: Tx, office: Office, ticket: Ticket, move: Move, person: Person) -> None:
    """Raises Refused, with the facts that its words need, unless this person may make this move now."""
    held = capacities(person, ticket, office.area)
    rule = MOVES[move]
    if rule.who & held and ticket.state not in rule.sources:
        _refuse_state(tx, office, ticket, move)
    check(move, ticket, held)


def _refuse_state(tx: Tx, office: Office, ticket: Ticket, move: Move) -> None:
    """The second half of a move that someone else already made is answered with who did it, not with an error."""
    label = office.texts.plain(f"move.{move.value}")
    for event in reversed(events.history(tx, ticket.id)):
        if event.kind in REOPENING and move not in REOPENING:
            break
        if event.kind == move.value:
            at = short(event.done_at, office.zone)
            raise Refused(Refusal.ALREADY_DONE, name=event.actor_name or "", at=at, move=label)
    state = office.texts.plain(f"state.{ticket.state.value}")
    raise Refused(Refusal.WRONG_STATE, state=state, move=label)


def _check_demands(tx: Tx, office: Office, ticket: Ticket, act: Act) -> None:
    demands = MOVES[act.move].demands
    if Demand.REASON in demands and not act.words:
        raise Refused(Refusal.MISSING_REASON)
    if Demand.UNIT in demands:
        _check_unit(tx, office, ticket, act.unit_code)
    if Demand.PROOF in demands:
        _check_proof(tx, office, ticket, act)


def _check_unit(tx: Tx, office: Office, ticket: Ticket, unit_code: str | None) -> None:
    if unit_code not in office.area.unit_by_code:
        raise Refused(Refusal.UNKNOWN_UNIT, unit=unit_code or "")
    if not reach.is_reachable(tx, unit_code, private=ticket.private):
        raise Refused(Refusal.UNIT_UNREACHABLE, unit=office.area.unit_name(unit_code) or "")


def _check_proof(tx: Tx, office: Office, ticket: Ticket, act: Act) -> None:
    has_photo = bool(act.photos) or bool(media.of_ticket(tx, ticket.id, MediaPurpose.PROOF))
    if office.proof == "required" and not has_photo:
        raise Refused(Refusal.MISSING_PHOTO)
    if office.proof == "asked" and not (has_photo or act.words):
        raise Refused(Refusal.MISSING_PROOF)


_PURPOSES = {
    Move.RESOLVE: MediaPurpose.PROOF,
    Move.DISPUTE: MediaPurpose.OBJECTION,
    Move.REWORK: MediaPurpose.OBJECTION,
}


def _keep_photos(tx: Tx, act: Act) -> None:
    for photo in act.photos:
        media.add(
            tx,
            photo,
            chat_id=act.chat_id,
            message_id=act.message_id,
            purpose=_PURPOSES.get(act.move, MediaPurpose.PROOF),
            ticket_id=act.ticket_id,
        )


def _moved(ticket: Ticket, act: Act, now: datetime) -> Ticket:
    """The ticket as the move leaves it."""
    change: dict[str, Any] = {"state": MOVES[act.move].target}
    if act.move is Move.DISPATCH:
        change |= {"unit_code": act.unit_code, "rule": Rule.DISPATCHED.value, "assigned_at": now}
    elif act.move is Move.ACCEPT:
        change |= {"accepted_at": now}
    elif act.move is Move.RESOLVE:
        change |= {"resolved_at": now, "accepted_at": ticket.accepted_at or now}
    elif act.move in REOPENING:
        change |= {"resolved_at": None, "closed_at": None, "reopened": ticket.reopened + 1}
    if change["state"] in {State.CLOSED, State.REJECTED}:
        change |= {"closed_at": now}
    return ticket.model_copy(update=change)


Tell = Callable[[Tx, Office, Ticket, Act, int, datetime], None]


def _tell_dispatched(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    places.settle_question(tx, ticket, now)
    cards.refresh(tx, office, ticket, occasion, now)
    cards.post_card(tx, office, ticket, occasion, now)


def _tell_accepted(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    cards.refresh(tx, office, ticket, occasion, now)


def _tell_resolved(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    cards.refresh(tx, office, ticket, occasion, now)
    closures.announce_resolved(tx, office, ticket, act.words, occasion, now)
    _follow_post(tx, office, ticket, occasion, now)


def _tell_closed(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    cards.refresh(tx, office, ticket, occasion, now)
    by_reporter = act.move is Move.CONFIRM
    closures.announce_closed(tx, office, ticket, resolving_words(tx, ticket), occasion, now, by_reporter=by_reporter)


def _tell_reopened(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    cards.refresh(tx, office, ticket, occasion, now)
    shown = [photo.file_id for photo in act.photos if photo.kind is MediaKind.PHOTO]
    closures.announce_reopened(tx, office, ticket, act.words, next(iter(shown), None), occasion, now)
    _follow_post(tx, office, ticket, occasion, now)


def _tell_rejected(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    places.settle_question(tx, ticket, now)
    cards.refresh(tx, office, ticket, occasion, now)
    closures.announce_rejected(tx, office, ticket, act.words, occasion, now)
    _follow_post(tx, office, ticket, occasion, now)


_TELL: dict[Move, Tell] = {
    Move.DISPATCH: _tell_dispatched,
    Move.ACCEPT: _tell_accepted,
    Move.RESOLVE: _tell_resolved,
    Move.CONFIRM: _tell_closed,
    Move.APPROVE: _tell_closed,
    Move.DISPUTE: _tell_reopened,
    Move.REWORK: _tell_reopened,
    Move.REJECT: _tell_rejected,
}


def resolving_words(tx: Tx, ticket: Ticket) -> str:
    """What the unit said when it resolved the ticket last."""
    said = [event.words for event in events.history(tx, ticket.id) if event.kind == Move.RESOLVE.value]
    return (said[-1] or "") if said else ""


def _follow_post(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    follow_tickets(tx, office, posts.load(tx, ticket.post_id), str(occasion), now)


def may_handle(office: Office, person: Person, candidates: Sequence[Ticket]) -> list[Ticket]:
    """Those of the tickets that this person answers for."""
    return [ticket for ticket in candidates if Capacity.HANDLER in capacities(person, ticket, office.area)]
