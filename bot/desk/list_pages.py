"""Pages of tickets: the lists that a command asks for, and their buttons ‹ and ›. Looked up beside the writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.desk import finding, lists, paging, reach
from bot.desk.office import Office
from bot.desk.paging import Page
from bot.desk.reach import Seat
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from storage import people
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Room:
    """Where a list is asked for: `private`, by one person alone; `in_group`, where couriers read it."""

    private: bool
    in_group: bool


Look = Callable[[Tx, Office, Person, str, Room, datetime, int], tuple[Markup, Buttons]]
"""Takes what was written behind the command, where it is asked, and the page. Raises Refused."""

LISTS: dict[str, Look] = {
    "todo": lambda tx, office, person, query, room, now, page: lists.todo(
        tx, office, person, now, page, in_group=room.in_group
    ),
    "triage": lambda tx, office, person, query, room, now, page: lists.triage(
        tx, office, person, page, in_group=room.in_group
    ),
    "mine": lambda tx, office, person, query, room, now, page: lists.mine(
        tx, office, person, page, private=room.private, in_group=room.in_group
    ),
    "find": lambda tx, office, person, query, room, now, page: finding.find(
        tx, office, person, query, now, page, in_group=room.in_group
    ),
}
"""By the command's name."""

VERBS = {f"{name}page": name for name in LISTS}
"""The first words of callback data that this file answers for, and whose pages they turn."""

_MOST_WRITTEN = 200


def _room(tx: Tx, chat_id: int, topic: int | None) -> Room:
    return Room(private=chat_id > 0, in_group=reach.couriers_read(tx, chat_id, topic))


def first(tx: Tx, office: Office, person: Person, name: str, query: str, seat: Seat, now: datetime) -> Page:
    """What the command answers. Raises Refused."""
    room = _room(tx, seat.chat_id, seat.topic)
    text, rows = LISTS[name](tx, office, person, query[:_MOST_WRITTEN], room, now, 0)
    return Page(text, rows, {"list": name, "query": query[:_MOST_WRITTEN]})


def next_page(tx: Tx, office: Office, tap: Tap, now: datetime) -> Page:
    """The page that a button asks for. Raises Refused."""
    asked = paging.about(tx, tap)
    name = VERBS[tap.verb]
    if asked.get("list") != name:
        raise Refused(Refusal.STALE_BUTTON)
    person = people.load(tx, tap.person_id, tap.name)
    number = paging.number(tap)
    room = _room(tx, tap.chat_id, tap.topic)
    text, rows = LISTS[name](tx, office, person, asked["query"], room, now, number)
    return Page(text, rows)


def turn(tx: Tx, tap: Tap, page: Page, now: datetime) -> Answer:
    """Raises Refused."""
    paging.about(tx, tap)
    return paging.turned(tx, tap, page, now)
