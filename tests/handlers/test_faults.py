"""What Telegram's refusals mean: the sandbox's real refusals, and the faults of networks, through the library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.desk.outcomes import Outcome, Report
from bot.domain.notices import Call
from bot.sandbox import rejections
from bot.sandbox.rejections import Rejection
from handlers.calls import call
from handlers.faults import read_fault
from handlers.network import open_request
from tests.handlers.notices import outgoing
from tests.sandbox.conftest import Box

WORDS = {"text": "工单"}
SIGN = {"reaction": [{"emoji": "👀"}]}

# --- wordings: whatever the server may refuse to one of our calls, and what it means

MEANINGS: dict[Outcome, list[tuple[Rejection, dict[str, Any]]]] = {
    Outcome.UNCHANGED: [
        (rejections.NOT_MODIFIED, {}),
        (rejections.MESSAGE_NOT_FOUND, {"what": "delete"}),
    ],
    Outcome.NO_REPLY_TARGET: [(rejections.REPLIED_NOT_FOUND, {})],
    Outcome.NO_TOPIC: [(rejections.THREAD_NOT_FOUND, {})],
    Outcome.TARGET_GONE: [(rejections.MESSAGE_NOT_FOUND, {"what": "edit"}), (rejections.CANNOT_EDIT, {})],
    Outcome.NO_CAPTION: [(rejections.NO_CAPTION_TO_EDIT, {})],
    Outcome.NO_REACTIONS: [(rejections.REACTION_INVALID, {})],
    Outcome.GONE: [(rejections.CHAT_NOT_FOUND, {}), (rejections.GROUP_DELETED, {})],
    Outcome.KICKED: [
        (rejections.KICKED, {"kind": "supergroup"}),
        (rejections.KICKED, {"kind": "group"}),
        (rejections.NOT_A_MEMBER, {"kind": "supergroup"}),
    ],
    Outcome.BLOCKED: [(rejections.BLOCKED, {}), (rejections.DEACTIVATED, {}), (rejections.NOT_STARTED, {})],
    Outcome.NO_RIGHTS: [
        (rejections.NO_RIGHT_TO_SEND, {"what": "text messages"}),
        (rejections.TO_A_BOT, {}),
    ],
    Outcome.NO_PHOTO: [
        (rejections.NO_RIGHT_TO_SEND, {"what": "photos"}),
        (rejections.FILE_WRONG, {}),
        (rejections.FILE_OF_WRONG_TYPE, {"given": "Document", "wanted": "Photo"}),
        (rejections.URL_UNREACHABLE, {}),
        (rejections.NO_PHOTO, {}),
        (rejections.PHOTO_UNREADABLE, {}),
        (rejections.PHOTO_DIMENSIONS, {}),
    ],
    Outcome.REFUSED: [
        (rejections.CHAT_ID_EMPTY, {}),
        (rejections.TEXT_EMPTY, {}),
        (rejections.TEXT_TOO_LONG, {}),
        (rejections.CAPTION_TOO_LONG, {}),
        (rejections.ENTITIES_UNREADABLE, {"why": "x"}),
        (rejections.BUTTON_DATA_INVALID, {}),
        (rejections.MARKUP_TOO_LONG, {}),
        (rejections.NO_TEXT_TO_EDIT, {}),
        (rejections.NO_MEDIA_TO_EDIT, {}),
        (rejections.CANNOT_DELETE, {}),
        (rejections.CANNOT_DELETE_FOR_EVERYONE, {}),
        (rejections.MESSAGE_NOT_FOUND, {"what": "react"}),
        (rejections.MESSAGE_NOT_FOUND, {"what": "pin"}),
        (rejections.TOO_MANY_REACTIONS, {}),
        (rejections.NO_RIGHT_TO_PIN, {}),
        (rejections.CHANNEL_RIGHTS, {}),
    ],
}
WORDINGS = [
    pytest.param(rejection, blanks, outcome, id=f"{outcome.value}: {rejection.wording[:40]} {blanks}")
    for outcome, cases in MEANINGS.items()
    for rejection, blanks in cases
]


@pytest.mark.parametrize(("rejection", "blanks", "outcome"), WORDINGS)
async def test_wordings(library: Bot, box: Box, rejection: Rejection, blanks: dict[str, Any], outcome: Outcome) -> None:
    refused = rejection.refused(**blanks)
    box.sandbox.faults.add("reject", code=refused.code, description=refused.description)
    report = await call(library, outgoing(Call.SEND_MESSAGE, box.group.id, WORDS))
    assert report.outcome is outcome
    assert report.error


OTHER_WORDS = {  # of Telegram's own servers, which the sandbox does not play
    "Bad Request: TOPIC_CLOSED": Outcome.NO_TOPIC,
    "Bad Request: TOPIC_DELETED": Outcome.NO_TOPIC,
    "Bad Request: MESSAGE_ID_INVALID": Outcome.TARGET_GONE,
    "Bad Request: REACTIONS_DISABLED": Outcome.NO_REACTIONS,
    "Bad Request: CHAT_WRITE_FORBIDDEN": Outcome.NO_RIGHTS,
    "Bad Request: have no rights to send a message": Outcome.NO_RIGHTS,
    "Bad Request: wrong remote file identifier specified: Wrong padding in the string": Outcome.NO_PHOTO,
}


@pytest.mark.parametrize("words", OTHER_WORDS)
def test_words_from_behind_the_server(words: str) -> None:
    assert read_fault(BadRequest(words)).outcome is OTHER_WORDS[words]


# --- the same by what really happens in a chat


async def _sent(library: Bot, box: Box) -> int:
    report = await call(library, outgoing(Call.SEND_MESSAGE, box.group.id, WORDS))
    assert report.message_id is not None
    return report.message_id


async def test_a_message_that_went(library: Bot, box: Box) -> None:
    report = await call(library, outgoing(Call.SEND_MESSAGE, box.group.id, WORDS))
    last = box.sandbox.last(box.group, by=box.bot)
    assert last is not None
    assert report == Report(Outcome.SENT, message_id=last.message_id)


async def test_an_edit_that_changes_nothing(library: Bot, box: Box) -> None:
    edit = outgoing(Call.EDIT_TEXT, box.group.id, WORDS, about=await _sent(library, box))
    assert (await call(library, edit)).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("method", "payload", "outcome"),
    [
        (Call.EDIT_TEXT, WORDS, Outcome.TARGET_GONE),
        (Call.EDIT_BUTTONS, {}, Outcome.TARGET_GONE),
        (Call.EDIT_CAPTION, {"caption": "x"}, Outcome.TARGET_GONE),
        (Call.DELETE, {}, Outcome.UNCHANGED),
        (Call.REACT, SIGN, Outcome.REFUSED),
        (Call.PIN, {}, Outcome.REFUSED),
    ],
)
async def test_a_message_that_somebody_deleted(
    library: Bot, box: Box, method: Call, payload: dict[str, Any], outcome: Outcome
) -> None:
    number = await _sent(library, box)
    box.sandbox.delete(box.sandbox.messages(box.group)[-1])
    assert (await call(library, outgoing(method, box.group.id, payload, about=number))).outcome is outcome


async def test_a_topic_that_is_gone(library: Bot, box: Box) -> None:
    forum = box.sandbox.add_group("东湖", [box.wang], topics=True)
    box.sandbox.add_bot_to(forum, box.bot, by=box.wang, admin=True)
    report = await call(library, outgoing(Call.SEND_MESSAGE, forum.id, WORDS, topic=999))
    assert report.outcome is Outcome.NO_TOPIC


async def test_a_reply_to_what_is_gone_goes_out_all_the_same(library: Bot, box: Box) -> None:
    report = await call(library, outgoing(Call.SEND_MESSAGE, box.group.id, WORDS, reply_to=9999))
    assert report.outcome is Outcome.SENT


async def test_a_chat_that_never_was(library: Bot, box: Box) -> None:
    assert (await call(library, outgoing(Call.SEND_MESSAGE, -100999, WORDS))).outcome is Outcome.GONE


async def test_a_person_who_never_started_or_who_blocked(library: Bot, box: Box) -> None:
    private = outgoing(Call.SEND_MESSAGE, box.li.id, WORDS)
    box.sandbox.private(box.li, box.bot)
    assert (await call(library, private)).outcome in {Outcome.BLOCKED, Outcome.GONE}
    box.li.start(box.bot)
    assert (await call(library, private)).outcome is Outcome.SENT
    box.sandbox.block(box.li, box.bot)
    assert (await call(library, private)).outcome is Outcome.BLOCKED


async def test_a_group_that_became_a_supergroup(library: Bot, box: Box) -> None:
    old = box.sandbox.add_group("小群", [box.wang], supergroup=False)
    box.sandbox.add_bot_to(old, box.bot, by=box.wang)
    new = box.sandbox.migrate(old)
    report = await call(library, outgoing(Call.SEND_MESSAGE, old.id, WORDS))
    assert (report.outcome, report.moved_to) == (Outcome.MIGRATED, new.id)


async def test_a_file_that_is_none(library: Bot, box: Box) -> None:
    photo = outgoing(Call.SEND_PHOTO, box.group.id, {"photo": "AgACnonsense", "caption": "工单"})
    assert (await call(library, photo)).outcome is Outcome.NO_PHOTO


# --- networks and servers


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("server_error", Outcome.UNKNOWN),
        ("server_error_after", Outcome.UNKNOWN),
        ("close_before", Outcome.UNKNOWN),
        ("reset_before", Outcome.UNKNOWN),
        ("reset_after", Outcome.UNKNOWN),
        ("malformed", Outcome.UNKNOWN),
    ],
)
async def test_nobody_knows_whether_it_arrived(library: Bot, box: Box, kind: str, outcome: Outcome) -> None:
    box.sandbox.faults.add(kind)
    assert (await call(library, outgoing(Call.SEND_MESSAGE, box.group.id, WORDS))).outcome is outcome


def test_an_error_without_words_is_named_alone() -> None:
    assert read_fault(NetworkError("httpx.ReadError: ")).error == "httpx.ReadError"


async def test_a_429_says_how_long(library: Bot, box: Box) -> None:
    box.sandbox.faults.add("too_many", retry_after=7)
    report = await call(library, outgoing(Call.SEND_MESSAGE, box.group.id, WORDS))
    assert (report.outcome, report.wait) == (Outcome.PATIENCE, timedelta(seconds=7))


async def test_a_server_that_is_not_there_was_told_nothing(box: Box) -> None:
    root = box.sandbox.base_url
    request = open_request(root, pool=1, read_timeout=5)
    async with Bot(box.bot.token, base_url=f"{root}/bot", request=request) as bot:
        await box.sandbox.stop()
        report = await call(bot, outgoing(Call.SEND_MESSAGE, box.group.id, WORDS))
    assert report.outcome in {Outcome.NOT_POSTED, Outcome.UNKNOWN}  # a kept connection may notice only while writing


def _caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


ERRORS: list[tuple[str, Callable[[], TelegramError], Outcome]] = [
    ("connect", lambda: _caused(NetworkError("x"), httpx.ConnectError("x")), Outcome.NOT_POSTED),
    ("connect timeout", lambda: _caused(TimedOut(), httpx.ConnectTimeout("x")), Outcome.NOT_POSTED),
    ("pool timeout", lambda: _caused(TimedOut(), httpx.PoolTimeout("x")), Outcome.NOT_POSTED),
    ("read timeout", lambda: _caused(TimedOut(), httpx.ReadTimeout("x")), Outcome.UNKNOWN),
    ("write timeout", lambda: _caused(TimedOut(), httpx.WriteTimeout("x")), Outcome.UNKNOWN),
    ("reset", lambda: _caused(NetworkError("x"), httpx.ReadError("x")), Outcome.UNKNOWN),
    ("no answer", lambda: _caused(NetworkError("x"), httpx.RemoteProtocolError("x")), Outcome.UNKNOWN),
    ("a page instead of an answer", lambda: TelegramError("Invalid server response"), Outcome.UNKNOWN),
    ("the token was taken back", lambda: InvalidToken("Unauthorized"), Outcome.NOT_POSTED),
    ("no such method", lambda: InvalidToken("Not Found: method not found"), Outcome.REFUSED),
    ("conflict", lambda: Conflict("terminated"), Outcome.REFUSED),
    ("429 in seconds", lambda: RetryAfter(5), Outcome.PATIENCE),
    ("429 as a length", lambda: RetryAfter(timedelta(seconds=5)), Outcome.PATIENCE),
    ("migrated", lambda: ChatMigrated(-1009), Outcome.MIGRATED),
    ("forbidden for a reason unheard of", lambda: Forbidden("Forbidden: new words"), Outcome.NO_RIGHTS),
    ("refused for a reason unheard of", lambda: BadRequest("Bad Request: new words"), Outcome.REFUSED),
]


@pytest.mark.parametrize(("error", "outcome"), [case[1:] for case in ERRORS], ids=[case[0] for case in ERRORS])
def test_the_librarys_errors(error: Callable[[], TelegramError], outcome: Outcome) -> None:
    assert read_fault(error()).outcome is outcome
