"""Stories: what is told of one ticket, on its card and, whole, where /ticket or a list opened it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import reach
from bot.desk.messages import edit_message, is_opened, keyboard
from bot.desk.office import Office
from bot.domain.deadlines import OF_STAGES, Clock, due_at
from bot.domain.notices import Call, NoticeKind
from bot.domain.people import Person
from bot.domain.posts import MediaKind, MediaPurpose
from bot.domain.rights import capacities
from bot.domain.stages import Stage
from bot.domain.tickets import Capacity, Move, State, Ticket
from bot.notices.buttons import Buttons, card_buttons, own_buttons
from bot.notices.cards import MESSAGE_LIMIT, CardFacts, Step, card
from bot.notices.markup import Markup
from storage import deadlines, events, media, messages, notices, people, supporters, tickets
from storage.events import Event
from storage.media import StoredMedia
from storage.notices import Notice
from storage.transaction import Tx


def history(tx: Tx, office: Office, ticket: Ticket, *, discreet: bool = False) -> list[Step]:
    """The ticket's events as a card tells them. Who reported in private is not named, nor quoted if `discreet`."""
    steps = []
    unnamed = supporters.unnamed_of(tx, ticket)
    flood = {one.post_id for one in supporters.of_ticket(tx, ticket.id)} if ticket.bundle else frozenset()
    for event in events.history(tx, ticket.id):
        step = step_of(office, event, unnamed, discreet=discreet)
        if step.kind == "added" and event.details.get("post") in flood:
            step = replace(step, kind="bundled")  # each report is read, and counted: not what was added to one of them
        if event.kind == "reminded" and step in steps:
            continue  # another of its clocks, told in the same message
        steps.append(step)
    return steps


def step_of(office: Office, event: Event, unnamed: Collection[int], *, discreet: bool = False) -> Step:
    """One event. `unnamed` are the ids of those who reported in private."""
    name = event.actor_name or office.texts.plain("name.bot")
    if event.actor_id in unnamed:
        name = office.texts.plain("card.somebody")
    words = None if discreet and event.actor_id in unnamed else event.words
    if event.kind == Move.MERGE.value:
        words = f"#T{event.details['ticket']} {words or ''}".strip()
    if event.kind == "reminded":
        words = office.texts.plain(f"rung.{event.details['rung']}")
    elif event.kind == "missed":
        words = office.texts.plain(f"clock.{event.details['clock']}")
    return Step(event.done_at, event.kind, name, words, _unit_of(office, event))


def _unit_of(office: Office, event: Event) -> str | None:
    """The unit that an event tells of: those that were asked for help, or the one that has the ticket."""
    if event.kind in {Move.WHISTLE.value, Move.SPLIT.value}:
        return "、".join(office.area.unit_name(code) or code for code in event.details.get("units", ()))
    return office.area.unit_name(event.unit_code)


def is_read_by_couriers(tx: Tx, ticket: Ticket) -> bool:
    """Whether the ticket's card stands in the reporting group, since its unit has no chat of its own."""
    return not (ticket.private or ticket.unit_code is None or bool(reach.unit_chats(tx, ticket.unit_code)))


def photos_of_report(tx: Tx, ticket: Ticket) -> list[StoredMedia]:
    """Those of the report and of whoever reported the same; where the unit reads in the group, none sent in private."""
    kept = media.of_report(tx, ticket.id, ticket.post_id, private=not is_read_by_couriers(tx, ticket))
    return [item for item in kept if item.kind is MediaKind.PHOTO]


_OF_THE_FIX = (MediaPurpose.STAGE, MediaPurpose.PROOF)


def photos(tx: Tx, ticket: Ticket, *, private: bool = True) -> list[str]:
    """The file ids of a ticket's photos: the report's, those of steps, then the proofs; `private`, also what
    supporters sent so."""
    shown = [item for kind in _OF_THE_FIX for item in media.of_ticket(tx, ticket.id, kind)]
    kept = [*media.of_report(tx, ticket.id, ticket.post_id, private=private), *shown]
    return [item.file_id for item in kept if item.kind is MediaKind.PHOTO]


