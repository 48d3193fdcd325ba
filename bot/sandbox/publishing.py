"""Putting messages into chats: numbered, delivered and told to the feed, whoever wrote them."""

from __future__ import annotations

from typing import Any

from bot.sandbox import delivery, rendering
from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Message, Person, Service, Topic
from bot.sandbox.world import World


def publish(world: World, message: Message) -> Message:
    """Put a new message into its chat."""
    world.keep(message)
    delivery.deliver_message(world, message)
    world.changed("message", message.chat, message=message)
    return message


def announce(
    world: World,
    place: Chat,
    sender: Person | BotAccount,
    kind: str,
    says: Service,
    *,
    reply_to: Message | None = None,
    topic: Topic | None = None,
) -> Message:
    """Publish a service message; `says` renders its particular field."""
    return publish(
        world,
        Message(
            world.next_key(),
            place,
            sender,
            world.now(),
            service=says,
            service_kind=kind,
            reply_to=reply_to,
            topic=topic,
        ),
    )


def fixed(**fields: Any) -> Service:
    """A service content that every bot sees alike."""
    return lambda viewer: dict(fields)


def pin(world: World, message: Message, by: Person | BotAccount) -> None:
    """Pin a message; the chat hears of it by a service message."""
    if message in message.chat.pinned:
        message.chat.pinned.remove(message)
    message.chat.pinned.append(message)
    world.changed("pin", message.chat, message=message)

    def says(viewer: BotAccount) -> dict[str, Any]:
        return {"pinned_message": rendering.message(world, viewer, message, with_reply=False)}

    announce(world, message.chat, by, "pinned_message", says, reply_to=None)


def unpin(world: World, message: Message) -> None:
    message.chat.pinned.remove(message)
    world.changed("pin", message.chat, message=message)


def erase(world: World, message: Message) -> None:
    """Delete a message for everyone; no update tells a bot of it."""
    if message.deleted:
        return
    message.deleted = True
    message.chat.messages.pop(message.key, None)
    if message in message.chat.pinned:
        message.chat.pinned.remove(message)
    world.changed("delete", message.chat, message=message)


def open_topic(world: World, place: Chat, by: Person | BotAccount, name: str) -> Topic:
    """Open a topic; its id is the id of the service message that tells of it."""
    topic = Topic(place.last_number + 1, name)
    place.topics[topic.id] = topic
    topic.root = announce(
        world,
        place,
        by,
        "forum_topic_created",
        fixed(forum_topic_created={"name": name, "icon_color": ICON_COLOR}),
        topic=topic,
    )
    return topic


ICON_COLOR = 0x6FB9F0
