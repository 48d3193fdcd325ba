"""A day at the desk on which everybody is called oddly and writes odd things; what the bot says of it is judged."""

from __future__ import annotations

import random
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk import boards, digests, special_proposals, thanks
from bot.desk.reminders import sweep
from bot.domain.refusals import Refused
from bot.domain.taps import Tap
from handlers import commands, taps
from handlers.commands import _ANSWERS, _ANSWERS_SEEN
from handlers.requests import Request
from handlers.words import COMMANDS
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, RIDERS, SUN, WANG, ZHOU, Desk, a_desk
from tests.desk.rounds import go_round
from tests.torture.odd_texts import faults_of, faults_of_alert

_REPLIES = (
    "收到 {}",
    "已处理 {}",
    "退回 {}",
    "转 市路灯所 {}",
    "延期 2天 {}",
    "备注 {}",
    "情况不属实 {}",
    "挂账 到3月15日 {}",
    "没有解决 {}",
    "{}",
)
_REPORTS = (
    "东湖花园3栋的垃圾桶坏了{}",
    "{}西苑小区5栋的垃圾桶满了",
    "幸福里{}的垃圾桶坏了",
    "{}",
    "路灯不亮了{}",
    "东湖花园{}着火了",
)
_ROUNDS = (digests.ROUND, special_proposals.ROUND, boards.ROUND, thanks.ROUND)
_LONGEST_NAME = 129
"""Telegram takes 64 characters for a first and for a last name."""
_BARE = frozenset({"export", "mydata", "bulletin", "forgetme"})
"""Commands that make files, or take everything away; their texts are seen to elsewhere."""


class _Shell:
    """What the handlers look things up with, without a thread: nothing is waited for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def look(self, fn: Any, **_: Any) -> Any:
        return fn(self._desk.tx, self._desk.office, self._desk.now)


def _at_once(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waits for something")


class OddDay:
    """`strings` are used one after the other, all of them. `faults` iterates over what Telegram would refuse."""

    def __init__(self, desk: Desk, strings: Sequence[str], seed: int) -> None:
        self.desk, self.chance = desk, random.Random(seed)
        self.judged = 0
        self._standing: list[Notice] = []
        """The newest messages of the bot: also a button of one that is gone may be pressed."""
        self._strings = [_as_it_arrives(string) for string in strings]
        self._people = [replace(who, name=self._odd()[:_LONGEST_NAME]) for who in (WANG, HE, LI, SUN, ZHOU, CHEN)]
        self._wang, self._he, self._li, self._sun, self._zhou, self._chen = self._people
        desk.open_private(*self._people)

    def _odd(self) -> str:
        return self._strings.pop() if self._strings else self.chance.choice(("<b>", "&", "\u202e", "{0}"))

    def faults(self) -> Iterator[str]:
        while self._strings:
            for deed in (self._report, self._reply, self._ask, self._tap, self._tap, self._let_time_pass):
                yield from deed()
                yield from self._judge()

    def _judge(self) -> Iterator[str]:
        self.desk.deliver()
        rows = self.desk.tx.rows("SELECT id FROM notices WHERE id > :judged ORDER BY id", judged=self.judged)
        for notice in [self.desk.notice(row["id"]) for row in rows]:
            self.judged = notice.id
            yield from (f"{notice.kind} {fault}" for fault in faults_of(notice.payload))
            if notice.message_id is not None and notice.call.value.startswith("send"):
                self._standing = [*self._standing[-30:], notice]

    def _tried(self, deed: Any, *given: Any, **more: Any) -> Any:
        """A refusal leaves nothing behind, as at the edge."""
        self.desk._connection.execute("SAVEPOINT odd")
        try:
            return deed(*given, **more)
        except Refused as refused:
            self.desk._connection.execute("ROLLBACK TO odd")
            return refused
        finally:
            self.desk._connection.execute("RELEASE odd")

    # --- what people do

    def _report(self) -> Iterator[str]:
        who = self.chance.choice([self._wang, self._he])
        text = self.chance.choice(_REPORTS).replace("{}", self._odd())
        private = self.chance.random() < 0.2
        self._tried(
            self.desk.say, text, who, who.id if private else RIDERS, private=private, photo=self.chance.random() < 0.3
        )
        yield from ()

    def _reply(self) -> Iterator[str]:
        cards = [notice for notice in self._standing if notice.kind == "card"]
        if cards:
            card = self.chance.choice(cards[-3:])
            who = self.chance.choice([self._li, self._sun, self._chen, self._wang])
            text = self.chance.choice(_REPLIES).replace("{}", self._odd())
            self._tried(self.desk.say, text, who, card.chat_id, reply_to=card.message_id, private=card.chat_id > 0)
        yield from ()

    def _ask(self) -> Iterator[str]:
        command = self.chance.choice([one for one in COMMANDS if one.name in {*_ANSWERS, *_ANSWERS_SEEN} - _BARE])
        who = self.chance.choice(self._people)
        rest = self.chance.choice(["", "1001", f"1001 {self._odd()}", self._odd()])
        where = self.chance.choice([who.id, HALL, OFFICE, RIDERS])
        post = self.desk.post(f"/{command.name} {rest}", who, where, private=where == who.id)
        about = replace(self._he, name=self._odd()[:_LONGEST_NAME]) if self.chance.random() < 0.3 else None
        self._tried(self._answered, Request(command, rest.strip(), who, post, about))
        yield from ()

    def _answered(self, request: Request) -> None:
        try:
            seen = _at_once(commands._look(_Shell(self.desk), request, None, None, None))  # type: ignore[arg-type]
            commands.answer_command(self.desk.tx, self.desk.office, request, seen, self.desk.now)
        except Refused as refused:
            commands._refuse(self.desk.tx, self.desk.office, request, refused, self.desk.now)

    def _tap(self) -> Iterator[str]:
        standing = [notice for notice in self._standing if _data_of(notice)]
        if not standing:
            return
        message = self.chance.choice(standing[-6:])
        who = self.chance.choice(self._people)
        tap = Tap(who.id, who.name, message.chat_id, message.message_id or 0, self.chance.choice(_data_of(message)))
        answer = self._tried(self._pressed, tap)
        if isinstance(answer, Refused):
            answer = taps.taps.refusal(self.desk.office, answer)
        yield from faults_of_alert(taps.shown(answer) if answer is not None else "")

    def _pressed(self, tap: Tap) -> Any:
        bot: Any = None
        if tap.verb in taps.invitations.VERBS or tap.verb in taps.binding.VERBS | taps.topics.VERBS:
            return None  # they ask Telegram
        seen = _at_once(taps._look(bot, _Shell(self.desk), tap, None))  # type: ignore[arg-type]
        return taps.press(self.desk.tx, self.desk.office, tap, seen, self.desk.now)

    def _let_time_pass(self) -> Iterator[str]:
        self.desk.later(timedelta(minutes=self.chance.choice([1, 31, 70, 700, 1500])))
        sweep(self.desk.tx, self.desk.office, self.desk.now)
        go_round(self.desk, self.chance.choice(_ROUNDS))
        yield from ()


def _as_it_arrives(string: str) -> str:
    """Half a character cannot be stored: an update that holds one is quarantined before the desk sees it."""
    return string.encode("utf-8", "replace").decode()


def _data_of(notice: Notice) -> list[str]:
    rows = notice.payload.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def odd_day(strings: Sequence[str], seed: int) -> tuple[int, list[str]]:
    """How many messages of the bot were judged, and what is wrong with them."""
    with a_desk() as desk:
        day = OddDay(desk, strings, seed)
        faults = list(day.faults())
        return day.judged, faults
