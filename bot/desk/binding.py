"""Binding: what a group is for, or one topic of it; which rights the bot lacks there, and where to give them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk import catching_up, menus
from bot.desk.chats import greeting_key
from bot.desk.messages import reply, take_away, turn
from bot.desk.office import Office
from bot.desk.privacy import tell_what_is_kept
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind, UnitKind
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, grounds, may_on, require, require_on
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons, binding_buttons
from bot.notices.markup import Markup
from bot.notices.unit_buttons import unit_buttons
from storage import audit, chats, messages, notices, people
from storage.transaction import Tx

_THE_WHOLE = "g"
"""Before a verb: the whole group is bound, though the question stands in one of its topics."""
_STEPS = frozenset({"bind", "bindunits", "bindto", "bindhalls", "bindhall"})
VERBS = _STEPS | {f"{_THE_WHOLE}{verb}" for verb in _STEPS} | {"bindask"}
"""The first words of callback data that this file answers for."""
LAST_VERBS = frozenset({"bind", "bindto", "bindhall", "gbind", "gbindto", "gbindhall"})
"""Those that bind, and are answered with the rights that the bot lacks."""


def ask_binding(tx: Tx, office: Office, by: Person, seat: Seat, now: datetime) -> None:
    """/bind: what is this group for, or the topic that it was written in? Raises Refused."""
    require(by, Action.BIND)
    text, rows = _question(office, by, seat.topic, whole=False)
    reply(tx, seat, text, now, rows=rows)


def _question(office: Office, by: Person, topic: int | None, *, whole: bool) -> tuple[Markup, Buttons]:
    """A coordinator of one street is not asked for what is the whole area's."""
    texts = office.texts
    kinds = [kind for kind in ChatKind if kind is not ChatKind.COORDINATORS or None in grounds(by, Action.BIND)]
    prefix = _THE_WHOLE if whole else ""
    rows = binding_buttons(texts, kinds, prefix)
    if any(_parent_kind(office, unit.code) not in {None, UnitKind.AREA} for unit in office.area.units):
        rows.append([(texts.plain("bind.hall"), f"{prefix}bindhalls::0")])
    if topic is not None:
        other = "button.this_topic" if whole else "button.whole_group"
        rows.append([(texts.plain(other), f"bindask:{'topic' if whole else 'whole'}")])
    return texts.say("bind.ask_topic" if topic is not None and not whole else "bind.ask"), rows


def _parent_kind(office: Office, code: str) -> UnitKind | None:
    """Where no unit lies below another, no street has coordinators of its own."""
    parent = office.area.unit_by_code[code].parent
    return office.area.unit_by_code[parent].kind if parent is not None else None


def take_tap(tx: Tx, office: Office, tap: Tap, missing: Sequence[str] | None, now: datetime) -> Answer:
    """The buttons of /bind: bind:KIND, bindunits:PARENT:PAGE, bindto:UNIT; bindhalls:PARENT:PAGE and bindhall:UNIT for
    the coordinators of one unit's ground; with a g before the verb for the whole group; bindask:whole, bindask:topic.

    `missing` names the rights that the bot lacks here, as the texts know them. None: Telegram could not be asked.
    Raises Refused.
    """
    by = people.load(tx, tap.person_id, tap.name)
    require(by, Action.BIND)
    if tap.chat_id > 0:  # a private chat: /bind asks nothing there, so no button of ours was pressed
        raise Refused(Refusal.STALE_BUTTON)
    if tap.verb == "bindask":
        text, rows = _question(office, by, tap.topic, whole=tap.argument(0) == "whole")
        return turn(tx, tap, text, now, rows)
    step = tap.verb if tap.verb in _STEPS else tap.verb.removeprefix(_THE_WHOLE)
    if step == "bind" and (kind := tap.choice(0, ChatKind)) is not ChatKind.UNIT:
        if kind is ChatKind.COORDINATORS:
            require_on(by, Action.BIND, None, office.area)
        return _bind(tx, office, tap, by, kind, None, missing, now)
    if step in _CHOSEN:
        return _bind(tx, office, tap, by, _CHOSEN[step], tap.argument(0), missing, now)
    parent, page = (tap.argument(0), tap.number(1)) if step != "bind" else ("", 0)
    return _ask_unit(tx, office, tap, by, step == "bindhalls", parent, page, now)


