"""How a bot hears of things: updates, webhooks, taps, files."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox import limits, pressing, rejections
from bot.sandbox.accounts import BotAccount, Webhook
from bot.sandbox.entities import units
from bot.sandbox.parameters import Parameters
from bot.sandbox.rendering import Json, seconds
from bot.sandbox.taps import TapAnswer
from bot.sandbox.world import World

_LONGEST_POLL = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


def _remember_allowed(bot: BotAccount, asked: Parameters) -> None:
    kinds = asked.json("allowed_updates", "allowed updates")
    bot.updates.remember_allowed([str(kind) for kind in kinds] if isinstance(kinds, list) else None)


async def get_updates(world: World, bot: BotAccount, asked: Parameters) -> list[Json]:
    """Confirm what lies below the offset and wait for more; see bot/sandbox/updates.py."""
    _remember_allowed(bot, asked)
    limit = min(100, max(1, asked.integer("limit", 100)))
    timeout = min(_LONGEST_POLL, max(0, asked.integer("timeout")))
    if timeout:
        world.changed("poll", account=bot)
    return await bot.updates.get(asked.integer("offset"), limit, timeout)


def set_webhook(world: World, bot: BotAccount, asked: Parameters) -> bool:
    """Post updates to an address. Plain http is taken, as a self-hosted server does."""
    url = asked.text("url")
    if not url:
        return delete_webhook(world, bot, asked)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise rejections.WEBHOOK_URL_INVALID.refused()
    secret = asked.text("secret_token")
    if len(secret) > 256:
        raise rejections.SECRET_TOKEN_TOO_LONG.refused()
    if not _SECRET.fullmatch(secret):
        raise rejections.SECRET_TOKEN_CHARACTERS.refused()
    _remember_allowed(bot, asked)
    bot.webhook = Webhook(url, secret, asked.integer("max_connections", 40))
    _drop_if_asked(bot, asked)
    bot.updates.use_webhook(url)
    world.webhook_set(bot)
    return True


def delete_webhook(world: World, bot: BotAccount, asked: Parameters) -> bool:
    bot.webhook = Webhook()
    _drop_if_asked(bot, asked)
    bot.updates.use_webhook("")
    world.webhook_set(bot)
    return True


def _drop_if_asked(bot: BotAccount, asked: Parameters) -> None:
    if asked.flag("drop_pending_updates"):
        bot.updates.clear()


def get_webhook_info(world: World, bot: BotAccount, asked: Parameters) -> Json:
    hook = bot.webhook
    body: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(bot.updates.pending),
    }
    if hook.url:
        body["max_connections"] = hook.max_connections
    if hook.last_error_at is not None:
        body |= {"last_error_date": seconds(hook.last_error_at), "last_error_message": hook.last_error}
    if bot.updates.allowed_updates is not None:
        body["allowed_updates"] = bot.updates.allowed_updates
    return body


def answer_callback_query(world: World, bot: BotAccount, asked: Parameters) -> bool:
    text = asked.text("text")
    if units(text) > limits.TAP_ANSWER_UNITS:
        raise rejections.TAP_ANSWER_TOO_LONG.refused()
    given = TapAnswer(text, asked.flag("show_alert"), asked.text("url"))
    pressing.answer(world, bot, asked.text("callback_query_id"), given)
    return True


def get_file(world: World, bot: BotAccount, asked: Parameters) -> Json:
    """A path for download, good for an hour."""
    file_id = asked.text("file_id")
    if not file_id:
        raise rejections.FILE_ID_MISSING.refused()
    stored = world.shelf.find(bot.id, file_id)
    if stored is None:
        raise rejections.FILE_ID_INVALID.refused()
    if stored.size > limits.DOWNLOAD_BYTES:
        raise rejections.FILE_TOO_BIG.refused()
    world.links[bot.id, stored.path] = world.now() + limits.LINK_VALID
    body: dict[str, Any] = {
        "file_id": file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }
    return body
