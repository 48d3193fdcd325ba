"""Intake: posts become tickets, routed, with their clocks running and their notices queued, in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import bundles
from bot.desk.additions import join_part, note_addition, note_media
from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.reach import coordinator_seats, name_of_chat
from bot.desk.reactions import follow_tickets
from bot.desk.support import tickets_of
from bot.domain.notices import NoticeKind
from bot.domain.pins import Pin
from bot.domain.posts import MOST_MEDIA, Post, PostState, StoredPost
from bot.domain.readings import Earlier, Kind, ReadingContext
from bot.reading.follow_ups import goes_on
from storage import chats, media, posts
from storage.chats import Binding
from storage.transaction import Tx

_EDIT_WINDOW = timedelta(hours=1)
"""How old a message may be that an edit turns into a report: nobody expects last week's chat to wake up."""

_FOLLOW_UP = timedelta(minutes=10)
"""How long a sender's last report still says where 还有井盖也没了 is: a courier at the next door has had time for
another order, and by then names the new place."""


def take_post(tx: Tx, office: Office, post: Post, binding: Binding | None, now: datetime) -> None:
    """One message of a reporting group (or of a courier in private): report, part of one, or chatter."""
    if posts.find(tx, post.chat_id, post.message_id) is not None:
        return
    if post.album is not None and (whole := posts.of_album(tx, post.chat_id, post.album)) is not None:
        join_part(tx, office, whole, post, now)
    elif post.album is not None:
        _gather(tx, post, now + office.album_wait, now)
    elif not post.text:
        _take_wordless(tx, office, post, now)
    else:
        _take_words(tx, office, post, binding, now)


def _take_words(tx: Tx, office: Office, post: Post, binding: Binding | None, now: datetime) -> None:
    """A text or a caption: a report becomes tickets at once; a caption that is none may wait for better words."""
    photos = posts.gathering_of(tx, post.chat_id, post.sender.id, post.topic, post.sent_at - office.join_window)
    pins = [pin for pin in (post.pin, *(photo.pin for photo in photos)) if pin is not None]
    has_photo = bool(post.media) or any(photo.media for photo in photos)
    context = _context(tx, post, binding, has_photo=has_photo, pin=next(iter(pins), None))
    reading = office.reader.read(post.text, context)
    if reading.kind is not Kind.REPORT:
        if post.media:
            _gather(tx, post, now + office.join_window, now)
        return
    stored = _keep(tx, post, PostState.REPORTED, now)
    if photos:
        stored = _with_photos(tx, stored, photos)
        whole = office.reader.read(stored.text, context)  # a caption may say where the words say what
        reading = whole if whole.kind is Kind.REPORT else reading
    bundles.open_or_gather(tx, office, stored, reading, now, said_at=post.edited_at)


def _with_photos(tx: Tx, stored: StoredPost, photos: list[StoredPost]) -> StoredPost:
    """The report with the photos sent just before it: the nearest ones, when there are more than it can show."""
    room = MOST_MEDIA - len(stored.media)
    for photo in reversed(photos):
        if len(photo.media) > room:
            break
        room -= len(photo.media)
        _absorb(tx, photo.id, stored.id)
    return posts.load(tx, stored.id)


def _take_wordless(tx: Tx, office: Office, post: Post, now: datetime) -> None:
    """A photo or a pin belongs to the report that its sender wrote just before, else it waits for words."""
    report = _report_that_lacks(tx, office, post)
    if report is not None:
        join_part(tx, office, report, post, now)
    else:
        _gather(tx, post, now + office.join_window, now)


def _report_that_lacks(tx: Tx, office: Office, post: Post | StoredPost) -> StoredPost | None:
    """The report that this sender wrote just before, if it still lacks what this brings: a picture, or a position."""
    report = posts.last_report_of(tx, post.chat_id, post.sender.id, post.topic, post.sent_at - office.join_window)
    if report is None or (post.media and report.media) or (post.pin is not None and report.pin is not None):
        return None
    return report


def _keep(tx: Tx, post: Post, state: PostState, now: datetime, *, ready_at: datetime | None = None) -> StoredPost:
    post_id = posts.add(tx, post, state, ready_at, kept_at=now)
    note_media(tx, post, post_id)
    return StoredPost(
        id=post_id,
        state=state,
        chat_id=post.chat_id,
        message_id=post.message_id,
        topic=post.topic,
        private=post.private,
        sender=post.sender,
        text=post.text,
        sent_at=post.sent_at,
        album=post.album,
        media=post.media,
        pin=post.pin,
    )


