"""Memory: what the bot's process holds after 1,000 tickets, each with its photo fetched and its card delivered."""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
from pathlib import Path

from PIL import Image

from bot.commands.books import read_book
from bot.domain.areas import ChatKind, UnitKind
from bot.sandbox import Chat, Sandbox
from storage.lookups import look
from storage.transaction import Tx
from tests.benchmarks.running import bot_process, first_poll, furnish, memory
from tests.benchmarks.updates import BOOK, captions

TICKETS = 1_000
GROUPS = 20
GOAL_MB = 120
_PATIENCE_SECONDS = 300.0


def run() -> None:
    at_start, after, highest = asyncio.run(_measure())
    print(f"memory of the bot's process, {TICKETS} posts with a photo of 1280×960 in {GROUPS} groups")
    print(f"  polling, before the first post   {at_start:5.0f} MB")
    print(f"  all tickets open, cards sent     {after:5.0f} MB   highest {highest:.0f}; expected < {GOAL_MB}")


async def _measure() -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox(strict_rates=False) as sandbox:
            account = sandbox.add_bot()
            rider = sandbox.add_person("骑手", id=301)
            groups = [sandbox.add_group(f"骑手随手拍{number}群", [rider]) for number in range(GROUPS)]
            units = [unit.code for unit in read_book(BOOK).units if unit.kind is UnitKind.COMMUNITY]
            desks = [sandbox.add_group(f"{code}工作群", [rider]) for code in units]
            for group in (*groups, *desks):
                sandbox.add_bot_to(group, account, by=rider, admin=True)
            chats: list[tuple[Chat, ChatKind, str | None]] = [(group, ChatKind.REPORT, None) for group in groups]
            chats += [(desk, ChatKind.UNIT, code) for desk, code in zip(desks, units, strict=True)]
            config = furnish(Path(folder), sandbox.base_url, chats)
            async with bot_process(config, account) as process:
                await first_poll(sandbox, process, 0)
                await asyncio.sleep(1)
                at_start, _ = memory(process)
                photos = [_photo(number) for number in range(GROUPS)]
                for number, caption in enumerate(captions(TICKETS)):
                    sandbox.post(groups[number % GROUPS], rider, caption, photo=photos[number % GROUPS])
                await _until_quiet(f"sqlite:///{Path(folder) / 'fengshao.db'}")
                return at_start, *memory(process)


def _photo(number: int) -> bytes:
    """A picture of the size Telegram delivers, with enough grain to weigh what photos weigh."""
    grain = Image.effect_noise((1280, 960), 40 + number).convert("RGB")
    written = io.BytesIO()
    grain.save(written, "JPEG", quality=60)
    return written.getvalue()


async def _until_quiet(url: str) -> None:
    """Look into the database from outside until all is done. Raises TimeoutError."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not await asyncio.to_thread(look, url, _is_quiet):
        if time.monotonic() > until:
            raise TimeoutError(f"{TICKETS} posts were not dealt with in {_PATIENCE_SECONDS:.0f} s")
        await asyncio.sleep(0.5)


def _is_quiet(tx: Tx) -> bool:
    """Every ticket is open, every file fetched, every notice sent."""
    return bool(
        tx.value("SELECT count(*) FROM tickets") == TICKETS
        and not tx.value("SELECT count(*) FROM media WHERE state = 'pending'")
        and not tx.value("SELECT count(*) FROM notices WHERE state IN ('queued', 'sending')")
    )
