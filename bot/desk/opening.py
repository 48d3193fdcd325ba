"""Opening: what a report says becomes tickets, routed, with their clocks running and their cards queued.

What tells of an open ticket's problem once more becomes none: the post joins that ticket (bot/desk/duplicates.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import cards, duplicates, emergencies, muting, places, reach
from bot.desk.deadlines import set_clocks
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.reactions import follow_tickets, show_on_post
from bot.domain.areas import TimeClass
from bot.domain.deadlines import Clock, due_at, fix_due_at
from bot.domain.decisions import decide
from bot.domain.duplicates import address_of
from bot.domain.notices import Reaction
from bot.domain.posts import StoredPost
from bot.domain.readings import Problem, Reading
from bot.domain.tickets import State, Ticket
from bot.reading.unknown_names import place_as_written, summary_without_name
from storage import events, people, tickets
from storage.events import Event
from storage.transaction import Tx


def open_bundle(tx: Tx, office: Office, post: StoredPost, reading: Reading, now: datetime) -> Ticket:
    """One ticket in triage for the first post of a flood, whatever its words say: where, of what kind and how many."""
    people.remember(tx, post.sender.id, post.sender.name, post.sender.username)
    problem = Problem(summary=office.texts.plain("bundle.summary"))
    draft = _draft(office, post, replace(reading, problems=(problem,)), problem, now, near=(), reachable=False)
    draft = draft.model_copy(update={"summary": problem.summary, "place": None, "bundle": True})
    return _open(tx, office, post, draft, problem, (), now, asked=False)


def open_tickets(tx: Tx, office: Office, post: StoredPost, reading: Reading, now: datetime) -> None:
    """One ticket a problem; then the one sign on the post."""
    people.remember(tx, post.sender.id, post.sender.name, post.sender.username)
    named = places.suggestions(office, post, reading)
    nowhere = any(one.spot is None for one in reading.problems) and not any(one.unit_code for one in reading.problems)
    asked = nowhere or bool(named)
    near = places.units_named(tx, office, named)
    if muting.is_muted(tx, post.sender.id, now):
        reading = replace(reading, problems=tuple(_to_be_checked(problem) for problem in reading.problems))
    opened = []
    for problem in reading.problems:
        seats = _seats(tx, post, problem, urgent=_time_class(reading, problem) is TimeClass.URGENT)
        draft = _draft(office, post, reading, problem, now, near=near, reachable=bool(seats))
        joined = duplicates.join(tx, office, draft, post, now)
        if joined is None:
            opened.append(_open(tx, office, post, draft, problem, seats, now, asked=asked))
        elif draft.emergency:
            emergencies.answer(tx, office, joined, post, now)
    for ticket in opened:
        if ticket.emergency:
            emergencies.sound(tx, office, ticket, now)
    if not opened:
        return
    if asked:
        places.ask(tx, office, post, opened[0], now, named)
    sign = Reaction.ASKED if asked else Reaction.STORED
    alone = len(opened) == len(reading.problems)
    show_on_post(tx, office, post, sign, f"{opened[0].id}:opened", now, first=alone)


def _to_be_checked(problem: Problem) -> Problem:
    """A coordinator looks at what a muted person says before its unit is sent out."""
    likely = problem.candidates or ((problem.unit_code,) if problem.unit_code is not None else ())
    return replace(problem, unit_code=None, candidates=likely)


def detached_problems(ticket: Ticket, post: StoredPost, reading: Reading) -> Sequence[Problem]:
    """What a post had told of another one's ticket."""
    problems = reading.problems or (Problem(summary=post.text[:_SUMMARY]),)
    alike = [one for one in problems if (one.category, one.subcategory) == (ticket.category, ticket.subcategory)]
    return alike or problems[:1]


