"""The real bot as a process of its own (`python -m bot run`), talking to a sandbox in this one."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.areas import ChatKind
from bot.sandbox import BotAccount, Chat, Sandbox
from tests.benchmarks.updates import BOOK

ROOT = Path(__file__).parents[2]
_GLANCE = 0.002


def furnish(folder: Path, base_url: str, chats: Sequence[tuple[Chat, ChatKind, str | None]] = ()) -> Path:
    """Lay out an installation: the example's config and area book, with these chats bound. Returns the config."""
    bound = "".join(
        f'\n[[chat]]\nid = {chat.id}\nkind = "{kind.value}"\n' + (f'unit = "{unit}"\n' if unit else "")
        for chat, kind, unit in chats
    )
    (folder / "area.toml").write_text(BOOK.read_text(encoding="utf-8") + bound, encoding="utf-8")
    example = BOOK.with_name("config.toml").read_text(encoding="utf-8")
    telegram = f'[telegram]\nbase_url = "{base_url}"\ngroup_limit = 100000\noverall_limit = 100000\n'
    telegram += '[limits]\nposts = ""\n'  # one person posts for all
    config = folder / "config.toml"
    config.write_text(f"{telegram}\n{example}", encoding="utf-8")
    return config


@asynccontextmanager
async def bot_process(config: Path, account: BotAccount) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start `python -m bot run`; end it by SIGTERM. Its log goes to bot.log beside the config."""
    environment = {**os.environ, "FENGSHAO_TELEGRAM__TOKEN": account.token}
    with (config.parent / "bot.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            "--config",
            str(config),
            cwd=ROOT,
            env=environment,
            stderr=log,
            stdout=log,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def first_poll(sandbox: Sandbox, process: asyncio.subprocess.Process, since: int) -> None:
    """Wait until the bot asks for updates, in a call behind the `since`th. Raises RuntimeError when it ends before."""
    while not any(call.number > since for call in sandbox.calls.of("getUpdates")):
        if process.returncode is not None:
            raise RuntimeError(f"the bot ended with exit code {process.returncode} before it polled; see its log")
        await asyncio.sleep(_GLANCE)


def processor_seconds(process: asyncio.subprocess.Process) -> float:
    """What the process has had of the processor so far: on a busy machine a truer measure than the clock."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: asyncio.subprocess.Process) -> tuple[float, float]:
    """Resident memory now and at its highest, in MB (10⁶ bytes), as /proc tells."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    now, highest = (int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) for name in ("VmRSS", "VmHWM"))  # type: ignore[index]
    return now * 1024 / 1e6, highest * 1024 / 1e6
