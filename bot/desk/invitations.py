"""Invitations: a link that gives a role once, made in private and good for a week."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from bot.desk import reach
from bot.desk.appointing import give_role, read_unit, role_name, roles_to_give, units_to_choose
from bot.desk.messages import reply, say, turn
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.notices import Errand, NoticeKind
from bot.domain.people import ROLE_NAMES, Person
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, appointable_by, may_appoint, require
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import invitation_buttons
from bot.notices.markup import Markup, mention
from storage import audit, invitations, people
from storage.invitations import Invitation
from storage.transaction import Tx

VERBS = frozenset({"invite", "invites", "invited"})
"""The first words of callback data that this file answers for."""

GOOD_FOR = timedelta(days=7)
_BYTES = 24
"""Of a token: 32 letters of the 64 that the payload of a deep link may have
(https://core.telegram.org/bots/features#deep-linking).
"""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)


def ask_role(tx: Tx, office: Office, by: Person, seat: Seat, now: datetime) -> None:
    """/invite: to which role? Only in private: who sees a link can use it. Raises Refused."""
    require(by, Action.APPOINT)
    if seat.chat_id < 0:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    reply(tx, seat, office.texts.say("invite.ask_role"), now, rows=invitation_buttons(roles_to_give(by)))


def take_tap(tx: Tx, office: Office, tap: Tap, username: str, now: datetime) -> Answer:
    """The buttons of /invite: invite:ROLE, invites:ROLE:PARENT:PAGE, invited:ROLE:UNIT. Raises Refused.

    An empty UNIT is the whole area; `username` is the bot's own.
    """
    by = people.load(tx, tap.person_id, tap.name)
    role = tap.choice(0, Role)
    require(by, Action.APPOINT)
    if role not in appointable_by(by):
        raise Refused(Refusal.NO_RIGHT)
    if tap.chat_id < 0:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    if tap.verb == "invited":
        return _offer(tx, office, tap, by, role, read_unit(office, by, role, tap.argument(1)), username, now)
    parent, page = (tap.argument(1), tap.number(2)) if tap.verb == "invites" else ("", 0)
    mark = role.value
    rows = units_to_choose(office, by, role, f"invited:{mark}", f"invites:{mark}", parent, page)
    return turn(tx, tap, office.texts.say("invite.ask_unit", role=ROLE_NAMES[role]), now, rows)


def _offer(
    tx: Tx, office: Office, tap: Tap, by: Person, role: Role, unit_code: str | None, username: str, now: datetime
) -> Answer:
    """The link is a message of its own, which can be forwarded as it is."""
    named = role_name(office, role, unit_code)
    answer = turn(tx, tap, office.texts.say("invite.made", role=named), now)
    token = secrets.token_urlsafe(_BYTES)
    invitations.offer(tx, _hash(token), role, unit_code, by.id, now, now + GOOD_FOR)
    audit.append(tx, "invite", by.id, now, role=role.value, unit=unit_code)
    link = f"https://t.me/{username}?start={token}"
    text = office.texts.say("invite.link", area=office.area.name, role=named, link=link)
    key = Errand.INVITATION.key(tap.chat_id, int(now.timestamp() * 1000))
    say(tx, Seat(tap.chat_id, tap.topic), NoticeKind.ANSWER, key, text, now)
    return answer


def is_token(written: str) -> bool:
    """Whether this can be what a link carries; other words behind /start are only words."""
    return _TOKEN.fullmatch(written) is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def accept(tx: Tx, office: Office, sender: Sender, token: str, now: datetime) -> Markup | None:
    """/start with what a link carries: the role, if the link is still good; None where it is not.

    Whoever made it must still have the right to.
    """
    found = invitations.find(tx, _hash(token), now)
    if found is None or not _still_stands(tx, office, found):
        return None
    named = role_name(office, found.role, found.unit_code)
    given = give_role(tx, office, sender.id, found.role, found.unit_code, found.invited_by, now, how="invited")
    if not given:  # whoever tries the own link out does not use it up
        return office.texts.say("invite.held", role=named)
    invitations.use(tx, _hash(token), sender.id, now)
    told = office.texts.say("invite.taken_up", person=mention(sender.id, sender.name), role=named)
    for seat in reach.privately(tx, (Person(found.invited_by, ""),)):
        key = f"taken_up:{sender.id}:{seat.chat_id}:{int(now.timestamp() * 1000)}"
        say(tx, seat, NoticeKind.ALERT, key, told, now)
    return office.texts.say("invite.welcome", role=named)


def _still_stands(tx: Tx, office: Office, found: Invitation) -> bool:
    unit = found.unit_code
    if unit is not None and unit not in office.area.unit_by_code:
        return False
    return may_appoint(people.load(tx, found.invited_by), found.role, unit, office.area)
