"""Finding what a request names: the person, the chat, the message; or refusing in the page's words."""

from __future__ import annotations

from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Message, Person, Topic
from bot.sandbox.page import refusals
from bot.sandbox.world import World


class Finder:
    """The world as its people see it. The page shows one bot: the first."""

    def __init__(self, world: World) -> None:
        self.world = world

    def bot(self) -> BotAccount:
        """Raises PageRefused before there is any."""
        for bot in self.world.bots.values():
            return bot
        raise refusals.NO_BOT.refused()

    def person(self, person_id: int) -> Person:
        """Raises PageRefused (404)."""
        found = self.world.people.get(person_id)
        if found is None:
            raise refusals.NO_SUCH_PERSON.refused()
        return found

    def chats(self) -> list[Chat]:
        """Every chat the page shows: the groups, then everybody's private chat with the bot."""
        bot = self.bot()
        groups = [place for place in self.world.chats.values() if not place.deleted]
        return [*groups, *(self.world.private(person, bot) for person in self.world.people.values())]

    def shows(self, place: Chat) -> bool:
        """Private chats with other bots are not shown."""
        return place.bot is None or place.bot is self.bot()

    def chat(self, chat_id: int) -> Chat:
        """A private chat has its person's id. Raises PageRefused (404)."""
        place = self.world.chats.get(chat_id)
        if place is None and chat_id in self.world.people:
            place = self.world.private(self.world.people[chat_id], self.bot())
        if place is None or place.deleted:
            raise refusals.NO_SUCH_CHAT.refused()
        return place

    def chat_of(self, who: Person, chat_id: int) -> Chat:
        """A chat that this person is in. Raises PageRefused (404, 403)."""
        place = self.chat(chat_id)
        member = place.member(who.id)
        inside = place.person is who if place.kind == "private" else member is not None and member.is_in
        if not inside:
            raise refusals.NOT_IN_CHAT.refused(name=who.full_name)
        return place

    def chat_to_write(self, who: Person, chat_id: int) -> Chat:
        """A chat that this person may post to. Raises PageRefused (404, 403)."""
        place = self.chat_of(who, chat_id)
        if place.kind == "channel" or place.migrated_to is not None:
            raise refusals.CHAT_CLOSED.refused()
        member = place.member(who.id)
        if member is not None and member.status == "restricted":
            raise refusals.MUTED.refused(name=who.full_name)
        return place

    def message(self, place: Chat, key: int) -> Message:
        """A standing message of this chat. Raises PageRefused (404)."""
        found = place.messages.get(key)
        if found is None:
            raise refusals.MESSAGE_GONE.refused()
        return found

    def own_message(self, who: Person, chat_id: int, key: int) -> Message:
        """Raises PageRefused (404, 403) also for a message of somebody else."""
        found = self.message(self.chat_of(who, chat_id), key)
        if found.sender is not who or found.service is not None:
            raise refusals.NOT_YOURS.refused()
        return found

    def topic(self, place: Chat, topic_id: int) -> Topic:
        """Raises PageRefused (404)."""
        if topic_id not in place.topics:
            raise refusals.NO_SUCH_TOPIC.refused()
        return place.topics[topic_id]
