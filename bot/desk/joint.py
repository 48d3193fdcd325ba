"""Joint work: tickets split off for other units, and help that a lead unit whistles for (吹哨)."""

from __future__ import annotations

from datetime import datetime

from bot.desk import cards, reach, requests
from bot.desk.acts import Act
from bot.desk.deadlines import set_clocks
from bot.desk.messages import say
from bot.desk.office import Office
from bot.domain.notices import NoticeKind
from bot.domain.routing import Rule
from bot.domain.tickets import Move, State, Ticket
from bot.notices.markup import cut
from bot.notices.review_buttons import rating_buttons
from storage import events, tickets
from storage.events import Event
from storage.transaction import Tx


def open_parts(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime, *, helping: bool) -> list[Ticket]:
    """One ticket a unit, with a card where it reads: a part of the problem, or help for the one who leads."""
    return [_open_part(tx, office, ticket, act, code, now, helping=helping) for code in dict.fromkeys(act.wish.units)]


def _open_part(
    tx: Tx, office: Office, ticket: Ticket, act: Act, unit_code: str, now: datetime, *, helping: bool
) -> Ticket:
    draft = ticket.model_copy(
        update={
            "state": State.ASSIGNED,
            "unit_code": unit_code,
            "bot_unit": None,
            "rule": Rule.DISPATCHED.value,
            "parent_id": ticket.id,
            "lead_unit": ticket.unit_code if helping else None,
            "supporters": (),
            "returners": (),
            "designated": False,
            "extended": 0,
            "reopened": 0,
            "objected": False,
            "stars": None,
            "stages": None if helping else ticket.stages,  # who leads answers for the steps
            "created_at": now,
            "assigned_at": now,
            "accepted_at": None,
            "due_at": None,
            "respond_by": None,
        }
    )
    part = tickets.add(tx, draft, tickets.why(tx, ticket.id))
    kind = "helped" if helping else "split_off"
    event = Event(
        kind,
        part.state,
        now,
        actor_id=act.person.id,
        actor_name=act.person.name,
        words=act.words or None,
        unit_code=unit_code,
        details={"parent": ticket.id},
    )
    occasion = events.append(tx, part.id, event, now)
    part = set_clocks(tx, office, part, now, fresh=True)
    cards.post_card(tx, office, part, occasion, now)
    return part


def tell_lead(tx: Tx, office: Office, part: Ticket, words: str, occasion: int, now: datetime) -> None:
    """Help is done: the lead unit hears of it and rates it; the reporting group does not."""
    if part.lead_unit is None or part.parent_id is None:
        return
    text = office.texts.say(
        "help.resolved",
        number=part.number,
        parent=f"T{part.parent_id}",
        unit=office.area.unit_name(part.unit_code) or "",
        words=office.texts.say("event.words", words=cut(words, 200)) if words else "",
    )
    rows = rating_buttons(office.texts, part)
    for seat in reach.reminder_seats(tx, part.lead_unit, office.area):
        key = f"helped:{part.id}:{seat.chat_id}:{occasion}"
        say(tx, seat, NoticeKind.ALERT, key, text, now, rows=rows, ticket_id=part.id)


def call_off(tx: Tx, office: Office, ticket: Ticket, now: datetime) -> None:
    """Who whistled has the ticket no more, or it is over: nobody needs to come for it. Who came already has done so."""
    for part in tickets.helping(tx, ticket.id):
        if part.state.is_over or part.state is State.RESOLVED:
            continue
        over = part.model_copy(update={"state": State.WITHDRAWN, "closed_at": now})
        tickets.save(tx, over)
        event = Event(Move.WITHDRAW.value, over.state, now, unit_code=over.unit_code, details={"parent": ticket.id})
        occasion = events.append(tx, over.id, event, now)
        set_clocks(tx, office, over, now)
        requests.overtake(tx, office, part, over, None, now)
        cards.refresh(tx, office, over, occasion, now)
