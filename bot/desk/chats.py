"""Chats: what a group is for, whether the bot may work there, and what happens when it is moved or removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.desk import catching_up
from bot.desk.messages import reply, say, take_away, turn
from bot.desk.office import Office
from bot.desk.outcomes import follow_migration
from bot.desk.reach import Seat, coordinator_seats
from bot.domain.areas import ChatKind
from bot.domain.notices import Call, Draft, Errand, NoticeKind
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, require
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import binding_buttons, unit_buttons
from bot.notices.markup import Markup
from storage import audit, chats, messages, notices, people
from storage.transaction import Tx

VERBS = frozenset({"bind", "bindunits", "bindto"})
"""The first words of callback data that this file answers for."""

_MIND = timedelta(seconds=2)
"""A migration first looks like a new group: the greeting waits for the news that it is none."""


def _greeting(chat_id: int) -> str:
    return f"greeting:{chat_id}"


def ask_binding(tx: Tx, office: Office, by: Person, seat: Seat, now: datetime) -> None:
    """/bind: what is this group for? Raises Refused."""
    require(by, Action.BIND)
    reply(tx, seat, office.texts.say("bind.ask"), now, rows=binding_buttons(office.texts))


def take_tap(tx: Tx, office: Office, tap: Tap, missing: Sequence[str] | None, now: datetime) -> Answer:
    """The buttons of /bind: bind:KIND, bindunits:PARENT:PAGE, bindto:UNIT. Raises Refused.

    `missing` names the rights that the bot lacks here, as the texts know them. None: Telegram could not be asked.
    """
    by = people.load(tx, tap.person_id, tap.name)
    require(by, Action.BIND)
    if tap.chat_id > 0:  # a private chat: /bind asks nothing there, so no button of ours was pressed
        raise Refused(Refusal.STALE_BUTTON)
    if tap.verb == "bindto":
        return _bind(tx, office, tap, ChatKind.UNIT, tap.argument(0), missing, now)
    if tap.verb == "bind" and (kind := tap.choice(0, ChatKind)) is not ChatKind.UNIT:
        return _bind(tx, office, tap, kind, None, missing, now)
    parent, page = (tap.argument(0), tap.number(1)) if tap.verb == "bindunits" else ("", 0)
    if parent and parent not in office.area.unit_by_code:
        raise Refused(Refusal.STALE_BUTTON)
    rows = unit_buttons(office.texts, office.area, "bindto", "bindunits", "", parent, page)
    return turn(tx, tap, office.texts.say("bind.ask_unit"), now, rows)


def _bind(
    tx: Tx,
    office: Office,
    tap: Tap,
    kind: ChatKind,
    unit_code: str | None,
    missing: Sequence[str] | None,
    now: datetime,
) -> Answer:
    """Note the binding and say which rights are still missing here."""
    if unit_code is not None and unit_code not in office.area.unit_by_code:
        raise Refused(Refusal.UNKNOWN_UNIT, unit=unit_code)
    chats.bind(tx, tap.chat_id, kind, unit_code, tap.person_id, now, tap.topic or 0)
    audit.append(tx, "bind", tap.person_id, now, chat=tap.chat_id, kind=kind.value, unit=unit_code)
    catching_up.post_waiting(tx, office, now)
    _take_away_greeting(tx, tap.chat_id, now)
    if kind is ChatKind.REPORT and office.privacy_notice:
        _tell_what_is_kept(
            tx, office, Seat(tap.chat_id, tap.topic), now, pin=missing is not None and "pin" not in missing
        )
    texts = office.texts
    lines = [texts.say(f"bind.done.{kind.value}", unit=office.area.unit_name(unit_code) or "")]
    if missing is None:
        lines.append(texts.say("bind.rights.unknown"))
    elif missing:
        listed = "\n".join(f"· {texts.say(f'right.{right}')}" for right in missing)
        lines.append(texts.say("bind.rights.missing", missing=Markup(listed)))
    else:
        lines.append(texts.say("bind.rights.ok"))
    return turn(tx, tap, Markup("\n".join(lines)), now)


def _take_away_greeting(tx: Tx, chat_id: int, now: datetime) -> None:
    """Sent or not, it has had its answer."""
    waiting = notices.waiting_under(tx, _greeting(chat_id))
    sent = messages.sent_under(tx, chat_id, _greeting(chat_id))
    for greeting in [*sent, *([waiting] if waiting else [])]:
        take_away(tx, greeting, now)


def _tell_what_is_kept(tx: Tx, office: Office, seat: Seat, now: datetime, *, pin: bool) -> None:
    """Once in a group: what the bot keeps and what its reactions mean. Bound anew with the right, it is pinned."""
    key = f"privacy:{seat.chat_id}"
    say(tx, seat, NoticeKind.ANSWER, key, office.texts.say("privacy.notice"), now)
    if pin and (said := notices.of_key(tx, key)) is not None:
        draft = Draft(
            key=f"pin:{said.id}",
            kind=NoticeKind.EDIT,
            call=Call.PIN,
            chat_id=seat.chat_id,
            target=said.id,
            payload={},
        )
        notices.queue(tx, draft, now)


def joined(tx: Tx, office: Office, chat_id: int, title: str, type_: str, *, fresh: bool, now: datetime) -> None:
    """The bot was added to a group, or may write there again: one line, and what was parked flows."""
    chats.remember(tx, chat_id, title, type_)
    people.note_private_chat(tx, chat_id, open_=True)
    catching_up.resume_chat(tx, chat_id, now)
    if fresh and not chats.is_bound(tx, chat_id):
        key = f"joined:{chat_id}:{int(now.timestamp())}"
        text = office.texts.say("joined.group")
        say(tx, Seat(chat_id), NoticeKind.ANSWER, key, text, now, not_before=now + _MIND, coalesce=_greeting(chat_id))


def left(tx: Tx, office: Office, chat_id: int, title: str, type_: str, why: str, now: datetime) -> None:
    """The bot was removed, muted or blocked: its notices wait, and the coordinators are told once."""
    bound = chats.is_bound(tx, chat_id)
    people.note_private_chat(tx, chat_id, open_=False)
    chats.remember(tx, chat_id, title, type_, member=False)
    if not chats.park(tx, chat_id, why, now) or not bound:
        return
    text = office.texts.say("alert.parked", chat=title, why=office.texts.plain(f"why.{why}"))
    for seat in coordinator_seats(tx):
        if seat.chat_id != chat_id:
            key = Errand.TROUBLE.key("alert.parked", chat_id, seat.chat_id, int(now.timestamp()))
            say(tx, seat, NoticeKind.ALERT, key, text, now)


def migrated(tx: Tx, old: int, new: int) -> None:
    """A group became a supergroup: its bindings follow, and nobody is greeted twice."""
    follow_migration(tx, old, new)
    if (greeting := notices.waiting_under(tx, _greeting(new))) is not None:
        notices.withhold(tx, greeting.id)
