"""Outcomes: what becomes of a notice when Telegram has answered its call — or has not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.desk import cards, catching_up, deliveries, pictures, reach
from bot.desk import menus as desk_menus
from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.reactions import stand_in
from bot.domain.areas import ChatKind
from bot.domain.notices import ONE_SHOT, POLICIES, Call, Errand, NoticeKind, NoticeState, Unknown
from storage import audit, chats, menus, messages, notices, posts, prompts, tickets
from storage import outbox as stored_outbox
from storage.notices import Notice
from storage.transaction import Tx

PATIENCE = 8
"""How often a message that may have arrived is sent before no copy follows any more."""

_HURTS = frozenset({NoticeKind.EMERGENCY, NoticeKind.QUESTION, NoticeKind.CARD, NoticeKind.CLOSURE})
"""Kinds whose silence would hurt: the coordinators are told when they stay uncertain for good."""


class Outcome(StrEnum):
    """What became of one call."""

    SENT = "sent"
    UNCHANGED = "unchanged"  # "message is not modified", or already gone: as good as done
    NOT_POSTED = "not_posted"  # certainly not: connect or pool timeout, refused
    UNKNOWN = "unknown"  # read timeout, reset, 5xx: nobody knows
    PATIENCE = "patience"  # 429
    NO_REPLY_TARGET = "no_reply_target"
    NO_TOPIC = "no_topic"
    MIGRATED = "migrated"
    KICKED = "kicked"
    BLOCKED = "blocked"
    NO_RIGHTS = "no_rights"
    GONE = "gone"  # the chat itself
    NO_REACTIONS = "no_reactions"
    NO_PHOTO = "no_photo"  # the file cannot be sent: of another bot, broken, or gone
    NO_CAPTION = "no_caption"  # the message to edit has words and no picture
    TARGET_GONE = "target_gone"  # the message to edit was deleted by somebody
    REFUSED = "refused"  # any other 4xx


@dataclass(frozen=True, slots=True)
class Report:
    """What the edge saw of one call. `wait` with PATIENCE, `moved_to` with MIGRATED."""

    outcome: Outcome
    message_id: int | None = None
    wait: timedelta = timedelta()
    moved_to: int | None = None
    error: str = ""


def settle(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    """Write down what became of a call, and mend what can be mended. Nothing is dropped in silence."""
    if notice.call is Call.SET_MENU and report.outcome not in _MENU_SETTLED:
        _menu_lost(tx, notice, report)
        return
    _SETTLE[report.outcome](tx, office, notice, report, now)
    if notice.errand is Errand.INVITATION:
        stored_outbox.blank(tx, notice.chat_id, Errand.INVITATION)


_MENU_SETTLED = frozenset({Outcome.SENT, Outcome.UNCHANGED, Outcome.NOT_POSTED, Outcome.UNKNOWN, Outcome.PATIENCE})


def _menu_lost(tx: Tx, notice: Notice, report: Report) -> None:
    """A chat without its own / menu works as well: nobody is told, and it gets one when the bot is back there."""
    stored_outbox.settle(tx, notice.id, NoticeState.DROPPED, report.error)
    menus.forget(tx, notice.chat_id)


def _sent(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    made = report.message_id if notice.call in ONE_SHOT else None
    stored_outbox.mark_sent(tx, notice.id, made, now)
    if notice.kind is NoticeKind.CARD:
        if made is not None:
            messages.hand_back(tx, notice, made)
        deliveries.show(tx, office, notice, now)
    elif notice.call is Call.OPEN_TOPIC and notice.unit_code is not None and report.message_id is not None:
        _take_topic(tx, office, notice, notice.unit_code, report.message_id, now)


def _take_topic(tx: Tx, office: Office, notice: Notice, unit_code: str, topic: int, now: datetime) -> None:
    """The topic is there: from now on it is the unit's chat."""
    by = notice.payload["by"]
    chats.bind(tx, notice.chat_id, ChatKind.UNIT, unit_code, by, now, topic)
    audit.append(tx, "open_topic", by, now, chat=notice.chat_id, unit=unit_code)
    desk_menus.follow_chat(tx, notice.chat_id, now)
    catching_up.post_waiting(tx, office, now)


