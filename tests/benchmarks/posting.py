"""Posts come every ten milliseconds while the bot has other work: how long do they wait?

Each is somebody else's: so many of one person's would be a flood, which is cheaper.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

from bot.desk import conversation
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.posts import Post, Sender
from storage.transaction import Tx

_NUMBERS = count(1)


async def while_posting(shell: Shell, work: Coroutine[Any, Any, None]) -> tuple[list[float], float]:
    """How long each post waited that came meanwhile, and how long the work took: seconds."""
    waits: list[float] = []
    begun = time.perf_counter()
    task = asyncio.create_task(work)
    while not task.done():
        number = next(_NUMBERS)
        post = Post(-1001, number, Sender(10_000 + number, "王骑手"), shell.now(), f"东湖花园{number}栋的垃圾桶坏了")
        sent = time.perf_counter()
        await shell.do(partial(_take, post))
        waits.append(time.perf_counter() - sent)
        await asyncio.sleep(0.01)
    await task
    return waits, time.perf_counter() - begun


def _take(post: Post, tx: Tx, office: Office, now: datetime) -> None:
    conversation.take_message(tx, office, post, now)
