"""Fault 4: whatever way updates come (tests/torture/orders.py), the same becomes of them as in their own order.

What "the same" is says tests/torture/final_state.py.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from bot.sandbox import Message
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.final_state import Facts, bearer, facts_of
from tests.torture.indoors import Indoors, Scene, prepare, quiet
from tests.torture.invariant import judge
from tests.torture.orders import STORIES, Handed, Plan, Then, in_order, plans
from tests.torture.tally import Finding, Sort, Tally

_PERMUTATIONS = {Form.SHORT: (1, 8), Form.LONG: (4, 2_500)}
"""Shares, and permutations in each."""
_IN_MEMORY = next((folder for folder in ("/dev/shm",) if Path(folder).is_dir()), None)
_FRESH = 100_000
"""Update ids that Telegram has not given yet."""
_A_NIGHT = 600
Json = dict[str, Any]


async def play(form: Form, bot: StruckBot) -> Tally:
    """Hypothesis draws the permutations, and shows the simplest one that comes to something else."""
    tally = Tally()
    for share in await _in_shares(*_PERMUTATIONS[form]):
        tally.judged(share.same, [])
        if share.other:
            tally.judged(1, [Finding(Sort.BROKEN, share.other)])
        for what, number in share.counted.items():
            tally.more[what] = tally.more.get(what, 0) + number
    return tally


async def _in_shares(shares: int, many: int) -> list[_Share]:
    """Side by side in processes, each with draws of its own; one alone stays in this one."""
    if shares == 1:
        return [await asyncio.to_thread(_draw, many, 0)]
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(shares, get_context("spawn")) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, _draw, many, number) for number in range(shares)))


@dataclass(slots=True)
class _Share:
    """How many permutations came to the same, and the first that did not, in words."""

    same: int = 0
    other: str = ""
    counted: Counter[str] = field(default_factory=Counter)


def _draw(many: int, number: int) -> _Share:
    prepare()
    share = _Share()

    @seed(number)
    @settings(
        max_examples=many,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(plans())
    def permute(plan: Plan) -> None:
        wrong, listed = look(plan)
        assert not wrong, f"{plan}: {wrong}"
        share.same += 1
        share.counted["listed"] += listed
        share.counted["held back"] += len(plan.held)
        share.counted["come again"] += len(plan.again)
        share.counted["restarts"] += sum(then in {Then.KILL, Then.NIGHT} for then in plan.then)

    try:
        with quiet():
            permute()
    except AssertionError as error:
        share.other = str(error)
    return share


def look(plan: Plan) -> tuple[list[str], int]:
    """What a permutation comes to otherwise than in order, empty when all is the same and Invariant I holds; and how
    much of it is listed for the operator: a card that was on its way when the bot ended, and was sent again."""
    facts, found = live(plan)
    wrong = [f"{finding.sort}: {finding.words}" for finding in found if finding.sort is not Sort.LISTED]
    for story, came in zip(plan.stories, facts, strict=True):
        wanted = _wanted(story)
        wrong += [
            f"story {story}: {name} are {getattr(came, name)}, in order they are {getattr(wanted, name)}"
            for name in Facts.__slots__
            if getattr(came, name) != getattr(wanted, name)
        ]
    return wrong, sum(finding.sort is Sort.LISTED for finding in found)


@cache
def _wanted(story: int) -> Facts:
    ((facts,), found) = live(in_order(story))
    assert not found and len(facts.tickets) == 1, (facts, found)
    return facts


def live(plan: Plan) -> tuple[list[Facts], list[Finding]]:
    """One life of a bot: what became of each story, and what breaks Invariant I."""
    with tempfile.TemporaryDirectory(prefix="torture-", dir=_IN_MEMORY) as made:
        scene = Scene(Path(made))
        told = [STORIES[story].tell(scene, scene.couriers[story]) for story in plan.stories]
        asyncio.run(_Life(scene, plan, told).live())
        with closing(sqlite3.connect(f"file:{scene.file}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            facts = [facts_of(scene, database, messages) for messages in told]
            where = [bearer(database, messages) for messages in told]
        return facts, judge(scene.file, scene.sandbox, scene.bot, where, scene.now())


class _Life:
    """One bot that lives through a plan."""

    def __init__(self, scene: Scene, plan: Plan, told: Sequence[Sequence[Message]]) -> None:
        self.scene, self.plan, self.told = scene, plan, told
        self.bot = Indoors(scene)
        self._batch: list[Json] = []
        self._fresh = _FRESH

    async def live(self) -> None:
        await self.bot.start()
        try:
            await self._couriers()
            await self._staff()
        finally:
            await self.bot.stop()

    async def _couriers(self) -> None:
        updates = _interleaved(self.scene.told(), self.plan.order)
        for place, update in enumerate(updates):
            if place in self.plan.held:
                await self._send()
                await self.bot.set_aside(update)
            else:
                self._batch.append(update)
            self._batch += [self._again(updates[which], fresh) for which, at, fresh in self.plan.again if at == place]
            if place == self.plan.release:
                await self._send()
                await self.bot.release()
            if place == len(updates) - 1 and self.plan.late:
                self.bot.request.held = asyncio.Event()
                break
            await self._then(self.plan.then[place])
        await self._send()
        await self.bot.release()
        if self.bot.request.held is None:
            await self._rest_and_gather()

    def _again(self, update: Json, fresh: bool) -> Json:
        if not fresh:
            return update
        self._fresh += 1
        return update | {"update_id": self._fresh}

    async def _send(self) -> None:
        batch, self._batch = self._batch, []
        if batch:
            await self.bot.receive(batch)

    async def _then(self, then: Then) -> None:
        if then is Then.MORE:
            return
        await self._send()
        if then is Then.REST:
            await self.bot.rest()
        elif then is Then.LOOK:
            self.scene.now.move(2)
            await self.bot.sweep()
        elif then in {Then.KILL, Then.NIGHT}:
            await self._restart(_A_NIGHT if then is Then.NIGHT else 0)

    async def _restart(self, pause: float = 0) -> None:
        await self.bot.stop()
        self.scene.now.move(pause)
        await self.bot.start()

    async def _rest_and_gather(self) -> None:
        """What gathers has its quiet time, and what waits for words its window."""
        for pause in (2, 130):
            self.scene.now.move(pause)
            await self.bot.sweep()
            await self.bot.rest()

    async def _staff(self) -> None:
        """Each ticket is accepted, resolved, and confirmed by who reported it."""
        held = self.bot.request.held
        if held is not None:
            await self.bot.settle()
            for card in self._shown("受理"):
                self.scene.sandbox.tap(self.scene.secretary, card, "受理")
            await self.bot.receive(self.scene.told())
            await self.bot.settle()
            held.set()
            self.bot.request.held = None
            await self._rest_and_gather()
        accept, resolve, confirm = self.plan.handed
        for card in self._shown("受理"):
            self.scene.sandbox.tap(self.scene.secretary, card, "受理")
        await self._hand(accept)
        for card in self._shown("办结"):
            self.scene.sandbox.post(self.scene.office, self.scene.secretary, "已处理", reply_to=card)
        await self._hand(resolve)
        for messages in self.told:
            for closure in self._shown("已解决", messages[0]):
                self.scene.sandbox.tap(messages[0].sender, closure, "已解决")  # type: ignore[arg-type]
        await self._hand(confirm)

    def _shown(self, button: str, post: Message | None = None) -> list[Message]:
        place = self.scene.office if post is None else post.chat
        shown = self.scene.sandbox.messages(place, by=self.scene.bot)
        mine = [
            one for one in shown if post is None or (one.reply_to is not None and one.reply_to.sender is post.sender)
        ]
        return [message for message in mine if button in message.button_texts]

    async def _hand(self, how: Handed) -> None:
        updates = self.scene.told()
        await self.bot.receive(updates)
        if how is Handed.KILLED:
            await self._restart()
        elif how is Handed.AGAIN:
            await self.bot.receive(updates)
        elif how is Handed.ANEW:
            await self.bot.receive([_resent(self._again(update, fresh=True)) for update in updates])
        await self.bot.rest()


def _resent(update: Json) -> Json:
    """A tap that nobody answered in time: the client sends it again, under another id."""
    query = update.get("callback_query")
    return update if query is None else update | {"callback_query": query | {"id": f"9{query['id']}"}}


def _interleaved(updates: list[Json], order: Sequence[int]) -> list[Json]:
    """The updates of each chat in their order, the chats as `order` mixes them."""
    lanes: dict[int, list[Json]] = {}
    for update in updates:
        lanes.setdefault(_chat(update), []).append(update)
    turns = [_chat(updates[which]) for which in order]
    return [lanes[chat].pop(0) for chat in turns]


def _chat(update: Json) -> int:
    message = update.get("message") or update["edited_message"]
    chat: int = message["chat"]["id"]
    return chat
