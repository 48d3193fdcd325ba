"""Dispatch: which handler takes an update. Ordinary messages go straight to the desk, the rest through the library."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from bot.desk import conversation
from bot.desk.shell import Shell
from bot.domain.posts import Post
from handlers.chats import take_membership, take_migration
from handlers.commands import take_command
from handlers.documents import Keep, read_parcel, take_parcel
from handlers.exporting import Exporter
from handlers.inbox import settle
from handlers.maps import Cartographer
from handlers.pictures import Make
from handlers.posts import read_post
from handlers.printing import Printer
from handlers.requests import read_request
from handlers.taps import take_tap
from handlers.words import find_command

App = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]
Wake = Callable[[datetime], None]

_FAULTS: ContextVar[list[Exception]] = ContextVar("faults")
"""What the handlers of the update in hand raised: process_update hands it to the error handler and goes on."""

_MARGIN = timedelta(milliseconds=30)


class Dispatch:
    """Takes one raw update at a time from the inbox's workers. `wake` tells the clock of a moment to come.

    `make` makes the picture of /stats; without it the figures are told in words. `keep` keeps the file of /export,
    `printer` makes what /bulletin answers, `exporter` the file of the figures.
    """

    def __init__(
        self,
        application: App,
        shell: Shell,
        wake: Wake,
        make: Make | None = None,
        keep: Keep | None = None,
        printer: Printer | None = None,
        exporter: Exporter | None = None,
    ) -> None:
        self._application = application
        self._shell = shell
        self._wake = wake
        self._make = make
        self._keep = keep
        self._printer = printer
        self._exporter = exporter
        self._cartographer = Cartographer(shell, make, keep)
        application.add_handler(CallbackQueryHandler(self._on_tap))
        application.add_handler(ChatMemberHandler(self._on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self._on_migration))
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, self._on_command))
        application.add_error_handler(self._on_error)

    async def take(self, update: dict[str, Any]) -> None:
        """Handle one update. Raises what its handler raised: process_update alone would swallow it."""
        message = update.get("message") or update.get("edited_message")
        if await self._is_table(update.get("message")):
            return
        if message is not None and not self._is_command(message):
            post = read_post(message)
            if post is not None:
                await self._take_post(post, edited="edited_message" in update)
                return
        faults: list[Exception] = []
        _FAULTS.set(faults)
        await self._application.process_update(Update.de_json(update, self._application.bot))
        if faults:
            raise faults[0]

    async def _is_table(self, message: dict[str, Any] | None) -> bool:
        """A table of places that a coordinator sent, and that was taken."""
        parcel = read_parcel(message) if message is not None and "document" in message else None
        return parcel is not None and await take_parcel(self._bot, self._shell, parcel)

    def _is_command(self, message: dict[str, Any]) -> bool:
        text = message.get("text")
        private = message["chat"]["type"] == "private"
        return isinstance(text, str) and find_command(text, self._bot.username, private=private) is not None

    @property
    def _bot(self) -> ExtBot[Any]:
        bot: ExtBot[Any] = self._application.bot
        return bot

    async def _take_post(self, post: Post, *, edited: bool) -> None:
        take = conversation.take_edit if edited else conversation.take_message
        await settle(self._shell, lambda tx, office, now: take(tx, office, post, now))
        if post.album is not None or edited:
            self._wake(self._shell.now() + self._shell.office.album_wait + _MARGIN)

    async def _on_command(self, update: Update, context: Context) -> None:
        request = read_request(update, self._bot.username)
        if request is not None:
            await take_command(self._shell, request, self._make, self._keep, self._printer)

    async def _on_tap(self, update: Update, context: Context) -> None:
        if update.callback_query is not None:
            query, makers = update.callback_query, (self._make, self._exporter, self._cartographer)
            await take_tap(self._bot, self._shell, query, *makers)

    async def _on_membership(self, update: Update, context: Context) -> None:
        if update.my_chat_member is not None:
            await take_membership(self._shell, update.my_chat_member)

    async def _on_migration(self, update: Update, context: Context) -> None:
        if update.message is not None:
            await take_migration(self._shell, update.message)

    async def _on_error(self, update: object, context: Context) -> None:
        if isinstance(context.error, Exception):
            _FAULTS.get().append(context.error)
