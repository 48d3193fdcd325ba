"""Mutations: updates of every kind as Telegram words them, and what a broken or hostile server might make of them.

What is left whole is `update_id`: its number is how Telegram itself is asked for the next ones (tests/handlers/
test_polling.py breaks that, too).
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from bot.sandbox import Person
from tests.sandbox.pictures import jpeg
from tests.torture.indoors import Scene

Json = dict[str, Any]
PEOPLE = range(10_000, 15_000)
"""Ids of who writes what is mutated: so many that nobody writes more often than a person can."""
_DEEP, _HUGE = "@deep@", "@huge@"
"""Stand for what Python's own JSON writer does not write: 100,000 brackets, and a number beyond all numbers."""
_ODD_TEXTS = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\udc00\ud800",
    "东湖花园\ud83d9栋的垃圾桶坏了",
    "东湖花园9栋的垃圾桶\u0000坏了",
    "\u202e东湖花园9栋的垃圾桶坏了",
    "\u200b" * 300,
    "e" + "\u0301" * 2_000,
    "👨‍👩‍👧‍👦" * 200,
    "垃圾桶坏了" * 900,
    "东湖花园" * 20_000,
    "1" * 4_096,
    "/stats " + "月" * 300,
    "#T1001 " * 500,
    "#T99999999999999999999",
    "<b>&lt;![CDATA[",
    "受理",
    "已处理",
    "转 西苑社区",
    "延期 99999999999999天 理由",
    "挂账 到99月99日 理由",
)
_ODD_NUMBERS = (0, -1, 1, 2**31, -(2**31), 2**53, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**30, 1.5, -0.0, 1e308)
_ODD_THINGS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], {"id": None}, [{}], {"": ""})


def bases(scene: Scene) -> list[Json]:
    """One update of each kind, rendered by the sandbox or, where it has none of that kind, written as in Telegram's
    documentation. The scene's bot is told of them; nothing was handled yet."""
    box, who, group = scene.sandbox, scene.couriers[0], scene.groups[0]
    photo = jpeg("red", (8, 8))
    for text in ("哈哈今天好热", "东湖花园9栋的垃圾桶坏了", "进度", "/stats 本月", "统计", "/todo", "/bind", "撤回"):
        box.post(group, who, text)
    post = box.post(group, who, "东湖花园9栋的垃圾桶坏了", photo=photo)
    box.post_album(group, who, [photo, photo], "东湖花园8栋的井盖没了")
    box.post(group, who, document=photo)
    box.post(group, who, video=b"film")
    box.post(group, who, "看", voice=b"sound")
    box.post(group, who, location=(30.5, 114.3))
    box.post(group, who, venue=(30.5, 114.3, "东湖花园", "东湖路1号"))
    box.post(group, who, "没有解决", reply_to=post)
    box.post(group, who, "转发一下", forward=post)
    box.post(group, who, "我是管理员", as_anonymous_admin=True)
    box.edit(post, "东湖花园9栋的垃圾桶坏了，很臭")
    box.post(scene.office, scene.secretary, "已处理 T1001", reply_to=None)
    box.post(scene.hall, scene.coordinator, "/staff")
    box.say(who, scene.bot, "东湖花园7栋的垃圾桶坏了")
    box.say(scene.coordinator, scene.bot, "/mydata")
    _come_and_go(scene)
    made = scene.told()
    return [*made, *_taps(made[0], scene.secretary), *_others(made[0])]


def _come_and_go(scene: Scene) -> None:
    """The bot joins a group of nobody's, is made an administrator, muted, thrown out; one becomes a supergroup."""
    box, who, bot = scene.sandbox, scene.couriers[0], scene.bot
    elsewhere, small = box.add_group("别的群", [who]), box.add_group("小群", [who], supergroup=False)
    for group in (elsewhere, small):
        box.add_bot_to(group, bot, by=who)
    box.promote(elsewhere, bot, by=who)
    box.restrict(elsewhere, bot, by=who)
    box.remove_bot(elsewhere, bot, by=who)
    box.migrate(small, by=who)
    box.block(who, bot)


def _taps(told: Json, who: Person) -> Iterator[Json]:
    """Presses of buttons, below a message of the bot, below one that cannot be reached any more, and inline."""
    chat = told["message"]["chat"]
    presser = {"id": who.id, "is_bot": False, "first_name": who.first_name}
    message = {"message_id": 3, "chat": chat, "date": told["message"]["date"], "text": "待受理 #T1001"}
    for data in (
        "accept:1001",
        "resolve:1001",
        "transfer:1001:xiyuan",
        "confirm:1001",
        "stats:month",
        "more:1001",
        "x",
    ):
        query = {"id": "1", "from": presser, "chat_instance": "1", "data": data}
        yield {"update_id": 0, "callback_query": query | {"message": message}}
    bare = {"id": "1", "from": presser, "chat_instance": "1", "data": "accept:1001"}
    yield {"update_id": 0, "callback_query": bare | {"message": message | {"date": 0}}}
    yield {"update_id": 0, "callback_query": bare | {"inline_message_id": "x"}}


