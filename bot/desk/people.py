"""People: the first admin's claim, appointments, and who is who."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from bot.desk import catching_up, reach
from bot.desk.messages import reply, turn
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.people import NOBODY, ROLE_NAMES, UNIT_ROLES, Person
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, appointable_by, require
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import role_buttons, unit_buttons
from bot.notices.markup import Markup, mention
from storage import audit, people
from storage.transaction import Tx

VERBS = frozenset({"role", "appoints", "appoint"})
"""The first words of callback data that this file answers for."""

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def offer_claim(tx: Tx, now: datetime) -> str | None:
    """A new one-time code for the first admin, None when there is one. Only its hash is kept.

    With an admin there, a code of before that nobody used is good no more: it stands in an old log.
    """
    if people.has_admin(tx):
        people.withdraw_claims(tx)
        return None
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    people.offer_claim(tx, _hash(code), now)
    return code


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def claim(tx: Tx, office: Office, sender: Sender, code: str, now: datetime) -> Markup:
    """Make the sender the first admin. Raises Refused(WRONG_CODE), also where somebody became it by the area book."""
    if not code:
        return office.texts.say("claim.usage")
    if people.has_admin(tx) or not people.use_claim(tx, _hash(code), sender.id, now):
        raise Refused(Refusal.WRONG_CODE)
    people.remember(tx, sender.id, sender.name, sender.username)
    people.note_private_chat(tx, sender.id, open_=True)
    people.grant(tx, sender.id, Role.ADMIN, None, None, now)
    audit.append(tx, "claim", sender.id, now)
    catching_up.post_waiting(tx, office, now)
    return office.texts.say("claim.done")


def meet(tx: Tx, office: Office, sender: Sender, now: datetime) -> Markup:
    """/start in private: from now on the bot may write to this person."""
    people.remember(tx, sender.id, sender.name, sender.username)
    people.note_private_chat(tx, sender.id, open_=True)
    catching_up.resume_chat(tx, sender.id, now)
    person = people.load(tx, sender.id)
    if person.grants:
        catching_up.post_waiting(tx, office, now)
    elif not reach.coordinators(tx):
        return office.texts.say("start.unclaimed")
    elif not people.may_report_privately(tx, sender.id):
        return office.texts.say("start.stranger")
    return office.texts.say("start", help=help_for(office, person))


def help_for(office: Office, person: Person) -> Markup:
    """What this person can do, by role: everybody can report."""
    parts = [office.texts.say("help.courier")]
    if person.holds(Role.SECRETARY, Role.OFFICER, Role.GRID):
        parts.append(office.texts.say("help.secretary"))
    if person.holds(Role.COORDINATOR, Role.ADMIN):
        parts.append(office.texts.say("help.coordinator"))
    return Markup("\n\n".join(parts))


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
    roles = [role for role in ROLE_NAMES if role in appointable_by(by)]
    text = office.texts.say("appoint.ask_role", person=mention(whom.id, whom.name))
    reply(tx, seat, text, now, rows=role_buttons(roles, whom.id))


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """The buttons of /appoint: role:WHO:ROLE, appoints:WHO:ROLE:PARENT:PAGE, appoint:WHO:ROLE:UNIT. Raises Refused."""
    by = people.load(tx, tap.person_id, tap.name)
    whom_id, role = tap.number(0), tap.choice(1, Role)
    _check_appointment(tx, by, whom_id, role)
    if tap.verb == "appoint":
        return _appoint(tx, office, tap, by, whom_id, role, tap.argument(2), now)
    if role not in UNIT_ROLES:
        return _appoint(tx, office, tap, by, whom_id, role, None, now)
    parent, page = (tap.argument(2), tap.number(3)) if tap.verb == "appoints" else ("", 0)
    if parent and parent not in office.area.unit_by_code:
        raise Refused(Refusal.STALE_BUTTON)
    mark = f"{whom_id}:{role.value}"
    rows = unit_buttons(office.texts, office.area, f"appoint:{mark}", f"appoints:{mark}", "", parent, page)
    person = mention(whom_id, people.load(tx, whom_id).name)
    return turn(tx, tap, office.texts.say("appoint.ask_unit", person=person, role=ROLE_NAMES[role]), now, rows)


def _check_appointment(tx: Tx, by: Person, whom_id: int, role: Role) -> None:
    require(by, Action.APPOINT)
    if role not in appointable_by(by) or whom_id in NOBODY:
        raise Refused(Refusal.NO_RIGHT)
    if not people.has_met(tx, whom_id):
        raise Refused(Refusal.STALE_BUTTON)


def _appoint(
    tx: Tx, office: Office, tap: Tap, by: Person, whom_id: int, role: Role, unit_code: str | None, now: datetime
) -> Answer:
    if unit_code is not None and unit_code not in office.area.unit_by_code:
        raise Refused(Refusal.UNKNOWN_UNIT, unit=unit_code)
    if (unit_code is not None) is not (role in UNIT_ROLES):
        raise Refused(Refusal.STALE_BUTTON)
    fresh = people.grant(tx, whom_id, role, unit_code, by.id, now)
    if fresh:
        audit.append(tx, "appoint", by.id, now, whom=whom_id, role=role.value, unit=unit_code)
        catching_up.post_waiting(tx, office, now)
    text = office.texts.say(
        "appoint.done" if fresh else "appoint.held",
        person=mention(whom_id, people.load(tx, whom_id).name),
        unit=office.area.unit_name(unit_code) or "",
        role=ROLE_NAMES[role],
    )
    return turn(tx, tap, text, now)


def staff_list(tx: Tx, office: Office, by: Person) -> Markup:
    """/staff: who holds which role. Raises Refused."""
    require(by, Action.SEE_STAFF)
    texts = office.texts
    lines = [
        texts.say("staff.line", name=person.name, roles="、".join(_role_name(office, person)))
        for person in people.staff(tx)
    ]
    return Markup("\n".join([texts.say("staff.head"), *lines])) if lines else texts.say("staff.none")


def _role_name(office: Office, person: Person) -> list[str]:
    return [
        office.texts.plain("staff.role", unit=office.area.unit_name(grant.unit_code) or "", role=ROLE_NAMES[grant.role])
        for grant in person.grants
        if grant.role is not Role.COURIER
    ]
