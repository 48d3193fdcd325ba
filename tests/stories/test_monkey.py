"""Anybody does anything in any order; what must always hold holds."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.notices.catalogue import ZH
from bot.sandbox import Chat, Message, Person
from tests.sandbox.pictures import jpeg
from tests.stories.town import Town

TORTURE = os.environ.get("FENGSHAO_TORTURE") == "1"
SEEDS = range(int(os.environ.get("FENGSHAO_MONKEYS", "50"))) if TORTURE else range(3)
STEPS = 60

REPORTS = (
    "东湖花园{n}栋的垃圾桶坏了",
    "西苑小区{n}栋井盖破损",
    "北山新村{n}栋垃圾桶满了",
    "幸福里{n}栋的垃圾桶坏了",
    "南门小区{n}栋的垃圾桶坏了",
    "垃圾桶坏了没人管",
    "西苑小区{n}栋路灯不亮了",
    "东湖花园{n}栋着火了",
    "东湖花园{n}栋垃圾桶坏了；西苑小区{n}栋井盖破损",
)
WORDS = (
    "收到",
    "已处理",
    "已清理干净",
    "没有解决",
    "已解决",
    "进度",
    "东湖花园{n}栋",
    "谢谢",
    "/todo",
    "/stats",
    "受理",
    "T1001",
)


class Monkey:
    """Does one random thing after another; a tame one deletes nothing, breaks nothing and throws nobody out."""

    def __init__(self, town: Town, seed: int, *, tame: bool) -> None:
        self.town, self.chance, self.tame = town, random.Random(seed), tame
        self.people = [town.wang, town.zhao, town.li, town.sun, town.zhou, town.chen, town.qian]
        self.chats = [town.riders, town.office, town.depot, town.hall]
        self.done: list[str] = []

    async def act(self) -> None:
        deeds: list[tuple[int, Callable[[], Awaitable[None]]]] = [
            (6, self.report),
            (8, self.tap),
            (6, self.reply),
            (2, self.edit),
            (2, self.wait),
            (1, self.restart),
            (1, self.whisper),
            (1, self.album),
        ]
        if not self.tame:
            deeds += [(1, self.delete), (1, self.membership), (1, self.fault)]
        (deed,) = self.chance.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])
        await deed()
        if self.chance.random() < 0.7:
            await self.town.calm()

    def note(self, what: str) -> None:
        self.done.append(what)

    def words(self, of: tuple[str, ...]) -> str:
        return self.chance.choice(of).format(n=self.chance.randrange(1, 30))

    def member(self, place: Chat) -> Person:
        return self.chance.choice([person for person in self.people if (m := place.member(person.id)) and m.is_in])

    def standing(self) -> list[Message]:
        return [message for place in self.chats for message in self.town.said(place)]

    async def report(self) -> None:
        photo = jpeg() if self.chance.random() < 0.3 else None
        text, who = self.words(REPORTS), self.member(self.town.riders)
        self.note(f"{who.full_name} reports {text}")
        self.town.post(who, text, photo=photo)

    async def album(self) -> None:
        self.note("album")
        self.town.post(self.town.wang, self.words(REPORTS), photos=[jpeg("red"), jpeg("blue")], caption_on=1)

    async def whisper(self) -> None:
        who, text = self.chance.choice(self.people), self.words(REPORTS + WORDS)
        self.note(f"{who.full_name} whispers {text}")
        self.town.whisper(who, text)

    async def tap(self) -> None:
        tappable = [message for message in self.standing() if message.button_texts]
        if tappable:
            message = self.chance.choice(tappable)
            button, who = self.chance.choice(message.button_texts), self.chance.choice(self.people)
            self.note(f"{who.full_name} taps {button} below {message.words.text[:30]!r}")
            await self.town.tap(who, message, button)

    async def reply(self) -> None:
        place = self.chance.choice([self.town.riders, self.town.office])
        messages = [message for message in self.town.sandbox.messages(place) if message.service is None]
        if messages:
            target, who, text = self.chance.choice(messages), self.member(place), self.words(WORDS)
            photo = jpeg("green") if self.chance.random() < 0.3 else None
            text = "" if photo and self.chance.random() < 0.5 else text
            self.note(f"{who.full_name} replies {text!r} to {target.words.text[:30]!r}")
            self.town.post(who, text, place, reply_to=target, photo=photo)

    async def edit(self) -> None:
        own = [m for m in self.town.sandbox.messages(self.town.riders) if m.sender in self.people and m.words.text]
        if own:
            message, text = self.chance.choice(own), self.words(REPORTS)
            self.note(f"edit {message.words.text[:20]!r} to {text}")
            self.town.sandbox.edit(message, text)

    async def delete(self) -> None:
        place = self.chance.choice(self.chats)
        messages = [message for message in self.town.sandbox.messages(place) if message.service is None]
        if messages:
            message = self.chance.choice(messages)
            self.note(f"delete {message.words.text[:30]!r}")
            self.town.sandbox.delete(message)

    async def wait(self) -> None:
        seconds = self.chance.choice([2, 130, 700, 4000, 20_000, 90_000])
        self.note(f"{seconds} s pass")
        await self.town.later(seconds=seconds)

    async def membership(self) -> None:
        box, bot, chen = self.town.sandbox, self.town.bot, self.town.chen
        place = self.chance.choice([self.town.office, self.town.hall, self.town.riders])
        self.note(f"comings and goings in {place.title}")
        box.remove_bot(place, bot, by=chen)
        if self.chance.random() < 0.5:
            await self.town.calm()
        box.add_bot_to(place, bot, by=chen, admin=True)
        if self.chance.random() < 0.3:
            box.allow_reactions(self.town.riders, [])

    async def restart(self) -> None:
        self.note("restart")
        await self.town.stop_bot()
        await self.town.start_bot()

    async def fault(self) -> None:
        kind = self.chance.choice(["too_many", "server_error", "reset_before", "reset_after", "malformed"])
        method = self.chance.choice(
            ["sendMessage", "editMessageText", "setMessageReaction", "deleteMessage", "getFile"]
        )
        self.note(f"{kind} {method}")
        self.town.sandbox.faults.add(kind, method=method)

    async def end(self) -> None:
        self.town.sandbox.faults.clear()
        for _ in range(4):
            await self.town.later(seconds=150)


def check(town: Town) -> None:
    quarantined = town.rows("SELECT raw, error FROM inbox WHERE state = 'quarantined'")
    assert not quarantined, quarantined[0]["error"]
    failed = town.rows("SELECT key, error FROM notices WHERE state = 'failed'")
    assert not failed, [tuple(row) for row in failed]
    now = int(town.now().timestamp() * 1000)
    left = town.rows(
        "SELECT key, state, error FROM notices WHERE state = 'sending' OR (state = 'queued' AND not_before <= :now)",
        now=now,
    )
    assert not left, [tuple(row) for row in left]
    doubles = Counter(row["ticket_id"] for row in town.rows("SELECT * FROM notices WHERE state = 'uncertain'"))
    for ticket in town.tickets():
        check_ticket(town, ticket["id"], doubles[ticket["id"]])


def check_ticket(town: Town, number: int, doubles: int) -> None:
    """At most two standing messages in the reporting group, one card in a chat, and clocks that fit the state."""
    ticket = town.rows("SELECT * FROM tickets WHERE id = :id", id=number)[0]
    marks = ("提醒", "119", "待办", "办结公示", "在办", "进度")
    standing = [
        message
        for message in town.said(town.riders, f"#T{number} ") + town.said(town.riders, f"#T{number}\n")
        if not any(mark in message.words.text for mark in marks)
    ]
    assert len(standing) <= 2 + doubles, [message.words.text for message in standing]
    last = town.rows("SELECT * FROM ticket_events WHERE ticket_id = :id ORDER BY id DESC LIMIT 1", id=number)[0]
    assert last["state"] == ticket["state"]
    clocks = {
        row["clock"]
        for row in town.rows("SELECT clock FROM deadlines WHERE ticket_id = :id AND stopped_at IS NULL", id=number)
    }
    expected = {"assigned": {"response", "fix"}, "accepted": {"fix"}, "resolved": {"review"}}
    if ticket["state"] == "triage":  # while who posted it has time to say where it is, nobody needs to dispatch it
        assert clocks and clocks <= {"question", "dispatch"}
    else:
        assert clocks == expected.get(ticket["state"], set())


def check_what_stands(town: Town) -> None:
    """Where nothing was deleted or broken, what can be read fits what is remembered, message by message."""
    for ticket in town.tickets():
        state, mark = ZH[f"state.{ticket['state']}"], f"#T{ticket['id']} · "
        cards = [
            card for place in (*groups(town), *privates(town)) for card in town.said(place, mark) if is_card(town, card)
        ]
        assert cards, f"T{ticket['id']} has no card"
        for card in cards:
            assert f"{state} {mark}" in card.words.text, f"T{ticket['id']} is {state}: {card.words.text}"
        per_chat = Counter(card.chat.id for card in cards)
        assert set(per_chat.values()) == {1}, per_chat
        check_closures(town, ticket["id"], ticket["state"])
    prompts = {row["notice_id"] for row in town.rows("SELECT notice_id FROM prompts")}
    questions = town.rows(
        "SELECT id, key FROM notices WHERE kind = 'question' AND state = 'sent' AND gone_at IS NULL"
        " AND key NOT LIKE '%:place'"
    )
    assert not [row["key"] for row in questions if row["id"] not in prompts], "a question that nobody waits for stands"


def groups(town: Town) -> tuple[Chat, ...]:
    return town.riders, town.office, town.depot, town.hall


def privates(town: Town) -> list[Chat]:
    return [town.private(who) for who in (town.wang, town.zhao, town.li, town.sun, town.zhou, town.chen, town.qian)]


def is_card(town: Town, message: Message) -> bool:
    """The card itself, not an answer to /ticket: of those only the newest in a chat follows."""
    kind = town.value(
        "SELECT kind FROM notices WHERE chat_id = :chat AND message_id = :message AND call LIKE 'send%'",
        chat=message.chat.id,
        message=message.message_id,
    )
    return bool(kind == "card")


def check_closures(town: Town, number: int, state: str) -> None:
    """A closure with its two buttons stands exactly as long as the ticket waits for the review."""
    ticket = town.rows("SELECT * FROM tickets WHERE id = :id", id=number)[0]
    person = town.sandbox.world.people[ticket["reporter_id"]]
    place = town.private(person) if ticket["private"] else town.riders
    open_ = town.said(place, f"#T{number} ", button="已解决")
    assert len(open_) == (state == "resolved"), [message.words.text for message in open_]
    ended = town.said(place, f"#T{number} 已结案：") + town.said(place, f"#T{number} 不予受理：")
    assert len(ended) == (state in {"closed", "rejected"}), [message.words.text for message in ended]


SIGNS = {
    "resolved": "👌",
    "closed": "👌",
    "triage": "👀🤔",
    "merged": "🤝👌",
    "rejected": "any",
    "withdrawn": "any",
}
"""What a post may bear by the state of its one ticket; ✍ in every other."""


def check_signs(town: Town) -> None:
    """The bot's sign on each post is that of its least advanced ticket."""
    posts = {(message.chat.id, message.message_id): message for message in town.sandbox.messages(town.riders)}
    signs: dict[Message, set[str]] = {}
    for ticket in town.tickets():
        if (post := posts.get((ticket["chat_id"], ticket["message_id"]))) is not None:
            signs.setdefault(post, set()).add(SIGNS.get(ticket["state"], "✍"))
    for post, expected in signs.items():
        if "any" not in expected and len(expected) == 1:
            assert town.sign(post) in expected.pop(), post


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("tame", [True, False], ids=["tame", "wild"])
async def test_whatever_happens(folder: Path, seed: int, tame: bool) -> None:
    async with Town(folder) as town:
        monkey = Monkey(town, seed, tame=tame)
        try:
            for _ in range(STEPS):
                await monkey.act()
            await monkey.end()
            check(town)
            if tame:
                check_what_stands(town)
                check_signs(town)
        except BaseException:
            print(*monkey.done, sep="\n")  # noqa: T201 - how it came about
            raise
