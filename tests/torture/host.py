"""The bot's host as seen from outside: what it does to the bot (tests/torture/weather.py), what the bot says of it."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time
from pathlib import Path
from typing import Any

import httpx

from tests.torture.arena import Arena, wait_until
from tests.torture.bots import StruckBot
from tests.torture.tally import Finding, Sort
from tests.torture.weather import FILE, SEEN

_PATIENCE = 15.0
_TO_END = 10.0
_LOOK = 0.2


class Host:
    """Of one arena, which was opened with http__listen=host.listen. To be settled in before the first start."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.listen = f"127.0.0.1:{free.getsockname()[1]}"
        self._file = Path()
        self._told: dict[str, Any] = {}

    def settle(self, arena: Arena, **weather: Any) -> None:
        self.settle_at(arena.folder, **weather)

    def settle_at(self, folder: Path, **weather: Any) -> None:
        """Where the config is."""
        self._file = folder / FILE
        self.forecast(**weather)

    def forecast(self, **weather: Any) -> None:
        """What the next start finds."""
        self._told = weather
        new = self._file.with_name(f"{FILE}.new")
        new.write_text(json.dumps(weather))
        new.replace(self._file)

    async def turn(self, bot: StruckBot, **weather: Any) -> None:
        """Another weather, in full; waits until the running bot is in it."""
        self.forecast(**weather)
        told, seen = json.dumps(weather), self._file.with_name(SEEN)
        await wait_until(lambda: seen.is_file() and seen.read_text() == told, bot.words)

    async def health(self) -> tuple[int, list[str]]:
        """The status of /health, and the problems that it tells."""
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"http://{self.listen}/health", timeout=_PATIENCE)
        return answer.status_code, answer.json()["problems"]

    async def recovers(self) -> bool:
        """Whether /health says so soon; what it knows holds for some seconds."""
        until = time.monotonic() + _PATIENCE
        while (await self.health())[0] != 200:
            if time.monotonic() > until:
                return False
            await asyncio.sleep(_LOOK)
        return True

    async def complaints(self, said: str) -> list[Finding]:
        """What is wrong with how /health tells of a trouble, in which these words must stand."""
        status, problems = await self.health()
        if status == 503 and any(said in problem for problem in problems):
            return []
        return [Finding(Sort.BROKEN, f"/health answers {status} {problems}: it does not say {said!r}")]


class Reader:
    """Reads what the bots of an arena say from now on: JSON lines, and the one line of a bot that ends."""

    def __init__(self, arena: Arena, log: Path | None = None) -> None:
        self._log = log or arena.folder / "bot.log"
        self._from = len(self._words())

    def lines(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self._logged() if line.get("event") == event]

    def last_words(self) -> list[str]:
        """What is no log line."""
        return [line for line in self._said() if line and not line.startswith("{")]

    def _logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._said() if line.startswith("{")]

    def _said(self) -> list[str]:
        whole = self._words()[self._from :]
        return whole[: whole.rfind("\n") + 1].splitlines()

    def _words(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.is_file() else ""


async def live_and_close(arena: Arena, bot: StruckBot) -> None:
    """All comes to its end, and the bot, too: by SIGTERM, with the WAL folded into the file."""
    reader = Reader(arena)
    await bot.start(arena.config)
    await wait_until(lambda: (reader.lines("bot.polling") and arena.settled()) or not bot.running, bot.words)
    bot.send(signal.SIGTERM)
    assert (code := await bot.ended(_TO_END)) == 0, f"{code}: {bot.words()[-2000:]}"
