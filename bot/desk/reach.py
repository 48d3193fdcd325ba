"""Reach: in which chat a unit, its people or the coordinators read what the bot says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.areas import Area, ChatKind, Role, TimeClass
from bot.domain.people import HANDLING_ROLES, Person
from bot.domain.rights import grounds_of
from bot.domain.tickets import Ticket
from storage import chats, people
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Seat:
    """One place to write to. `reply_to` is set where the message stands below the courier's post."""

    chat_id: int
    topic: int | None = None
    reply_to: int | None = None
    mentions: tuple[Person, ...] = ()


def name_of_chat(tx: Tx, area: Area, chat_id: int) -> str:
    """How people know a chat: its title, the unit whose chat it is, the person's name; the id if nothing else."""
    if (title := chats.title(tx, chat_id)) is not None:
        return title
    if chat_id > 0 and people.has_met(tx, chat_id):
        return people.load(tx, chat_id).name
    binding = chats.binding(tx, chat_id, None)
    return (area.unit_name(binding.unit_code) if binding else None) or str(chat_id)


def handlers_of(tx: Tx, unit_code: str) -> tuple[Person, ...]:
    """Who answers for a unit: its secretaries or officers, else its grid workers."""
    for role in HANDLING_ROLES:
        if found := people.holding(tx, role, unit_code):
            return found
    return ()


def couriers_read(tx: Tx, chat_id: int, topic: int | None) -> bool:
    """Whether what is said here is read by whoever reports: then nothing is shown of what was said in private.

    They also read the topics of their forum that nobody has bound: what was said in a topic that is gone lands there.
    """
    bound = chats.binding(tx, chat_id, topic)
    return chat_id in reporting_seats(tx) if bound is None else bound.kind is ChatKind.REPORT


def unit_chats(tx: Tx, unit_code: str) -> tuple[Seat, ...]:
    return tuple(Seat(bound.chat_id, bound.thread) for bound in chats.bound(tx, ChatKind.UNIT, unit_code))


def reporting_seats(tx: Tx) -> dict[int, Seat]:
    """One place in each reporting group: the whole chat, or of a group bound by its topics the first."""
    bound = sorted(chats.bound(tx, ChatKind.REPORT), key=lambda binding: binding.topic)
    return {one.chat_id: Seat(one.chat_id, one.thread) for one in reversed(bound)}


def privately(tx: Tx, group: Sequence[Person]) -> tuple[Seat, ...]:
    """The private chats of those who have opened one with the bot."""
    return tuple(Seat(person.id) for person in group if people.has_private_chat(tx, person.id))


def is_reachable(tx: Tx, unit_code: str, *, private: bool = False) -> bool:
    """Whether somebody would read a card of this unit; one of a private report never stands in the group."""
    return bool(seats_of_unit(tx, unit_code, Seat(0, reply_to=0), private=private))


def seats_of_unit(
    tx: Tx, unit_code: str, below: Seat, *, urgent: bool = False, private: bool = False
) -> tuple[Seat, ...]:
    """Where a unit reads a card: in its chat, else `below` the post with its people named.

    In a chat of its own nobody is named unless it is urgent: everybody there reads it.
    A report made in private never shows in the group: its card goes to the unit's people privately.
    """
    if seats := unit_chats(tx, unit_code):
        return (replace(seats[0], mentions=handlers_of(tx, unit_code)),) if urgent else seats[:1]
    named = handlers_of(tx, unit_code)
    if private:
        return privately(tx, named)
    return (replace(below, mentions=named),) if named else ()


def card_seats(tx: Tx, ticket: Ticket) -> tuple[Seat, ...]:
    """Where the card of a dispatched ticket goes."""
    if ticket.unit_code is None:
        return ()
    below = Seat(ticket.chat_id, ticket.topic, ticket.message_id)
    urgent = ticket.time_class is TimeClass.URGENT
    aside = ticket.private or ticket.lead_unit is not None  # help for another ticket is no business of the group's
    return seats_of_unit(tx, ticket.unit_code, below, urgent=urgent, private=aside)


def reminder_seats(tx: Tx, unit_code: str, area: Area | None = None) -> tuple[Seat, ...]:
    """Where a unit is reminded: its chat, else its people privately, else the coordinators. Never the group."""
    own = unit_chats(tx, unit_code)[:1] or privately(tx, handlers_of(tx, unit_code))
    if own or area is None:
        return own or coordinator_seats(tx)
    return seats_over(tx, area, unit_code)


def coordinators(tx: Tx) -> tuple[Person, ...]:
    """Everyone who coordinates the whole area; the admins where nobody else does."""
    return people.holding(tx, Role.COORDINATOR) or people.holding(tx, Role.ADMIN)


def coordinator_seats(tx: Tx) -> tuple[Seat, ...]:
    """Where those of the whole area read: the coordinators' chats, else their private ones."""
    bound = tuple(Seat(chat.chat_id, chat.thread) for chat in chats.bound(tx, ChatKind.COORDINATORS))
    return bound or privately(tx, coordinators(tx))


def ground_seats(tx: Tx, unit_code: str) -> tuple[Seat, ...]:
    """Where those read who coordinate just this unit and what lies below it: their chat, else in private."""
    bound = tuple(Seat(chat.chat_id, chat.thread) for chat in chats.bound(tx, ChatKind.COORDINATORS, unit_code))
    return bound or privately(tx, ground_coordinators(tx, unit_code))


def ground_coordinators(tx: Tx, unit_code: str) -> tuple[Person, ...]:
    """Who coordinates just this unit and what lies below it; its admins where nobody else does."""
    return people.holding(tx, Role.COORDINATOR, unit_code) or people.holding(tx, Role.ADMIN, unit_code)


def seats_over(tx: Tx, area: Area, unit_code: str | None) -> tuple[Seat, ...]:
    """Where the coordinators of a unit read: those on whose ground it lies, and those of the whole area."""
    above = area.ancestors(unit_code) if unit_code is not None else ()
    return _seats_over(tx, tuple(unit.code for unit in above))


def watching_seats(tx: Tx, area: Area, ticket: Ticket) -> tuple[Seat, ...]:
    """Where the coordinators of a ticket read: those on whose ground it lies, and those of the whole area."""
    return _seats_over(tx, grounds_of(ticket, area))


def watching(tx: Tx, area: Area, ticket: Ticket) -> tuple[Person, ...]:
    """The coordinators of a ticket: those on whose ground it lies, and those of the whole area."""
    found = [person for code in grounds_of(ticket, area) for person in ground_coordinators(tx, code)]
    return tuple({person.id: person for person in (*found, *coordinators(tx))}.values())


def _seats_over(tx: Tx, units: Sequence[str]) -> tuple[Seat, ...]:
    """Those of each unit and of the whole area, each place once."""
    found = [seat for code in units for seat in ground_seats(tx, code)]
    return tuple({(seat.chat_id, seat.topic): seat for seat in (*found, *coordinator_seats(tx))}.values())
