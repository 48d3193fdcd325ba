"""Reminder notices: what falls due for a chat within a minute in one message, looked at again when it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.desk import reach
from bot.desk.discretion import for_couriers
from bot.desk.messages import keyboard
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.readers import readers
from bot.domain.deadlines import Audience, Rung
from bot.domain.notices import Call, Draft, Errand, NoticeKind, NoticeState
from bot.domain.tickets import Ticket
from bot.notices.reminder_buttons import reminder_buttons
from bot.notices.reminders import GRAVITY, MOST, ReminderLine, in_order, reminder_text
from storage import deadlines, notices, reminder_clocks, tickets
from storage import outbox as stored_outbox
from storage.deadlines import Deadline
from storage.notices import Notice
from storage.transaction import Tx

TOGETHER = timedelta(minutes=1)
"""How long a reminder waits for what falls due after it; an emergency's does not."""

AT_ONCE = 100
"""Clocks of a leaving reminder that are looked at together: 10,000 may have fallen due for one chat."""


@dataclass(frozen=True, slots=True)
class Told:
    """That one place is told of a rung. `moment` is when it came to be told."""

    seat: Seat
    deadline: Deadline
    rung: Rung
    moment: datetime


def tell(tx: Tx, told: Iterable[Told], now: datetime, *, more_to_come: bool) -> None:
    """One message a chat, and one for its emergencies; what is told where a reminder still waits is added to that one.

    `more_to_come`: the sweep goes on in another transaction, and its message shall not leave half.
    """
    places: dict[tuple[int, int | None, bool], list[Told]] = {}
    for one in told:
        places.setdefault((one.seat.chat_id, one.seat.topic, one.deadline.urgent), []).append(one)
    for group in places.values():
        _add(tx, group, now, more_to_come=more_to_come)


def _add(tx: Tx, group: Sequence[Told], now: datetime, *, more_to_come: bool) -> None:
    first, urgent = group[0], group[0].deadline.urgent
    place = Errand.REMINDER.key("urgent" if urgent else "usual", first.seat.chat_id, first.seat.topic or 0)
    waiting = notices.id_waiting_under(tx, place)
    if waiting is None:
        waiting = notices.queue(tx, _draft(place, group, now, more_to_come=more_to_come), now)
    if waiting is not None:
        reminder_clocks.add(tx, waiting, {one.deadline.id: one.rung for one in group})


def _draft(place: str, group: Sequence[Told], now: datetime, *, more_to_come: bool) -> Draft:
    """Without words: they are made when it leaves."""
    first, urgent = group[0], group[0].deadline.urgent
    return Draft(
        key=f"{place}:{first.deadline.id}:{int(now.timestamp() * 1000)}",
        kind=NoticeKind.EMERGENCY if urgent else NoticeKind.REMINDER,
        call=Call.SEND_MESSAGE,
        chat_id=first.seat.chat_id,
        topic=first.seat.topic,
        payload={"text": "", "clocks": {}},
        coalesce=place,
        not_before=None if urgent else _leaves_at(group, now, more_to_come=more_to_come),
    )


def _gravest_first(clock: tuple[int, Rung]) -> tuple[int, int]:
    return -GRAVITY[clock[1]], clock[0]


def _leaves_at(group: Sequence[Told], now: datetime, *, more_to_come: bool) -> datetime | None:
    """A minute after the first of it; what is late already need not wait."""
    at = now + TOGETHER if more_to_come else min(one.moment for one in group) + TOGETHER
    return at if at > now else None


def as_it_is_now(tx: Tx, office: Office, notice: Notice, now: datetime) -> Notice | None:
    """A reminder that is about to leave, with what is true of it now.

    None where it is not to leave: in quiet hours it is put off to their end, and dropped when nothing of it is true
    any more.
    """
    local = now.astimezone(office.zone)
    if notice.kind is not NoticeKind.EMERGENCY and office.quiet.covers(local):
        stored_outbox.put_off(
            tx, notice.id, office.quiet.awake(local) + TOGETHER
        )  # with what is told first at their end
        return None
    if "clocks" not in notice.payload:  # queued by a version that wrote its words at once
        return notice
    lines, clocks, more = _lines(tx, office, notice, now)
    if not lines:
        stored_outbox.settle(tx, notice.id, NoticeState.DROPPED, "nothing of it was true any more")
        return None
    looked_at = {str(number): rung.value for number, rung in clocks.items()}
    told = replace(notice, payload=_payload(tx, office, notice, lines, more, now) | {"clocks": looked_at})
    notices.amend(tx, notice.id, notice.call, told.payload)
    return told


