"""Who may ask for which figures, where, and what stands below the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.office import Office
from bot.desk.reach import Seat, couriers_read
from bot.domain.areas import Area, ChatKind
from bot.domain.people import Person
from bot.domain.periods import Period, UnknownPeriod, read_period
from bot.domain.questions import Question, Unclear, View
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, grounds
from bot.domain.statistics import Scope
from bot.notices.buttons import Buttons
from bot.notices.statistics import Door, statistics_buttons
from bot.notices.texts import Texts
from bot.reading.asked import read_asked
from storage import chats
from storage.transaction import Tx

USUAL = "week"
"""The period of a question that names none."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who may see figures, and where they will be read.

    `grounds` are those units, in the book's order, on whose ground they may be seen; (None,) is the whole area.
    """

    person: Person
    grounds: tuple[str | None, ...]
    private: bool
    among_coordinators: bool
    among_couriers: bool

    @property
    def sees_places(self) -> bool:
        """Where couriers read it is not told where somebody reported in private, be it as a number."""
        return not self.among_couriers

    @property
    def takes_files(self) -> bool:
        """Files go where nobody else reads: what is in them is not for the group."""
        return self.private or self.among_coordinators


def asker(tx: Tx, office: Office, person: Person, seat: Seat) -> Asker:
    """In the coordinators' chat of a unit the ground is that unit's: others read there.

    Raises Refused: NO_RIGHT, in private OWN_FIGURES, which says where those are.
    """
    held = grounds(person, Action.SEE_STATISTICS)
    if not held:
        raise Refused(Refusal.OWN_FIGURES if seat.chat_id > 0 else Refusal.NO_RIGHT)
    bound = chats.binding(tx, seat.chat_id, seat.topic)
    among = bound is not None and bound.kind is ChatKind.COORDINATORS
    widest = _widest(held, office.area)
    if among and bound is not None and bound.unit_code and _covered(widest, bound.unit_code, office.area):
        widest = (bound.unit_code,)
    return Asker(person, widest, seat.chat_id > 0, among, couriers_read(tx, seat.chat_id, seat.topic))


def _widest(held: frozenset[str | None], area: Area) -> tuple[str | None, ...]:
    """Without what lies within another. What the book no longer has is nobody's ground. Raises Refused(NO_RIGHT)."""
    if None in held:
        return (None,)
    known = area.highest(unit.code for unit in area.units if unit.code in held)
    if not known:
        raise Refused(Refusal.NO_RIGHT)
    return known


def _covered(held: tuple[str | None, ...], unit_code: str | None, area: Area) -> bool:
    return any(area.covers(ground, unit_code) for ground in held)


def narrowed(asked: Asker, area: Area, question: Question) -> Question:
    """The question within the asker's ground, which is the first where it names no unit. Raises Refused(NO_RIGHT)."""
    if question.scope.unit_code is None:
        return replace(question, scope=replace(question.scope, unit_code=asked.grounds[0]))
    if not _covered(asked.grounds, question.scope.unit_code, area):
        raise Refused(Refusal.NO_RIGHT)
    return question


def allowed(tx: Tx, office: Office, person: Person, seat: Seat, question: Question) -> tuple[Asker, Question]:
    """What every button about figures asks first, at each tap anew. Raises Refused(NO_RIGHT)."""
    found = asker(tx, office, person, seat)
    return found, narrowed(found, office.area, question)


def period_of(question: Question, office: Office, now: datetime) -> Period:
    """The period that a button asks for. Raises Refused(STALE_BUTTON) for what is none: no button had it."""
    try:
        return read_period(question.period, now, office.zone)
    except UnknownPeriod:
        raise Refused(Refusal.STALE_BUTTON) from None


DOORS: tuple[tuple[Door, Callable[[Asker], bool]], ...] = (
    (Door("behind.door", "numbers"), lambda asked: True),
    (Door("statsfile.door", "statsfile", "xlsx"), lambda asked: asked.takes_files),
    (Door("map.door", "statsmap"), lambda asked: True),
)
"""What else opens below the figures, from left to right, and to whom."""


def read(tx: Tx, office: Office, asked: Asker, written: str, now: datetime) -> Question:
    """The question that somebody wrote, within the own ground, and so is what may be meant. Raises Unclear, Refused."""
    area = office.area
    try:
        question = read_asked(area, lambda word: _near(office, word), written, USUAL, now, office.zone)
    except Unclear as unclear:
        own = (one for one in unclear.offered if one.unit_code is None or _covered(asked.grounds, one.unit_code, area))
        raise unclear.offering(tuple(own)) from None
    return narrowed(asked, area, question)


def _near(office: Office, word: str) -> tuple[str, ...]:
    """A name by itself may be no address: with a building behind it, it is."""
    return office.reader.near_misses(word) or office.reader.near_misses(f"{word}1栋")


def buttons(texts: Texts, area: Area, asked: Asker, question: Question, last: Period | None = None) -> Buttons:
    """What stands below the figures of this question for this person. `last` is the last period that has data."""
    others = [
        (area.unit_name(ground) or area.name, replace(question, scope=Scope(ground)))
        for ground in (asked.grounds if len(asked.grounds) > 1 else ())
    ]
    if last is not None:
        others.append(
            (texts.plain("stats.look_last", period=last.label.partition("（")[0]), replace(question, period=last.code))
        )
    doors = [door for door, opens in DOORS if opens(asked)]
    views = [
        view
        for view, is_more in _VIEWS
        if is_more(area, question.scope) and (view is not View.PLACES or asked.sees_places)
    ]
    return statistics_buttons(texts, question, views=views, doors=doors, others=others, back=_wider(asked, question))


def _has_parts(area: Area, scope: Scope) -> bool:
    return scope.unit_code is None or any(unit.parent == scope.unit_code for unit in area.units)


_VIEWS: tuple[tuple[View, Callable[[Area, Scope], bool]], ...] = (
    (View.UNITS, _has_parts),
    (View.CATEGORIES, lambda area, scope: scope.category is None),
    (View.PLACES, lambda area, scope: scope.place is None),
    (View.MORE, lambda area, scope: True),
)
"""What can be looked at more closely, as far as it would say more than the figures themselves."""


def _wider(asked: Asker, question: Question) -> Question | None:
    """One step back: without the place, else the category, else the unit; None where the ground ends."""
    scope = question.scope
    if scope.place is not None:
        return replace(question, scope=replace(scope, place=None))
    if scope.category is not None:
        return replace(question, scope=replace(scope, category=None))
    if scope.unit_code is None or scope.unit_code in asked.grounds:
        return None
    return replace(question, scope=Scope(asked.grounds[0]))
