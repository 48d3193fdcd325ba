"""Whether a bot may do what it asks: the chat it names, the message it means, the minute's allowance."""

from __future__ import annotations

from bot.sandbox import rejections
from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Message, Person, Topic
from bot.sandbox.parameters import Parameters, whole
from bot.sandbox.world import World

_GENERAL_TOPIC = 1


def chat_to_read(world: World, bot: BotAccount, asked: Parameters) -> Chat:
    """The chat the bot names. Raises Refused when it does not know it or is not in it."""
    place = _find(world, bot, asked)
    if place.kind != "private":
        _check_membership(place, bot, reading=True)
    return place


def chat_to_edit(world: World, bot: BotAccount, asked: Parameters) -> Chat:
    """The chat whose messages the bot wants to edit; a blocked private chat still takes edits.

    Messages from before a group's upgrade cannot be edited (telegramdesktop/tdesktop issue 3002); the wording that
    Telegram has for it is not published, so the sandbox says what it says to new messages.
    """
    place = _find(world, bot, asked)
    if place.kind != "private":
        _check_membership(place, bot)
    elif place.person is not None and place.person.deactivated:
        raise rejections.DEACTIVATED.refused()
    if place.migrated_to is not None:
        raise rejections.GROUP_UPGRADED.refused({"migrate_to_chat_id": place.migrated_to.id})
    return place


def chat_to_write(world: World, bot: BotAccount, asked: Parameters) -> Chat:
    """The chat the bot wants to post to. Raises Refused when it is gone, closed to it, or never was open."""
    place = chat_to_edit(world, bot, asked)
    if place.deleted and place.kind == "group":
        raise rejections.GROUP_DELETED.refused()
    if place.person is not None:
        if bot.id in place.person.blocked:
            raise rejections.BLOCKED.refused()
        if bot.id not in place.person.started:
            raise rejections.NOT_STARTED.refused()
    return place


def may_send(place: Chat, bot: BotAccount, what: str) -> None:
    """Raises Refused when the bot is muted here; `what` is "text messages", "photos" or "documents"."""
    member = place.member(bot.id)
    if place.kind == "channel" and (member is None or not member.is_admin):
        raise rejections.CHANNEL_RIGHTS.refused()
    if member is not None and (member.status == "restricted" or (what in place.muted and not member.is_admin)):
        raise rejections.NO_RIGHT_TO_SEND.refused(what=what)


def _find(world: World, bot: BotAccount, asked: Parameters) -> Chat:
    written = asked.text("chat_id")
    if not written:
        raise rejections.CHAT_ID_EMPTY.refused()
    if written.startswith("@"):
        named = [place for place in world.chats.values() if place.username.lower() == written[1:].lower()]
        if named:
            return named[0]
        raise rejections.CHAT_NOT_FOUND.refused()
    chat_id = asked.integer("chat_id")
    if chat_id > 0:
        return _private(world, bot, chat_id)
    place = world.chats.get(chat_id)
    if place is None or (place.member(bot.id) is None and not place.username):
        raise rejections.CHAT_NOT_FOUND.refused()
    return place


def _private(world: World, bot: BotAccount, account_id: int) -> Chat:
    if account_id in world.bots:
        raise rejections.TO_A_BOT.refused()
    person = world.people.get(account_id)
    if person is None or not _acquainted(world, bot, person):
        raise rejections.CHAT_NOT_FOUND.refused()
    return world.private(person, bot)


def _acquainted(world: World, bot: BotAccount, person: Person) -> bool:
    """A bot knows whom it talked to and whom it shares (or shared) a chat with."""
    return bot.id in person.started or any(
        place.member(bot.id) is not None and place.member(person.id) is not None for place in world.chats.values()
    )


def _check_membership(place: Chat, bot: BotAccount, *, reading: bool = False) -> None:
    member = place.member(bot.id)
    status = "left" if member is None else member.status
    if place.kind == "group":
        if reading or place.deleted or place.migrated_to is not None:
            return
    elif reading and place.username and status != "kicked":
        return
    if status == "kicked":
        raise rejections.KICKED.refused(kind=place.kind)
    if status == "left":
        raise rejections.NOT_A_MEMBER.refused(kind=place.kind)


def message_to(what: str, world: World, bot: BotAccount, place: Chat, message_id: int) -> Message:
    """The message with this id. `what` completes "message to … not found"."""
    message = world.message(bot, place, message_id)
    if message is None:
        raise rejections.MESSAGE_NOT_FOUND.refused(what=what)
    return message


def topic_of(place: Chat, asked: Parameters) -> Topic | None:
    """The topic the bot names. Chats without topics ignore the parameter, private ones refuse it."""
    topic_id = asked.integer("message_thread_id")
    if topic_id <= 0 or not (place.topics_on or place.kind == "private"):
        return None
    if topic_id == _GENERAL_TOPIC or topic_id not in place.topics:
        raise rejections.THREAD_NOT_FOUND.refused()
    return place.topics[topic_id]


def replied_message(world: World, bot: BotAccount, place: Chat, asked: Parameters) -> Message | None:
    """The message that `reply_parameters` names. A quote in it is read over."""
    given = asked.json("reply_parameters", "reply parameters")
    if not isinstance(given, dict) or not given.get("message_id"):
        return None
    message = world.message(bot, place, whole(given["message_id"]))
    if message is None and not given.get("allow_sending_without_reply"):
        raise rejections.REPLIED_NOT_FOUND.refused()
    return message


def spend(world: World, bot: BotAccount, place: Chat, messages: int = 1) -> None:
    """Count messages (and edits) against the group's minute. Raises Refused (429) beyond twenty."""
    if place.kind not in {"group", "supergroup"}:
        return
    window = world.window(bot, place)
    now = world.now()
    if world.strict_rates and (wait := window.seconds_to_wait(now, messages)):
        raise rejections.TOO_MANY.refused({"retry_after": wait}, seconds=wait)
    window.count(now, messages)
