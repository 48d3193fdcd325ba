"""Examining: what Telegram says of the bot to somebody who only looks: who it is, its webhook, its rights, the time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TypeVar

import httpx
from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from handlers.network import open_request

T = TypeVar("T")

SECONDS_FOR_A_CALL = 5.0
"""Who looks waits for it, and a network that needs longer is not one to run on."""
_SECONDS_FOR_CHATS = 15.0
_AT_ONCE = 4
_LONGEST_WORDS = 200
_HALF_A_SECOND = timedelta(seconds=0.5)
_IN = frozenset({ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})


class Why(StrEnum):
    """Why something is not known."""

    NO_TOKEN = "no_token"
    """There is none to ask with."""
    UNREACHED = "unreached"
    """No answer came, or none of a Bot API server."""
    TOKEN = "token"
    """The server does not know the token, or nothing of its own at this address."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Unknown:
    """`words` is one line: the server's own, or what the network said."""

    why: Why
    words: str


@dataclass(frozen=True, slots=True)
class Identity:
    """`reads_all`: privacy mode is off, so that the bot is sent every message of its groups."""

    username: str
    reads_all: bool


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted to, "" for nowhere; how many wait; what went wrong last."""

    url: str
    waiting: int
    error: str
    error_at: datetime | None


@dataclass(frozen=True, slots=True)
class Membership:
    """How the bot stands in a chat."""

    may_write: bool
    is_admin: bool
    may_delete: bool
    may_pin: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """What was asked: without an identity nothing else was.

    `ahead` is by how much the host's clock is ahead of the server's (negative: behind), right to half a second and the
    way of an answer; None where no answer came.
    """

    identity: Identity | Unknown
    webhook: Webhook | Unknown | None = None
    chats: dict[int, Membership | Unknown] = field(default_factory=dict)
    ahead: timedelta | None = None


async def examine(base_url: str, token: str, chats: Iterable[int], now: Callable[[], datetime]) -> Examined:
    """Ask, changing nothing; at most some 25 seconds, and 5 where nobody answers. Raises nothing of the network's."""
    watch = _Watch(now)
    async with AsyncExitStack() as stack:
        try:
            request = open_request(base_url, pool=_AT_ONCE, read_timeout=SECONDS_FOR_A_CALL, heard=[watch.heard])
            stack.push_async_callback(request.shutdown)
            unused = open_request(base_url, pool=1, read_timeout=SECONDS_FOR_A_CALL)
            stack.push_async_callback(unused.shutdown)
        except (RuntimeError, ValueError, httpx.InvalidURL) as error:  # a proxy of the environment that cannot be used
            return Examined(Unknown(Why.UNREACHED, _one_line(error)))
        bot = Bot(token, base_url=f"{base_url}/bot", request=request, get_updates_request=unused)
        identity = await _answer(_identity(bot))
        if isinstance(identity, Unknown):
            return Examined(identity, ahead=watch.ahead)
        webhook = await _answer(_webhook(bot))
        return Examined(identity, webhook, await _memberships(bot, chats), watch.ahead)


class _Watch:
    """Compares the host's clock with the Date of each answer, which tells whole seconds."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.ahead: timedelta | None = None

    async def heard(self, response: httpx.Response) -> None:
        try:
            said = parsedate_to_datetime(response.headers["date"]).astimezone(UTC)
        except (KeyError, ValueError):
            return
        ahead = self._now() - said - _HALF_A_SECOND
        # The way of an answer only adds to it: the least is the nearest.
        self.ahead = ahead if self.ahead is None else min(ahead, self.ahead)


async def _identity(bot: Bot) -> Identity:
    me = await bot.get_me()
    return Identity(me.username or me.first_name, bool(me.can_read_all_group_messages))


async def _webhook(bot: Bot) -> Webhook:
    info = await bot.get_webhook_info()
    return Webhook(info.url, info.pending_update_count, info.last_error_message or "", info.last_error_date)


async def _memberships(bot: Bot, chats: Iterable[int]) -> dict[int, Membership | Unknown]:
    """A few at once; what is not answered in time is not known."""
    ids = list(dict.fromkeys(chats))
    gate = asyncio.Semaphore(_AT_ONCE)
    until = asyncio.get_running_loop().time() + _SECONDS_FOR_CHATS

    async def one(chat_id: int) -> Membership | Unknown:
        async with gate:
            return await _answer(_membership(bot, chat_id), until)

    return dict(zip(ids, await asyncio.gather(*map(one, ids)), strict=True))


async def _membership(bot: Bot, chat_id: int) -> Membership:
    member = await bot.get_chat_member(chat_id, bot.id)
    muted = not (getattr(member, "is_member", False) and getattr(member, "can_send_messages", False))
    admin = member.status == ChatMemberStatus.ADMINISTRATOR
    return Membership(
        may_write=member.status in _IN or (member.status == ChatMemberStatus.RESTRICTED and not muted),
        is_admin=admin,
        may_delete=admin and bool(getattr(member, "can_delete_messages", False)),
        may_pin=admin and bool(getattr(member, "can_pin_messages", False)),
    )


async def _answer(asked: Awaitable[T], until: float | None = None) -> T | Unknown:
    """What was asked for, or why it is not known. `until` is a time of the running loop."""
    latest = asyncio.get_running_loop().time() + SECONDS_FOR_A_CALL
    try:
        async with asyncio.timeout_at(latest if until is None else min(latest, until)):
            return await asked
    except TimeoutError:
        return Unknown(Why.UNREACHED, "no answer in time")
    except InvalidToken as error:
        return Unknown(Why.TOKEN, _one_line(error.message))
    except (BadRequest, Forbidden, ChatMigrated) as error:
        return Unknown(Why.REFUSED, _one_line(error.message))
    except TelegramError as error:
        return Unknown(Why.UNREACHED, _one_line(error.message))
    except (httpx.InvalidURL, ValueError, OSError, RuntimeError) as error:
        return Unknown(Why.UNREACHED, _one_line(error))


def _one_line(error: object) -> str:
    """A proxy's whole page may stand in it."""
    return " ".join(str(error).split())[:_LONGEST_WORDS] or type(error).__name__
