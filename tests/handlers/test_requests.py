"""Requests: who asks, where, about whom; and what is never an order."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.desk.reach import Seat
from bot.domain.people import CHANNEL_BOT
from bot.domain.posts import Sender
from handlers.requests import Request, read_request

GROUP = {"id": -1001, "type": "supergroup", "title": "工作群"}
CHEN = {"id": 301, "is_bot": False, "first_name": "陈协调"}
LI = {"id": 201, "is_bot": False, "first_name": "李书记", "username": "li"}
BOT = {"id": 7, "is_bot": True, "first_name": "蜂哨"}
COMMAND: dict[str, Any] = {
    "message_id": 60,
    "from": CHEN,
    "chat": GROUP,
    "date": 1_795_140_000,
    "text": "/appoint 书记",
}
SAID: dict[str, Any] = {"message_id": 59, "from": LI, "chat": GROUP, "date": 1_795_140_000, "text": "大家好"}


def _read(kind: str = "message", **fields: Any) -> Request | None:
    update = Update.de_json({"update_id": 1, kind: COMMAND | fields}, None)
    assert update is not None
    return read_request(update, "fengshao_bot")


def _about(**fields: Any) -> Sender | None:
    request = _read(reply_to_message=SAID | fields)
    assert request is not None
    return request.about


def test_a_command_with_its_sender_and_words() -> None:
    request = _read()
    assert request is not None
    assert (request.command.name, request.rest, request.sender) == ("appoint", "书记", Sender(301, "陈协调"))
    assert (request.private, request.seat, request.about) == (False, Seat(-1001), None)
    assert request.post.message_id == 60


def test_the_answer_goes_to_the_topic_it_was_asked_in() -> None:
    request = _read(message_thread_id=7, is_topic_message=True)
    assert request is not None
    assert request.seat == Seat(-1001, 7)


def test_in_private() -> None:
    request = _read(chat={"id": 301, "type": "private", "first_name": "陈协调"})
    assert request is not None
    assert (request.private, request.seat) == (True, Seat(301))


NO_ORDERS: dict[str, dict[str, Any]] = {
    "an edit": {"kind": "edited_message", "edit_date": 1_795_140_060},
    "a channel's": {"kind": "channel_post", "from": None, "sender_chat": GROUP},
    "a forward": {"forward_origin": {"type": "user", "sender_user": LI, "date": 1}},
    "a bot's": {"from": BOT},
    "an anonymous admin's": {
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        "sender_chat": GROUP,
    },
    "in a channel's name": {"from": {"id": CHANNEL_BOT, "is_bot": True, "first_name": "Channel"}, "sender_chat": GROUP},
    "by way of a bot": {"via_bot": BOT},
    "ordinary words": {"text": "大家好"},
    "another bot's": {"text": "/appoint@other_bot"},
    "a caption": {
        "text": None,
        "caption": "/appoint",
        "photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}],
    },
}


@pytest.mark.parametrize("name", NO_ORDERS)
def test_what_is_never_an_order(name: str) -> None:
    fields = dict(NO_ORDERS[name])
    assert _read(fields.pop("kind", "message"), **fields) is None


def test_about_whom() -> None:
    assert _about() == Sender(201, "李书记", "li")


@pytest.mark.parametrize(
    "fields",
    [{"from": BOT}, {"sender_chat": GROUP}, {"from": None, "sender_chat": GROUP}],
    ids=["a bot", "in the group's name", "a channel"],
)
def test_about_nobody(fields: dict[str, Any]) -> None:
    assert _about(**fields) is None
