"""Calls: one notice becomes one Bot API call, and its answer a report for the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.desk.outbox import Outgoing
from bot.desk.outcomes import Outcome, Report
from bot.domain.menus import Menu
from bot.domain.notices import Call
from handlers.faults import read_fault
from handlers.words import Command, menu

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def call(bot: Bot, outgoing: Outgoing) -> Report:
    """Make the call. Never raises what Telegram answered."""
    try:
        message_id = await _CALLS[outgoing.notice.call](bot, outgoing)
    except TelegramError as error:
        return read_fault(error)
    except _Unreadable as error:
        return Report(Outcome.NO_PHOTO, error=str(error))
    return Report(Outcome.SENT, message_id=message_id)


class _Unreadable(Exception):  # noqa: N818 - told to the outbox as an outcome
    """The file of a picture that the bot made cannot be read any more."""


async def _picture(outgoing: Outgoing, named: Any) -> str | bytes:
    """What the library takes for a picture: its file id, or the bytes of one that the bot made."""
    if outgoing.picture is None:
        return str(named)
    try:
        return await asyncio.to_thread(outgoing.picture.read_bytes)
    except OSError as error:
        raise _Unreadable(f"{outgoing.picture.name}: {error.strerror or error}") from error


def _name(outgoing: Outgoing) -> str | None:
    return None if outgoing.picture is None else f"picture{outgoing.picture.suffix}"


def _coordinates(outgoing: Outgoing) -> dict[str, Any]:
    """Where a new message goes. A missing reply target is not refused: the message matters more."""
    notice = outgoing.notice
    where: dict[str, Any] = {"chat_id": notice.chat_id}
    if notice.topic is not None:
        where["message_thread_id"] = notice.topic
    if notice.reply_to is not None:
        where["reply_parameters"] = ReplyParameters(notice.reply_to, allow_sending_without_reply=True)
    return where


def _markup(payload: dict[str, Any]) -> InlineKeyboardMarkup | None:
    rows = payload.get("reply_markup")
    return InlineKeyboardMarkup.de_json(rows, None) if rows and rows.get("inline_keyboard") else None


def _sent(answer: Message | bool) -> int | None:
    return answer.message_id if isinstance(answer, Message) else None


async def _send_message(bot: Bot, outgoing: Outgoing) -> int | None:
    payload = outgoing.notice.payload
    return _sent(
        await bot.send_message(
            text=payload["text"],
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(payload),
            link_preview_options=_NO_PREVIEW,
            **_coordinates(outgoing),
        )
    )


async def _send_photo(bot: Bot, outgoing: Outgoing) -> int | None:
    payload = outgoing.notice.payload
    return _sent(
        await bot.send_photo(
            photo=await _picture(outgoing, payload["photo"]),
            filename=_name(outgoing),
            caption=payload.get("caption"),
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(payload),
            **_coordinates(outgoing),
        )
    )


async def _send_document(bot: Bot, outgoing: Outgoing) -> int | None:
    """Telegram need not look into it: it would take a table for a film."""
    payload = outgoing.notice.payload
    return _sent(
        await bot.send_document(
            document=await _picture(outgoing, payload["document"]),
            filename=payload.get("filename"),
            caption=payload.get("caption"),
            parse_mode=ParseMode.HTML,
            disable_content_type_detection=True,
            reply_markup=_markup(payload),
            **_coordinates(outgoing),
        )
    )


async def _edit_text(bot: Bot, outgoing: Outgoing) -> int | None:
    payload = outgoing.notice.payload
    await bot.edit_message_text(
        chat_id=outgoing.notice.chat_id,
        message_id=outgoing.about,
        text=payload["text"],
        parse_mode=ParseMode.HTML,
        reply_markup=_markup(payload),
        link_preview_options=_NO_PREVIEW,
    )
    return None


async def _edit_caption(bot: Bot, outgoing: Outgoing) -> int | None:
    payload = outgoing.notice.payload
    await bot.edit_message_caption(
        chat_id=outgoing.notice.chat_id,
        message_id=outgoing.about,
        caption=payload["caption"],
        parse_mode=ParseMode.HTML,
        reply_markup=_markup(payload),
    )
    return None


async def _edit_media(bot: Bot, outgoing: Outgoing) -> int | None:
    payload = outgoing.notice.payload
    picture = payload["media"]
    file = await _picture(outgoing, picture["media"])
    await bot.edit_message_media(
        chat_id=outgoing.notice.chat_id,
        message_id=outgoing.about,
        media=InputMediaPhoto(file, caption=picture["caption"], parse_mode=ParseMode.HTML, filename=_name(outgoing)),
        reply_markup=_markup(payload),
    )
    return None


async def _edit_buttons(bot: Bot, outgoing: Outgoing) -> int | None:
    await bot.edit_message_reply_markup(
        chat_id=outgoing.notice.chat_id, message_id=outgoing.about, reply_markup=_markup(outgoing.notice.payload)
    )
    return None


async def _delete(bot: Bot, outgoing: Outgoing) -> int | None:
    await bot.delete_message(outgoing.notice.chat_id, _about(outgoing))
    return None


async def _react(bot: Bot, outgoing: Outgoing) -> int | None:
    signs = [ReactionTypeEmoji(sign["emoji"]) for sign in outgoing.notice.payload["reaction"]]
    await bot.set_message_reaction(outgoing.notice.chat_id, _about(outgoing), signs)
    return None


async def _pin(bot: Bot, outgoing: Outgoing) -> int | None:
    await bot.pin_chat_message(outgoing.notice.chat_id, _about(outgoing), disable_notification=True)
    return None


async def _set_menu(bot: Bot, outgoing: Outgoing) -> int | None:
    notice = outgoing.notice
    commands = listed(menu(Menu(notice.payload["menu"]), group=notice.chat_id < 0))
    await bot.set_my_commands(commands, scope=BotCommandScopeChat(notice.chat_id))
    return None


def listed(commands: Sequence[Command]) -> list[BotCommand]:
    """Commands as a / menu shows them: the Chinese word first."""
    return [BotCommand(command.name, f"{command.word}：{command.description}") for command in commands]


async def _open_topic(bot: Bot, outgoing: Outgoing) -> int | None:
    notice = outgoing.notice
    topic = await bot.create_forum_topic(notice.chat_id, notice.payload["name"])
    return topic.message_thread_id


def _about(outgoing: Outgoing) -> int:
    if outgoing.about is None:
        raise ValueError(f"notice {outgoing.notice.key} names no message")
    return outgoing.about


_CALLS: dict[Call, Callable[[Bot, Outgoing], Awaitable[int | None]]] = {
    Call.SEND_MESSAGE: _send_message,
    Call.SEND_PHOTO: _send_photo,
    Call.SEND_DOCUMENT: _send_document,
    Call.EDIT_TEXT: _edit_text,
    Call.EDIT_CAPTION: _edit_caption,
    Call.EDIT_MEDIA: _edit_media,
    Call.EDIT_BUTTONS: _edit_buttons,
    Call.DELETE: _delete,
    Call.REACT: _react,
    Call.PIN: _pin,
    Call.SET_MENU: _set_menu,
    Call.OPEN_TOPIC: _open_topic,
}
