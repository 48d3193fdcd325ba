"""Lists of places: those of one unit, page by page; and the question before one is removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk import book, paging
from bot.desk.book import By
from bot.desk.messages import turn
from bot.desk.office import Office
from bot.desk.paging import Page
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, require
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import page_buttons
from bot.notices.markup import Markup
from storage import areas, people
from storage.transaction import Tx

VERBS = frozenset({"placepage", "dropplace"})
"""The first words of callback data that this file answers for."""

PAGE = 30
"""Places of a page: with ten aliases each they fit into a message."""
_MOST_ALIASES = 10


def show(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """列表 龙西社区. Raises Refused."""
    require(by.person, Action.KEEP_PLACES)
    if len(given) != 1:
        raise Refused(Refusal.PLACE_USAGE)
    code = book.the_unit(office, given[0])
    paging.show(tx, by.person, by.seat, _page(tx, office, by.person, code, 0), now)


def _page(tx: Tx, office: Office, person: Person, code: str, page: int) -> Page:
    book.may_keep(person, office, code)
    unit = office.area.unit_name(code) or code
    found = areas.of_unit(tx, code, PAGE + 1, page * PAGE)
    count = areas.count_by_unit(tx).get(code, 0)
    if not count:
        return Page(office.texts.say("place.list.none", unit=unit), [])
    lines = [office.texts.say("place.list", unit=unit, count=count)]
    for place in found[:PAGE]:
        key = "place.line.aliases" if place.aliases else "place.line"
        shown = [*place.aliases[:_MOST_ALIASES], *["…"] * (len(place.aliases) > _MOST_ALIASES)]
        lines.append(office.texts.say(key, place=place.name, aliases="、".join(shown)))
    rows = page_buttons(office.texts, "placepage", page, more=len(found) > PAGE)
    return Page(Markup("\n".join(lines)), rows, {"unit": code})


def ask_removal(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """删除 龙西嘉园: nothing is removed before 确认删除. Raises Refused."""
    if not 1 <= len(given) <= 2:
        raise Refused(Refusal.PLACE_USAGE)
    place = book.the_place(tx, office, by, given[0], given[1] if len(given) > 1 else None)
    book.check_unrouted(office, place)
    aliases = office.texts.say("place.sure.aliases", aliases="、".join(place.aliases)) if place.aliases else ""
    unit = office.area.unit_name(place.unit) or place.unit
    text = office.texts.say("place.sure", place=place.name, unit=unit, aliases=aliases)
    rows = [
        [
            (office.texts.plain("button.drop"), "dropplace:yes"),
            (office.texts.plain("button.cancel"), "dropplace:no"),
        ]
    ]
    paging.show(tx, by.person, by.seat, Page(text, rows, {"place": place.name, "unit": place.unit}), now)


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """placepage:PAGE, dropplace:yes, dropplace:no. Raises Refused."""
    person = people.load(tx, tap.person_id, tap.name)
    asked = paging.about(tx, tap)
    if tap.verb == "placepage" and "place" not in asked:
        return paging.turned(tx, tap, _page(tx, office, person, asked["unit"], paging.number(tap)), now)
    word = tap.argument(0)
    if tap.verb != "dropplace" or "place" not in asked or word not in {"yes", "no"}:
        raise Refused(Refusal.STALE_BUTTON)
    facts = {"place": asked["place"], "unit": office.area.unit_name(asked["unit"]) or asked["unit"]}
    if word == "no":
        return turn(tx, tap, office.texts.say("place.kept", **facts), now)
    book.remove_at_once(tx, office, person, asked["place"], asked["unit"], now)
    return turn(tx, tap, office.texts.say("place.removed", **facts), now)
