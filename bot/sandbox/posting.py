"""What people do in chats: post, edit, delete, react, pin, press buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.sandbox import delivery, publishing
from bot.sandbox.accounts import ANONYMOUS_ADMIN_ID, CHANNEL_BOT_ID, TELEGRAM_ID, BotAccount
from bot.sandbox.chats import Chat, Forward, Message, Person, Topic
from bot.sandbox.contents import Place
from bot.sandbox.files import Attachment, Media
from bot.sandbox.formatting import Words, typed_words
from bot.sandbox.pressing import press
from bot.sandbox.taps import Tap
from bot.sandbox.world import World

_ANONYMOUS_ADMIN = Person(ANONYMOUS_ADMIN_ID, "Group", username="GroupAnonymousBot", language="")
_CHANNEL_BOT = Person(CHANNEL_BOT_ID, "Channel", username="Channel_Bot", language="")
_TELEGRAM = Person(TELEGRAM_ID, "Telegram", language="")
_ANONYMOUS_ADMIN.is_bot = _CHANNEL_BOT.is_bot = True


class Posting:
    """The part of the sandbox that plays the people."""

    world: World

    def post(
        self,
        place: Chat,
        who: Person | None,
        text: str = "",
        *,
        photo: bytes | Attachment | None = None,
        photos: Sequence[bytes | Attachment] = (),
        caption_on: int = 0,
        document: bytes | Attachment | None = None,
        video: bytes | Attachment | None = None,
        voice: bytes | Attachment | None = None,
        location: tuple[float, float] | None = None,
        venue: tuple[float, float, str, str] | None = None,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        forward: Forward | Message | None = None,
        as_anonymous_admin: bool = False,
        as_channel: Chat | None = None,
        from_linked_channel: Chat | None = None,
    ) -> Message:
        """Write a message as `who` (None in a channel). Returns it; of an album, its first part.

        Files are bytes, or an Attachment when their name or claimed size matters. `photos` makes an album: one message
        and one update a photo, with the words on part `caption_on`. `as_channel` lets a person write in a channel's
        name, `from_linked_channel` is its automatic forward. Raises ValueError when the person is not in the chat.
        """
        if photos:
            return self.post_album(place, who, photos, text, caption_on=caption_on, reply_to=reply_to, topic=topic)[0]
        if who is None and place.kind != "channel" and from_linked_channel is None:
            raise ValueError("say who writes; only channels speak for themselves")
        message = self._message(place, who, typed_words(text), reply_to, topic)
        message.media = self._media(photo, document, video, voice)
        if location is not None:
            message.place = Place(*location)
        elif venue is not None:
            message.place = Place(*venue)
        if not (message.words.text or message.media or message.place):
            raise ValueError("nothing to post")
        if forward is not None:
            message.forward = self._origin(forward)
        if as_anonymous_admin:
            self._sign(message, _ANONYMOUS_ADMIN, place)
        elif as_channel is not None:
            self._sign(message, _CHANNEL_BOT, as_channel)
        elif from_linked_channel is not None:
            self._sign(message, _TELEGRAM, from_linked_channel)
            message.forward = Forward(self.world.now(), channel=from_linked_channel, channel_message_id=1)
            message.automatic_forward = True
        return publishing.publish(self.world, message)

    def say(self, who: Person, bot: BotAccount, text: str = "", *, photo: bytes | Attachment | None = None) -> Message:
        """Write to the bot in private; whoever writes has started the bot."""
        return self.post(self.world.private(who, bot), who, text, photo=photo)

    def post_album(
        self,
        place: Chat,
        who: Person | None,
        photos: Sequence[bytes | Attachment],
        text: str = "",
        *,
        documents: Sequence[bytes | Attachment] = (),
        caption_on: int = 0,
        reply_to: Message | None = None,
        topic: Topic | None = None,
    ) -> list[Message]:
        """Post several photos (or documents) at once; bots get one update for each, sharing media_group_id."""
        album = str(self.world.random.randrange(10**16, 10**17))
        posted = []
        media = [self._media(photo) for photo in photos] + [self._media(document=file) for file in documents]
        for index, part in enumerate(media):
            words = typed_words(text) if index == caption_on else Words()
            message = self._message(place, who, words, reply_to, topic)
            message.media, message.album = part, album
            posted.append(publishing.publish(self.world, message))
        return posted

    def edit(
        self,
        message: Message,
        text: str | None = None,
        *,
        photo: bytes | None = None,
        at: timedelta = timedelta(),
    ) -> Message:
        """Change the words or the photo of a message; `at` lets the edit's date lie that much later."""
        if text is not None:
            message.words = typed_words(text)
        if photo is not None:
            message.media = self.world.shelf.photo(photo)
        return self.touch(message, at)

    def touch(self, message: Message, at: timedelta = timedelta()) -> Message:
        """An edit that changes nothing one can see (a link preview came): bots are told all the same."""
        message.edited_at = self.world.now() + at
        delivery.deliver_message(self.world, message, edited=True)
        self.world.changed("edit", message.chat, message=message)
        return message

    def delete(self, *messages: Message) -> None:
        """Delete messages for everyone; bots are not told."""
        for message in messages:
            publishing.erase(self.world, message)

    def react(self, message: Message, who: Person, *emojis: str) -> None:
        """Put a reaction under a message in place of the person's earlier one; no emoji takes it away."""
        old = message.reactions_by.pop(who.id, ())
        if emojis:
            message.reactions_by[who.id] = emojis
        delivery.deliver_reaction(self.world, message, who, old)
        self.world.changed("reaction", message.chat, message=message, account=who)

    def pin(self, message: Message, who: Person) -> None:
        publishing.pin(self.world, message, who)

    def tap(self, who: Person, message: Message, button: str, *, forged: bool = False) -> Tap:
        """Press a button, found by its text or its data. `forged` sends `button` as data that no button had.

        Raises ValueError when the message has no such button: a person cannot press it.
        """
        return press(self.world, who, message, button, forged=forged)

    def _message(
        self, place: Chat, who: Person | None, words: Words, reply_to: Message | None, topic: Topic | None
    ) -> Message:
        self._check_inside(place, who)
        message = Message(self.world.next_key(), place, who, self.world.now(), words)
        message.reply_to = reply_to
        message.topic = topic or (reply_to.topic if reply_to else None)
        if who is not None and place.bot is not None:
            who.started.add(place.bot.id)
        if who is None or place.kind == "channel":
            message.sender, message.sender_chat = None, place
        elif place.kind != "private" and (member := place.member(who.id)) is not None and member.anonymous:
            self._sign(message, _ANONYMOUS_ADMIN, place, member.title)
        return message

    def _check_inside(self, place: Chat, who: Person | None) -> None:
        """A story that lets somebody write where they are not is a mistake of the story."""
        if place.migrated_to is not None or place.deleted:
            raise ValueError(f"{place.title} takes no more messages")
        if place.kind == "private" and who is not place.person:
            raise ValueError(f"this is the private chat of {place.title}")
        if who is None or place.kind in {"private", "channel"}:
            return
        member = place.member(who.id)
        if member is None or not member.is_in:
            raise ValueError(f"{who.full_name} is not in {place.title}; sandbox.join(…) brings them in")

    def _sign(self, message: Message, sender: Person, name: Chat, title: str = "") -> None:
        message.sender, message.sender_chat, message.signature = sender, name, title

    def _media(
        self,
        photo: bytes | Attachment | None = None,
        document: bytes | Attachment | None = None,
        video: bytes | Attachment | None = None,
        voice: bytes | Attachment | None = None,
    ) -> Media | None:
        shelf = self.world.shelf
        if isinstance(photo, Attachment):
            return shelf.photo(photo.data, size=photo.size)
        if photo is not None:
            return shelf.photo(photo)
        for kind, given, name, mime in (
            ("document", document, "file.bin", "application/octet-stream"),
            ("video", video, "video.mp4", "video/mp4"),
            ("voice", voice, "voice.ogg", "audio/ogg"),
        ):
            if given is not None:
                attached = given if isinstance(given, Attachment) else Attachment(given, name, mime)
                return shelf.attachment(kind, attached, duration=0 if kind == "document" else 5)
        return None

    def _origin(self, source: Forward | Message) -> Forward:
        if isinstance(source, Forward):
            return source
        if source.sender is None:
            return Forward(source.at, channel=source.chat, channel_message_id=source.message_id)
        return Forward(source.at, person=source.sender)

    def forward(self, place: Chat, who: Person, source: Message) -> Message:
        """Forward a message, media and words included."""
        message = self._message(place, who, source.words, None, None)
        message.media, message.place = source.media, source.place
        message.forward = source.forward or self._origin(source)
        return publishing.publish(self.world, message)
