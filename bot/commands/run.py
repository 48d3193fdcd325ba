"""`fengshao run`: the bot itself."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import click

from bot.commands.books import UnusableBook, read_book
from bot.config import Config, ConfigFaults, load_config
from bot.notices.texts import text_faults


@click.command("run")
@click.option("--config", type=click.Path(path_type=Path), required=True, help="The config file (TOML).")
def run(config: Path) -> None:
    """Run the bot until it is told to stop (SIGTERM, Ctrl-C).

    At the first start the area book is taken over into the database and a claim code for the first admin
    is printed to the log.
    """
    try:
        loaded = load_config(config, os.environ, text_faults)
        loaded.telegram.bot_token()
    except ConfigFaults as faults:
        raise UnusableBook(str(faults)) from None
    _set_up_logs(loaded)
    asyncio.run(_serve(loaded))


def _set_up_logs(config: Config) -> None:
    from bot.logs import set_up_logs

    secrets = (config.telegram.bot_token(), config.telegram.webhook_secret.get_secret_value())
    set_up_logs(config.log.level, config.log.format, secrets)


async def _serve(config: Config) -> None:
    from bot.app import open_app
    from handlers.polling import WrongToken
    from storage.errors import StorageError

    try:
        async with open_app(config, lambda: read_book(config.area.book)) as app:
            loop = asyncio.get_running_loop()
            for sign in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(sign, app.stop)
            await app.run()
    except WrongToken as error:
        raise click.ClickException(f"fengshao: {error.__doc__}") from None
    except StorageError as error:
        raise click.ClickException(f"fengshao: {error}") from None
