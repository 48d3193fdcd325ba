"""Presses below a reminder: 稍后提醒, until when, and what the ticket's history says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from bot.desk.messages import replace_buttons, turn
from bot.desk.office import Office
from bot.desk.taps.press import Press
from bot.domain.notices import Errand, NoticeKind
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.snoozing import LONGEST_URGENT, Snooze, choices
from bot.domain.taps import Answer
from bot.domain.tickets import Capacity, Ticket, read_number
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from bot.notices.reminder_buttons import reminder_buttons, snooze_choices
from bot.notices.times import moment
from storage import deadlines, events, notices, tickets
from storage.deadlines import Deadline
from storage.events import Event
from storage.notices import Notice
from storage.transaction import Tx

_THE_SAME = timedelta(minutes=10)
"""Who presses again, or after somebody else, wants what was done already."""


def open_choices(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """稍后提醒: the buttons become the moments to choose from."""
    reminder = _reminder(tx, press)
    _coordinated(tx, office, press.person, reminder)
    offered = _offered(office, reminder, now)
    _show(tx, reminder, snooze_choices(office.texts, press.ticket.id, offered, now, office.zone), now)
    return Answer()


def go_back(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """‹ 返回: the reminder has its own buttons again."""
    reminder = _reminder(tx, press)
    _coordinated(tx, office, press.person, reminder)
    _show(tx, reminder, reminder_buttons(office.texts, _shown(tx, reminder), may_snooze=True), now)
    return Answer()


def put_off(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """Every clock of the reminder's tickets that this person coordinates rests until then.

    What was put off so far already stays as it is. A ticket of which nothing of the reminder is true any more is left
    alone: its next deadline is another matter.
    """
    reminder = _reminder(tx, press)
    own = _coordinated(tx, office, press.person, reminder)
    offered, chosen = _offered(office, reminder, now), press.tap.choice(1, Snooze)
    if chosen not in offered:
        raise Refused(Refusal.STALE_BUTTON)
    still = _still_told(tx, reminder)
    waiting = [ticket for ticket in own if ticket.id in still]
    if not waiting:
        _show(tx, reminder, reminder_buttons(office.texts, _shown(tx, reminder), may_snooze=False), now)
        return _settled(office, own[0])
    until = offered[chosen]
    fresh = [ticket for ticket in waiting if _snooze(tx, office, ticket, press.person, until, now)]
    if not fresh:  # somebody else put it off for longer: that is when it is told again
        until = min(_put_off_until(tx, waiting), default=until)
    words = moment(until, office.zone)
    if fresh:
        told = office.texts.say("snooze.done", name=press.person.name, count=len(waiting), until=words)
        rows = reminder_buttons(office.texts, _shown(tx, reminder), may_snooze=False)
        turn(tx, press.tap, Markup(f"{reminder.payload['text']}\n{told}"), now, rows)
    return Answer(office.texts.plain("snooze.until", until=words))


def _reminder(tx: Tx, press: Press) -> Notice:
    """The message that was pressed. Raises Refused where it is no reminder, or none of this ticket."""
    notice = notices.of_message(tx, press.tap.chat_id, press.tap.message_id)
    if notice is None or notice.errand is not Errand.REMINDER:
        raise Refused(Refusal.STALE_BUTTON)
    if press.ticket.number not in _told_of(notice):
        raise Refused(Refusal.STALE_BUTTON)
    return notice


def _told_of(reminder: Notice) -> Mapping[str, str]:
    told: Mapping[str, str] = reminder.payload.get("lines", {})
    return told


def _shown(tx: Tx, reminder: Notice) -> list[Ticket]:
    numbers = [number for one in _told_of(reminder) if (number := read_number(one)) is not None]
    return [ticket for number in numbers if (ticket := tickets.load(tx, number)) is not None]


def _coordinated(tx: Tx, office: Office, person: Person, reminder: Notice) -> list[Ticket]:
    """What this person may put off of it. Raises Refused where that is nothing."""
    shown = _shown(tx, reminder)
    own = [ticket for ticket in shown if Capacity.COORDINATOR in capacities(person, ticket, office.area)]
    if not own:
        raise Refused(Refusal.NO_RIGHT)
    return own


def _offered(office: Office, reminder: Notice, now: datetime) -> dict[Snooze, datetime]:
    return choices(now, office.days, office.quiet, urgent=reminder.kind is NoticeKind.EMERGENCY)


def _still_told(tx: Tx, reminder: Notice) -> set[int]:
    """The tickets of which something that the reminder told is still so."""
    clocks = reminder.payload.get("clocks", {})
    return {one.ticket_id for one in deadlines.still_running(tx, [int(number) for number in clocks])}


def _settled(office: Office, ticket: Ticket) -> Answer:
    state = office.texts.plain(f"state.{ticket.state.value}")
    return Answer(office.texts.plain("snooze.settled", number=ticket.number, state=state), alert=True)


def _snooze(tx: Tx, office: Office, ticket: Ticket, person: Person, until: datetime, now: datetime) -> bool:
    """False where all its clocks rest so long already."""
    rests = {one: _rests_until(one, until, now) for one in deadlines.running(tx, ticket.id).values()}
    fresh = {one.id: at for one, at in rests.items() if not _rests(one, at)}
    for number, at in fresh.items():
        deadlines.snooze(tx, number, at)
    if fresh:
        _record(tx, office, ticket, person, max(fresh.values()), now)
    return bool(fresh)


def _record(tx: Tx, office: Office, ticket: Ticket, person: Person, until: datetime, now: datetime) -> None:
    event = Event(
        "snoozed",
        ticket.state,
        now,
        actor_id=person.id,
        actor_name=person.name,
        words=office.texts.plain("snooze.until", until=moment(until, office.zone)),
        unit_code=ticket.unit_code,
        details={"until": until.isoformat()},
    )
    events.append(tx, ticket.id, event, now)


def _put_off_until(tx: Tx, waiting: Iterable[Ticket]) -> Iterator[datetime]:
    for ticket in waiting:
        for clock in deadlines.running(tx, ticket.id).values():
            if clock.snoozed_until is not None:
                yield clock.snoozed_until


def _rests_until(clock: Deadline, until: datetime, now: datetime) -> datetime:
    return min(until, now + LONGEST_URGENT) if clock.urgent else until


def _rests(clock: Deadline, until: datetime) -> bool:
    return clock.snoozed_until is not None and clock.snoozed_until >= until - _THE_SAME


def _show(tx: Tx, reminder: Notice, rows: Buttons, now: datetime) -> None:
    replace_buttons(tx, reminder, rows, f"buttons:{reminder.id}:{int(now.timestamp() * 1000)}", now)