_CHOSEN = {"bindto": ChatKind.UNIT, "bindhall": ChatKind.COORDINATORS}


def _ask_unit(
    tx: Tx, office: Office, tap: Tap, by: Person, hall: bool, parent: str, page: int, now: datetime
) -> Answer:
    area = office.area
    if parent and parent not in area.unit_by_code:
        raise Refused(Refusal.STALE_BUTTON)
    own = grounds(by, Action.BIND)
    if parent:
        require_on(by, Action.BIND, parent, area)
    roots = [] if None in own else [unit.code for unit in area.units if unit.code in own]
    if not roots and None not in own:  # all of the own units are no more
        raise Refused(Refusal.NO_RIGHT)
    prefix = _THE_WHOLE if tap.verb.startswith(_THE_WHOLE) else ""
    choose, browse = ("bindhall", "bindhalls") if hall else ("bindto", "bindunits")
    rows = unit_buttons(office.texts, area, prefix + choose, prefix + browse, "", parent, page, roots=roots)
    return turn(tx, tap, office.texts.say("bind.ask_hall" if hall else "bind.ask_unit"), now, rows)


def _bind(
    tx: Tx,
    office: Office,
    tap: Tap,
    by: Person,
    kind: ChatKind,
    unit_code: str | None,
    missing: Sequence[str] | None,
    now: datetime,
) -> Answer:
    """Note the binding and say which rights are still missing here."""
    if unit_code is not None and unit_code not in office.area.unit_by_code:
        raise Refused(Refusal.UNKNOWN_UNIT, unit=unit_code)
    if unit_code is not None:
        require_on(by, Action.BIND, unit_code, office.area)
    topic = None if tap.verb.startswith(_THE_WHOLE) else tap.topic
    _check_own(tx, office, by, tap.chat_id, topic)
    chats.bind(tx, tap.chat_id, kind, unit_code, tap.person_id, now, topic or 0)
    audit.append(tx, "bind", tap.person_id, now, chat=tap.chat_id, kind=kind.value, unit=unit_code, topic=topic)
    menus.follow_chat(tx, tap.chat_id, now)
    catching_up.post_waiting(tx, office, now)
    _take_away_greeting(tx, tap.chat_id, now)
    if kind is ChatKind.REPORT:
        may_pin = missing is not None and "pin" not in missing
        tell_what_is_kept(tx, office, Seat(tap.chat_id, tap.topic), now, pin=may_pin)
    texts = office.texts
    whose = office.area.unit_name(unit_code) or ""
    lines = [texts.say(f"bind.done.{kind.value}", unit=whose)]
    if topic is not None:
        lines.append(texts.say("bind.only_topic"))
    return turn(tx, tap, Markup("\n".join([*lines, rights_line(office, missing)])), now)


def _check_own(tx: Tx, office: Office, by: Person, chat_id: int, topic: int | None) -> None:
    """What the chat was for must have been on the own ground, too: nobody takes another street's chat away."""
    bound = chats.binding(tx, chat_id, topic)
    if bound is None or bound.topic != (topic or 0) or bound.bound_by == by.id:
        return
    is_no_more = bound.unit_code is not None and bound.unit_code not in office.area.unit_by_code
    if not is_no_more and not may_on(by, Action.BIND, bound.unit_code, office.area):
        raise Refused(Refusal.NO_RIGHT)


def rights_line(office: Office, missing: Sequence[str] | None) -> Markup:
    """Which rights the bot lacks in a group, and where they are given."""
    texts = office.texts
    if missing is None:
        return texts.say("bind.rights.unknown")
    if not missing:
        return texts.say("bind.rights.ok")
    listed = "\n".join(f"· {texts.say(f'right.{right}')}" for right in missing)
    return texts.say("bind.rights.missing", missing=Markup(listed))


def _take_away_greeting(tx: Tx, chat_id: int, now: datetime) -> None:
    """Sent or not, it has had its answer."""
    waiting = notices.waiting_under(tx, greeting_key(chat_id))
    sent = messages.sent_under(tx, chat_id, greeting_key(chat_id))
    for greeting in [*sent, *([waiting] if waiting else [])]:
        take_away(tx, greeting, now)