_Due = tuple[Deadline, Rung]


def _still_true(tx: Tx, clocks: Mapping[int, Rung], now: datetime) -> list[_Due]:
    """Those that nobody has stopped or put off, the gravest first."""
    running = deadlines.still_running(tx, clocks.keys())
    found = [
        (one, _rung_now(one, clocks[one.id], now))
        for one in running
        if one.snoozed_until is None or one.snoozed_until <= now
    ]
    return sorted(found, key=lambda due: (-GRAVITY[due[1]], due[0].due_at, due[0].id))


def _rung_now(deadline: Deadline, rung: Rung, now: datetime) -> Rung:
    """What waited for too long is early no more; and nobody is late whose deadline is to come, the clock being put
    back."""
    if deadline.due_at > now:
        return Rung.EARLY
    return Rung.REMINDER if rung is Rung.EARLY else rung


def _lines(tx: Tx, office: Office, notice: Notice, now: datetime) -> tuple[list[ReminderLine], dict[int, Rung], int]:
    """A line for each of the gravest tickets that are still told of here; the clocks looked at for them; and how many
    more tickets there are of which something is still so."""
    lines: dict[int, ReminderLine] = {}
    elsewhere: set[int] = set()
    clocks: dict[int, Rung] = {}
    rungs = sorted(rungs_of(tx, notice).items(), key=_gravest_first)
    for begin in range(0, len(rungs), AT_ONCE):
        chunk = dict(rungs[begin : begin + AT_ONCE])
        clocks |= chunk
        for deadline, rung in _still_true(tx, chunk, now):
            if deadline.ticket_id in lines or len(lines) >= MOST:
                continue
            if (line := _line(tx, office, notice, deadline, rung)) is not None:
                lines[deadline.ticket_id] = line
            else:
                elsewhere.add(deadline.ticket_id)
        if len(lines) >= MOST:
            break
    more = reminder_clocks.tickets_running(tx, notice.id, now) - lines.keys() - elsewhere
    return in_order(lines.values()), clocks, len(more)


def rungs_of(tx: Tx, notice: Notice) -> dict[int, Rung]:
    """What a reminder tells of, by the ids of the clocks. One that is sent a second time tells of what it showed."""
    shown = notice.payload.get("clocks", {})
    return reminder_clocks.of_notice(tx, notice.id) or {int(number): Rung(rung) for number, rung in shown.items()}


def _line(tx: Tx, office: Office, notice: Notice, deadline: Deadline, rung: Rung) -> ReminderLine | None:
    """None where somebody else reads of it by now: the ticket went to another unit, a role was taken away."""
    ticket = tickets.load(tx, deadline.ticket_id)
    if ticket is None:
        return None
    found = readers(tx, office, ticket, deadline.clock, rung)
    who = {one for one, seats in found.items() if any(_is_here(notice, seat) for seat in seats)}
    if not who:
        return None
    own = who == {Audience.UNIT} and not _is_watched(tx, office, notice, ticket)
    unit = "" if own else office.area.unit_name(ticket.unit_code) or ""
    if ticket.private and reach.couriers_read(tx, notice.chat_id, notice.topic):  # the unit's topic in theirs is gone
        ticket = for_couriers(office, ticket)
    return ReminderLine(ticket, deadline.clock, rung, deadline.due_at, unit)


def _is_here(notice: Notice, seat: Seat) -> bool:
    """Units may share a group by its topics; a topic that is gone, or a whole chat, is read by all of its people."""
    alike = seat.topic == notice.topic or seat.topic is None or notice.topic is None
    return seat.chat_id == notice.chat_id and alike


def _is_watched(tx: Tx, office: Office, notice: Notice, ticket: Ticket) -> bool:
    """Whether the coordinators read here, also where they stand in for a unit that has nobody to write to."""
    return any(_is_here(notice, seat) for seat in reach.watching_seats(tx, office.area, ticket))


def _payload(
    tx: Tx, office: Office, notice: Notice, lines: Sequence[ReminderLine], more: int, now: datetime
) -> dict[str, Any]:
    """The message, and beside it the tickets that it shows, by their numbers."""
    urgent = notice.kind is NoticeKind.EMERGENCY
    shown = [line.ticket for line in lines]
    watched = any(_is_watched(tx, office, notice, ticket) for ticket in shown)
    return {
        **notice.payload,
        "text": reminder_text(office.texts, lines, more, now, office.zone, urgent=urgent),
        "lines": {line.ticket.number: line.rung.value for line in lines},
        "reply_markup": keyboard(reminder_buttons(office.texts, shown, may_snooze=watched)),
    }
