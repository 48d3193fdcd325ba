"""What a bot asks about a chat and its members."""

from __future__ import annotations

from bot.sandbox import access, delivery, publishing, rejections, rendering
from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Member
from bot.sandbox.parameters import Parameters
from bot.sandbox.rendering import Json
from bot.sandbox.world import World

_TOPIC_NAME = 128
_ACCENT_COLORS = 7


def get_chat(world: World, bot: BotAccount, asked: Parameters) -> Json:
    """A ChatFullInfo."""
    place = access.chat_to_read(world, bot, asked)
    body = rendering.chat(place)
    body["accent_color_id"] = abs(place.id) % _ACCENT_COLORS
    body["max_reaction_count"] = 11
    gifts = place.kind == "private"
    body["accepted_gift_types"] = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), gifts
    )
    if place.username:
        body["active_usernames"] = [place.username]
    if place.kind in {"group", "supergroup"}:
        body["permissions"] = dict.fromkeys(rendering.RESTRICTIONS, True) | {"can_change_info": False}
    if place.allowed_reactions is not None:
        body["available_reactions"] = [{"type": "emoji", "emoji": one} for one in sorted(place.allowed_reactions)]
    if place.pinned and place.pinned[-1].id_for(bot):
        body["pinned_message"] = rendering.message(world, bot, place.pinned[-1])
    return body


def _accounts_of(place: Chat) -> list[Member]:
    """The members of a chat; a private chat has its two, neither of them an administrator."""
    if place.person is not None and place.bot is not None:
        return [Member(place.person), Member(place.bot)]
    return list(place.members.values())


def get_chat_member(world: World, bot: BotAccount, asked: Parameters) -> Json:
    user_id = asked.integer("user_id")
    if user_id <= 0:
        raise rejections.USER_ID_INVALID.refused()
    place = access.chat_to_read(world, bot, asked)
    for member in _accounts_of(place):
        if member.account.id == user_id:
            return rendering.member(member, place.kind)
    account = world.account(user_id)
    if account is None:
        raise rejections.MEMBER_NOT_FOUND.refused()
    return rendering.member(Member(account, "left"), place.kind)


def get_chat_administrators(world: World, bot: BotAccount, asked: Parameters) -> list[Json]:
    """The owner and the administrators. As in Telegram other bots are left out unless `return_bots` is set."""
    place = access.chat_to_read(world, bot, asked)
    if place.kind == "private":
        raise rejections.NO_ADMINISTRATORS.refused()
    with_bots = asked.flag("return_bots")
    return [
        rendering.member(member, place.kind)
        for member in _accounts_of(place)
        if member.is_admin and (with_bots or not member.account.is_bot or member.account is bot)
    ]


def get_chat_member_count(world: World, bot: BotAccount, asked: Parameters) -> int:
    place = access.chat_to_read(world, bot, asked)
    return sum(member.is_in for member in _accounts_of(place))


def leave_chat(world: World, bot: BotAccount, asked: Parameters) -> bool:
    place = access.chat_to_read(world, bot, asked)
    if place.kind == "private":
        raise rejections.CANNOT_LEAVE_PRIVATE.refused()
    old = place.members.get(bot.id) or Member(bot, "left")
    if old.is_in:
        body = publishing.fixed(left_chat_member=rendering.user(bot))
        publishing.announce(world, place, bot, "left_chat_member", body)
        place.members[bot.id] = Member(bot, "left")
        delivery.deliver_membership(world, place, bot, old, place.members[bot.id])
        world.changed("member", place, account=bot, status="left")
    return True


def create_forum_topic(world: World, bot: BotAccount, asked: Parameters) -> Json:
    name = asked.text("name").strip()
    place = access.chat_to_write(world, bot, asked)
    if not place.topics_on:
        raise rejections.NOT_A_FORUM.refused()
    if not name or len(name) > _TOPIC_NAME:
        raise rejections.TOPIC_NAME_INVALID.refused()
    member = place.member(bot.id)
    if member is None or not member.may("can_manage_topics"):
        raise rejections.NO_RIGHT_TO_CREATE_TOPIC.refused()
    topic = publishing.open_topic(world, place, bot, name)
    return {"message_thread_id": topic.id, "name": name, "icon_color": publishing.ICON_COLOR}
