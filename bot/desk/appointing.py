"""Appointing: who is given which role for which unit, by a reply to somebody's message and two or three taps."""

from __future__ import annotations

from datetime import datetime

from bot.desk import catching_up, menus
from bot.desk.messages import reply, turn
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import Role, UnitKind
from bot.domain.people import AREA_ROLES, NOBODY, ROLE_NAMES, UNIT_ROLES, Person
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, appointable_by, grounds_for, may_appoint, require
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons, role_buttons
from bot.notices.markup import Markup, mention
from bot.notices.unit_buttons import unit_buttons
from storage import audit, people
from storage.transaction import Tx

VERBS = frozenset({"role", "appoints", "appoint"})
"""The first words of callback data that this file answers for."""


def ask_role(tx: Tx, office: Office, by: Person, whom: Sender | None, seat: Seat, now: datetime) -> None:
    """/appoint as a reply: which role? Raises Refused."""
    require(by, Action.APPOINT)
    if whom is None:
        reply(tx, seat, office.texts.say("appoint.usage"), now)
        return
    if whom.id in NOBODY:
        reply(tx, seat, office.texts.say("appoint.nobody"), now)
        return
    people.remember(tx, whom.id, whom.name, whom.username)
    text = office.texts.say("appoint.ask_role", person=mention(whom.id, whom.name))
    reply(tx, seat, text, now, rows=role_buttons(roles_to_give(by), whom.id))


def roles_to_give(by: Person) -> list[Role]:
    """Those that this person may give somewhere, in the order of their names' table."""
    return [role for role in ROLE_NAMES if role in appointable_by(by)]


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """The buttons of /appoint: role:WHO:ROLE, appoints:WHO:ROLE:PARENT:PAGE, appoint:WHO:ROLE:UNIT. Raises Refused.

    An empty UNIT is the whole area.
    """
    by = people.load(tx, tap.person_id, tap.name)
    whom_id, role = tap.number(0), tap.choice(1, Role)
    require(by, Action.APPOINT)
    if whom_id in NOBODY or role not in appointable_by(by):
        raise Refused(Refusal.NO_RIGHT)
    if not people.has_met(tx, whom_id):
        raise Refused(Refusal.STALE_BUTTON)
    if tap.verb == "appoint":
        return _appoint(tx, office, tap, by, whom_id, role, read_unit(office, by, role, tap.argument(2)), now)
    parent, page = (tap.argument(2), tap.number(3)) if tap.verb == "appoints" else ("", 0)
    mark = f"{whom_id}:{role.value}"
    rows = units_to_choose(office, by, role, f"appoint:{mark}", f"appoints:{mark}", parent, page)
    person = mention(whom_id, people.load(tx, whom_id).name)
    return turn(tx, tap, office.texts.say("appoint.ask_unit", person=person, role=ROLE_NAMES[role]), now, rows)


def read_unit(office: Office, by: Person, role: Role, written: str) -> str | None:
    """The unit of a role that this person may give; None is the whole area. Raises Refused."""
    unit = office.area.unit_by_code.get(written)
    if written and unit is None:
        raise Refused(Refusal.UNKNOWN_UNIT, unit=written)
    whole = unit is None or (unit.kind is UnitKind.AREA and role in AREA_ROLES)
    if whole and role in UNIT_ROLES:
        raise Refused(Refusal.STALE_BUTTON)
    code = None if whole else written
    if not may_appoint(by, role, code, office.area):
        raise Refused(Refusal.NO_RIGHT)
    return code


def units_to_choose(
    office: Office, by: Person, role: Role, choose: str, browse: str, parent: str, page: int
) -> Buttons:
    """The units for which this person may give this role; above them the whole area, where that may be. Raises
    Refused.
    """
    grounds = grounds_for(by, role)
    roots = [] if None in grounds else [unit.code for unit in office.area.units if unit.code in grounds]
    if parent and parent not in office.area.unit_by_code:
        raise Refused(Refusal.STALE_BUTTON)
    if not (grounds if not parent else may_appoint(by, role, parent, office.area)):
        raise Refused(Refusal.NO_RIGHT)
    rows = unit_buttons(office.texts, office.area, choose, browse, "", parent, page, roots=roots)
    if role in AREA_ROLES and None in grounds and not parent:
        rows.insert(0, [(office.texts.plain("button.whole_area"), f"{choose}:")])
    return rows


def _appoint(
    tx: Tx, office: Office, tap: Tap, by: Person, whom_id: int, role: Role, unit_code: str | None, now: datetime
) -> Answer:
    fresh = give_role(tx, office, whom_id, role, unit_code, by.id, now)
    text = office.texts.say(
        "appoint.done" if fresh else "appoint.held",
        person=mention(whom_id, people.load(tx, whom_id).name),
        role=role_name(office, role, unit_code),
    )
    return turn(tx, tap, text, now)


def give_role(
    tx: Tx,
    office: Office,
    whom_id: int,
    role: Role,
    unit_code: str | None,
    by: int,
    now: datetime,
    how: str = "appoint",
) -> bool:
    """From the next tap on the person has the role, and what waited for somebody flows. False when it was held."""
    if not people.grant(tx, whom_id, role, unit_code, by, now):
        return False
    audit.append(tx, how, by, now, whom=whom_id, role=role.value, unit=unit_code)
    catching_up.post_waiting(tx, office, now)
    menus.follow_person(tx, whom_id, now)
    return True


def role_name(office: Office, role: Role, unit_code: str | None) -> Markup:
    """东湖社区书记, 协调员."""
    return office.texts.say("staff.role", unit=office.area.unit_name(unit_code) or "", role=ROLE_NAMES[role])
