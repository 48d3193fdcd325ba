"""Membership: the bot is added, removed, muted or blocked; a group is moved to a supergroup."""

from __future__ import annotations

from telegram import ChatMemberUpdated, Message
from telegram.constants import ChatMemberStatus, ChatType

from bot.desk import chats
from bot.desk.shell import Shell
from handlers.inbox import settle

_IN = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


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
        await settle(
            shell,
            lambda tx, office, now: chats.joined(tx, office, chat.id, title, chat.type, fresh=fresh, now=now),
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
    if new is not None:
        await settle(shell, lambda tx, office, now: chats.migrated(tx, old, new))
