"""A practice: an installation on the disk with four bound groups, the sandbox as its Telegram, and a doctor to look."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bot import control
from bot.config import load_config
from bot.desk import areas
from bot.desk.shell import Shell
from bot.doctor.examination import examined
from bot.doctor.findings import Finding, State
from bot.furnishing import furnisher
from bot.sandbox import BotAccount, Chat, Person, Sandbox
from storage.database import Database
from storage.transaction import Tx
from tests.handlers.rooms import area
from tests.stories.area import BOOK, DEPOT, HALL, OFFICE, RIDERS
from tests.stories.settings import write_config

TITLES = {RIDERS: "骑手随手拍", OFFICE: "东湖社区工作群", DEPOT: "路灯所工作群", HALL: "协调群"}
OK, WARNING, FAULT = State


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Practice:
    """`bot` administers every group; `settings` are the config's, in the words of tests/stories/settings."""

    folder: Path
    sandbox: Sandbox
    bot: BotAccount
    wang: Person
    groups: dict[int, Chat]
    settings: dict[str, Any]
    base_url: str = ""

    @property
    def config(self) -> Path:
        path = write_config(self.folder, self.base_url or self.sandbox.base_url, self.bot.token, BOOK, self.settings)
        path.chmod(0o600)
        return path

    @property
    def database(self) -> Path:
        return self.folder / "fengshao.db"

    async def remember(self, fill: Callable[[Tx], Any] = lambda tx: None) -> None:
        """Make the database as the first start does, put more into it, and let it go."""
        database = await Database.open(f"sqlite:///{self.database}", now=wall_clock)
        try:
            await database.write(lambda tx: areas.import_first(tx, area(), wall_clock()))
            await database.write(fill)
        finally:
            await database.close()

    @asynccontextmanager
    async def running(self, fill: Callable[[Tx], Any] = lambda tx: None) -> AsyncIterator[Database]:
        """Meanwhile the database is owned, and orders are taken, as by a bot."""
        await self.remember(fill)
        database = await Database.open(f"sqlite:///{self.database}", now=wall_clock)
        furnish = furnisher(load_config(self.config, {}))
        try:
            shell = Shell(database, await database.read(furnish), wall_clock, furnish)
            async with control.served(shell, {}):
                yield database
        finally:
            await database.close()

    async def look(self, now: Callable[[], datetime] = wall_clock) -> dict[str, Finding]:
        """All findings by their names."""
        config = self.config
        found = await examined(load_config(config, {}), config, now)
        assert len({one.name for one in found}) == len(found), "each check has a name of its own"
        assert all(bool(one.remedy) == (one.state is not OK) for one in found), (
            "each thing that is not well has a remedy"
        )
        assert all("\n" not in one.found + one.remedy and self.bot.token not in one.found + one.remedy for one in found)
        return {one.name: one for one in found}

    async def ask(self, method: str, **parameters: Any) -> None:
        """What somebody else does with the bot's token."""
        async with httpx.AsyncClient(verify=False) as client:
            answer = await client.post(f"{self.sandbox.base_url}/bot{self.bot.token}/{method}", json=parameters)
        assert answer.json()["ok"]


@asynccontextmanager
async def a_practice(folder: Path, *, privacy: bool = False, **settings: Any) -> AsyncIterator[Practice]:
    """`settings` name a key of the config with two underscores for the dot."""
    async with Sandbox() as sandbox:
        bot, wang = sandbox.add_bot(privacy=privacy), sandbox.add_person("王师傅", id=101)
        groups = {id: sandbox.add_group(title, [wang], id=id) for id, title in TITLES.items()}
        for group in groups.values():
            sandbox.add_bot_to(group, bot, by=wang, admin=True)
        bot.updates.clear()
        named = {name.replace("__", "."): value for name, value in settings.items()}
        yield Practice(folder, sandbox, bot, wang, groups, named)
