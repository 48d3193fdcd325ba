"""`fengshao run`: the bot itself."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import click
import structlog

from bot.allocator import give_large_buffers_back
from bot.children.resting import collector_at_rest
from bot.commands.books import UnusableBook, read_own_book
from bot.config import Config, ConfigFaults, check_units, load_config
from bot.domain.area_doubts import made_up
from bot.domain.areas import Area
from bot.notices.texts import text_faults

PATIENCE = 9.0
"""Seconds from the first signal to the end, whatever still hangs: nothing is lost, the next start takes it up."""


@click.command("run")
@click.option("--config", type=click.Path(path_type=Path), required=True, help="The config file (TOML).")
def run(config: Path) -> None:
    """Run the bot until it is told to stop (SIGTERM, Ctrl-C); told twice, it is out at once (exit 1).

    At the first start the area book is taken over into the database and a claim code for the first admin
    is printed to the log.
    """
    try:
        loaded = load_config(config, os.environ, text_faults)
        loaded.telegram.bot_token()
    except ConfigFaults as faults:
        raise UnusableBook(str(faults)) from None
    _set_up_logs(loaded)
    give_large_buffers_back()
    signals = Signals()
    try:
        asyncio.run(_serve(loaded, signals))
    finally:
        signals.settle()


def _set_up_logs(config: Config) -> None:
    from bot.logs import set_up_logs

    secrets = (config.telegram.bot_token(), config.telegram.webhook_secret.get_secret_value())
    set_up_logs(config.log.level, config.log.format, secrets)


class Signals:
    """The first signal ends the bot cleanly, at whatever point of its start it is; the second at once."""

    def __init__(self) -> None:
        self.stop: Callable[[], object] | None = None
        self.came = False
        self._deadline = threading.Timer(PATIENCE, os._exit, (0,))
        self._deadline.daemon = True

    def heed(self) -> None:
        """From now on, in the running loop. Before `stop` is set, the present task is cancelled."""
        task = asyncio.current_task()
        assert task is not None
        self.stop = task.cancel
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self._first)

    def settle(self) -> None:
        """The end came in time."""
        self._deadline.cancel()

    def _first(self) -> None:
        self.came = True
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(sign)
            signal.signal(sign, _out_now)  # heard even where the loop hangs
        self._deadline.start()
        if self.stop is not None:
            self.stop()


def _out_now(_sign: int, _frame: object) -> None:
    os._exit(1)


async def _serve(config: Config, signals: Signals) -> None:
    signals.heed()
    with collector_at_rest():
        from bot.app import CannotListen
        from bot.starting import open_app
        from handlers.connection import WebhookRefused
        from handlers.polling import SomebodyElsePolls, WrongToken
        from storage.errors import StorageError

    try:
        if not config.storage.path.exists():
            check_units(config, read_own_book(config.area.book))  # what is faulty is told before anything is made
        async with open_app(config, lambda: _first_book(config)) as app:
            signals.stop = app.stop
            await app.run()
    except asyncio.CancelledError:
        if not signals.came:
            raise
    except ConfigFaults as faults:
        raise UnusableBook(str(faults)) from None
    except (WrongToken, SomebodyElsePolls) as error:
        raise click.ClickException(f"fengshao: {error.__doc__}") from None
    except (StorageError, CannotListen, WebhookRefused) as error:
        raise click.ClickException(f"fengshao: {error}") from None


def _first_book(config: Config) -> Area:
    """The book of the very first start, whose people are taken over."""
    area = read_own_book(config.area.book)
    for line in made_up(area):
        structlog.get_logger().warning("area.made_up", remedy=line)
    return area
