"""Media rows: noted once, fetched when their post is a report, stored, refused, or tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.notices import Call, Draft, NoticeKind, NoticeState
from bot.domain.posts import Media, MediaKind, MediaPurpose, Post, PostState, Sender
from bot.domain.tickets import State
from storage import media, notices, posts, tickets
from storage.transaction import Tx
from tests.storage.histories import a_ticket
from tests.storage.test_statistics import Explained

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
GROUP = -1001


def _post(tx: Tx, number: int, state: PostState = PostState.REPORTED) -> int:
    return posts.add(tx, Post(GROUP, number, Sender(101, "王师傅"), NOW), state, kept_at=NOW)


def _add(
    tx: Tx,
    name: str,
    *,
    post: int | None = None,
    ticket: int | None = None,
    message: int = 50,
    purpose: MediaPurpose = MediaPurpose.REPORT,
) -> int:
    """Note a photo called `name`. Returns its row's id."""
    photo = Media(MediaKind.PHOTO, name, f"unique-{name}", 4096)
    media.add(tx, photo, chat_id=GROUP, message_id=message, purpose=purpose, post_id=post, ticket_id=ticket)
    found: int = tx.value("SELECT id FROM media WHERE file_id = :name", name=name)
    return found


def _pending(tx: Tx, **later: float) -> list[str]:
    return [item.file_id for item in media.pending(tx, NOW + timedelta(**later))]


def test_a_file_of_a_message_is_noted_once(tx: Tx) -> None:
    post = _post(tx, 50)
    _add(tx, "a", post=post)
    again = Media(MediaKind.PHOTO, "another id of the same", "unique-a", 4096)
    media.add(tx, again, chat_id=GROUP, message_id=50, purpose=MediaPurpose.REPORT, post_id=post)
    media.add(tx, again, chat_id=GROUP, message_id=51, purpose=MediaPurpose.REPORT, post_id=post)
    assert [item.file_id for item in media.of_post(tx, post)] == ["a", "another id of the same"]
    first = media.of_post(tx, post)[0]
    assert (first.kind, first.purpose, first.size, first.state, first.path) == (
        MediaKind.PHOTO,
        MediaPurpose.REPORT,
        4096,
        "pending",
        None,
    )


def test_only_what_belongs_to_a_report_or_a_ticket_is_fetched(tx: Tx) -> None:
    for number, state in enumerate(PostState, start=50):
        _add(tx, state.value, post=_post(tx, number, state), message=number)
    ticket = tickets.add(tx, a_ticket(), []).id
    _add(tx, "proof", ticket=ticket, message=70, purpose=MediaPurpose.PROOF)
    assert _pending(tx) == ["reported", "proof"]


def test_few_at_a_time_and_the_longest_overdue_first(tx: Tx) -> None:
    post = _post(tx, 50)
    failed = _add(tx, "failed", post=post)
    for number in range(25):
        _add(tx, f"new{number}", post=post, message=60 + number)
    media.note_failure(tx, failed, "timeout", NOW)
    assert _pending(tx) == [f"new{number}" for number in range(20)]


def test_a_failure_waits_for_its_time_and_is_given_up_without_one(tx: Tx) -> None:
    number = _add(tx, "a", post=_post(tx, 50))
    media.note_failure(tx, number, "timeout", NOW + timedelta(seconds=15))
    assert _pending(tx, seconds=14) == []
    assert _pending(tx, seconds=15) == ["a"]
    assert media.pending(tx, NOW + timedelta(seconds=15))[0].attempts == 1
    media.note_failure(tx, number, "x" * 9999, None)
    assert _pending(tx, days=99) == []
    row = tx.row("SELECT state, attempts, length(error) AS length FROM media")
    assert row is not None
    assert tuple(row) == ("failed", 2, 500)


def test_what_is_stored_has_a_path_and_its_true_size(tx: Tx) -> None:
    post = _post(tx, 50)
    media.note_stored(tx, _add(tx, "a", post=post), "ab/abc.jpg", "abc", 99)
    (item,) = media.of_post(tx, post)
    assert (item.state, item.path, item.size) == ("stored", "ab/abc.jpg", 99)
    assert tx.value("SELECT sha256 FROM media") == "abc"
    assert _pending(tx) == []


def test_what_is_refused_belongs_to_nothing_any_more(tx: Tx) -> None:
    post, ticket = _post(tx, 50), tickets.add(tx, a_ticket(), []).id
    for name, message in (("a", 51), ("b", 52)):
        _add(tx, name, post=post, ticket=ticket, message=message)
    media.note_refused(tx, 1, "no picture")
    assert [item.file_id for item in media.of_post(tx, post)] == ["b"]
    assert [item.file_id for item in media.of_ticket(tx, ticket, MediaPurpose.REPORT)] == ["b"]
    assert _pending(tx) == ["b"]


def test_files_follow_the_post_that_is_joined_to_another(tx: Tx) -> None:
    old, new = _post(tx, 51), _post(tx, 50)
    _add(tx, "late", post=old, message=51)
    _add(tx, "first", post=new, message=50)
    media.move_to_post(tx, old, new)
    assert media.of_post(tx, old) == []
    assert [item.file_id for item in media.of_post(tx, new)] == ["first", "late"]


