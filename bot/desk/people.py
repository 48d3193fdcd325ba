"""People: the first admin's claim, the greeting in private, and who is who."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from bot.desk import catching_up, invitations, menus
from bot.desk.office import Office
from bot.domain.areas import Role
from bot.domain.people import HANDLING_ROLES, ROLE_NAMES, Person
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may_on, require
from bot.notices.markup import Markup
from storage import audit, people
from storage.transaction import Tx

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
    menus.follow_person(tx, sender.id, now)
    return office.texts.say("claim.done")


def meet(tx: Tx, office: Office, sender: Sender, now: datetime, token: str = "") -> Markup:
    """/start in private: from now on the bot may write to this person. `token` is what a link of /invite carries."""
    people.remember(tx, sender.id, sender.name, sender.username)
    people.note_private_chat(tx, sender.id, open_=True)
    catching_up.resume_chat(tx, sender.id, now)
    invited = invitations.is_token(token)
    welcome = invitations.accept(tx, office, sender, token, now) if invited else None
    person = people.load(tx, sender.id)
    menus.follow_person(tx, person.id, now)
    if invited and welcome is None:
        return office.texts.say("invite.bad")
    if person.grants:
        catching_up.post_waiting(tx, office, now)
    elif not people.anybody_coordinates(tx):
        return office.texts.say("start.unclaimed")
    elif not people.may_report_privately(tx, sender.id):
        return office.texts.say("start.stranger")
    return office.texts.say("start", help=Markup(f"{welcome or ''}\n\n{help_for(office, person)}".strip()))


def help_for(office: Office, person: Person) -> Markup:
    """What this person can do, by role: everybody can report."""
    parts = [office.texts.say("help.courier")]
    if person.holds(*HANDLING_ROLES):
        parts.append(office.texts.say("help.secretary"))
    if person.holds(Role.COORDINATOR, Role.ADMIN):
        parts.append(office.texts.say("help.coordinator"))
    if person.holds(Role.ADMIN):
        parts.append(office.texts.say("help.admin"))
    return Markup("\n\n".join(parts))


def staff_list(tx: Tx, office: Office, by: Person) -> Markup:
    """/staff: who holds which role on the ground of the one who asks. Raises Refused."""
    require(by, Action.SEE_STAFF)
    texts = office.texts
    lines = [
        texts.say("staff.line", name=person.name, roles="、".join(roles))
        for person in people.staff(tx)
        if (roles := _roles_seen(office, by, person))
    ]
    return Markup("\n".join([texts.say("staff.head"), *lines])) if lines else texts.say("staff.none")


def _roles_seen(office: Office, by: Person, person: Person) -> list[str]:
    return [
        office.texts.plain("staff.role", unit=office.area.unit_name(grant.unit_code) or "", role=ROLE_NAMES[grant.role])
        for grant in person.grants
        if grant.role is not Role.COURIER and may_on(by, Action.SEE_STAFF, grant.unit_code, office.area)
    ]
