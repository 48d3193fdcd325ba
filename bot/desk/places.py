"""Places: asking where a problem is, and sending a ticket in triage to the unit that the answer or a pin means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import cards, duplicates, reach
from bot.desk.deadlines import answered, set_clocks
from bot.desk.messages import say, take_away
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.reactions import follow_tickets
from bot.domain.areas import Area
from bot.domain.decisions import Decision, decide
from bot.domain.duplicates import address_of
from bot.domain.notices import NoticeKind
from bot.domain.people import Person
from bot.domain.pins import Pin
from bot.domain.posts import MediaKind, Sender, StoredPost
from bot.domain.prompts import PATIENCE_FOR_PLACE, Asked, asked_in, question_key
from bot.domain.readings import Problem, Reading, ReadingContext
from bot.domain.tickets import State, Ticket
from bot.notices.buttons import place_buttons
from bot.notices.markup import mention
from bot.reading.near_misses import MOST
from bot.reading.offering import names_to_offer
from bot.reading.unknown_names import place_as_written
from storage import areas, chats, events, messages, notices, posts, prompts, tickets
from storage.events import Event
from storage.transaction import Tx


def likely_units(area: Area, problem: Problem) -> tuple[str, ...]:
    """What triage is offered first: the units of an ambiguous name, or the unreachable unit's parents."""
    if problem.candidates:
        return problem.candidates
    if problem.unit_code is None:
        return ()
    return tuple(unit.code for unit in area.ancestors(problem.unit_code) if unit.parent is not None)


def units_named(tx: Tx, office: Office, names: Sequence[str]) -> tuple[str, ...]:
    """Whose the names are that the question offers: triage is offered them first, should nobody answer it."""
    named = set(names)
    codes = [place.unit for name in names for place in areas.named(tx, name)]
    codes += [unit.code for unit in office.area.units if unit.name in named]
    return tuple(dict.fromkeys(codes))


def suggestions(office: Office, post: StoredPost, reading: Reading) -> tuple[str, ...]:
    """Names that the question may offer: near misses of a name that no book knows, or the places around a pin."""
    if any(problem.unit_code for problem in reading.problems):
        return ()
    found = office.reader.where(post.pin) if post.pin is not None else None
    if found is not None:
        return found.names[:MOST] if len(found.names) > 1 else ()
    return names_to_offer(office.reader, reading)


def ask(tx: Tx, office: Office, post: StoredPost, ticket: Ticket, now: datetime, named: Sequence[str] = ()) -> None:
    """Ask the reporter, below the post, where it is. The question goes once it is settled."""
    person = mention(post.sender.id, post.sender.name)
    text = office.texts.say("question.place_near" if named else "question.place", person=person)
    seat = Seat(post.chat_id, post.topic, post.message_id)
    key = question_key(post.id, Asked.PLACE)
    with_position = any(item.kind is MediaKind.IMAGE_FILE for item in post.media)
    rows = place_buttons(office.texts, ticket, named, with_position=with_position)
    notice = say(tx, seat, NoticeKind.QUESTION, key, text, now, rows=rows, ticket_id=ticket.id)
    until = now + PATIENCE_FOR_PLACE
    prompts.ask(tx, post.sender.id, post.chat_id, ticket.id, Asked.PLACE, notice, until)
    if notice is not None and (question := notices.load(tx, notice)) is not None:
        take_away(tx, question, now, at=until)


def reroute(tx: Tx, office: Office, post: StoredPost, now: datetime) -> None:
    """Read the grown text again; tickets still in triage go where it says, the others stay where they are."""
    waiting = [ticket for ticket in tickets.of_post(tx, post.id) if ticket.state is State.TRIAGE and not ticket.bundle]
    if not waiting:
        return
    reading = understand(tx, office, post)
    for ticket in waiting:
        problem = _same_problem(ticket, reading.problems)
        if problem is not None:
            _place(tx, office, post, ticket, problem, now)


def understand(tx: Tx, office: Office, post: StoredPost) -> Reading:
    """The post read with all that came along: its chat's unit, its photos, its position, a name that was chosen."""
    binding = chats.binding(tx, post.chat_id, post.topic)
    unit = binding.unit_code if binding else None
    return office.reader.read(post.words, ReadingContext(unit, has_photo=bool(post.media), pin=post.pin))


def said_instead(office: Office, post: StoredPost, problem: Problem, words: str) -> tuple[Problem, str] | None:
    """The problem where the sender says it is after all, and that place as written. None: the words name no place.

    A bare building or gate is one of the estate that the post named.
    """
    context = ReadingContext(has_photo=bool(post.media))
    told = f"{words}的{problem.summary}"
    found = next(iter(office.reader.read(told, context).problems), None)
    if found is not None and found.spot is not None and found.spot.name is None and problem.spot is not None:
        told = f"{problem.spot.name or ''}{told}"
        found = next(iter(office.reader.read(told, context).problems), None)
    if not words or found is None or found.spot is None:
        return None
    there = replace(problem, spot=found.spot, unit_code=found.unit_code, candidates=found.candidates, rule=found.rule)
    return there, place_as_written(told, found) or ""


