"""The connection: python-telegram-bot's application, set up so that it neither polls nor schedules."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

import structlog
from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ExtBot

from bot.domain.menus import Menu
from handlers.arrivals import ALLOWED_UPDATES
from handlers.calls import listed
from handlers.dispatch import App
from handlers.network import open_request
from handlers.polling import WrongToken
from handlers.words import menu

log = structlog.get_logger()

_POOL = 8
_LONGEST_WAIT = 30.0


class WebhookRefused(Exception):  # noqa: N818 - told to the operator as one line
    """Telegram does not take the address of telegram.webhook_url."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f'telegram.webhook_url = "{url}" is refused by Telegram ({why}): write an address it can call')


class Address(Protocol):
    """What is needed of the config."""

    @property
    def base_url(self) -> str: ...

    def bot_token(self) -> str: ...


class Telegram:
    """A connected bot."""

    def __init__(self, application: App) -> None:
        self.application = application

    @property
    def bot(self) -> ExtBot[Any]:
        bot: ExtBot[Any] = self.application.bot
        return bot

    @classmethod
    @asynccontextmanager
    async def connect(cls, address: Address) -> AsyncIterator[Telegram]:
        """Ask who we are; wait for a network that is not there yet. Raises WrongToken."""
        token = address.bot_token()
        request = open_request(address.base_url, pool=_POOL, read_timeout=20)
        unused = open_request(address.base_url, pool=1, read_timeout=20)  # getUpdates is ours (handlers/polling.py)
        application = (
            Application.builder()
            .token(token)
            .base_url(f"{address.base_url}/bot")
            .base_file_url(f"{address.base_url}/file/bot")
            .request(request)
            .get_updates_request(unused)
            .updater(None)
            .job_queue(None)
            .build()
        )
        try:
            await _initialize(application)
            yield cls(application)
        finally:
            await application.shutdown()
            await application.bot.shutdown()  # the application passes this over when it never came to be initialized

    async def leave_webhook(self) -> None:
        """While a webhook is set, getUpdates is refused (409). What waits is kept."""
        try:
            await self.bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("webhook.not_removed", error=error.message)

    async def enter_webhook(self, url: str, secret: str) -> None:
        """Have updates posted to this address; tried until Telegram has taken it. Raises WebhookRefused."""
        wait = 0.5
        while True:
            try:
                await self.bot.set_webhook(url, allowed_updates=ALLOWED_UPDATES, secret_token=secret or None)
            except BadRequest as error:
                raise WebhookRefused(url=url, why=error.message) from None
            except RetryAfter as error:
                seconds = error.retry_after
                await asyncio.sleep(seconds if isinstance(seconds, int) else seconds.total_seconds())
            except TelegramError as error:
                log.warning("webhook.not_set", error=error.message, again_in=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            else:
                return

    async def announce_commands(self) -> None:
        """Fill the / menus of everybody; those of staff and of their chats follow what they are (bot/desk/menus.py).

        A menu that cannot be set is no reason not to work.
        """
        private, grouped = (listed(menu(Menu.EVERYBODY, group=group)) for group in (False, True))
        try:
            await self.bot.set_my_commands(private, scope=BotCommandScopeAllPrivateChats())
            await self.bot.set_my_commands(grouped, scope=BotCommandScopeAllGroupChats())
        except TelegramError as error:
            log.warning("commands.not_announced", error=error.message)


async def _initialize(application: App) -> None:
    wait = 0.5
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise WrongToken from None
        except RetryAfter as error:
            seconds = error.retry_after
            await asyncio.sleep(seconds if isinstance(seconds, int) else seconds.total_seconds())
        except TelegramError as error:  # also an answer that is no JSON, from whatever stands in between
            log.warning("telegram.unreachable", error=error.message, again_in=wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)
        else:
            return
