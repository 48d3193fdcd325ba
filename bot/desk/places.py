"""Places: asking where a problem is, and sending a ticket in triage to the unit that the answer names."""

from __future__ import annotations

from datetime import datetime

from bot.desk import cards, reach
from bot.desk.deadlines import set_clocks
from bot.desk.messages import say, take_away
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.reactions import follow_tickets
from bot.domain.areas import Area
from bot.domain.decisions import Decision, decide
from bot.domain.notices import NoticeKind
from bot.domain.posts import StoredPost
from bot.domain.prompts import PATIENCE_FOR_PLACE, Asked, asked_in, question_key
from bot.domain.readings import Problem, ReadingContext
from bot.domain.tickets import State, Ticket
from bot.notices.markup import mention
from bot.reading.unknown_names import place_as_written
from storage import chats, notices, prompts, tickets
from storage.tickets import Event
from storage.transaction import Tx


def likely_units(area: Area, problem: Problem) -> tuple[str, ...]:
    """What triage is offered first: the units of an ambiguous name, or the unreachable unit's parents."""
    if problem.candidates:
        return problem.candidates
    if problem.unit_code is None:
        return ()
    return tuple(unit.code for unit in area.ancestors(problem.unit_code) if unit.parent is not None)


def ask(tx: Tx, office: Office, post: StoredPost, ticket: Ticket, now: datetime) -> None:
    """Ask the reporter, below the post, where it is. The question goes once it is settled."""
    text = office.texts.say("question.place", person=mention(post.sender.id, post.sender.name))
    seat = Seat(post.chat_id, post.topic, post.message_id)
    key = question_key(post.id, Asked.PLACE)
    notice = say(tx, seat, NoticeKind.QUESTION, key, text, now, ticket_id=ticket.id)
    until = now + PATIENCE_FOR_PLACE
    prompts.ask(tx, post.sender.id, post.chat_id, ticket.id, Asked.PLACE, notice, until)
    if notice is not None and (question := notices.load(tx, notice)) is not None:
        take_away(tx, question, now, at=until)


def reroute(tx: Tx, office: Office, post: StoredPost, now: datetime) -> None:
    """Read the grown text again; tickets still in triage go where it says, the others stay where they are."""
    waiting = [ticket for ticket in tickets.of_post(tx, post.id) if ticket.state is State.TRIAGE]
    if not waiting:
        return
    binding = chats.binding(tx, post.chat_id, post.topic)
    context = ReadingContext(binding.unit_code if binding else None, has_photo=bool(post.media))
    problems = office.reader.read(post.text, context).problems
    for ticket in waiting:
        problem = _same_problem(ticket, problems)
        if problem is not None:
            _place(tx, office, post, ticket, problem, now)


def _same_problem(ticket: Ticket, problems: tuple[Problem, ...]) -> Problem | None:
    """What the text now says of this ticket: the problem of its category that has a spot, else any with one."""
    placed = [problem for problem in problems if problem.spot is not None]
    kindred = [problem for problem in placed if problem.category == ticket.category]
    return next(iter(kindred or placed), None)


def _place(tx: Tx, office: Office, post: StoredPost, ticket: Ticket, problem: Problem, now: datetime) -> None:
    """Note where the ticket is; a unit that can be reached gets it, else triage keeps it with better hints."""
    settle_question(tx, ticket, now)
    reachable = problem.unit_code is not None and reach.is_reachable(tx, problem.unit_code, private=ticket.private)
    moved = ticket.model_copy(
        update={
            "place": place_as_written(post.text, problem),
            "place_name": problem.spot.name if problem.spot else None,
            "unit_code": problem.unit_code,
            "candidates": likely_units(office.area, problem),
            "rule": problem.rule,
            "state": State.ASSIGNED if reachable else State.TRIAGE,
            "assigned_at": now if reachable else None,
        }
    )
    tickets.save(tx, moved)
    if reachable:
        send_to_unit(tx, office, moved, now, decide(office.area, problem))
    follow_tickets(tx, office, post, f"{ticket.id}:placed:{post.text}", now)


def send_to_unit(tx: Tx, office: Office, ticket: Ticket, now: datetime, decision: Decision | None = None) -> None:
    """A ticket has left triage: its clocks change, the unit gets a card, the coordinators' card is brought up."""
    details = decision.as_details() if decision else {}
    event = Event("rerouted", ticket.state, now, unit_code=ticket.unit_code, details=details)
    occasion = tickets.append(tx, ticket.id, event, now)
    ticket = set_clocks(tx, office, ticket, now)
    cards.refresh(tx, office, ticket, occasion, now)
    cards.post_card(tx, office, ticket, occasion, now)


def settle_question(tx: Tx, ticket: Ticket, now: datetime) -> None:
    """Take the question where this ticket is back out of the chat, and stop waiting for its answer and no other."""
    for question in notices.standing(tx, ticket.id, NoticeKind.QUESTION):
        if asked_in(question.key) is Asked.PLACE:
            take_away(tx, question, now)
            prompts.close_asked_by(tx, question.id)
