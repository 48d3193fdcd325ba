"""Handling: every move of a ticket, each one function in one transaction, all by the one table of moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk import deadlines, racing, requests, telling
from bot.desk.acts import Act, find_ticket
from bot.desk.changes import moved
from bot.desk.deadlines import set_clocks
from bot.desk.demands import check_demands
from bot.desk.office import Office
from bot.domain.consent import needs_consent
from bot.domain.deadlines import Clock
from bot.domain.moves import MOVES, REOPENING, check
from bot.domain.people import THE_BOT, Person
from bot.domain.posts import MediaPurpose
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.tickets import Capacity, Move, State, Ticket
from storage import events, media, tickets
from storage.events import Event
from storage.transaction import Tx


def perform(tx: Tx, office: Office, act: Act, now: datetime) -> Ticket:
    """Make a move. Returns the ticket after it; raises Refused, with nothing changed, when it may not be.

    NEEDS_CONSENT: this person may only propose it (bot/desk/requests.py).
    """
    ticket = check_act(tx, office, act, now)
    if asks_consent(office, ticket, act):
        raise Refused(Refusal.NEEDS_CONSENT)
    _keep_photos(tx, act)
    after = moved(office, ticket, act, now)
    tickets.save(tx, after)
    if act.move in REOPENING:
        media.retire_proofs(tx, ticket.id)
    occasion = events.append(tx, after.id, _event(office, ticket, after, act, now), now)
    after = _set_clocks(tx, office, ticket, after, act, now)
    requests.overtake(tx, office, ticket, after, act, now)
    telling.tell(tx, office, after, act, occasion, now)
    return after


def _event(office: Office, before: Ticket, after: Ticket, act: Act, now: datetime) -> Event:
    details = act.wish.model_dump(mode="json", exclude_defaults=True)
    if before.unit_code != after.unit_code:
        details["from"] = before.unit_code
    if act.proposer is not None:
        details["proposer"] = act.proposer
    by_bot = act.person == THE_BOT
    return Event(
        kind=act.move.value,
        state=after.state,
        done_at=now,
        actor_id=None if by_bot else act.person.id,
        actor_name=None if by_bot else act.person.name,
        words=act.words or None,
        unit_code=after.unit_code,
        had_by=before.unit_code,
        details=details,
    )


def _set_clocks(tx: Tx, office: Office, before: Ticket, after: Ticket, act: Act, now: datetime) -> Ticket:
    """The clocks of the new state; some moves give the unit's clock another end."""
    if act.move is Move.TRANSFER:
        return set_clocks(tx, office, after, now, again=deadlines.ALL)
    if act.move is Move.EXTEND and act.wish.span is not None:
        due = deadlines.extended(office, after, act.wish.span, now)
        return set_clocks(tx, office, after, now, again={Clock.FIX}, dues={Clock.FIX: due})
    if act.move in {Move.RESUME, Move.UNMERGE}:
        return set_clocks(tx, office, after, now, dues=deadlines.resumed(tx, office, after, now))
    if act.move is Move.CORRECT and _timing(before) != _timing(after):
        dues = deadlines.corrected(tx, office, before, after, now)
        after = deadlines.corrected_aside(office, before, after, now)
        tickets.save(tx, after)
        return set_clocks(tx, office, after, now, again=dues, dues=dues)
    return set_clocks(tx, office, after, now)


def _timing(ticket: Ticket) -> tuple[object, ...]:
    return ticket.time_class, ticket.limit, ticket.stages


def asks_consent(office: Office, ticket: Ticket, act: Act) -> bool:
    """Whether this person may only propose this move."""
    held = capacities(act.person, ticket, office.area)
    direct = office.department_transfer == "direct"
    return needs_consent(act.move, ticket, held, act.wish, office.area, direct=direct)


def check_act(tx: Tx, office: Office, act: Act, now: datetime) -> Ticket:
    """Returns the ticket, still unmoved; raises Refused unless the move may be made now, with what came along."""
    ticket = find_ticket(tx, act.person, act.ticket_id)
    check_open(tx, office, ticket, act.move, act.person)
    check_demands(tx, office, ticket, act, now)
    return ticket


def check_open(tx: Tx, office: Office, ticket: Ticket, move: Move, person: Person) -> None:
    """Raises Refused, with the facts that its words need, unless this person may make or propose this move now."""
    held = capacities(person, ticket, office.area)
    rule = MOVES[move]
    if (rule.who | rule.asks) & held and ticket.state not in rule.sources:
        _refuse_state(tx, office, ticket, move)
    check(move, ticket, held)


def _refuse_state(tx: Tx, office: Office, ticket: Ticket, move: Move) -> None:
    """The second half of a move that someone else already made is answered with who did it, not with an error."""
    for event in reversed(events.history(tx, ticket.id)):
        if event.kind in REOPENING and move not in REOPENING:
            break
        if event.kind == move.value:
            raise racing.told(tx, office, ticket, event)
    texts = office.texts
    done = ticket.state.is_over or ticket.state is State.RESOLVED
    raise Refused(
        Refusal.WRONG_STATE,
        state=texts.plain(f"standing.{ticket.state.value}"),
        cannot=texts.plain("cannot.any_more" if done else "cannot.now"),
        move=texts.plain(f"verb.{move.value}"),
    )


_PURPOSES = {
    Move.CONTROL: MediaPurpose.STAGE,
    Move.REPAIR: MediaPurpose.STAGE,
    Move.RESOLVE: MediaPurpose.PROOF,
    Move.DISPUTE: MediaPurpose.OBJECTION,
    Move.REWORK: MediaPurpose.OBJECTION,
    Move.OBJECT: MediaPurpose.OBJECTION,
}


def _keep_photos(tx: Tx, act: Act) -> None:
    """Photos that came with a move of another kind are evidence all the same: kept as what they object to or prove."""
    for photo in act.photos:
        media.add(
            tx,
            photo,
            chat_id=act.chat_id,
            message_id=act.message_id,
            purpose=_PURPOSES.get(act.move, MediaPurpose.NOTE),
            ticket_id=act.ticket_id,
        )


def may_handle(office: Office, person: Person, candidates: Sequence[Ticket]) -> list[Ticket]:
    """Those of the tickets that this person answers for."""
    return [ticket for ticket in candidates if Capacity.HANDLER in capacities(person, ticket, office.area)]