def _unchanged(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    stored_outbox.mark_sent(tx, notice.id, None, now)


def _not_posted(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    """Certainly not posted: tried again for as long as it takes."""
    stored_outbox.requeue(tx, notice.id, report.error, now + _backoff(notice.attempts))


def _backoff(attempts: int) -> timedelta:
    return timedelta(seconds=min(300, 2**attempts))


def _unknown(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    """Repeatable calls are simply repeated; a new message by the policy of its kind, and not for ever.

    One that is sent again may be a double: the first attempt is listed as uncertain. Tries that certainly posted
    nothing do not count.
    """
    if notice.call not in ONE_SHOT:
        _not_posted(tx, office, notice, report, now)
    elif _is_held(notice) or stored_outbox.times_sent_again(notice) + 1 >= PATIENCE:
        stored_outbox.settle(tx, notice.id, NoticeState.UNCERTAIN, report.error)
        if notice.kind in _HURTS:
            _tell_coordinators(tx, office, notice, "alert.uncertain", report.error, now)
    else:
        copy = stored_outbox.send_again(tx, notice, report.error, now + _backoff(notice.attempts), now)
        prompts.follow(tx, notice.id, copy)


def _is_held(notice: Notice) -> bool:
    """A second topic of one name would stay for ever: whether there is one, a person sees at a glance."""
    return notice.call is Call.OPEN_TOPIC or POLICIES[notice.kind].unknown is Unknown.HOLD


def _patience(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    """This chat pauses, the others flow."""
    chats.pause(tx, notice.chat_id, now + report.wait)
    stored_outbox.requeue(tx, notice.id, report.error, now + report.wait)


def _no_reply_target(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    stored_outbox.redirect(tx, notice.id, drop_reply=True, drop_topic=False)


def _no_topic(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    stored_outbox.redirect(tx, notice.id, drop_reply=False, drop_topic=True)


def _migrated(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    """Bindings move; what waits for the old chat follows, but replies to its messages stand alone."""
    if report.moved_to is None:
        _failed(tx, office, notice, report, now)
        return
    follow_migration(tx, notice.chat_id, report.moved_to)
    if notice.call in ONE_SHOT:
        stored_outbox.redirect(tx, notice.id, report.moved_to, drop_reply=True, drop_topic=False)
    else:
        _target_gone(tx, office, notice, report, now)


def follow_migration(tx: Tx, old: int, new: int) -> None:
    """A group became a supergroup."""
    chats.move_bindings(tx, old, new)
    stored_outbox.move_queued(tx, old, new)


def _parked(why: str) -> Callable[[Tx, Office, Notice, Report, datetime], None]:
    def park(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
        """The chat waits until the bot is back; the coordinators are told once."""
        stored_outbox.requeue(tx, notice.id, report.error, now)
        if chats.park(tx, notice.chat_id, why, now):
            _tell_coordinators(tx, office, notice, "alert.parked", office.texts.plain(f"why.{why}"), now)

    return park


def _no_reactions(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    """This group forbids reactions: from now on one line stands in for 👀."""
    stored_outbox.settle(tx, notice.id, NoticeState.DROPPED, report.error)
    chats.forbid_reactions(tx, notice.chat_id)
    post = posts.find(tx, notice.chat_id, notice.message_id) if notice.message_id else None
    if post is not None:
        stand_in(tx, office, post, now)


def _no_photo(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    """The words matter more than the picture: the message goes out as text."""
    if not pictures.say_in_words(tx, notice, report.error, now):
        _failed(tx, office, notice, report, now)


def _no_caption(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    if not pictures.edit_words(tx, notice, report.error, now):
        _failed(tx, office, notice, report, now)


def _target_gone(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    """The message that was to change cannot be reached any more: a card that is still needed is made again."""
    stored_outbox.settle(tx, notice.id, NoticeState.DROPPED, report.error)
    if notice.target is None or notice.call is Call.DELETE:
        return
    messages.note_gone(tx, notice.target, now)
    target = notices.load(tx, notice.target)
    ticket = tickets.load(tx, notice.ticket_id) if notice.ticket_id else None
    if ticket is not None and target is not None and target.kind is NoticeKind.CARD and not ticket.state.is_over:
        cards.refresh(tx, office, ticket, notice.id, now)


def _failed(tx: Tx, office: Office, notice: Notice, report: Report, now: datetime) -> None:
    """On the list, and the coordinators are told; a sign or a tidying that cannot be done is only noted.

    So is what was overtaken while it was on its way: the newer one tells more.
    """
    if notice.kind in {NoticeKind.REACTION, NoticeKind.DELETION} or _was_dropped(tx, notice):
        stored_outbox.settle(tx, notice.id, NoticeState.DROPPED, report.error)
        return
    stored_outbox.settle(tx, notice.id, NoticeState.FAILED, report.error)
    if notice.errand is not Errand.TROUBLE:
        _tell_coordinators(tx, office, notice, "alert.failed", report.error, now)


def _was_dropped(tx: Tx, notice: Notice) -> bool:
    kept = notices.load(tx, notice.id)
    return kept is not None and kept.state is NoticeState.DROPPED


def _tell_coordinators(tx: Tx, office: Office, notice: Notice, told: str, why: str, now: datetime) -> None:
    text = office.texts.say(
        told,
        chat=reach.name_of_chat(tx, office.area, notice.chat_id),
        why=why,
        number=f"#T{notice.ticket_id}" if notice.ticket_id else "–",
    )
    for seat in reach.coordinator_seats(tx):
        if seat.chat_id != notice.chat_id:
            key = Errand.TROUBLE.key(told, notice.id, seat.chat_id, now.date())
            say(tx, seat, NoticeKind.ALERT, key, text, now)


_SETTLE: dict[Outcome, Callable[[Tx, Office, Notice, Report, datetime], None]] = {
    Outcome.SENT: _sent,
    Outcome.UNCHANGED: _unchanged,
    Outcome.NOT_POSTED: _not_posted,
    Outcome.UNKNOWN: _unknown,
    Outcome.PATIENCE: _patience,
    Outcome.NO_REPLY_TARGET: _no_reply_target,
    Outcome.NO_TOPIC: _no_topic,
    Outcome.MIGRATED: _migrated,
    Outcome.KICKED: _parked("kicked"),
    Outcome.BLOCKED: _parked("blocked"),
    Outcome.NO_RIGHTS: _parked("no_rights"),
    Outcome.GONE: _parked("gone"),
    Outcome.NO_REACTIONS: _no_reactions,
    Outcome.NO_PHOTO: _no_photo,
    Outcome.NO_CAPTION: _no_caption,
    Outcome.TARGET_GONE: _target_gone,
    Outcome.REFUSED: _failed,
}
