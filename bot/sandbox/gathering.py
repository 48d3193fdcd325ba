"""People, bots, groups and channels: who is where, with which rights, and how that changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.sandbox import delivery, publishing, rendering
from bot.sandbox.accounts import ORDINARY_RIGHTS, RIGHTS, BotAccount
from bot.sandbox.chats import SUPERGROUP_BASE, Chat, Member, Message, Person, Status, Topic
from bot.sandbox.formatting import typed_words
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.world import World


class Gathering:
    """The part of the sandbox that brings accounts and chats together."""

    world: World

    def add_person(self, name: str, *, id: int | None = None, last_name: str = "", username: str = "") -> Person:
        """A human account; the id is drawn when none is given."""
        person_id = id if id is not None else 100_000 + len(self.world.people) + 1
        if self.world.account(person_id) is not None:
            raise ValueError(f"there is already an account {person_id}")
        person = Person(person_id, name, last_name, username, on_start=None)
        person.on_start = lambda bot, payload: self.start_chat(person, bot, payload)
        self.world.people[person_id] = person
        self.world.changed("person", person=person)
        return person

    def add_bot(
        self,
        name: str = "蜂哨",
        username: str = "fengshao_bot",
        token: str = "7000000001:sandbox-token-of-the-first-bot-0000",
        *,
        privacy: bool = False,
        first_update_id: int | None = None,
    ) -> BotAccount:
        """A bot; its id is the number before the colon of its token. Update ids start at random, as Telegram's do."""
        bot_id = int(token.partition(":")[0])
        if self.world.account(bot_id) is not None:
            raise ValueError(f"there is already an account {bot_id}")
        first = first_update_id if first_update_id is not None else self.world.random.randrange(10**8, 9 * 10**8)
        bot = BotAccount(bot_id, name, username, token, privacy, UpdateQueue(self.world.now, first))
        self.world.bots[bot_id] = bot
        return bot

    def add_group(
        self,
        title: str,
        members: Sequence[Person] = (),
        *,
        supergroup: bool = True,
        topics: bool = False,
        owner: Person | None = None,
        username: str = "",
        id: int | None = None,
    ) -> Chat:
        """A basic group or a supergroup (id -100…). The first member owns it unless `owner` is given."""
        serial = len(self.world.chats) + 1
        drawn = SUPERGROUP_BASE - 2_000_000_000 - serial if supergroup else -4_000_000_000 - serial
        place = Chat(id if id is not None else drawn, "supergroup" if supergroup else "group", title, username, topics)
        self._open(place, members, owner or (members[0] if members else None))
        return place

    def add_channel(self, title: str, owner: Person | None = None, *, username: str = "") -> Chat:
        """A channel."""
        serial = len(self.world.chats) + 1
        place = Chat(SUPERGROUP_BASE - 1_000_000_000 - serial, "channel", title, username)
        self._open(place, [], owner)
        return place

    def _open(self, place: Chat, members: Iterable[Person], owner: Person | None) -> None:
        for person in members:
            place.members[person.id] = Member(person)
        if owner is not None:
            place.members[owner.id] = Member(owner, "creator", frozenset(RIGHTS))
        self.world.chats[place.id] = place
        self.world.changed("chat", place)

    def add_topic(self, place: Chat, name: str, by: Person) -> Topic:
        """A topic of a forum, opened by a person."""
        return publishing.open_topic(self.world, place, by, name)

    def private(self, person: Person, bot: BotAccount) -> Chat:
        """The private chat of a person and a bot."""
        return self.world.private(person, bot)

    def start_chat(self, person: Person, bot: BotAccount, payload: str = "") -> Message:
        """What `person.start(bot)` does: unblock if blocked, then send /start."""
        place = self.world.private(person, bot)
        if bot.id in person.blocked:
            self.unblock(person, bot)
        person.started.add(bot.id)
        text = f"/start {payload}".rstrip()
        return publishing.publish(
            self.world,
            Message(self.world.next_key(), place, person, self.world.now(), typed_words(text)),
        )

    def block(self, person: Person, bot: BotAccount) -> None:
        """The person stops the bot; it hears of it by my_chat_member."""
        person.blocked.add(bot.id)
        self._private_change(person, bot, "member", "kicked")

    def unblock(self, person: Person, bot: BotAccount) -> None:
        person.blocked.discard(bot.id)
        self._private_change(person, bot, "kicked", "member")

    def _private_change(self, person: Person, bot: BotAccount, old: Status, new: Status) -> None:
        place = self.world.private(person, bot)
        delivery.deliver_membership(self.world, place, person, Member(bot, old), Member(bot, new))
        self.world.changed("member", place, account=bot)

    def join(self, place: Chat, person: Person, by: Person | None = None) -> None:
        """A person comes in, by themselves or brought by somebody."""
        self._change(place, Member(person), by or person)
        self._announce_joined(place, person, by or person)

    def leave(self, place: Chat, person: Person, by: Person | None = None) -> None:
        """A person leaves, or is banned when `by` is somebody else."""
        self._announce_left(place, person, by or person)
        self._change(place, Member(person, "kicked" if by and by is not person else "left"), by or person)

    def add_bot_to(
        self,
        place: Chat,
        bot: BotAccount,
        *,
        by: Person,
        admin: bool = False,
        rights: Iterable[str] = ORDINARY_RIGHTS,
    ) -> None:
        """Bring a bot into a group (or a channel, where bots are always administrators)."""
        if admin or place.kind == "channel":
            self._change(place, Member(bot, "administrator", frozenset(rights)), by)
        else:
            self._change(place, Member(bot), by)
        if place.kind != "channel":
            self._announce_joined(place, bot, by)

    def remove_bot(self, place: Chat, bot: BotAccount, *, by: Person | None = None) -> None:
        """Kick the bot (`by` somebody), or let it leave by itself."""
        actor = by or bot
        if place.kind != "channel":
            self._announce_left(place, bot, actor)
        self._change(place, Member(bot, "kicked" if by else "left"), actor)

    def promote(
        self,
        place: Chat,
        account: Person | BotAccount,
        *,
        by: Person | None = None,
        rights: Iterable[str] = ORDINARY_RIGHTS,
        anonymous: bool = False,
        title: str = "",
    ) -> None:
        """Make a member an administrator, or change an administrator's rights."""
        new = Member(account, "administrator", frozenset(rights), anonymous, title)
        self._change(place, new, by or self.owner(place))

    def demote(self, place: Chat, account: Person | BotAccount, *, by: Person | None = None) -> None:
        self._change(place, Member(account), by or self.owner(place))

    def restrict(self, place: Chat, account: Person | BotAccount, *, by: Person | None = None) -> None:
        """Mute an account; `demote` (or `promote`) lets it speak again."""
        self._change(place, Member(account, "restricted"), by or self.owner(place))

    def owner(self, place: Chat) -> Person:
        """The owner of a chat; a stranger when it has none."""
        for member in place.members.values():
            if member.status == "creator" and isinstance(member.account, Person):
                return member.account
        raise ValueError(f"{place.title} has no owner: say who acts (by=…)")

    def allow_reactions(self, place: Chat, emojis: Iterable[str] | None) -> None:
        """Which reactions the chat allows: None for all, an empty list for none."""
        place.allowed_reactions = None if emojis is None else frozenset(emojis)

    def delete_group(self, place: Chat) -> None:
        """The owner deletes the group: its bots are out of it."""
        for bot in place.bots():
            self._change(place, Member(bot, "left" if place.kind == "group" else "kicked"), self.owner(place))
        place.deleted = True

    def migrate(self, place: Chat, *, by: Person | None = None) -> Chat:
        """A basic group becomes a supergroup with a new id; its old messages stay behind in the old chat.

        As in Telegram the bots are told that they joined the supergroup, not that they left the group.
        """
        if place.kind != "group":
            raise ValueError(f"{place.title} is no basic group")
        actor = by or self.owner(place)
        upgraded = self.add_group(place.title)
        upgraded.members = {key: replace(member) for key, member in place.members.items()}
        for bot in upgraded.bots():
            standing = upgraded.members[bot.id]
            delivery.deliver_membership(self.world, upgraded, actor, Member(bot, "left"), standing)
        publishing.announce(
            self.world, place, actor, "migrate_to_chat_id", publishing.fixed(migrate_to_chat_id=upgraded.id)
        )
        place.migrated_to = upgraded
        publishing.announce(
            self.world, upgraded, actor, "migrate_from_chat_id", publishing.fixed(migrate_from_chat_id=place.id)
        )
        return upgraded

    def _change(self, place: Chat, new: Member, by: Person | BotAccount) -> None:
        old = place.members.get(new.account.id) or Member(new.account, "left")
        place.members[new.account.id] = new
        delivery.deliver_membership(self.world, place, by, old, new)
        self.world.changed("member", place, account=new.account, status=new.status)

    def _announce_joined(self, place: Chat, account: Person | BotAccount, by: Person | BotAccount) -> None:
        body: dict[str, Any] = {"new_chat_members": [rendering.user(account)]}
        publishing.announce(self.world, place, by, "new_chat_members", publishing.fixed(**body))

    def _announce_left(self, place: Chat, account: Person | BotAccount, by: Person | BotAccount) -> None:
        body = publishing.fixed(left_chat_member=rendering.user(account))
        publishing.announce(self.world, place, by, "left_chat_member", body)