def _others(told: Json) -> Iterator[Json]:
    """Kinds that the bot does not ask for, and one that Telegram has not thought of yet."""
    message = told["message"]
    for kind in ("channel_post", "edited_channel_post", "business_message", "a_kind_of_tomorrow"):
        yield {"update_id": 0, kind: message}
    about = {"chat": message["chat"], "message_id": 3, "date": message["date"]}
    reaction = about | {"user": message["from"], "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]}
    yield {"update_id": 0, "message_reaction": reaction}
    yield {"update_id": 0, "inline_query": {"id": "1", "from": message["from"], "query": "x", "offset": ""}}
    answer = {"poll_id": "1", "user": message["from"], "option_ids": [0], "option_persistent_ids": ["a"]}
    yield {"update_id": 0, "poll_answer": answer}


class Mutant:
    """Makes updates of the bases: each by somebody else, with ids of its own, and up to three things wrong."""

    def __init__(self, bases: list[Json], seed: int) -> None:
        self._bases, self.chance = bases, random.Random(seed)
        self.whole: set[int] = set()
        """The updates with nothing wrong in them: these must not even be quarantined."""
        self._ways: tuple[Callable[[Any, Any], None], ...] = (
            self._drop,
            self._drop,
            self._replace,
            self._replace,
            self._say_something_odd,
            self._say_something_odd,
            self._count_oddly,
            self._count_oddly,
            self._add,
            self._nest,
        )

    def update(self, update_id: int, date: int) -> str:
        """The text of one update."""
        update = copy.deepcopy(self.chance.choice(self._bases)) | {"update_id": update_id}
        self._renew(update, update_id, date)
        wrong = self.chance.randrange(4)
        for _ in range(wrong):
            if len(update) > 1:
                self.chance.choice(self._ways)(*self._somewhere(update))
        if not wrong:
            self.whole.add(update_id)
        elif self.chance.random() < 0.02:
            update = {f"{key}_of_tomorrow": value for key, value in update.items()}
        text = json.dumps(update | {"update_id": update_id})
        return text.replace(f'"{_DEEP}"', "[" * 100_000 + "]" * 100_000).replace(f'"{_HUGE}"', "1e999")

    def _renew(self, update: Json, number: int, date: int) -> None:
        """Another person's, in another message, of now."""
        for body in update.values():
            if not isinstance(body, dict):
                continue
            body |= {"id": str(number)} if "data" in body else {"message_id": number}
            body |= {"date": date} if "date" in body else {}
            if "media_group_id" in body:
                body["media_group_id"] = str(number // 3)
            if isinstance(body.get("from"), dict) and body["from"].get("id", 0) >= 500:
                body["from"]["id"] = self.chance.choice(PEOPLE)

    def _somewhere(self, update: Json) -> tuple[Any, Any]:
        """A place in the tree: a dict or list, and a key or index of it. Never the update's own number."""
        places = [place for place in _places(update) if place != (id(update), "update_id")]
        where, key = self.chance.choice(places)
        return next(holder for holder in _holders(update) if id(holder) == where), key

    def _drop(self, holder: Any, key: Any) -> None:
        del holder[key]

    def _replace(self, holder: Any, key: Any) -> None:
        holder[key] = copy.deepcopy(self.chance.choice(_ODD_THINGS))

    def _say_something_odd(self, holder: Any, key: Any) -> None:
        holder[key] = self.chance.choice(_ODD_TEXTS)

    def _count_oddly(self, holder: Any, key: Any) -> None:
        holder[key] = self.chance.choice((*_ODD_NUMBERS, _HUGE))

    def _add(self, holder: Any, key: Any) -> None:
        """A field that is of another kind, or of tomorrow."""
        if isinstance(holder, dict):
            name = self.chance.choice(("text", "caption", "photo", "chat", "from", "entities", "tomorrow", "edit_date"))
            holder[name] = copy.deepcopy(self.chance.choice((*_ODD_THINGS, *_ODD_TEXTS, *_ODD_NUMBERS)))

    def _nest(self, holder: Any, key: Any) -> None:
        """Deep in a hundred lists; one of a hundred times in a hundred thousand."""
        if self.chance.random() < 0.01:
            holder[key] = _DEEP
            return
        for _ in range(100):
            holder[key] = [holder[key]]


def _holders(tree: Any) -> Iterator[Any]:
    if isinstance(tree, dict | list):
        yield tree
        for branch in tree.values() if isinstance(tree, dict) else tree:
            yield from _holders(branch)


def _places(tree: Any) -> list[tuple[int, Any]]:
    return [
        (id(holder), key)
        for holder in _holders(tree)
        for key in (holder if isinstance(holder, dict) else range(len(holder)))
    ]
