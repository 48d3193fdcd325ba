"""Topics: in a forum, one for each unit that has no chat yet, opened at a coordinator's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk.messages import reply, turn
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind, Unit, UnitKind
from bot.domain.notices import Call, Draft, NoticeKind
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may_on, require
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from storage import chats, notices, people
from storage.transaction import Tx

VERBS = frozenset({"topics"})
"""The first words of callback data that this file answers for."""

NEEDED = ("forum", "topics")
"""What the bot cannot do without, as the texts name it."""
_LONGEST = 128
"""Characters of a topic's name: https://core.telegram.org/bots/api#createforumtopic"""
_MOST = 30
"""Rows of buttons."""


def ask(tx: Tx, office: Office, by: Person, seat: Seat, now: datetime) -> None:
    """/topics: for the units below which one? Raises Refused."""
    require(by, Action.OPEN_TOPICS)
    rows = _choices(tx, office, by)
    reply(tx, seat, office.texts.say("topics.ask" if rows else "topics.none"), now, rows=rows)


def take_tap(tx: Tx, office: Office, tap: Tap, missing: Sequence[str] | None, now: datetime) -> Answer:
    """The buttons of /topics: topics:PARENT. `missing` names what the bot lacks here; None: not known.

    Raises Refused.
    """
    by = people.load(tx, tap.person_id, tap.name)
    require(by, Action.OPEN_TOPICS)
    if tap.chat_id > 0:
        raise Refused(Refusal.STALE_BUTTON)
    texts = office.texts
    if missing is None:
        return Answer(texts.plain("topics.unknown"), alert=True)
    if lacking := [right for right in NEEDED if right in missing]:
        listed = "\n".join(f"· {texts.plain(f'right.{right}')}" for right in lacking)
        return Answer(texts.plain("topics.cannot", missing=listed), alert=True)
    units = _without_chat(tx, office, by).get(tap.argument(0), [])
    if not units:
        raise Refused(Refusal.STALE_BUTTON)
    for unit in units:
        _open(tx, tap, unit, now)
    return turn(tx, tap, texts.say("topics.opening", count=len(units)), now)


def _open(tx: Tx, tap: Tap, unit: Unit, now: datetime) -> None:
    """The outbox opens it; once it is there, it is the unit's chat (bot/desk/outcomes.py)."""
    draft = Draft(
        key=f"topic:{tap.chat_id}:{unit.code}:{tap.message_id}",
        kind=NoticeKind.ANSWER,
        call=Call.OPEN_TOPIC,
        chat_id=tap.chat_id,
        unit_code=unit.code,
        payload={"name": unit.name[:_LONGEST], "by": tap.person_id},
    )
    notices.queue(tx, draft, now)


def _without_chat(tx: Tx, office: Office, by: Person) -> dict[str, list[Unit]]:
    """The units on the own ground that have no chat yet, by the unit above them ("" where there is none)."""
    area = office.area
    bound = {chat.unit_code for chat in chats.every_binding(tx) if chat.kind is ChatKind.UNIT}
    found: dict[str, list[Unit]] = {}
    for unit in area.units:
        own = may_on(by, Action.OPEN_TOPICS, unit.code, area)
        if own and unit.kind is not UnitKind.AREA and unit.code not in bound:
            found.setdefault(unit.parent or "", []).append(unit)
    return found


def _choices(tx: Tx, office: Office, by: Person) -> Buttons:
    area = office.area
    found = list(_without_chat(tx, office, by).items())[:_MOST]
    return [[(_label(office, area.unit_name(above) or area.name, units), f"topics:{above}")] for above, units in found]


def _label(office: Office, name: str, units: Sequence[Unit]) -> str:
    return office.texts.plain("button.topics", name=name, count=len(units))
