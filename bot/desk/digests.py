"""Digests: on the morning of each working day, units and coordinators read what presses and what is new to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.desk import reach, rounds
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.rounds import Message, Round
from bot.domain.notices import NoticeKind
from bot.domain.rights import lies_among
from bot.domain.tickets import Ticket
from bot.domain.workloads import Workload
from bot.notices.buttons import open_buttons
from bot.notices.digests import MOST_LINES, Ground, Morning, UnitTickets, coordinators_digest, unit_digest
from bot.notices.markup import Markup
from storage import digests, ticket_lists, tickets
from storage.rounds import Waiting
from storage.transaction import Tx

NAME = "digest"
_MOST_IN_TRIAGE, _MOST_BUTTONS = 8, 16
_AREA, _GROUND, _UNIT = "area", "ground", "unit"
"""Whose digest a reader of the round is; behind a colon stands which unit's."""


def has_digest(tx: Tx, office: Office, at: datetime) -> bool:
    """Whether a digest of that moment has anything to tell to anybody."""
    if office.digest is None:
        return False
    loads = digests.workloads(tx, at, *_ends(office, at))
    fresh = tickets.count_since(tx, rounds.last_began(ROUND, tx, at))
    if "coordinators" in office.digest_to:
        return bool(fresh) or any(load.presses for load in loads.values())
    units = [replace(load, triage=0) for code, load in loads.items() if code is not None]
    return any(fresh[code] for code in fresh if code is not None) or any(load.presses for load in units)


def _readers(tx: Tx, office: Office, since: datetime, now: datetime) -> Mapping[str, int]:
    """Everybody whom a digest may reach, with how many of theirs were opened since then."""
    fresh = tickets.count_since(tx, since)
    found: dict[str, int] = {}
    if "coordinators" in office.digest_to:
        found[_AREA] = fresh.total()
        below = _below(office, fresh)
        found |= {f"{_GROUND}:{unit.code}": below.get(unit.code, 0) for unit in office.area.units}
    if "units" in office.digest_to:
        found |= {f"{_UNIT}:{unit.code}": fresh[unit.code] for unit in office.area.units}
    return found


def _below(office: Office, fresh: Mapping[str | None, int]) -> Mapping[str, int]:
    """What came to each unit and to all that lies below it."""
    sums: dict[str, int] = {}
    for code, count in fresh.items():
        for unit in office.area.ancestors(code) if code is not None else ():
            sums[unit.code] = sums.get(unit.code, 0) + count
    return sums


def _write(tx: Tx, office: Office, reader: Waiting, now: datetime) -> Sequence[Message]:
    kind, _, code = reader.reader.partition(":")
    if kind == _UNIT:
        seats = reach.unit_chats(tx, code)[:1] or reach.privately(tx, reach.handlers_of(tx, code))
        return _to_unit(tx, office, code, seats, reader, now) if seats else ()
    seats = reach.ground_seats(tx, code) if kind == _GROUND else reach.coordinator_seats(tx)
    return _to_coordinators(tx, office, code or None, seats, reader, now) if seats else ()


def _to_unit(
    tx: Tx, office: Office, code: str, seats: Sequence[Seat], reader: Waiting, now: datetime
) -> Sequence[Message]:
    midnight, back = _ends(office, now)
    counted = digests.workloads(tx, now, midnight, back, [code]).get(code, Workload())
    load = replace(counted, fresh=reader.fresh, triage=0)  # to dispatch is not the unit's
    if not load.presses:
        return ()
    pressing = [(one.due_at or now, one) for one in digests.pressing(tx, code, back, MOST_LINES)]
    left = MOST_LINES - len(pressing)
    shown = UnitTickets(
        overdue=[ticket for due, ticket in pressing if due <= now],
        today=[ticket for due, ticket in pressing if now < due < midnight],
        ahead=[ticket for due, ticket in pressing if midnight <= due],
        new=digests.new(tx, code, reader.since, back, left) if left and load.fresh else (),
    )
    morning = Morning(load, reader.since, now, back, office.zone)
    text = unit_digest(office.texts, office.area.unit_name(code) or code, morning, shown)
    return _messages(office, seats, code, text, shown.all(), now)


def _to_coordinators(
    tx: Tx, office: Office, code: str | None, seats: Sequence[Seat], reader: Waiting, now: datetime
) -> Sequence[Message]:
    """Those of the whole area (`code` None), or of one unit's ground."""
    area = office.area
    own = None if code is None else [unit.code for unit in area.units if area.covers(code, unit.code)]
    midnight, back = _ends(office, now)
    loads = digests.workloads(tx, now, midnight, back, own)
    total = replace(sum(loads.values(), Workload()), fresh=reader.fresh)
    if code is None:
        triage = ticket_lists.in_triage(tx, _MOST_IN_TRIAGE)
    else:
        ground = frozenset(own or ())
        triage = sorted(number for one in digests.in_triage(tx) if lies_among(ground, one) for number in one.ids)
        total = replace(total, triage=len(triage))
    if not total.presses:
        return ()
    first = _load(tx, triage[:_MOST_IN_TRIAGE])
    review = _load(tx, digests.in_review(tx, own, _MOST_BUTTONS - len(first)))
    units = {unit: load for unit, load in loads.items() if unit is not None}
    watched = Ground((area.unit_name(code) if code else None) or area.name, units, first, review)
    text = coordinators_digest(office.texts, area, watched, Morning(total, reader.since, now, back, office.zone))
    return _messages(office, seats, f"over:{code}" if code else "", text, [*first, *review], now)


def _load(tx: Tx, numbers: Iterable[int]) -> list[Ticket]:
    return [ticket for number in numbers if (ticket := tickets.load(tx, number)) is not None]


def _messages(
    office: Office, seats: Iterable[Seat], whose: str, text: Markup, shown: Iterable[Ticket], now: datetime
) -> Sequence[Message]:
    """One that never left is overtaken by the next; each day's once in each chat."""
    rows, day = open_buttons(shown), now.astimezone(office.zone).date()
    waiting = {seat: f"digest:{whose}:{seat.chat_id}:{seat.topic or 0}" for seat in seats}
    return [Message(seat, f"{place}:{day}", text, rows, coalesce=place) for seat, place in waiting.items()]


def _ends(office: Office, now: datetime) -> tuple[datetime, datetime]:
    """The end of the day, by the clocks of the area, and that of the days off that follow it."""
    today = now.astimezone(office.zone).date()
    tomorrow, back = today + timedelta(days=1), office.days.next_workday(today)
    return datetime.combine(tomorrow, time(), office.zone), datetime.combine(back, time(), office.zone)


ROUND = Round(
    NAME,
    NoticeKind.DIGEST,
    usual=timedelta(days=1),
    when=lambda office: office.digest,
    readers=_readers,
    write=_write,
    on_workdays=True,
)
