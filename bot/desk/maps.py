"""Maps: which tickets stand on one, and where each of them does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import asking
from bot.desk.messages import is_opened
from bot.desk.office import Office
from bot.desk.pictures import (
    MadeDocument,
    MadePicture,
    reply_with_document,
    reply_with_picture,
    turn_picture,
    turns_picture,
)
from bot.desk.reach import Seat, couriers_read
from bot.desk.statistics import part_of
from bot.domain.areas import Area, Place, Unit
from bot.domain.maps import Plot, Position, Spotted, placed, position_of
from bot.domain.periods import Period
from bot.domain.questions import Question, read_question
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Scope
from bot.domain.taps import Answer, Tap
from bot.notices.maps import map_buttons
from bot.notices.markup import Markup
from bot.notices.statistics import whose
from storage import notices, people, spots
from storage.spots import PIECE, Key
from storage.transaction import Tx

MOST = 50_000
"""Tickets of one map, the newest and all that is open: beyond that no symbol says anything more."""


def numbers(received: Iterable[Key], still_open: Iterable[int]) -> tuple[list[int], bool]:
    """What is drawn of these, and whether there is more."""
    found = list(dict.fromkeys([*sorted(still_open, reverse=True), *(number for _, number in received)]))
    return found[:MOST], len(found) > MOST


def plot(area: Area, period: Period, now: datetime, scope: Scope, found: Iterable[Spotted], *, cut: bool) -> Plot:
    """The tickets at their positions."""
    by_name = placed(area.places)
    tickets: list[tuple[Spotted, Position]] = []
    unplaced = 0
    for ticket in found:
        position = position_of(ticket, by_name)
        if position is None:
            unplaced += 1
        else:
            tickets.append((ticket, position))
    units, places = _ground(area, by_name.values(), scope.unit_code)
    return Plot(period, now, scope, units, places, tuple(tickets), unplaced, cut)


def _ground(
    area: Area, located: Iterable[list[Place]], unit_code: str | None
) -> tuple[tuple[Unit, ...], tuple[Place, ...]]:
    every = [place for named in located for place in named]
    units = tuple(unit for unit in area.units if area.covers(unit_code, unit.code))
    codes = {unit.code for unit in units}
    places = tuple(place for place in every if place.unit in codes)
    if places or any(unit.boundary for unit in units):
        return units, places
    return area.units, tuple(every)


def read_plot(tx: Tx, area: Area, period: Period, now: datetime, scope: Scope) -> Plot:
    """All at once, for a command that holds up nobody; the bot reads piece by piece (handlers/maps.py).

    Raises Refused(UNKNOWN_UNIT).
    """
    part = part_of(area, scope)
    keys: list[Key] = []
    while len(keys) <= MOST and (more := spots.received(tx, period, keys[-1] if keys else None, part)):
        keys += more
    found, cut = numbers(keys, spots.still_open(tx, part))
    read = [one for at in range(0, len(found), PIECE) for one in spots.spotted(tx, found[at : at + PIECE])]
    return plot(area, period, now, scope, read, cut=cut)


def for_readers(drawn: Plot, *, in_group: bool) -> Plot:
    """Where couriers read nothing is shown of what was said in private, not even where."""
    if not in_group:
        return drawn
    return replace(drawn, tickets=tuple((one, at) for one, at in drawn.tickets if not one.private))


VERB = "statsmap"
"""The first word of callback data: `statsmap:PERIOD:SCOPE` shows the map, with `:data` behind it sends the file."""
_DATA = "data"


@dataclass(frozen=True, slots=True)
class Wish:
    """A map that somebody asked for, and may see: of this question, as a picture or as `data`.

    `in_group`: couriers read there. `takes_files`: files may go there.
    """

    question: Question
    period: Period
    data: bool
    in_group: bool
    takes_files: bool


def wish(tx: Tx, office: Office, tap: Tap, now: datetime) -> Wish:
    """What a button asks for. Raises Refused where this person may not have it, or not here."""
    more = tap.arguments[2:]
    if more not in ([], [_DATA]):
        raise Refused(Refusal.STALE_BUTTON)
    question = read_question(tap.arguments, office.area)
    seat = Seat(tap.chat_id, tap.topic)
    said, (asked, question) = question, asking.allowed(tx, office, people.load(tx, tap.person_id), seat, question)
    if question != said and not (more or asked.private):
        raise Refused(Refusal.NO_RIGHT)  # as for the figures: what others read does not shrink to the presser's ground
    if more and not asked.takes_files:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    period = asking.period_of(question, office, now)
    in_group = couriers_read(tx, tap.chat_id, tap.topic)
    return Wish(replace(question, period=period.code), period, bool(more), in_group, asked.takes_files)


@dataclass(frozen=True, slots=True)
class Made:
    """The file of a map in the media folder, None: it could not be made. `blank`: there is nothing to draw."""

    path: str | None
    caption: Markup
    count: int = 0
    blank: bool = False


def show(tx: Tx, office: Office, tap: Tap, made: Made, now: datetime) -> Answer:
    """The picture that was tapped turns into the map, below words it is a message of its own; the file is another.

    Whoever lost the right while it was made gets nothing. Raises Refused.
    """
    wanted, texts = wish(tx, office, tap, now), office.texts
    seat = Seat(tap.chat_id, tap.topic)
    if made.blank:
        return Answer(texts.plain("map.blank"), alert=True)
    if made.path is None:
        return Answer(texts.plain("map.lost"), alert=True)
    if wanted.data:
        label = wanted.period.label
        of = whose(office.area, wanted.question.scope)
        caption = texts.say("map.data_caption", whose=of, period=label, count=made.count)
        name = texts.plain("map.file", period=label.partition("（")[0])
        reply_with_document(tx, seat, MadeDocument(made.path, name, caption, texts.say("map.data_lost")), now)
        return Answer()
    rows = map_buttons(texts, wanted.question, with_data=wanted.takes_files)
    picture = MadePicture(made.path, made.caption, made.caption)
    if turns_picture(tx, tap):
        standing = notices.of_message(tx, tap.chat_id, tap.message_id)
        if standing is None or not is_opened(standing):
            raise Refused(Refusal.STALE_BUTTON)  # data that a client made up below a ticket's photo would overwrite it
        return turn_picture(tx, tap, picture, made.caption, now, rows)
    reply_with_picture(tx, seat, picture, now, rows=rows)
    return Answer()
