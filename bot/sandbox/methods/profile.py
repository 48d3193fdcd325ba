"""What a bot says of itself: who it is, its commands, its descriptions."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import limits, rejections, rendering
from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Person
from bot.sandbox.parameters import Parameters
from bot.sandbox.rendering import Json
from bot.sandbox.world import World

_COMMAND = re.compile(r"/?([a-z0-9_]{1,32})")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, bot: BotAccount, asked: Parameters) -> Json:
    return rendering.user(bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _scope(asked: Parameters) -> tuple[str, str]:
    """The key under which a list of commands is kept: its scope and language."""
    given = asked.json("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(given, dict):
        raise rejections.SCOPE_UNREADABLE.refused(why="BotCommandScope must be an Object")
    kind = str(given.get("type"))
    if kind not in _SCOPES:
        raise rejections.SCOPE_UNREADABLE.refused(why="Unsupported type specified")
    fields = [str(given.get(field, "")) for field in _SCOPES[kind]]
    if not all(fields):
        raise rejections.SCOPE_UNREADABLE.refused(why='Can\'t find field "chat_id"')
    return ":".join([kind, *fields]), asked.text("language_code")


def set_my_commands(world: World, bot: BotAccount, asked: Parameters) -> bool:
    given = asked.json("commands", "commands")
    if not isinstance(given, list):
        raise rejections.OBJECT_UNREADABLE.refused(what="commands")
    if len(given) > limits.COMMANDS:
        raise rejections.TOO_MANY_COMMANDS.refused()
    scope = _scope(asked)
    bot.commands[scope] = [_command(one) for one in given]
    world.changed("commands", account=bot)
    return True


def _command(given: Any) -> dict[str, str]:
    written = _COMMAND.fullmatch(str(given.get("command", "")) if isinstance(given, dict) else "")
    if written is None:
        raise rejections.COMMAND_INVALID.refused()
    description = str(given.get("description", "")).strip()
    if not 1 <= len(description) <= 256:
        raise rejections.COMMAND_DESCRIPTION_INVALID.refused()
    return {"command": written[1], "description": description}


def get_my_commands(world: World, bot: BotAccount, asked: Parameters) -> list[dict[str, str]]:
    return bot.commands.get(_scope(asked), [])


def delete_my_commands(world: World, bot: BotAccount, asked: Parameters) -> bool:
    bot.commands.pop(_scope(asked), None)
    world.changed("commands", account=bot)
    return True


def commands_for(bot: BotAccount, place: Chat, person: Person) -> list[dict[str, str]]:
    """The commands that this person's `/` menu shows in this chat: the narrowest scope that has any."""
    member = place.member(person.id)
    scopes = [f"chat_member:{place.id}:{person.id}"] if place.kind != "private" else []
    if member is not None and member.is_admin:
        scopes.append(f"chat_administrators:{place.id}")
    scopes.append(f"chat:{place.id}")
    if member is not None and member.is_admin:
        scopes.append("all_chat_administrators")
    scopes += ["all_private_chats" if place.kind == "private" else "all_group_chats", "default"]
    languages = (person.language.partition("-")[0], "")
    found = (bot.commands.get((scope, language)) for scope in scopes for language in languages)
    return next((commands for commands in found if commands), [])


def _set(world: World, bot: BotAccount, asked: Parameters, field: str) -> bool:
    value = asked.text(field)
    if len(value) > _LONGEST[field]:
        raise rejections.DESCRIPTION_TOO_LONG.refused()
    bot.profile[field, asked.text("language_code")] = value
    world.changed("profile", account=bot)
    return True


def _get(bot: BotAccount, asked: Parameters, field: str, default: str = "") -> Json:
    language = asked.text("language_code")
    return {field: bot.profile.get((field, language)) or bot.profile.get((field, "")) or default}


def set_my_name(world: World, bot: BotAccount, asked: Parameters) -> bool:
    return _set(world, bot, asked, "name")


def get_my_name(world: World, bot: BotAccount, asked: Parameters) -> Json:
    return _get(bot, asked, "name", bot.first_name)


def set_my_description(world: World, bot: BotAccount, asked: Parameters) -> bool:
    return _set(world, bot, asked, "description")


def get_my_description(world: World, bot: BotAccount, asked: Parameters) -> Json:
    return _get(bot, asked, "description")


def set_my_short_description(world: World, bot: BotAccount, asked: Parameters) -> bool:
    return _set(world, bot, asked, "short_description")


def get_my_short_description(world: World, bot: BotAccount, asked: Parameters) -> Json:
    return _get(bot, asked, "short_description")
