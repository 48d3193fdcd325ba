"""An installation on disk for commands to look into: a config, a database with an area and a few tickets."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.areas import Area, Category, Subcategory, TimeClass, Unit, UnitKind
from bot.domain.tickets import State
from storage import areas
from storage.database import Database
from storage.transaction import Tx
from tests.storage.histories import Story, a_ticket, keep

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
AREA = Area(
    name="黄山区",
    units=(Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY),),
    categories=(
        Category(
            code="sanitation",
            name="环境卫生",
            time_class=TimeClass.A,
            sub=(Subcategory(code="bin", name="垃圾桶"),),
        ),
    ),
)


def set_up_area(tx: Tx) -> None:
    areas.save(tx, AREA)


def set_up(tx: Tx) -> None:
    """Two tickets of this minute: one closed in time, one that nobody accepted and that is late."""
    set_up_area(tx)
    tx.run(
        "INSERT INTO posts (id, state, chat_id, message_id, sender_id, sender_name, text, sent_at, kept_at)"
        " VALUES (1, 'opened', -100, 5, 42, '张三', '垃圾桶坏了', 0, 0)"
    )
    early = {"created_at": NOW - HOUR, "assigned_at": NOW - HOUR}
    done = {"state": State.CLOSED, "accepted_at": NOW, "resolved_at": NOW, "closed_at": NOW, "due_at": NOW + HOUR}
    keep(tx, [Story(a_ticket(**early, **done)), Story(a_ticket(**early, due_at=NOW - HOUR / 2))])


def write_config(folder: Path) -> Path:
    path = folder / "fengshao.toml"
    path.write_text('[area]\nbook = "area.toml"\n[storage]\nurl = "sqlite:///data/bot.db"\n')
    return path


def with_database(config: Path, during: Callable[[], None], *, fill: Callable[[Tx], None] = set_up) -> None:
    """Run `during` while a bot has the database open, then close it."""

    async def play() -> None:
        database = await Database.open(f"sqlite:///{config.parent}/data/bot.db", now=lambda: NOW)
        await database.write(fill)
        await asyncio.to_thread(during)
        await database.close()

    asyncio.run(play())
