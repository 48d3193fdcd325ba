"""What somebody does in a chat from the page: post, edit, delete, react, press a button, start the bot."""

from __future__ import annotations

import unicodedata

from aiohttp import web

from bot.sandbox import limits
from bot.sandbox.chats import Message, Person
from bot.sandbox.entities import units
from bot.sandbox.formatting import typed_words
from bot.sandbox.page import refusals
from bot.sandbox.page.asked import AskedAs, AskedEdit, AskedOfMessage, AskedReaction, AskedTap, read_asked
from bot.sandbox.page.backstage import Backstage
from bot.sandbox.page.door import json_answer
from bot.sandbox.page.drafts import Draft, read_draft
from bot.sandbox.page.finding import Finder
from bot.sandbox.page.photos import Darkroom
from bot.sandbox.reactions import FREE_REACTIONS
from bot.sandbox.sandbox import Sandbox

_EMOJI_STYLE = "\ufe0f"


class Acting:
    """The handlers of what people do. What they do shows on every page by the feed."""

    def __init__(self, sandbox: Sandbox, backstage: Backstage, finder: Finder) -> None:
        self._sandbox = sandbox
        self._backstage = backstage
        self._find = finder
        self._darkroom = Darkroom()

    async def post(self, request: web.Request) -> web.Response:
        """Answers with the key of the message, of an album that of its first part."""
        draft = await read_draft(request)
        _check_words(draft.text, captions=bool(draft.photos or draft.files), may_be_empty=False)
        photos = [await self._developed(photo) for photo in draft.photos]
        return json_answer({"key": self._posted(draft, photos).key})

    async def _developed(self, photo: bytes | str) -> bytes:
        if isinstance(photo, bytes):
            return await self._darkroom.develop(photo)
        drawn = next((sample.data for sample in self._backstage.samples if sample.name == photo), None)
        if drawn is None:
            raise refusals.NO_SUCH_SAMPLE.refused()
        await self._darkroom.warm(drawn)
        return drawn

    def _posted(self, draft: Draft, photos: list[bytes]) -> Message:
        who = self._find.person(draft.number("as"))
        place = self._find.chat_to_write(who, draft.number("chat"))
        replied, topic = draft.numbers.get("reply_to"), draft.numbers.get("topic")
        reply_to = None if replied is None else self._find.message(place, replied)
        thread = None if topic is None else self._find.topic(place, topic)
        if len(photos) + len(draft.files) > 1:
            album = self._sandbox.post_album(
                place, who, photos, draft.text, documents=draft.files, reply_to=reply_to, topic=thread
            )
            return album[0]
        photo, document = next(iter(photos), None), next(iter(draft.files), None)
        return self._sandbox.post(
            place, who, draft.text, photo=photo, document=document, reply_to=reply_to, topic=thread
        )

    async def edit(self, request: web.Request) -> web.Response:
        """The same words again are no edit."""
        asked = await read_asked(request, AskedEdit)
        message = self._find.own_message(self._find.person(asked.who), asked.chat, asked.message)
        carries = message.media is not None or message.place is not None
        _check_words(asked.text, captions=carries, may_be_empty=carries)
        if typed_words(asked.text) != message.words:
            self._sandbox.edit(message, asked.text)
        return json_answer({"key": message.key})

    async def delete(self, request: web.Request) -> web.Response:
        asked = await read_asked(request, AskedOfMessage)
        self._sandbox.delete(self._find.own_message(self._find.person(asked.who), asked.chat, asked.message))
        return json_answer({})

    async def react(self, request: web.Request) -> web.Response:
        """One reaction each; null takes it away."""
        asked = await read_asked(request, AskedReaction)
        who, message = self._standing(asked)
        emojis = () if asked.emoji is None else (asked.emoji.replace(_EMOJI_STYLE, ""),)
        allowed = message.chat.allowed_reactions
        if any(emoji not in FREE_REACTIONS or (allowed is not None and emoji not in allowed) for emoji in emojis):
            raise refusals.REACTION_NOT_ALLOWED.refused()
        if message.reactions_by.get(who.id, ()) != emojis:
            self._sandbox.react(message, who, *emojis)
        return json_answer({})

    async def tap(self, request: web.Request) -> web.Response:
        """Answers with the id of the tap, null for a button that only leads somewhere. What the bot says to it comes
        by the feed, to everybody: the browser knows its own taps by their id."""
        asked = await read_asked(request, AskedTap)
        who, message = self._standing(asked)
        try:
            button = message.rows[asked.row][asked.column]
        except IndexError:
            raise refusals.BUTTON_GONE.refused() from None
        if button.data is None:
            return json_answer({"tap": None})
        tap = self._sandbox.tap(who, message, button.data, forged=True)  # by its data: another's text may be the same
        return json_answer({"tap": tap.id})

    async def start(self, request: web.Request) -> web.Response:
        """A second press does nothing."""
        asked = await read_asked(request, AskedAs)
        who, bot = self._find.person(asked.who), self._find.bot()
        if bot.id not in who.started or bot.id in who.blocked:
            self._sandbox.start_chat(who, bot)
        return json_answer({})

    def _standing(self, asked: AskedOfMessage) -> tuple[Person, Message]:
        who = self._find.person(asked.who)
        return who, self._find.message(self._find.chat_of(who, asked.chat), asked.message)


def _check_words(text: str, *, captions: bool, may_be_empty: bool) -> None:
    """Raises PageRefused (422). Words are measured as Telegram would keep them; a photo may go without."""
    too_long = refusals.CAPTION_TOO_LONG if captions else refusals.TEXT_TOO_LONG
    most = limits.CAPTION_UNITS if captions else limits.TEXT_UNITS
    if units(text.replace("\r", "").strip()) > most:  # before entities are looked for, which takes its time
        raise too_long.refused(most=most)
    words = typed_words(text).text
    if units(words) > most:
        raise too_long.refused(most=most)
    if not (captions or may_be_empty or _says_something(words)):
        raise refusals.NOTHING_TO_POST.refused()


def _says_something(text: str) -> bool:
    """Whether any character can be seen: Telegram takes spaces and invisible signs for nothing."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in text)