def facts_of(
    tx: Tx,
    office: Office,
    ticket: Ticket,
    shown: Sequence[Step],
    photos: int,
    *,
    attention: Sequence[Person] = (),
    lines: int = 4,
) -> CardFacts:
    """What a card says beside the ticket's own words: `shown` of its history, so many photos, who is mentioned; at most
    so many `lines` of the history."""
    answering = ticket.state is State.ASSIGNED
    return CardFacts(
        photos=photos,
        history=shown,
        attention=attention,
        review_due=_review_due(tx, ticket),
        respond_by=_respond_by(office, ticket) if answering else None,
        helpers=tickets.helping(tx, ticket.id) if shown else (),  # what has no history yet has no help either
        own_limit=ticket.limit != office.limits.classes[ticket.time_class],
        stages=_stage_dues(tx, ticket),
        lines=lines,
    )


def _stage_dues(tx: Tx, ticket: Ticket) -> dict[Stage, datetime]:
    """When the steps still to come are due; few tickets have any."""
    if not ticket.to_come:
        return {}
    clocks = deadlines.running(tx, ticket.id)
    return {stage: clocks[clock].due_at for stage, clock in OF_STAGES.items() if clock in clocks}


def _respond_by(office: Office, ticket: Ticket) -> datetime | None:
    """By when the unit should have accepted: computed, not looked up, since a card is made in every intake."""
    start = ticket.assigned_at
    return due_at(Clock.RESPONSE, ticket, start, office.limits, office.days_of(ticket.unit_code)) if start else None


def _review_due(tx: Tx, ticket: Ticket) -> datetime | None:
    if ticket.state is not State.RESOLVED:
        return None
    clock = deadlines.running(tx, ticket.id).get(Clock.REVIEW)
    return clock.due_at if clock else None


def story(tx: Tx, office: Office, ticket: Ticket, *, discreet: bool = False) -> Markup:
    """The ticket with its whole history, as text; `discreet` where others read than those who work on it."""
    told = history(tx, office, ticket, discreet=discreet)
    facts = facts_of(tx, office, ticket, told, len(photos_of_report(tx, ticket)), lines=30)
    return card(office.texts, office.area, ticket, facts, office.zone, limit=MESSAGE_LIMIT)


def refresh_opened(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """What /ticket or a list's button opened shows the ticket as it is now: the newest in each chat, if it has buttons.

    In private it offers the reader's own moves, in a group those of a card.
    """
    opened = filter(is_opened, messages.standing(tx, ticket.id, NoticeKind.ANSWER))
    for notice in {notice.chat_id: notice for notice in opened}.values():
        discreet = notice.chat_id > 0 and not _works_on(tx, office, ticket, notice.chat_id)
        discreet |= reach.couriers_read(tx, notice.chat_id, notice.topic)
        text = story(tx, office, ticket, discreet=discreet)
        payload = {"text": text, "reply_markup": keyboard(_moves_in(tx, office, ticket, notice))}
        if not notices.amend(tx, notice.id, notice.call, payload):
            edit_message(tx, notice, Call.EDIT_TEXT, payload, f"edit:{notice.id}:{occasion}", now)


def _works_on(tx: Tx, office: Office, ticket: Ticket, person_id: int) -> bool:
    """Whether somebody is more to the ticket than one who reported it."""
    held = capacities(people.load(tx, person_id, ""), ticket, office.area)
    return bool(held - {Capacity.REPORTER, Capacity.SUPPORTER})


def _moves_in(tx: Tx, office: Office, ticket: Ticket, opened: Notice) -> Buttons:
    count = len(photos(tx, ticket))
    if opened.chat_id < 0:
        return card_buttons(office.texts, office.area, ticket, count)
    held = capacities(people.load(tx, opened.chat_id, ""), ticket, office.area)
    return own_buttons(office.texts, office.area, ticket, held, count)
