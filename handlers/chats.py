"""Chats: /bind and the rights it looks for; the bot is added, removed, muted or blocked; a group migrates."""

from __future__ import annotations

from datetime import datetime

import structlog
from telegram import Bot, ChatMemberUpdated, Message
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.desk import binding, chats
from bot.desk import topics as desk_topics
from bot.desk.messages import reply
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.people import Person
from handlers.inbox import settle
from handlers.requests import Request
from storage.transaction import Tx

log = structlog.get_logger()

_IN = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


def bind(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    if request.private:
        reply(tx, request.seat, office.texts.say("bind.private"), now)
        return
    binding.ask_binding(tx, office, person, request.seat, now)


def topics(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    if request.private:
        reply(tx, request.seat, office.texts.say("topics.private"), now)
        return
    desk_topics.ask(tx, office, person, request.seat, now)


def _may_write(member: object, status: str) -> bool:
    if status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", False)) and bool(getattr(member, "can_send_messages", False))
    return status in _IN


async def take_membership(shell: Shell, change: ChatMemberUpdated) -> None:
    """my_chat_member: where the bot may write, what waited flows; where not, it waits."""
    chat = change.chat
    title = chat.title or chat.full_name or str(chat.id)
    before = _may_write(change.old_chat_member, change.old_chat_member.status)
    after = _may_write(change.new_chat_member, change.new_chat_member.status)
    private = chat.type == ChatType.PRIVATE
    if after:
        fresh = not before and not private
        may_pin = bool(getattr(change.new_chat_member, "can_pin_messages", False))
        await settle(
            shell,
            lambda tx, office, now: chats.joined(
                tx, office, chat.id, title, chat.type, fresh=fresh, may_pin=may_pin, now=now
            ),
        )
        return
    muted = change.new_chat_member.status == ChatMemberStatus.RESTRICTED
    why = "blocked" if private else "no_rights" if muted else "kicked"
    await settle(shell, lambda tx, office, now: chats.left(tx, office, chat.id, title, chat.type, why, now))


async def take_migration(shell: Shell, message: Message) -> None:
    """Both groups tell of it: the old one with the new id, the new one with the old id."""
    old, new = message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id is not None:
        old, new = message.migrate_from_chat_id, message.chat.id
    if isinstance(old, int) and isinstance(new, int) and old != new:  # a broken server may say anything here
        await settle(shell, lambda tx, office, now: chats.migrated(tx, old, new, now))


async def missing_rights(bot: Bot, chat_id: int, *, topics: bool = False) -> tuple[str, ...] | None:
    """What the bot still needs in this chat, by the names that the texts know: read, delete, pin; for /topics also
    forum and topics.

    None when Telegram could not be asked: then nobody may be told that all is well.
    """
    try:
        member = await bot.get_chat_member(chat_id, bot.id)
        chat = await bot.get_chat(chat_id)
    except TelegramError as error:
        log.warning("rights.unknown", chat=chat_id, error=str(error))
        return None
    if chat.type == ChatType.PRIVATE:
        return ()
    admin = member.status == ChatMemberStatus.ADMINISTRATOR
    has = {
        "read": admin or bool(bot.bot.can_read_all_group_messages),
        "delete": admin and bool(getattr(member, "can_delete_messages", False)),
        "pin": admin and bool(getattr(member, "can_pin_messages", False)),
    }
    if topics:
        has["forum"] = bool(chat.is_forum)
        has["topics"] = admin and bool(getattr(member, "can_manage_topics", False))
    return tuple(right for right, held in has.items() if not held)