def _gather(tx: Tx, post: Post, ready_at: datetime, now: datetime) -> None:
    """The wait is counted by the host's clock alone: Telegram's, by which it was sent, may show another time."""
    _keep(tx, post, PostState.GATHERING, now, ready_at=ready_at)


def _absorb(tx: Tx, part_id: int, whole_id: int) -> None:
    """Make a gathering post a part of another."""
    posts.set_state(tx, part_id, PostState.JOINED, joined_to=whole_id)
    posts.move_parts(tx, part_id, whole_id)
    media.move_to_post(tx, part_id, whole_id)


def take_gathered(tx: Tx, office: Office, post: StoredPost, now: datetime) -> None:
    """A gathering post whose waiting is over: an album is read; what has no words waits its window, then lapses."""
    binding = chats.binding(tx, post.chat_id, post.topic)
    context = _context(tx, post, binding, has_photo=bool(post.media), pin=post.pin)
    reading = office.reader.read(post.text, context) if post.text else None
    if reading is not None and reading.kind is Kind.REPORT:
        posts.set_state(tx, post.id, PostState.REPORTED)
        bundles.open_or_gather(tx, office, post, reading, now)
    elif not post.text and (report := _report_that_lacks(tx, office, post)) is not None:
        _absorb(tx, post.id, report.id)
        note_addition(tx, office, report, post.sender, now)
    elif now < (until := posts.kept_at(tx, post.id) + office.join_window):
        posts.set_state(tx, post.id, PostState.GATHERING, ready_at=until)
    else:
        posts.forget(tx, post.id)


def set_aside(tx: Tx, office: Office, post: StoredPost, now: datetime) -> None:
    """A post that the program falls over waits no longer; the coordinators are told where it stands."""
    posts.set_state(tx, post.id, PostState.LAPSED)
    text = office.texts.say("alert.quarantined", chat=name_of_chat(tx, office.area, post.chat_id))
    for seat in coordinator_seats(tx):
        say(tx, seat, NoticeKind.ALERT, f"set_aside:{post.id}:{seat.chat_id}", text, now)


def _context(
    tx: Tx, post: Post | StoredPost, binding: Binding | None, *, has_photo: bool, pin: Pin | None
) -> ReadingContext:
    unit = binding.unit_code if binding else None
    earlier = _earlier(tx, post) if goes_on(post.text) else None
    return ReadingContext(chat_unit=unit, has_photo=has_photo, pin=pin, earlier=earlier)


def _earlier(tx: Tx, post: Post | StoredPost) -> Earlier | None:
    """Where the last problem is that this sender reported here a moment ago, as far as its ticket knows."""
    report = posts.last_report_of(tx, post.chat_id, post.sender.id, post.topic, post.sent_at - _FOLLOW_UP)
    placed = [ticket for ticket in tickets_of(tx, report) if ticket.place] if report is not None else []
    return Earlier(placed[-1].place or "", placed[-1].unit_code) if placed else None


def take_edit(tx: Tx, office: Office, post: Post, binding: Binding | None, now: datetime) -> None:
    """An edit replaces a message's own words; after the ticket it is told there, too, and reroutes only triage."""
    known = posts.find(tx, post.chat_id, post.message_id)
    if known is None:
        if (post.edited_at or now) - post.sent_at < _EDIT_WINDOW:
            take_post(tx, office, post, binding, now)
        return
    own = posts.own_words(tx, post.chat_id, post.message_id)
    if own is None or own.text == post.text:
        return  # Telegram tells of edits without a visible change, too
    if own.edited_at is not None and post.edited_at is not None and post.edited_at < own.edited_at:
        return  # an older edit, which was set aside and is tried again
    if known.state is PostState.GATHERING:
        posts.set_words(tx, own.post_id, post.text, post.edited_at)
        posts.set_state(tx, known.id, PostState.GATHERING, ready_at=now)
    elif known.state is PostState.REPORTED and post.text:
        posts.set_words(tx, own.post_id, post.text, post.edited_at)
        note_addition(tx, office, known, post.sender, now, post.text)
        changed = posts.load(tx, known.id)
        follow_tickets(tx, office, changed, f"edit:{post.message_id}:{post.edited_at}", now)
