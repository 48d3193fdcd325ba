"""The place where faults strike: couriers in three groups, a unit's chat, the coordinators', and the bot's process."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.demo.clock import MovableClock
from bot.sandbox import Message, Sandbox
from tests.sandbox.pictures import jpeg
from tests.stories.area import CHATS, HALL, OFFICE, PEOPLE, RIDERS, UNITS
from tests.stories.settings import write_config
from tests.torture.bots import StruckBot
from tests.torture.invariant import judge, judge_at_any_time
from tests.torture.struck import CLOCK
from tests.torture.tally import Finding

PATIENCE = 120
_LOOK = 0.06
_A_MOMENT = timedelta(seconds=2)
_IN_MEMORY = next((folder for folder in ("/dev/shm",) if Path(folder).is_dir()), None)
GROUPS = (RIDERS, -1011, -1012)
BOOK = "\n".join(
    [UNITS, PEOPLE, CHATS, *(f'[[chat]]\nid = {group}\nkind = "report"\n' for group in GROUPS if group != RIDERS)]
)
SETTINGS: dict[str, Any] = {
    "log.level": "info",
    "telegram.poll_timeout": "1s",
    "reminders.quiet": "",
    "reminders.digest": "",
    "closure.board": False,
    "special.propose": "",
}

_LEFT = (
    "SELECT (SELECT next_update_id FROM cursors) AS cursor,"
    " (SELECT count(*) FROM inbox WHERE state = 'waiting')"
    " + (SELECT count(*) FROM media WHERE state = 'pending' AND post_id IS NOT NULL)"
    " + (SELECT count(*) FROM posts WHERE state = 'gathering')"
    " + (SELECT count(*) FROM deadlines WHERE stopped_at IS NULL AND next_at <= {now})"
    " + (SELECT count(*) FROM notices WHERE state = 'sending' OR (state = 'queued'"
    "  AND (not_before <= {now} OR error IS NOT NULL OR key LIKE '%:again%'))) AS left"
)
"""What is under way. A message that is sent again waits some seconds first: it is waited for."""

_NOW = (
    "SELECT (SELECT next_update_id FROM cursors) AS cursor,"
    " (SELECT count(*) FROM inbox WHERE state = 'waiting')"
    " + (SELECT count(*) FROM media WHERE state = 'pending' AND post_id IS NOT NULL)"
    " + (SELECT count(*) FROM posts WHERE state = 'gathering')"
    " + (SELECT count(*) FROM deadlines WHERE stopped_at IS NULL AND next_at <= {now})"
    " + (SELECT count(*) FROM schedules WHERE next_at <= {now})"
    " + (SELECT count(*) FROM notices n LEFT JOIN chats c ON c.id = n.chat_id LEFT JOIN notices t ON t.id = n.target"
    "  WHERE n.state = 'sending' OR (n.state = 'queued' AND n.not_before <= {now} AND c.parked_at IS NULL"
    "  AND coalesce(c.paused_until, 0) <= {now} AND (t.id IS NULL OR t.state NOT IN ('queued', 'sending')))) AS left"
)
_NEXT = (
    "SELECT min(max(n.not_before, coalesce(c.paused_until, 0))) AS moment"
    " FROM notices n LEFT JOIN chats c ON c.id = n.chat_id"
    " WHERE n.state = 'queued' AND c.parked_at IS NULL AND max(n.not_before, coalesce(c.paused_until, 0)) > {now}"
)


class Arena:
    """The people of one world and the bot's database. Reports go to `posts`: each is to become one ticket.

    `clock` is the time of people, Telegram and bot: the host's, until somebody lets it leap.
    """

    def __init__(
        self, folder: Path, sandbox: Sandbox, chance: random.Random, clock: MovableClock, settings: dict[str, Any]
    ) -> None:
        self.folder, self.sandbox, self.chance, self.clock = folder, sandbox, chance, clock
        self.file = folder / "fengshao.db"
        self.bot = sandbox.add_bot()
        self.bot.updates.conflict_pace = 0.05
        self.couriers = [sandbox.add_person(f"骑手{number}", id=500 + number) for number in range(6)]
        self.chen = chen = sandbox.add_person("陈协调", id=301)
        self.secretary = sandbox.add_person("李书记", id=201)
        self.groups = [sandbox.add_group(f"骑手群{key}", [chen, *self.couriers], id=key) for key in GROUPS]
        self.office = sandbox.add_group("东湖社区工作群", [chen, self.secretary], id=OFFICE)
        self.hall = sandbox.add_group("协调群", [chen], id=HALL)
        for group in (*self.groups, self.office, self.hall):
            sandbox.add_bot_to(group, self.bot, by=chen, admin=True)
        self.bot.updates.clear()
        self.config = write_config(folder, sandbox.base_url, self.bot.token, BOOK, SETTINGS | settings)
        self.posts: list[Message] = []

    # --- what people do

    def report(self) -> Message:
        """One report: some with a photo, some of a place nobody knows, all of them different."""
        number = len(self.posts) + 1
        place = "南门小区" if number % 10 == 0 else "东湖花园"
        photo = jpeg("red", (8, 8)) if number % 7 == 0 else None
        return self.write(f"{place}{number}栋的垃圾桶坏了", photo=photo)

    def write(self, words: str, **more: Any) -> Message:
        """Some courier reports in some group what is to become one ticket; `more` as for Sandbox.post."""
        where, who = self.chance.choice(self.groups), self.chance.choice(self.couriers)
        self.posts.append(self.sandbox.post(where, who, words, **more))
        return self.posts[-1]

    def card(self, button: str) -> Message | None:
        """The newest standing card with this button."""
        cards = self.sandbox.messages(self.office, by=self.bot)
        return next((card for card in reversed(cards) if button in card.button_texts), None)

    def accept(self) -> None:
        """The secretary takes the newest ticket that nobody has taken, if there is one."""
        if (card := self.card("受理")) is not None:
            self.sandbox.tap(self.secretary, card, "受理")

    def resolve(self) -> None:
        """The secretary replies to the newest card of an open ticket that it is done."""
        if (card := self.card("办结")) is not None:
            self.sandbox.post(self.office, self.secretary, "已处理", reply_to=card)

    # --- what can be seen

    @property
    def now_ms(self) -> int:
        return round(self.clock.now().timestamp() * 1000)

    def look(self, sql: str) -> list[sqlite3.Row]:
        """Read the bot's database from outside; nothing before it is there."""
        try:
            with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
                connection.row_factory = sqlite3.Row
                return connection.execute(sql).fetchall()
        except sqlite3.OperationalError:
            return []

    def amend(self, sql: str) -> None:
        """Change the bot's database while it is down."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute(sql)

    def hurry(self) -> None:
        """While the bot is down: what would leave later may leave at once."""
        if self.look("SELECT 1 FROM notices WHERE state = 'queued' AND not_before > 0"):
            self.amend("UPDATE notices SET not_before = 0 WHERE state = 'queued'")

    def at_rest(self) -> bool:
        """All that may be done at this moment of the clock has been done; what waits for a later one may wait on."""
        row = self.look(_NOW.format(now=self.now_ms))
        if not row or row[0]["left"] or row[0]["cursor"] is None:
            return False
        return all(update["update_id"] < row[0]["cursor"] for update in self.bot.updates.pending)

    def next_moment(self) -> datetime | None:
        """The moment at which the next of what waits may leave; None when nothing waits."""
        row = self.look(_NEXT.format(now=self.now_ms))
        moment = row[0]["moment"] if row else None
        return None if moment is None else datetime.fromtimestamp(moment / 1000, UTC)

    def settled(self) -> bool:
        """All that people did was taken in, and what may be sent now has been sent; never before a first report."""
        row = self.look(_LEFT.format(now=self.now_ms))
        if not row or row[0]["left"] or row[0]["cursor"] is None:
            return False
        return all(update["update_id"] < row[0]["cursor"] for update in self.bot.updates.pending)

    def judge(self) -> list[Finding]:
        """Invariant I, now that all is settled."""
        return judge(self.file, self.sandbox, self.bot, self.posts, self.clock.now())

    def judge_at_any_time(self) -> list[Finding]:
        return judge_at_any_time(self.file) if self.look("SELECT 1 FROM tickets LIMIT 1") else []


async def wait_until(condition: Any, words: Any, patience: float = PATIENCE) -> None:
    """Look again and again: a commit tells nobody outside. Raises AssertionError with the bot's last words."""
    try:
        async with asyncio.timeout(patience):
            while not condition():  # noqa: ASYNC110 - see above
                await asyncio.sleep(_LOOK)
    except TimeoutError:
        raise AssertionError(f"nothing of the kind within {patience} s\n{words()[-2000:]}") from None


