"""The units in chat: the tree with what each has; administrators rename them and keep the words that mean them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.desk import areas as area_book
from bot.desk import book, paging
from bot.desk.book import By
from bot.desk.messages import answer_for_a_while
from bot.desk.office import Office
from bot.desk.paging import Page
from bot.domain.area_changes import AreaChange
from bot.domain.areas import Area, ChatKind, Unit, UnitKind
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may_on, require, require_on
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import page_buttons
from bot.notices.markup import Markup
from storage import areas, audit, chats, people
from storage.transaction import Tx

VERBS = frozenset({"unitpage"})
"""The first words of callback data that this file answers for."""

PAGE = 30


def show(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """/unit: the units of the own ground, with places, people and chat. Raises Refused."""
    if given:
        raise Refused(Refusal.UNIT_USAGE)
    paging.show(tx, by.person, by.seat, _page(tx, office, by.person, 0), now)


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """unitpage:PAGE. Raises Refused."""
    person = people.load(tx, tap.person_id, tap.name)
    paging.about(tx, tap)
    return paging.turned(tx, tap, _page(tx, office, person, paging.number(tap)), now)


def _page(tx: Tx, office: Office, person: Person, page: int) -> Page:
    require(person, Action.KEEP_PLACES)
    texts = office.texts
    tree = [
        (depth, unit)
        for depth, unit in _tree(office.area)
        if may_on(person, Action.KEEP_PLACES, unit.code, office.area)
    ]
    places = areas.count_by_unit(tx)
    staff = Counter(grant.unit_code for _, grant in people.every_grant(tx))
    with_chat = {one.unit_code for one in chats.every_binding(tx) if one.kind is ChatKind.UNIT}
    lines = [texts.say("unit.head", area=office.area.name, count=len(tree))]
    lines += [
        texts.say(
            "unit.line",
            indent="　" * depth,
            unit=unit.name,
            places=places.get(unit.code, 0),
            people=staff[unit.code],
            chat=texts.say("unit.chat" if unit.code in with_chat else "unit.no_chat"),
        )
        for depth, unit in tree[page * PAGE : (page + 1) * PAGE]
    ]
    more = len(tree) > (page + 1) * PAGE
    return Page(Markup("\n".join(lines)), page_buttons(texts, "unitpage", page, more=more))


def _tree(area: Area) -> list[tuple[int, Unit]]:
    """Every unit behind its parent, with how deep it lies."""
    below: dict[str | None, list[Unit]] = {}
    for unit in area.units:
        below.setdefault(unit.parent, []).append(unit)
    found: list[tuple[int, Unit]] = []
    waiting = [(0, unit) for unit in reversed(below.get(None, []))]
    while waiting:
        depth, unit = waiting.pop()
        found.append((depth, unit))
        waiting += [(depth + 1, child) for child in reversed(below.get(unit.code, []))]
    return found


def _mine(office: Office, by: By, given: Sequence[str]) -> tuple[Unit, str]:
    """The unit and the word of a line; only who keeps units there. Raises Refused."""
    require(by.person, Action.KEEP_UNITS)
    if len(given) != 2:
        raise Refused(Refusal.UNIT_USAGE)
    unit = office.area.unit_by_code[book.the_unit(office, given[0])]
    require_on(by.person, Action.KEEP_UNITS, unit.code, office.area)
    return unit, given[1]


def _check_new(office: Office, word: str) -> None:
    """A word that means two units would only be asked about. Raises Refused."""
    book.check_word(word)
    for unit in office.area.units:
        if unit.kind is not UnitKind.AREA and word in (unit.name, *unit.keywords):
            raise Refused(Refusal.UNIT_KNOWN, name=word, unit=unit.name)


def rename(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """改名 龙西社区 龙西新村社区"""
    unit, name = _mine(office, by, given)
    _check_new(office, name)
    _put(tx, unit.model_copy(update={"name": name}), now)
    audit.append(tx, "unit_renamed", by.person.id, now, before=unit.name, name=name, unit=unit.code)
    answer_for_a_while(tx, by.seat, office.texts.say("unit.renamed", before=unit.name, unit=name), now)


def add_keyword(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """关键词 龙西社区 龙西片"""
    unit, word = _mine(office, by, given)
    _check_new(office, word)
    _put(tx, unit.model_copy(update={"keywords": (*unit.keywords, word)}), now)
    audit.append(tx, "unit_keyword", by.person.id, now, unit=unit.code, word=word)
    answer_for_a_while(tx, by.seat, office.texts.say("unit.keyword", unit=unit.name, word=word), now)


def drop_keyword(tx: Tx, office: Office, by: By, given: Sequence[str], now: datetime) -> None:
    """去关键词 龙西社区 龙西片"""
    unit, word = _mine(office, by, given)
    if word not in unit.keywords:
        raise Refused(Refusal.NO_SUCH_ALIAS, place=unit.name, name=word)
    _put(tx, unit.model_copy(update={"keywords": tuple(one for one in unit.keywords if one != word)}), now)
    audit.append(tx, "unit_keyword_dropped", by.person.id, now, unit=unit.code, word=word)
    answer_for_a_while(tx, by.seat, office.texts.say("unit.keyword_dropped", unit=unit.name, word=word), now)


def _put(tx: Tx, changed: Unit, now: datetime) -> None:
    loaded = areas.load(tx, with_places=False)
    if loaded is None:
        raise Refused(Refusal.STALE_BUTTON)
    version, frame = loaded
    units = tuple(changed if unit.code == changed.code else unit for unit in frame.units)
    area_book.amend(tx, AreaChange(frame=frame.model_copy(update={"units": units})), version, now, noted=False)
