"""Posts: kept once, joined to one another, found by album and sender, ready when their waiting is over."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.pins import Pin
from bot.domain.posts import Media, MediaKind, MediaPurpose, Post, PostState, Sender
from storage import media, posts
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
GROUP, WANG = -1001, Sender(101, "王师傅", "wang")
PHOTO = Media(MediaKind.PHOTO, "file", "unique", 4096)


def _a_post(number: int = 50, **facts: object) -> Post:
    return replace(Post(GROUP, number, WANG, NOW, "垃圾桶坏了"), **facts)  # type: ignore[arg-type]


def _gather(tx: Tx, number: int, *, after: float = 0, text: str = "", **facts: object) -> int:
    """Keep a post that waits until `after` seconds from now."""
    post = _a_post(number, text=text, **facts)
    return posts.add(tx, post, PostState.GATHERING, NOW + timedelta(seconds=after), kept_at=NOW)


def _add_photo(tx: Tx, post_id: int, message_id: int, name: str, purpose: MediaPurpose = MediaPurpose.REPORT) -> None:
    photo = replace(PHOTO, file_id=name, unique_id=name)
    media.add(tx, photo, chat_id=GROUP, message_id=message_id, purpose=purpose, post_id=post_id)


def test_what_is_kept_is_found_and_loaded(tx: Tx) -> None:
    number = posts.add(tx, _a_post(topic=7, album="A", private=True), PostState.REPORTED, kept_at=NOW)
    _add_photo(tx, number, 50, "file")
    found = posts.find(tx, GROUP, 50)
    assert found is not None
    assert found == posts.load(tx, number)
    assert (found.id, found.state, found.sender, found.text) == (number, PostState.REPORTED, WANG, "垃圾桶坏了")
    assert (found.topic, found.album, found.private, found.sent_at) == (7, "A", True, NOW)
    assert [one.file_id for one in found.media] == ["file"]


def test_a_position_is_the_posts_own_or_that_of_its_first_part_with_one(tx: Tx) -> None:
    whole = posts.add(tx, _a_post(), PostState.REPORTED, kept_at=NOW)
    assert posts.load(tx, whole).pin is None
    for number, pin in ((51, None), (52, Pin(30.1, 118.1, "东湖花园")), (53, Pin(31.0, 119.0))):
        posts.add(tx, _a_post(number, text="", pin=pin), PostState.JOINED, joined_to=whole, kept_at=NOW)
    assert posts.load(tx, whole).pin == Pin(30.1, 118.1, "东湖花园")
    posts.note_pin(tx, whole, Pin(30.5, 118.5))
    assert posts.load(tx, whole).pin == Pin(30.5, 118.5)


def test_a_chosen_name_is_read_with_the_words_and_is_none_of_them(tx: Tx) -> None:
    number = posts.add(tx, _a_post(), PostState.REPORTED, kept_at=NOW)
    posts.name_place(tx, number, "东湖花园")
    post = posts.load(tx, number)
    assert (post.text, post.place, post.words) == ("垃圾桶坏了", "东湖花园", "垃圾桶坏了\n东湖花园")


def test_nothing_known_is_nothing_found(tx: Tx) -> None:
    posts.add(tx, _a_post(), PostState.REPORTED, kept_at=NOW)
    assert posts.find(tx, GROUP, 51) is None
    assert posts.find(tx, -1002, 50) is None
    with pytest.raises(LookupError):
        posts.load(tx, 99)


def test_one_message_is_one_post(tx: Tx) -> None:
    posts.add(tx, _a_post(), PostState.REPORTED, kept_at=NOW)
    with pytest.raises(sqlite3.IntegrityError):
        posts.add(tx, _a_post(text="又来"), PostState.REPORTED, kept_at=NOW)


def test_the_report_shows_its_own_photos_in_the_order_of_messages(tx: Tx) -> None:
    number = posts.add(tx, _a_post(), PostState.REPORTED, kept_at=NOW)
    _add_photo(tx, number, 52, "second")
    _add_photo(tx, number, 51, "first")
    _add_photo(tx, number, 53, "objection", MediaPurpose.OBJECTION)
    assert [one.file_id for one in posts.load(tx, number).media] == ["first", "second"]


def test_a_joined_part_leads_to_its_post(tx: Tx) -> None:
    whole = posts.add(tx, _a_post(50), PostState.REPORTED, kept_at=NOW)
    posts.add(tx, _a_post(51), PostState.JOINED, joined_to=whole, kept_at=NOW)
    found = posts.find(tx, GROUP, 51)
    assert found is not None
    assert (found.id, found.message_id) == (whole, 50)


def test_an_albums_post_is_the_one_its_parts_are_joined_to(tx: Tx) -> None:
    assert posts.of_album(tx, GROUP, "A") is None
    text = posts.add(tx, _a_post(49), PostState.REPORTED, kept_at=NOW)
    first = posts.add(tx, _a_post(50, album="A"), PostState.GATHERING, kept_at=NOW)
    posts.add(tx, _a_post(51, album="A"), PostState.JOINED, joined_to=first, kept_at=NOW)
    posts.add(tx, _a_post(50, chat_id=-1002, album="A"), PostState.GATHERING, kept_at=NOW)
    assert getattr(posts.of_album(tx, GROUP, "A"), "id", None) == first
    posts.move_parts(tx, first, text)
    posts.set_state(tx, first, PostState.JOINED, joined_to=text)
    assert getattr(posts.of_album(tx, GROUP, "A"), "id", None) == text


def test_photos_that_wait_for_their_words(tx: Tx) -> None:
    since = NOW - timedelta(minutes=2)
    bare, album_part = _gather(tx, 50), _gather(tx, 51, album="A")
    worded = _gather(tx, 52, text="东湖花园")
    _gather(tx, 53, text="东湖花园", album="B")  # an album with words waits for its parts, not for words
    _gather(tx, 54, topic=7)
    _gather(tx, 55, sender=Sender(102, "赵师傅"))
    _gather(tx, 56, sent_at=since - timedelta(milliseconds=1))
    posts.add(tx, _a_post(57, text=""), PostState.REPORTED, kept_at=NOW)
    assert [post.id for post in posts.gathering_of(tx, GROUP, 101, None, since)] == [bare, album_part, worded]
    assert [post.message_id for post in posts.gathering_of(tx, GROUP, 101, 7, since)] == [54]


def test_the_newest_report_of_a_sender(tx: Tx) -> None:
    since = NOW - timedelta(minutes=2)
    assert posts.last_report_of(tx, GROUP, 101, None, since) is None
    posts.add(tx, _a_post(50, sent_at=NOW), PostState.REPORTED, kept_at=NOW)
    posts.add(tx, _a_post(51, sent_at=NOW - timedelta(minutes=1)), PostState.REPORTED, kept_at=NOW)
    posts.add(tx, _a_post(52, sent_at=NOW + timedelta(minutes=1)), PostState.LAPSED, kept_at=NOW)
    posts.add(tx, _a_post(53, sent_at=NOW + timedelta(minutes=1), topic=7), PostState.REPORTED, kept_at=NOW)
    assert getattr(posts.last_report_of(tx, GROUP, 101, None, since), "message_id", None) == 50
    assert getattr(posts.last_report_of(tx, GROUP, 101, 7, since), "message_id", None) == 53
    assert posts.last_report_of(tx, GROUP, 102, None, since) is None
    assert posts.last_report_of(tx, GROUP, 101, None, NOW + timedelta(seconds=1)) is None


def test_a_post_is_ready_when_its_waiting_is_over(tx: Tx) -> None:
    assert posts.next_ready_at(tx) is None
    later, sooner = _gather(tx, 50, after=9), _gather(tx, 51, after=3)
    assert posts.next_ready_at(tx) == NOW + timedelta(seconds=3)
    assert posts.ready(tx, NOW + timedelta(seconds=2)) == []
    assert [post.id for post in posts.ready(tx, NOW + timedelta(seconds=9))] == [sooner, later]
    assert [post.id for post in posts.ready(tx, NOW + timedelta(seconds=9), limit=1)] == [sooner]
    posts.set_state(tx, sooner, PostState.REPORTED)
    assert posts.next_ready_at(tx) == NOW + timedelta(seconds=9)


def test_words_change_and_the_date_of_the_edit_stays_known(tx: Tx) -> None:
    number = posts.add(tx, _a_post(), PostState.REPORTED, kept_at=NOW)
    posts.set_words(tx, number, "井盖坏了", NOW + timedelta(minutes=1))
    posts.set_words(tx, number, "井盖坏了，3栋")
    assert posts.load(tx, number).text == "井盖坏了，3栋"
    assert tx.value("SELECT edited_at - sent_at FROM posts WHERE id = :id", id=number) == 60_000


def test_the_whole_is_built_from_its_parts_and_each_keeps_its_own_words(tx: Tx) -> None:
    whole = posts.add(tx, _a_post(51), PostState.REPORTED, kept_at=NOW)
    later = NOW + timedelta(minutes=1)
    posts.add(tx, _a_post(52, text="东湖花园3栋", sent_at=later), PostState.JOINED, joined_to=whole, kept_at=NOW)
    posts.add(tx, _a_post(53, text="", sent_at=later), PostState.JOINED, joined_to=whole, kept_at=NOW)
    posts.add(tx, _a_post(50, text="看这里"), PostState.JOINED, joined_to=whole, kept_at=NOW)
    assert posts.load(tx, whole).text == "看这里\n垃圾桶坏了\n东湖花园3栋"
    part = posts.own_words(tx, GROUP, 52)
    assert part is not None
    assert part.text == "东湖花园3栋"
    posts.set_words(tx, part.post_id, "东湖花园5栋")
    assert posts.load(tx, whole).text == "看这里\n垃圾桶坏了\n东湖花园5栋"
    assert posts.own_words(tx, GROUP, 54) is None


def test_a_report_does_not_grow_without_end(tx: Tx) -> None:
    whole = posts.add(tx, _a_post(50), PostState.REPORTED, kept_at=NOW)
    posts.add(tx, _a_post(51, text="长" * 4096), PostState.JOINED, joined_to=whole, kept_at=NOW)
    assert len(posts.load(tx, whole).text) == 4096


def test_an_album_with_words_in_a_later_part_waits_for_its_parts_alone(tx: Tx) -> None:
    first = _gather(tx, 50, album="A")
    posts.add(tx, _a_post(51, album="A"), PostState.JOINED, joined_to=first, kept_at=NOW)
    assert posts.gathering_of(tx, GROUP, 101, None, NOW) == []


def test_what_was_nothing_is_forgotten_with_its_parts_and_files(tx: Tx) -> None:
    whole, kept = _gather(tx, 50), _gather(tx, 60)
    posts.add(tx, _a_post(51), PostState.JOINED, joined_to=whole, kept_at=NOW)
    _add_photo(tx, whole, 50, "gone")
    _add_photo(tx, kept, 60, "kept")
    posts.forget(tx, whole)
    assert [posts.find(tx, GROUP, number) and number for number in (50, 51, 60)] == [None, None, 60]
    assert [row["file_id"] for row in tx.rows("SELECT file_id FROM media")] == ["kept"]


def test_when_a_post_came_by_the_hosts_clock_is_not_when_it_was_sent(tx: Tx) -> None:
    number = posts.add(tx, _a_post(), PostState.REPORTED, kept_at=NOW + timedelta(hours=1))
    assert posts.kept_at(tx, number) == NOW + timedelta(hours=1)
    with pytest.raises(sqlite3.IntegrityError, match=r"posts\.kept_at"):
        tx.insert(
            "INSERT INTO posts (state, chat_id, message_id, sender_id, sender_name, text, sent_at)"
            " VALUES ('reported', -1001, 51, 101, '王师傅', '垃圾桶坏了', 0)"
        )
