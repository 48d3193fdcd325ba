"""Revoking: a role is taken away by the one who could give it; from the next tap on it is no more."""

from __future__ import annotations

from datetime import datetime

from bot.desk import menus, reach
from bot.desk.appointing import role_name
from bot.desk.messages import reply, say, turn
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.notices import NoticeKind
from bot.domain.people import ROLE_NAMES, UNIT_ROLES, Grant, Person
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may_appoint, require
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons, page_buttons
from bot.notices.markup import Markup, mention
from storage import audit, people
from storage.transaction import Tx

VERBS = frozenset({"revokes", "revoke", "revoked"})
"""The first words of callback data that this file answers for."""

PAGE = 10
"""Roles on one page, a row each."""

_Held = tuple[Person, Grant]


def ask(tx: Tx, office: Office, by: Person, whom: Sender | None, seat: Seat, now: datetime) -> None:
    """/revoke: as a reply, which of this person's roles; else whose. Raises Refused."""
    require(by, Action.APPOINT)
    text, rows = _list(tx, office, by, whom.id if whom else 0, 0)
    reply(tx, seat, text, now, rows=rows)


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """The buttons of /revoke: revokes:WHO:PAGE, revoke:WHO:ROLE:UNIT (sure?), revoked:WHO:ROLE:UNIT. Raises Refused.

    WHO 0 is everybody; an empty UNIT the whole area.
    """
    by = people.load(tx, tap.person_id, tap.name)
    require(by, Action.APPOINT)
    if tap.verb == "revokes":
        text, rows = _list(tx, office, by, tap.number(0), tap.number(1))
        return turn(tx, tap, text, now, rows)
    whom = people.load(tx, tap.number(0))
    grant = Grant(tap.choice(1, Role), tap.argument(2) or None)
    _check(tx, office, by, whom, grant)
    if tap.verb == "revoked":
        return _revoke(tx, office, tap, by, whom, grant, now)
    sure = (office.texts.plain("button.revoke"), f"revoked:{_mark(whom, grant)}")
    back = (office.texts.plain("button.back"), f"revokes:{whom.id}:0")
    return turn(tx, tap, _say(office, "revoke.sure", whom, grant), now, [[sure], [back]])


def _mark(whom: Person, grant: Grant) -> str:
    return f"{whom.id}:{grant.role.value}:{grant.unit_code or ''}"


def _list(tx: Tx, office: Office, by: Person, whom_id: int, page: int) -> tuple[Markup, Buttons]:
    """Every role that this person may take away: of one holder, or of all."""
    held = [one for one in people.every_grant(tx) if whom_id in {0, one[0].id} and _may_take(office, by, one[1])]
    if not held:
        return office.texts.say("revoke.nothing"), []
    shown = held[page * PAGE : (page + 1) * PAGE]
    rows = [[(_label(office, person, grant), f"revoke:{_mark(person, grant)}")] for person, grant in shown]
    rows += page_buttons(office.texts, f"revokes:{whom_id}", page, more=len(held) > (page + 1) * PAGE)
    return office.texts.say("revoke.ask"), rows


def _label(office: Office, person: Person, grant: Grant) -> str:
    unit = office.area.unit_name(grant.unit_code) or ""
    name = person.name if len(person.name) <= 20 else f"{person.name[:19]}…"
    return office.texts.plain("button.revoke_one", name=name, unit=unit, role=ROLE_NAMES[grant.role])


def _may_take(office: Office, by: Person, grant: Grant) -> bool:
    return may_appoint(by, grant.role, grant.unit_code, office.area)


def _check(tx: Tx, office: Office, by: Person, whom: Person, grant: Grant) -> None:
    """Raises Refused unless this role is held, may be taken by this person, and is not the last administrator's."""
    if not _may_take(office, by, grant):
        raise Refused(Refusal.NO_RIGHT)
    if grant not in whom.grants:
        raise Refused(Refusal.STALE_BUTTON)
    if grant == Grant(Role.ADMIN) and people.is_only_admin(tx, whom.id):
        raise Refused(Refusal.LAST_ADMIN)


def _revoke(tx: Tx, office: Office, tap: Tap, by: Person, whom: Person, grant: Grant, now: datetime) -> Answer:
    people.revoke(tx, whom.id, grant.role, grant.unit_code, now)
    audit.append(tx, "revoke", by.id, now, whom=whom.id, role=grant.role.value, unit=grant.unit_code)
    menus.follow_person(tx, whom.id, now)
    named = role_name(office, grant.role, grant.unit_code)
    for seat in reach.privately(tx, (whom,)):
        key = f"revoked:{whom.id}:{int(now.timestamp() * 1000)}"
        say(tx, seat, NoticeKind.ALERT, key, office.texts.say("revoke.told", role=named, name=by.name), now)
    text = _say(office, "revoke.done", whom, grant)
    if _is_left_alone(tx, grant):
        text = Markup(f"{text}\n{office.texts.say('revoke.alone', unit=office.area.unit_name(grant.unit_code) or '')}")
    return turn(tx, tap, text, now)


def _say(office: Office, key: str, whom: Person, grant: Grant) -> Markup:
    named = role_name(office, grant.role, grant.unit_code)
    return office.texts.say(key, person=mention(whom.id, whom.name), role=named)


def _is_left_alone(tx: Tx, grant: Grant) -> bool:
    """Nobody is left who answers for the unit, in no chat either."""
    unit = grant.unit_code
    handled = grant.role in UNIT_ROLES and grant.role is not Role.REVIEWER
    return handled and unit is not None and not reach.is_reachable(tx, unit)
