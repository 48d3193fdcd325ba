"""`fengshao demo`: the real bot in a little town, without a token: on a page to try it, or as a day in the terminal."""

from __future__ import annotations

import asyncio
import io
import logging
import math
import os
import signal
import sys
import time
import webbrowser
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.commands.statistics import print_figures
from bot.commands.tickets import print_newest
from bot.domain.periods import read_period

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 24, 8, 40, tzinfo=ZONE)
"""A Tuesday: the deadlines of the day fall on working days."""
PORT = 8800
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What tells the demo to end: Ctrl-C, a supervisor, a terminal that is closed."""


def _finite(_ctx: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter("a number of seconds, such as 2.5")
    return value


@click.command("demo")
@click.option("--headless", is_flag=True, help="No page: play the prepared day in the terminal, and end.")
@click.option(
    "--pace",
    type=click.FloatRange(min=0),
    callback=_finite,
    metavar="SECONDS",
    help="With --headless: pause so long before each step, to read along. Default: no pause.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=PORT,
    show_default=True,
    help="The page's port on this machine. Where it is taken, the next free one is used; 0: any.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
def demo(headless: bool, pace: float | None, port: int, no_browser: bool) -> None:
    """The real bot in a little town, to try it on a page: real HTTP on loopback, a sandbox in Telegram's place.

    Nothing leaves this machine and nothing stays: the installation is in a temporary folder. The page is there until
    Ctrl-C or SIGTERM. With --headless, the exit code is 1, naming the step, when a step did not happen.
    """
    if pace is not None and not headless:
        raise click.UsageError("--pace goes with --headless; the page has buttons for that")
    if not headless:
        click.echo("正在准备小镇，请稍等几秒 · preparing the town, a few seconds")
    from bot.demo import narrator, theatre  # noqa: F401 - slow imports come before there is anything to clean up
    from bot.logs import set_up_logs

    set_up_logs("error", "console")
    logging.getLogger("aiohttp.server").addFilter(_is_our_fault)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no 👀 shows a ? and the story goes on
    if headless:
        _play_in_terminal(pace or 0.0)
    else:
        _serve_page(port, browser=not no_browser and _has_desktop())


def _is_our_fault(record: logging.LogRecord) -> bool:
    """Whether it is worth a line. That somebody speaks bad HTTP was answered, and is none."""
    from aiohttp.http_exceptions import HttpProcessingError

    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def _serve_page(port: int, *, browser: bool) -> None:
    """Until told to end, which is no failure."""
    with suppress(asyncio.CancelledError):
        _run(_show(port, browser=browser))


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Do it. What ends it is told in one line; a reader of our output that has gone is told nothing."""
    from bot.demo.bot_process import BotGone

    try:
        asyncio.run(_ending_on_signals(work))
    except BrokenPipeError:
        raise
    except (BotGone, OSError) as error:
        told = (error.strerror if isinstance(error, OSError) else "") or error
        raise click.ClickException(f"fengshao demo: {told}") from None


async def _ending_on_signals(work: Coroutine[Any, Any, None]) -> None:
    """Do it until it is done or a signal ends it, as asyncio does with Ctrl-C: an exception in the middle of the loop
    would tear tasks apart. What there is to clean up must be made in `work`."""
    task = asyncio.current_task()
    assert task is not None
    for sign in _ENDS:
        asyncio.get_running_loop().add_signal_handler(sign, task.cancel)
    await work


async def _show(port: int, *, browser: bool) -> None:
    from bot.demo.day import DAY
    from bot.demo.theatre import Programme, run

    opening: list[asyncio.Future[bool]] = []

    def opened(address: str, served: int) -> None:
        if port not in {0, served}:
            click.echo(f"端口 {port} 被占用，改用 {served} · port {port} is taken, {served} is used instead")
        click.secho(f"{address}/", bold=True)
        click.echo("在浏览器里打开上面的地址；按 Ctrl-C 结束，不留任何痕迹")
        click.echo("Open this address in a browser; Ctrl-C ends it and leaves nothing behind")
        if browser:
            opening.append(asyncio.get_running_loop().run_in_executor(None, webbrowser.open, f"{address}/"))

    await run(Programme(DAY, START, ZONE, first=DAY[1].code), port, opened)


def _has_desktop() -> bool:
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _play_in_terminal(pace: float) -> None:
    try:
        _run(_play(pace))
    except asyncio.CancelledError:
        raise click.Abort from None


async def _play(pace: float) -> None:
    from bot.demo.cues import StepFailed
    from bot.demo.day import DAY
    from bot.demo.folder import own_folder
    from bot.demo.narrator import narrate
    from bot.demo.opening import open_stage

    began = time.monotonic()
    with own_folder() as folder:
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
