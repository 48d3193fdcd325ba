"""A busy area: hundreds of couriers who mostly chat, a staff that works their reports off, and what each does next."""

from __future__ import annotations

from collections import deque

from bot.sandbox import Chat, Message, Person
from tests.sandbox.pictures import jpeg
from tests.torture.arena import Arena

_COURIERS, _STAFF = 200, 20
"""So many in each group, and in the unit's chat: nobody writes or taps more often than a person can."""
_REMEMBERED = 200
"""The newest messages are what people come back to."""
_CHATTER = (
    "今天单子好多",
    "哈哈哈",
    "有人一起吃饭吗",
    "下雨了大家慢点骑",
    "收到",
    "好的谢谢",
    "我先撤了，明天见",
    "刚刚那单客人还给了好评",
    "哪里换电池便宜",
    "你到哪了",
    "👍👍",
    "新来的记得看群公告",
)
_BOOK = '\n[[person]]\ntelegram_id = {id}\nname = "{name}"\nrole = "secretary"\nunit = "donghu"\n'


class Crowd:
    """Joins an arena before its bot first starts."""

    def __init__(self, arena: Arena) -> None:
        self.arena, self.chance, self._box = arena, arena.chance, arena.sandbox
        self._newest: deque[Message] = deque(maxlen=_REMEMBERED)
        self._coordinator = self._box.world.people[301]
        self._staff = [self._join(arena.office, "社工", 2000 + number) for number in range(_STAFF)]
        self._riders = {
            group.id: [self._join(group, "骑手", 10_000 * (row + 1) + number) for number in range(_COURIERS)]
            for row, group in enumerate(arena.groups)
        }
        arena.bot.updates.clear()
        with (arena.folder / "area.toml").open("a", encoding="utf-8") as book:
            book.writelines(_BOOK.format(id=person.id, name=person.full_name) for person in self._staff)
        self._deeds = {
            self.chat: 740,
            self.share: 20,
            self.rewrite: 40,
            self.report: 45,
            self.report_by_album: 3,
            self.accept: 45,
            self.resolve: 45,
            self.dispatch: 5,
            self.confirm: 25,
            self.ask: 15,
            self.list_open: 5,
        }
        """How often each, of about a thousand. What nobody can do just now is chatter instead."""

    def _join(self, place: Chat, name: str, number: int) -> Person:
        person = self._box.add_person(f"{name}{number}", id=number)
        self._box.join(place, person)
        return person

    def act(self) -> None:
        """One thing that somebody does; of an album Telegram tells in two updates, of all else in one."""
        (deed,) = self.chance.choices([*self._deeds], [*self._deeds.values()])
        deed()

    # --- the couriers

    def chat(self) -> None:
        self._say(self.chance.choice(_CHATTER))

    def share(self) -> None:
        """A picture that nobody explains: it waits for words, and is forgotten."""
        self._say("", photo=jpeg("blue", (8, 8)))

    def rewrite(self) -> None:
        """An edit of something said before; of a report, more of it."""
        messages = [message for message in self._newest if not message.media]
        if not messages:
            return self.chat()
        message = self.chance.choice(messages)
        if message in self.arena.posts:
            self._box.edit(message, f"{message.words.text}，请尽快")
        else:
            self._box.edit(message, self.chance.choice(_CHATTER))
        return None

    def report(self) -> None:
        photo = jpeg("red", (8, 8)) if self.chance.random() < 0.3 else None
        self.arena.posts.append(self._say(self._problem(), photo=photo))

    def report_by_album(self) -> None:
        place, who = self._somebody()
        pictures = [jpeg("red", (8, 8)), jpeg("green", (8, 8))]
        self.arena.posts.append(self._box.post(place, who, self._problem(), photos=pictures))

    def ask(self) -> None:
        """How far is it?"""
        if not self.arena.posts:
            return self.chat()
        post = self.chance.choice(self.arena.posts[-_REMEMBERED:])
        assert isinstance(post.sender, Person)
        self._box.post(post.chat, post.sender, "进度", reply_to=post)
        return None

    def confirm(self) -> None:
        """Who reported it says that it is solved."""
        for group in self.arena.groups:
            closure = self._newest_with(group, "已解决")
            if closure is not None and closure.reply_to is not None and isinstance(closure.reply_to.sender, Person):
                self._box.tap(closure.reply_to.sender, closure, "已解决")
                return None
        return self.chat()

    def _problem(self) -> str:
        number = len(self.arena.posts) + 1
        return f"{'南门小区' if number % 10 == 0 else '东湖花园'}{number}栋的垃圾桶坏了"

    def _somebody(self) -> tuple[Chat, Person]:
        place = self.chance.choice(self.arena.groups)
        return place, self.chance.choice(self._riders[place.id])

    def _say(self, text: str, *, photo: bytes | None = None) -> Message:
        message = self._box.post(*self._somebody(), text, photo=photo)
        self._newest.append(message)
        return message

    # --- the staff

    def accept(self) -> None:
        if (card := self._newest_with(self.arena.office, "受理")) is None:
            return self.chat()
        self._box.tap(self.chance.choice(self._staff), card, "受理")
        return None

    def resolve(self) -> None:
        """The oldest of the newest: who accepts is not done at once."""
        if (card := self._newest_with(self.arena.office, "办结", without="受理")) is None:
            return self.chat()
        self._box.post(self.arena.office, self.chance.choice(self._staff), "已处理", reply_to=card)
        return None

    def dispatch(self) -> None:
        """The coordinator sends a ticket of a place that nobody knows to a unit."""
        if (card := self._newest_with(self.arena.hall, "东湖社区")) is None:
            return self.chat()
        self._box.tap(self._coordinator, card, "东湖社区")
        return None

    def list_open(self) -> None:
        self._box.post(self.arena.office, self.chance.choice(self._staff), "/todo")

    def count(self) -> None:
        """The coordinator asks for the figures."""
        self._box.post(self.arena.hall, self._coordinator, "/stats")

    def _newest_with(self, place: Chat, button: str, *, without: str = "") -> Message | None:
        """The bot's newest standing message with this button, and without the other."""
        for message in reversed(self._box.messages(place, by=self.arena.bot)):
            texts = message.button_texts
            if button in texts and without not in texts:
                return message
        return None
