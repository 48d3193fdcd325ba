"""`fengshao demo`: the real bot in a little town, without a token, playing a prepared day."""

from __future__ import annotations

import asyncio
import io
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.commands.statistics import print_figures
from bot.commands.tickets import print_newest
from bot.domain.periods import read_period

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 24, 8, 40, tzinfo=ZONE)
"""A Tuesday: the deadlines of the day fall on working days."""


@click.command("demo")
@click.option("--headless", is_flag=True, help="Play the prepared day in the terminal.")
@click.option(
    "--pace",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="SECONDS",
    help="Pause so long before each step, to read along. Default: no pause.",
)
def demo(headless: bool, pace: float) -> None:
    """Play a day in the group: the real bot, real HTTP on loopback, a sandbox in Telegram's place.

    Nothing leaves this machine and nothing stays: the installation is in a temporary folder. Ends with exit code 1,
    naming the step, when a step did not happen.
    """
    if not headless:
        raise click.UsageError("the page arrives with a later version; use --headless")
    from bot.demo import narrator  # noqa: F401 - the slow imports come before there is anything to clean up
    from bot.logs import set_up_logs

    set_up_logs("error", "console")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no 👀 shows a ? and the story goes on
    with _sigterm_as_ctrl_c(), tempfile.TemporaryDirectory(prefix="fengshao-demo-") as folder:
        try:
            asyncio.run(_play(Path(folder), pace))
        except asyncio.CancelledError:
            raise click.Abort from None


@contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """Both end the demo alike: everything is stopped, and the folder taken away."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


async def _play(folder: Path, pace: float) -> None:
    from bot.demo.day import DAY
    from bot.demo.narrator import narrate
    from bot.demo.player import StepFailed
    from bot.demo.stage import open_stage

    task = asyncio.current_task()
    assert task is not None
    # As asyncio does with Ctrl-C: an exception in the middle of the loop would tear tasks apart.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    began = time.monotonic()
    async with open_stage(folder, START) as stage:
        try:
            steps = await narrate(stage, DAY, _write, pace)
        except StepFailed as failed:
            chats = stage.sandbox.report()
            raise click.ClickException(f"{chats}\nfengshao demo: did not happen: {failed}") from None
        config, now = stage.installation.config, stage.clock.now()
    click.echo("\n$ fengshao tickets --config config.toml")
    print_newest(config)
    click.echo("\n$ fengshao stats --config config.toml --period week")
    print_figures(config, read_period("week", now, config.area.timezone), now)
    click.echo(f"\n{steps} steps, all happened, {time.monotonic() - began:.0f} seconds")


def _write(line: str) -> None:
    click.secho(line, bold=line.startswith(("━━", "▶")))