def open_detached(
    tx: Tx, office: Office, post: StoredPost, ticket: Ticket, now: datetime, words: str = ""
) -> list[Ticket]:
    """Tickets for what a post had told of another one's: as if it had come alone, at the place that `words` name."""
    reading = places.understand(tx, office, post)
    opened = []
    for told in detached_problems(ticket, post, reading):
        there = places.said_instead(office, post, told, words)
        problem, place = there if there is not None else (told, place_as_written(reading.text, told))
        seats = _seats(tx, post, problem, urgent=_time_class(reading, problem) is TimeClass.URGENT)
        draft = _draft(office, post, reading, problem, now, near=(), reachable=bool(seats))
        text = f"{draft.text}\n{words}" if there is not None else draft.text  # or the card would contradict itself
        draft = draft.model_copy(update={"place": place, "text": text})
        opened.append(_open(tx, office, post, draft, problem, seats, now, asked=False))
    follow_tickets(tx, office, post, f"{ticket.id}:detached:{opened[0].id}", now)
    return opened


_SUMMARY = 40
"""Characters of a post that say what it is about, where nothing more is understood."""


def _time_class(reading: Reading, problem: Problem) -> TimeClass:
    return TimeClass.URGENT if reading.emergency else problem.time_class or TimeClass.C


def _draft(
    office: Office,
    post: StoredPost,
    reading: Reading,
    problem: Problem,
    now: datetime,
    *,
    near: tuple[str, ...],
    reachable: bool,
) -> Ticket:
    """The ticket that a problem would become. `near`: the units of what the reporter is asked about, for triage."""
    time_class = _time_class(reading, problem)
    small = office.area.subcategory(problem.category, problem.subcategory)
    stages = office.limits.stages_for(time_class, small.stages if small is not None else None)
    limit = office.limits.for_class(time_class, problem.limit, stages)
    draft = Ticket(
        id=0,
        state=State.ASSIGNED if reachable else State.TRIAGE,
        post_id=post.id,
        chat_id=post.chat_id,
        message_id=post.message_id,
        topic=post.topic,
        private=post.private,
        reporter_id=post.sender.id,
        reporter_name=post.sender.name,
        text=post.text,
        summary=summary_without_name(reading.text, problem),
        place=place_as_written(reading.text, problem),
        place_name=problem.spot.name if problem.spot else None,
        address=address_of(problem.spot),
        unit_code=problem.unit_code,
        bot_unit=problem.unit_code if reachable else None,
        candidates=places.likely_units(office.area, problem) or near,
        rule=problem.rule,
        category=problem.category,
        subcategory=problem.subcategory,
        confidence=problem.confidence,
        time_class=time_class,
        limit=limit,
        stages=stages,
        emergency=reading.emergency,
        created_at=now,
        assigned_at=now if reachable else None,
    )
    if not reachable:
        return draft
    days = office.days_of(problem.unit_code)  # as its clocks will say: no second save
    respond_by = due_at(Clock.RESPONSE, draft, now, office.limits, days)
    return draft.model_copy(update={"due_at": fix_due_at(time_class, limit, now, days), "respond_by": respond_by})


def _open(
    tx: Tx,
    office: Office,
    post: StoredPost,
    draft: Ticket,
    problem: Problem,
    seats: tuple[Seat, ...],
    now: datetime,
    *,
    asked: bool,
) -> Ticket:
    ticket = tickets.add(tx, draft, [str(reason) for reason in problem.why])
    event = events.append(
        tx,
        ticket.id,
        Event(
            kind="opened",
            state=ticket.state,
            done_at=post.sent_at,
            actor_id=post.sender.id,
            actor_name=post.sender.name,
            unit_code=ticket.unit_code,
            details=replace(decide(office.area, problem, asked=asked), spans=()).as_details(),  # tickets.why has them
        ),
        now,
    )
    if post.pin is not None:
        event = places.note_pin(tx, office, ticket, post.pin, post.sender, problem, now)
    ticket = set_clocks(tx, office, ticket, now, fresh=True, asked=asked and _can_wait(ticket))
    cards.post_first(tx, office, ticket, post, seats, event, now)
    return ticket


def _can_wait(ticket: Ticket) -> bool:
    """An emergency is dispatched while its reporter is still being asked."""
    return ticket.state is State.TRIAGE and not ticket.is_urgent


def _seats(tx: Tx, post: StoredPost, problem: Problem, *, urgent: bool) -> tuple[Seat, ...]:
    """Where the problem's unit would read its card; nowhere for a problem that no unit has."""
    if problem.unit_code is None:
        return ()
    below = Seat(post.chat_id, post.topic, post.message_id)
    return reach.seats_of_unit(tx, problem.unit_code, below, urgent=urgent, private=post.private)
