"""Special actions: prepared from what keeps coming back, opened with a date, led, told of, ended. Nothing here changes
a ticket or its deadlines.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.desk import special_cards
from bot.desk.office import Office
from bot.desk.special_standing import check_keeps, gather, how_it_stands, leads, units_on
from bot.domain.people import Person
from bot.domain.posts import MediaKind, Post
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may_on
from bot.domain.special_actions import (
    FURTHEST,
    LONGEST_TITLE,
    Phase,
    SpecialAction,
    SpecialReport,
    days_left,
    end_of,
    next_reminder,
)
from bot.domain.special_recurrences import leader
from bot.domain.tickets import Ticket
from bot.notices.markup import cut
from storage import audit, special_actions, special_recurrences
from storage.transaction import Tx

_PATIENCE = timedelta(days=1)
"""How long one that was prepared waits for its date."""


def prepare(
    tx: Tx, office: Office, person: Person, ticket: Ticket, ground: str | None, now: datetime
) -> tuple[SpecialAction, bool]:
    """One against what this ticket is an example of; True: it is new, False: the person has one in hand already.

    Raises Refused: NO_RIGHT, SPECIAL_NOWHERE, SPECIAL_RUNNING.
    """
    if not may_on(person, Action.KEEP_SPECIAL_ACTIONS, ground, office.area):
        raise Refused(Refusal.NO_RIGHT)
    if ticket.category is None or ticket.place_name is None:
        raise Refused(Refusal.SPECIAL_NOWHERE, number=ticket.number)
    category, place_name = ticket.category, ticket.place_name
    start = now - office.special.window
    found = special_recurrences.evidence(tx, category, place_name, units_on(office, ground), start)
    lead = leader((one.unit_code, 1, one.id) for one in found) or ticket.unit_code
    if lead is None:
        raise Refused(Refusal.SPECIAL_NOWHERE, number=ticket.number)
    title = office.texts.plain(
        "special.title", place=place_name, category=office.area.category_name(category) or category
    )
    action = SpecialAction(
        0, category, place_name, ground, cut(title, LONGEST_TITLE), lead, start, person.id, prepared_at=now
    )
    _check_free(tx, office, action)
    special_actions.drop_prepared(tx, now - _PATIENCE)
    if (known := special_actions.prepared_by(tx, action)) is not None:
        return known, False
    return special_actions.prepare(tx, action), True


def _check_free(tx: Tx, office: Office, action: SpecialAction) -> None:
    """Raises Refused(SPECIAL_RUNNING) where another is open for the same kind and place."""
    covers = office.area.covers
    for other in special_actions.running(tx):
        same = (other.category, other.place_name) == (action.category, action.place_name) and other.id != action.id
        if same and (covers(other.ground, action.ground) or covers(action.ground, other.ground)):
            raise Refused(Refusal.SPECIAL_RUNNING, number=str(other.id))


def set_day(tx: Tx, office: Office, person: Person, action: SpecialAction, day: date, now: datetime) -> SpecialAction:
    """Until when it is to be done. One that was prepared is open from now on, and its lead unit is told.

    Raises Refused: NO_RIGHT, SPECIAL_OVER, SPECIAL_RUNNING, BAD_DATE.
    """
    check_keeps(person, action, office)
    due_at = end_of(day, office.zone)
    if days_left(due_at, now, office.zone) < 1 or due_at - now > FURTHEST:
        raise Refused(Refusal.BAD_DATE)
    changed = replace(action, due_at=due_at, next_at=next_reminder(due_at, now, office.zone))
    if action.phase is Phase.PREPARED:
        _check_free(tx, office, action)
        changed = replace(changed, opened_at=now, counts_from=now - office.special.window)
        special_actions.save(tx, changed)
        gather(tx, office, changed, now)
        special_cards.tell_lead(tx, office, changed, how_it_stands(tx, office, changed), now)
        audit.append(tx, "special_opened", person.id, now, **_facts(changed))
    else:
        special_actions.save(tx, changed)
        audit.append(tx, "special_dated", person.id, now, **_facts(changed), day=day.isoformat())
    refresh(tx, office, changed, now)
    return changed


def set_title(tx: Tx, office: Office, person: Person, action: SpecialAction, title: str, now: datetime) -> None:
    """Raises Refused: NO_RIGHT, SPECIAL_OVER, BAD_NAME."""
    check_keeps(person, action, office)
    title = " ".join(title.split())
    if not 2 <= len(title) <= LONGEST_TITLE:
        raise Refused(Refusal.BAD_NAME, name=title[:LONGEST_TITLE])
    changed = replace(action, title=title)
    special_actions.save(tx, changed)
    refresh(tx, office, changed, now)


def set_lead(tx: Tx, office: Office, person: Person, action: SpecialAction, unit_code: str, now: datetime) -> None:
    """Another unit leads from now on; both are told. Raises Refused: NO_RIGHT, SPECIAL_OVER, OTHER_GROUND."""
    check_keeps(person, action, office)
    if not may_on(person, Action.KEEP_SPECIAL_ACTIONS, unit_code, office.area):
        raise Refused(Refusal.OTHER_GROUND, unit=office.area.unit_name(unit_code) or unit_code)
    if unit_code == action.lead_unit:
        return
    changed = replace(action, lead_unit=unit_code)
    special_actions.save(tx, changed)
    if action.phase is Phase.OPEN:
        special_cards.tell_former_lead(tx, office, action, changed, now)
        special_cards.tell_lead(tx, office, changed, how_it_stands(tx, office, changed), now)
        audit.append(tx, "special_led", person.id, now, **_facts(changed))
    refresh(tx, office, changed, now)


def drop(tx: Tx, office: Office, person: Person, action: SpecialAction) -> None:
    """One that was prepared is not wanted. Raises Refused."""
    check_keeps(person, action, office)
    if action.phase is not Phase.PREPARED:
        raise Refused(Refusal.STALE_BUTTON)
    special_actions.drop(tx, action.id)


def report(tx: Tx, office: Office, person: Person, action: SpecialAction, post: Post, now: datetime) -> None:
    """What its lead unit tells: words, a photo, or both. Raises Refused: NO_RIGHT, SPECIAL_OVER, SPECIAL_EMPTY."""
    if not leads(person, action):
        raise Refused(Refusal.NO_RIGHT)
    if action.phase is Phase.ENDED:
        raise Refused(Refusal.SPECIAL_OVER, number=str(action.id))
    photo = next((item.file_id for item in post.media if item.kind is MediaKind.PHOTO), None)
    words = post.text.strip()
    if not words and photo is None:
        raise Refused(Refusal.SPECIAL_EMPTY)
    special_actions.tell(tx, action.id, person.id, SpecialReport(person.name, words, photo, now))
    refresh(tx, office, action, now)


def end(tx: Tx, office: Office, person: Person, action: SpecialAction, now: datetime) -> SpecialAction:
    """It is over: the lead unit and the coordinators read how it turned out. Raises Refused: NO_RIGHT, SPECIAL_OVER."""
    check_keeps(person, action, office)
    if action.phase is not Phase.OPEN:
        raise Refused(Refusal.STALE_BUTTON)
    gather(tx, office, action, now)
    ended = replace(action, ended_at=now, next_at=None)
    special_actions.save(tx, ended)
    special_cards.tell_result(tx, office, ended, how_it_stands(tx, office, ended), now)
    audit.append(tx, "special_ended", person.id, now, **_facts(ended))
    refresh(tx, office, ended, now)
    return ended


def refresh(tx: Tx, office: Office, action: SpecialAction, now: datetime) -> None:
    """Its standing cards show what holds now."""
    special_cards.refresh(tx, office, action, how_it_stands(tx, office, action), now)


def _facts(action: SpecialAction) -> dict[str, object]:
    """What the audit tells of it."""
    return {"title": action.title, "number": action.id, "unit": action.lead_unit}