async def let_flow(arena: Arena, bot: StruckBot, patience: float = PATIENCE) -> None:
    """Let the clock leap to what may leave next, each time when the bot rests, until nothing waits any more.

    Somebody says a word of no weight after each leap, so that the bot looks at the clock. Raises AssertionError.
    """
    while True:
        await wait_until(lambda: arena.at_rest() or not bot.running, bot.words, patience)
        assert bot.running, bot.words()[-2000:]
        moment = arena.next_moment()
        if moment is None:
            return
        arena.clock.leap_to(moment + _A_MOMENT)
        arena.sandbox.post(arena.groups[0], arena.couriers[0], "好的")


@asynccontextmanager
async def opened(seed: int, *, strict_rates: bool = False, **settings: Any) -> AsyncIterator[Arena]:
    """An arena in a folder of its own, in memory where the system has one; `settings` as for write_config, with
    __ for the dot. `strict_rates`: Telegram keeps its limit of messages a minute."""
    with tempfile.TemporaryDirectory(prefix="torture-", dir=_IN_MEMORY) as made:
        clock = MovableClock(Path(made) / CLOCK, datetime.now(UTC))
        async with Sandbox(clock.now, strict_rates=strict_rates) as sandbox:
            more = {name.replace("__", "."): value for name, value in settings.items()}
            yield Arena(Path(made), sandbox, random.Random(seed), clock, more)
