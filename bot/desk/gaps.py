"""Gaps: when the bot heard nothing for longer than Telegram keeps updates, the groups are asked to post again."""

from __future__ import annotations

from datetime import datetime

from bot.desk import reach
from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind
from bot.domain.hearing import Heard, Silence, lost
from bot.domain.notices import NoticeKind
from bot.notices.markup import Markup
from bot.notices.times import moment
from storage import chats, waits
from storage.transaction import Tx


def note_heard(tx: Tx, office: Office, heard: Heard, now: datetime) -> None:
    """Remember the last answer; ask once for what was posted in a silence that was too long."""
    for gap in lost(heard, waits.heard_at(tx)):
        _ask_to_post_again(tx, office, gap, now)
    waits.note_heard(tx, heard.last)


def _ask_to_post_again(tx: Tx, office: Office, gap: Silence, now: datetime) -> None:
    """Each group, and those who coordinate: they know what the town looked like meanwhile. At night nobody posts."""
    local = now.astimezone(office.zone)
    later = office.quiet.awake(local) if office.quiet.covers(local) else None
    facts = {"since": moment(gap.since, office.zone), "until": moment(gap.until, office.zone)}
    text = office.texts.say("gap.group", **facts)
    for bound in chats.bound(tx, ChatKind.REPORT):
        _say(tx, Seat(bound.chat_id, bound.thread), text, gap, now, later)
    told = office.texts.say("gap.coordinators", **facts)
    for seat in reach.coordinator_seats(tx):
        _say(tx, seat, told, gap, now, later)


def _say(tx: Tx, seat: Seat, text: Markup, gap: Silence, now: datetime, later: datetime | None) -> None:
    key = f"gap:{seat.chat_id}:{seat.topic or 0}:{int(gap.since.timestamp() * 1000)}"
    say(tx, seat, NoticeKind.ALERT, key, text, now, not_before=later)
