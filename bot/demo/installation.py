"""An installation in a folder: the example's config and area, and the real bot started on them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app import App, open_app
from bot.config import Config, load_config
from bot.demo.example import example_area, example_file

_A_MINUTE = 600
"""Messages to a group. More than Telegram's 20, and the town's server allows it: who watches need not wait."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What an operator would have: a config file beside its area book, and the config read from it."""

    config_file: Path
    config: Config


def install(folder: Path, token: str, base_url: str) -> Installation:
    """Write the example into `folder`. The token goes into the config, so that the command line reads it, too."""
    (folder / "area.toml").write_text(example_file("area.toml"), encoding="utf-8")
    config_file = folder / "config.toml"
    connection = f'[telegram]\ntoken = "{token}"\nbase_url = "{base_url}"\ngroup_limit = {_A_MINUTE}\n'
    config_file.write_text(f"{connection}\n{example_file('config.toml')}", encoding="utf-8")
    return Installation(config_file, load_config(config_file, {}))


@dataclass(frozen=True, slots=True)
class RunningBot:
    """The bot and the task in which its loops run."""

    app: App
    serving: asyncio.Task[None]

    def check(self) -> None:
        """Raises what ended the loops, if they have ended: there is no use in waiting for a bot that is gone."""
        if self.serving.done():
            self.serving.result()


@asynccontextmanager
async def running_bot(installation: Installation, now: Callable[[], datetime]) -> AsyncIterator[RunningBot]:
    """The bot with all its loops, as `fengshao run` has it; stopped at the end. Raises what ended a loop."""
    async with open_app(installation.config, example_area, now=now) as app:
        serving = asyncio.create_task(app.run())
        try:
            yield RunningBot(app, serving)
        finally:
            app.stop()
            await serving
