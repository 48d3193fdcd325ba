"""Pages of tickets: the lists that a command asks for, and their buttons ‹ and ›. Looked up beside the writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk import finding, lists, paging
from bot.desk.office import Office
from bot.desk.paging import Page
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from storage import people
from storage.transaction import Tx

Look = Callable[[Tx, Office, Person, str, bool, datetime, int], tuple[Markup, Buttons]]
"""Takes what was written behind the command, whether it is asked in private, and the page. Raises Refused."""

LISTS: dict[str, Look] = {
    "todo": lambda tx, office, person, query, private, now, page: lists.todo(tx, office, person, now, page),
    "triage": lambda tx, office, person, query, private, now, page: lists.triage(tx, office, person, page),
    "mine": lambda tx, office, person, query, private, now, page: lists.mine(tx, office, person, page, private=private),
    "find": lambda tx, office, person, query, private, now, page: finding.find(tx, office, person, query, now, page),
}
"""By the command's name."""

VERBS = {f"{name}page": name for name in LISTS}
"""The first words of callback data that this file answers for, and whose pages they turn."""

_MOST_WRITTEN = 200


def first(tx: Tx, office: Office, person: Person, name: str, query: str, chat_id: int, now: datetime) -> Page:
    """What the command answers. Raises Refused."""
    text, rows = LISTS[name](tx, office, person, query[:_MOST_WRITTEN], chat_id > 0, now, 0)
    return Page(text, rows, {"list": name, "query": query[:_MOST_WRITTEN]})


def next_page(tx: Tx, office: Office, tap: Tap, now: datetime) -> Page:
    """The page that a button asks for. Raises Refused."""
    asked = paging.about(tx, tap)
    name = VERBS[tap.verb]
    if asked.get("list") != name:
        raise Refused(Refusal.STALE_BUTTON)
    person = people.load(tx, tap.person_id, tap.name)
    number = paging.number(tap)
    text, rows = LISTS[name](tx, office, person, asked["query"], tap.chat_id > 0, now, number)
    return Page(text, rows)


def turn(tx: Tx, tap: Tap, page: Page, now: datetime) -> Answer:
    """Raises Refused."""
    paging.about(tx, tap)
    return paging.turned(tx, tap, page, now)
