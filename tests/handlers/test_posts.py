"""Posts: what a raw message says, by table; what no person wrote is no post."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.people import ANONYMOUS_ADMIN, CHANNEL_BOT, TELEGRAM
from bot.domain.pins import Pin
from bot.domain.posts import Media, MediaKind, Post, Sender
from handlers.posts import read_post, read_sender

Json = dict[str, Any]

GROUP = {"id": -1001, "type": "supergroup", "title": "骑手随手拍"}
WANG = {"id": 101, "is_bot": False, "first_name": "王", "last_name": "师傅", "username": "wang"}
BASE: Json = {"message_id": 50, "from": WANG, "chat": GROUP, "date": 1_795_140_000}
TEXT = BASE | {"text": "垃圾桶坏了"}
POST = Post(
    chat_id=-1001,
    message_id=50,
    sender=Sender(101, "王 师傅", "wang"),
    sent_at=datetime(2026, 11, 20, 2, 0, tzinfo=UTC),
    text="垃圾桶坏了",
)
THUMB = {"file_id": "small", "file_unique_id": "s", "file_size": 900, "width": 90, "height": 60}
PHOTO = {"file_id": "large", "file_unique_id": "l", "file_size": 90_000, "width": 1280, "height": 960}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 7}
OPENING = {"message_id": 7, "chat": GROUP, "date": 0, "forum_topic_created": {"name": "东湖", "icon_color": 1}}
EARLIER = {"message_id": 40, "from": WANG, "chat": GROUP, "date": 0, "text": "东湖花园3栋"}
IN_TOPIC = {"message_thread_id": 7, "is_topic_message": True}


def _read(**fields: Any) -> Post:
    post = read_post(TEXT | fields)
    assert post is not None
    return post


def test_a_text() -> None:
    assert read_post(TEXT) == POST


MEDIA: dict[str, tuple[Json, tuple[Media, ...]]] = {
    "photo: its largest size": ({"photo": [THUMB, PHOTO]}, (Media(MediaKind.PHOTO, "large", "l", 90_000),)),
    "image sent as a file": (
        {"document": FILE | {"mime_type": "image/png"}},
        (Media(MediaKind.IMAGE_FILE, "f", "u", 7),),
    ),
    "other file": ({"document": FILE | {"mime_type": "application/pdf"}}, ()),
    "file of unknown kind": ({"document": FILE}, ()),
    "video": ({"video": FILE | {"duration": 5}}, (Media(MediaKind.VIDEO, "f", "u", 7),)),
    "round video": ({"video_note": FILE | {"length": 240}}, (Media(MediaKind.VIDEO, "f", "u", 7),)),
    "voice": ({"voice": FILE | {"duration": 5}}, (Media(MediaKind.VOICE, "f", "u", 7),)),
    "size not told": (
        {"photo": [{"file_id": "p", "file_unique_id": "q"}]},
        (Media(MediaKind.PHOTO, "p", "q", None),),
    ),
    "sticker": ({"sticker": FILE}, ()),
    "animation, which comes as a document, too": (
        {"animation": FILE, "document": FILE | {"mime_type": "video/mp4"}},
        (),
    ),
}


@pytest.mark.parametrize("name", MEDIA)
def test_files(name: str) -> None:
    fields, media = MEDIA[name]
    post = read_post(BASE | {"caption": "垃圾桶坏了"} | fields)
    assert post is not None
    assert (post.media, post.text) == (media, "垃圾桶坏了")
    bare = read_post(BASE | fields)
    assert (bare.media if bare else ()) == media


def test_an_album_part_names_its_album() -> None:
    post = read_post(BASE | {"photo": [PHOTO], "media_group_id": "1357"})
    assert post is not None
    assert (post.album, post.text) == ("1357", "")


REPLIES: dict[str, tuple[Json, int | None, int | None]] = {
    "no reply": ({}, None, None),
    "reply": ({"reply_to_message": EARLIER}, 40, None),
    "reply in a supergroup: a thread, but no topic": (
        {"reply_to_message": EARLIER, "message_thread_id": 40},
        40,
        None,
    ),
    "in a topic: the reply to its opening is none": (IN_TOPIC | {"reply_to_message": OPENING}, None, 7),
    "in a topic, the opening as an empty message": (
        IN_TOPIC | {"reply_to_message": {"message_id": 7, "chat": GROUP, "date": 0}},
        None,
        7,
    ),
    "reply in a topic": (IN_TOPIC | {"reply_to_message": EARLIER}, 40, 7),
    "reply in a topic that reply started": (
        {"message_thread_id": 7, "reply_to_message": EARLIER | {"message_id": 7}},
        7,
        None,
    ),
}


@pytest.mark.parametrize("name", REPLIES)
def test_replies_and_topics(name: str) -> None:
    fields, reply_to, topic = REPLIES[name]
    post = _read(**fields)
    assert (post.reply_to, post.topic) == (reply_to, topic)


def test_an_edit_has_its_date() -> None:
    assert _read(edit_date=1_795_140_060).edited_at == datetime(2026, 11, 20, 2, 1, tzinfo=UTC)
    assert _read().edited_at is None


@pytest.mark.parametrize(
    ("kind", "private"), [("private", True), ("group", False), ("supergroup", False), ("channel", False)]
)
def test_only_a_private_chat_is_private(kind: str, private: bool) -> None:
    assert _read(chat={"id": 1, "type": kind}).private is private


def test_a_forward_is_marked() -> None:
    origin = {"type": "user", "sender_user": WANG, "date": 0}
    assert _read(forward_origin=origin).forwarded
    assert not _read().forwarded


def test_a_position_is_a_post() -> None:
    place = {"latitude": 30.2, "longitude": 118.1}
    bare = read_post(BASE | {"location": place})
    assert bare is not None
    assert (bare.text, bare.media, bare.pin) == ("", (), Pin(30.2, 118.1))
    venue = {"location": place, "title": "东湖花园", "address": "湖滨路8号"}
    named = read_post(BASE | {"location": place, "venue": venue})
    assert named is not None
    assert named.pin == Pin(30.2, 118.1, "东湖花园")


NO_POSTS: dict[str, Json] = {
    "bot": TEXT | {"from": WANG | {"is_bot": True}},
    "channel post": {key: value for key, value in TEXT.items() if key != "from"} | {"sender_chat": GROUP},
    "anonymous admin": TEXT | {"from": {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group"}},
    "anonymous admin, not marked as a bot": TEXT | {"from": {"id": ANONYMOUS_ADMIN, "first_name": "Group"}},
    "in a channel's name": TEXT | {"from": {"id": CHANNEL_BOT, "first_name": "Channel"}, "sender_chat": {"id": -100}},
    "linked channel's forward": TEXT | {"from": {"id": TELEGRAM, "first_name": "Telegram"}},
    "in the group's name": TEXT | {"sender_chat": GROUP},
    "by way of another bot": TEXT | {"via_bot": {"id": 9, "is_bot": True, "first_name": "Gif"}},
    "somebody came": BASE | {"new_chat_members": [WANG]},
    "somebody left": BASE | {"left_chat_member": WANG},
    "migration, as the old group tells it": BASE | {"migrate_to_chat_id": -1009},
    "migration, as the new group tells it": BASE | {"migrate_from_chat_id": -1001},
    "another title": BASE | {"new_chat_title": "新名字"},
    "another picture": BASE | {"new_chat_photo": [PHOTO]},
    "something was pinned": BASE | {"pinned_message": TEXT},
    "a topic was opened": BASE | {"forum_topic_created": {"name": "东湖", "icon_color": 1}},
    "a position off the globe": BASE | {"location": {"latitude": 130.2, "longitude": 118.1}},
    "a position that is no number": BASE | {"location": {"latitude": float("nan"), "longitude": 118.1}},
    "nothing at all": BASE,
    "empty text": BASE | {"text": ""},
    "no photo in the photo": BASE | {"photo": []},
}


@pytest.mark.parametrize("name", NO_POSTS)
def test_no_post(name: str) -> None:
    assert read_post(NO_POSTS[name]) is None


def _without(key: str) -> Json:
    return {name: value for name, value in TEXT.items() if name != key}


MALFORMED: dict[str, Json] = {
    "no chat": _without("chat"),
    "no number": _without("message_id"),
    "no date": _without("date"),
    "a date in words": TEXT | {"date": "yesterday"},
    "a sender without id": TEXT | {"from": {"first_name": "王"}},
    "a chat without type": TEXT | {"chat": {"id": 1}},
    "a chat that is a number": TEXT | {"chat": -1001},
    "a photo that is a text": BASE | {"photo": "large"},
    "a photo without file": BASE | {"photo": [{"width": 1}]},
    "a reply without number": TEXT | {"reply_to_message": {"text": "x"}},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_message_is_told_apart(name: str) -> None:
    with pytest.raises((KeyError, TypeError)):
        read_post(MALFORMED[name])


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"first_name": "王", "last_name": "师傅"}, "王 师傅"),
        ({"first_name": "王\n⏰ 时限已过", "last_name": " 师傅"}, "王 ⏰ 时限已过 师傅"),
        ({"first_name": "王"}, "王"),
        ({"first_name": "", "username": "wang"}, "wang"),
        ({"first_name": ""}, "101"),
    ],
)
def test_everybody_has_a_name(user: Json, name: str) -> None:
    assert read_sender({"id": 101} | user).name == name


BOT = {"id": 7000000001, "is_bot": True, "first_name": "蜂哨"}


@pytest.mark.parametrize(
    ("replied", "number"),
    [
        ({"from": BOT, "text": "待受理 #T1024 · A类"}, 1024),
        ({"from": BOT, "caption": "待受理 #T1024 · A类\n#T1024"}, 1024),
        ({"from": BOT, "text": "待办 2 件\n#T1024 待受理\n#T1025 待受理"}, None),
        ({"from": BOT, "text": "大家好"}, None),
        ({"from": WANG, "text": "#T1024 怎么样了"}, None),
    ],
)
def test_the_one_ticket_that_a_bots_message_names(replied: Json, number: int | None) -> None:
    assert _read(reply_to_message=EARLIER | {"text": ""} | replied).reply_number == number