def test_proofs_of_one_ticket_are_retired_for_the_next_resolution(tx: Tx) -> None:
    one, other = (tickets.add(tx, a_ticket(), []).id for _ in range(2))
    _add(tx, "proof", ticket=one, purpose=MediaPurpose.PROOF)
    _add(tx, "objection", ticket=one, purpose=MediaPurpose.OBJECTION)
    _add(tx, "other", ticket=other, purpose=MediaPurpose.PROOF)
    media.retire_proofs(tx, one)
    found = {
        (ticket, purpose): [item.file_id for item in media.of_ticket(tx, ticket, purpose)]
        for ticket in (one, other)
        for purpose in MediaPurpose
    }
    assert {key: names for key, names in found.items() if names} == {
        (one, MediaPurpose.EARLIER_PROOF): ["proof"],
        (one, MediaPurpose.OBJECTION): ["objection"],
        (other, MediaPurpose.PROOF): ["other"],
    }


def _closed(tx: Tx, days_ago: float | None, post: int = 1) -> int:
    at = None if days_ago is None else NOW - timedelta(days=days_ago)
    state = State.ACCEPTED if at is None else State.CLOSED
    return tickets.add(tx, a_ticket(post_id=post, state=state, closed_at=at), []).id


def _stored(tx: Tx, name: str, path: str, *, post: int | None = None, ticket: int | None = None) -> int:
    added = _add(tx, name, post=post, ticket=ticket)
    media.note_stored(tx, added, path, "hash", 10)
    return added


def test_files_of_long_closed_tickets_are_given_up(tx: Tx) -> None:
    old, fresh, shared = _post(tx, 50), _post(tx, 51), _post(tx, 52)
    _closed(tx, 366, old)
    _closed(tx, 364, fresh)
    _closed(tx, 366, shared)
    _closed(tx, None, shared)  # the same post's second ticket is still worked on
    gone = [_stored(tx, "old", "aa/old.jpg", post=old), _stored(tx, "proof", "aa/p.jpg", ticket=_closed(tx, 366))]
    _stored(tx, "fresh", "aa/fresh.jpg", post=fresh)
    _stored(tx, "shared", "aa/shared.jpg", post=shared)
    _stored(tx, "open", "aa/open.jpg", ticket=_closed(tx, None))
    _stored(tx, "waiting", "aa/waiting.jpg", post=_post(tx, 53, PostState.GATHERING))
    before = NOW - timedelta(days=365)
    assert media.expire(tx, before) == 2
    assert media.expire(tx, before) == 0
    assert [(media_id, needed) for media_id, _, needed in media.expired(tx)] == [(gone[0], False), (gone[1], False)]
    assert media.of_post(tx, old) == []
    assert tx.value("SELECT count(*) FROM media WHERE file_id = ''") == 2
    media.note_deleted(tx, gone[0])
    assert [path for _, path, _ in media.expired(tx)] == ["aa/p.jpg"]


def test_a_file_that_another_ticket_has_too_is_needed(tx: Tx) -> None:
    for days, number in ((366, 50), (1, 51)):
        post = _post(tx, number)
        _closed(tx, days, post)
        _stored(tx, f"photo{number}", "aa/same.jpg", post=post)
    media.expire(tx, NOW - timedelta(days=365))
    assert [(path, needed) for _, path, needed in media.expired(tx)] == [("aa/same.jpg", True)]
    media.expire(tx, NOW)
    assert [needed for _, _, needed in media.expired(tx)] == [False, False]


def test_the_photo_of_a_message_leads_to_the_tickets_it_was_brought_to(tx: Tx) -> None:
    post = _post(tx, 50)
    tickets_ = [tickets.add(tx, a_ticket(), ()).id for _ in range(2)]
    _add(tx, "report", post=post)
    for ticket in reversed(tickets_):
        _add(tx, f"proof of {ticket}", ticket=ticket, message=60, purpose=MediaPurpose.PROOF)
    assert media.tickets_of_message(tx, GROUP, 60) == tickets_
    assert media.tickets_of_message(tx, GROUP, 50) == []
    assert media.tickets_of_message(tx, GROUP - 1, 60) == []


def test_pictures_are_awaited_by_what_has_not_arrived(tx: Tx) -> None:
    ours = {"photo": {"made": "made/aa/a.png"}, "caption": "本周"}
    for number, state in enumerate(NoticeState):
        draft = Draft(f"n{number}", NoticeKind.ANSWER, Call.SEND_PHOTO, GROUP, ours | {"photo": {"made": state.value}})
        queued = notices.queue(tx, draft, NOW)
        tx.run("UPDATE notices SET state = :state WHERE id = :id", state=state.value, id=queued)
    edit = {"media": {"media": {"made": "made/bb/b.png"}, "caption": ""}}
    for key, call, payload in (
        ("edit", Call.EDIT_MEDIA, edit),
        ("of Telegram's", Call.SEND_PHOTO, {"photo": "file id"}),
        ("words", Call.SEND_MESSAGE, {"text": "好"}),
    ):
        notices.queue(tx, Draft(key, NoticeKind.ANSWER, call, GROUP, payload), NOW)
    assert media.awaited_pictures(tx) == {"queued", "sending", "uncertain", "failed", "made/bb/b.png"}


def test_awaited_pictures_are_found_by_the_indexes_of_what_waits(tx: Tx) -> None:
    explained = Explained(tx._connection)
    media.awaited_pictures(explained)
    assert not [detail for detail in explained.plan if "SCAN notices" in detail and "INDEX" not in detail]
    for index in ("notices_queued", "notices_sending", "notices_unsettled"):
        assert any(index in detail for detail in explained.plan), explained.plan