def _same_problem(ticket: Ticket, problems: tuple[Problem, ...]) -> Problem | None:
    """What the text now says of this ticket: the problem of its category that has a spot, else any with one."""
    placed = [problem for problem in problems if problem.spot is not None]
    kindred = [problem for problem in placed if problem.category == ticket.category]
    return next(iter(kindred or placed), None)


def _place(tx: Tx, office: Office, post: StoredPost, ticket: Ticket, problem: Problem, now: datetime) -> None:
    """Note where the ticket is; a unit that can be reached gets it, else triage keeps it with better hints."""
    settle_question(tx, office, ticket, now)
    reachable = problem.unit_code is not None and reach.is_reachable(tx, problem.unit_code, private=ticket.private)
    moved = ticket.model_copy(
        update={
            "place": place_as_written(post.words, problem),
            "place_name": problem.spot.name if problem.spot else None,
            "address": address_of(problem.spot),
            "unit_code": problem.unit_code,
            "bot_unit": ticket.bot_unit or (problem.unit_code if reachable and not ticket.returners else None),
            "candidates": likely_units(office.area, problem) or ticket.candidates,
            "rule": problem.rule,
            "state": State.ASSIGNED if reachable else State.TRIAGE,
            "assigned_at": now if reachable else None,
        }
    )
    tickets.save(tx, moved)
    if duplicates.merge_placed(tx, office, moved, now) is not None:
        return
    if reachable:
        send_to_unit(tx, office, moved, now, decide(office.area, problem))
    follow_tickets(tx, office, post, f"{ticket.id}:placed:{post.words}:{post.pin}", now)


def note_pin(
    tx: Tx, office: Office, ticket: Ticket, pin: Pin, sender: Sender, problem: Problem | None, now: datetime
) -> int:
    """Write a position into the history, where who goes there can read it; words that say otherwise count.

    Returns the id of the last event.
    """
    words = f"{pin.title} {pin.on_screen()}".strip()
    event = Event("pinned", ticket.state, now, actor_id=sender.id, actor_name=sender.name, words=words)
    noted = events.append(tx, ticket.id, event, now)
    spot = problem.spot if problem is not None else None
    if spot is None or spot.name is None or spot.unit_code is None:
        return noted
    found = office.reader.where(pin)
    if found is None or any(office.area.covers(code, spot.unit_code) for code in found.units):
        return noted
    meant = found.names[0] if found.names else office.area.unit_name(found.units[0])
    return events.append(tx, ticket.id, Event("pin_differs", ticket.state, now, words=meant), now)


def take_pin(tx: Tx, office: Office, post: StoredPost, pin: Pin, sender: Sender, now: datetime) -> None:
    """A position came for a report that has its tickets: those in triage go where it means, unless words say so."""
    problems = understand(tx, office, post).problems
    noted = {
        ticket.id: note_pin(tx, office, ticket, pin, sender, _same_problem(ticket, problems), now)
        for ticket in tickets.of_post(tx, post.id)
        if not ticket.state.is_over
    }
    reroute(tx, office, post, now)
    _refresh(tx, office, post, noted, now)


def take_name(tx: Tx, office: Office, ticket: Ticket, name: str, person: Person, now: datetime) -> None:
    """The reporter, or a coordinator, chose one of the names that were offered."""
    posts.name_place(tx, ticket.post_id, name)
    post = posts.load(tx, ticket.post_id)
    event = Event("placed", ticket.state, now, actor_id=person.id, actor_name=person.name, words=name)
    noted = events.append(tx, ticket.id, event, now)
    reroute(tx, office, post, now)
    settle_question(tx, office, ticket, now)
    _refresh(tx, office, post, {ticket.id: noted}, now)


def _refresh(tx: Tx, office: Office, post: StoredPost, noted: dict[int, int], now: datetime) -> None:
    for ticket in tickets.of_post(tx, post.id):
        if ticket.id in noted:
            cards.refresh(tx, office, ticket, noted[ticket.id], now)


def send_to_unit(tx: Tx, office: Office, ticket: Ticket, now: datetime, decision: Decision | None = None) -> None:
    """A ticket has left triage: its clocks change, the unit gets a card, the coordinators' card is brought up."""
    details = decision.as_details() if decision else {}
    event = Event("rerouted", ticket.state, now, unit_code=ticket.unit_code, details=details)
    occasion = events.append(tx, ticket.id, event, now)
    ticket = set_clocks(tx, office, ticket, now)
    cards.refresh(tx, office, ticket, occasion, now)
    cards.post_card(tx, office, ticket, occasion, now)


def settle_question(tx: Tx, office: Office, ticket: Ticket, now: datetime) -> None:
    """Take the question where this ticket is back out of the chat, and stop waiting for its answer and no other."""
    answered(tx, office, ticket, now)
    for question in messages.standing(tx, ticket.id, NoticeKind.QUESTION):
        if asked_in(question.key) is Asked.PLACE:
            take_away(tx, question, now)
            prompts.close_asked_by(tx, question.id)
