"""`fengshao quarantine`: updates that failed too often: look at them, try them again, or give them up."""

from __future__ import annotations

import json
from datetime import tzinfo
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.installation import config_option, json_option, look_into, read_config
from bot.commands.orders import id_type, ids_argument, ids_or_all_argument, order, tell
from storage import inbox
from storage.inbox import Quarantined

_MISSING = "not in quarantine; fengshao quarantine list shows what is"


@click.group("quarantine")
def quarantine() -> None:
    """Updates that could not be handled: nothing of them is lost until it is dropped."""


@quarantine.command("list")
@config_option
@json_option
def show_all(config_path: Path, as_json: bool) -> None:
    """List what is in quarantine, oldest first; with --json one object a line."""
    config = read_config(config_path)
    zone = config.area.timezone
    items = look_into(config, inbox.quarantined)
    if as_json:
        for item in items:
            click.echo(json.dumps(_as_json(item, zone), ensure_ascii=False))
        return
    if not items:
        click.echo("Nothing is in quarantine.")
        return
    table = Table(box=None, header_style="bold")
    for column in ("ID", "received", "chat", "tries", "error"):
        table.add_column(column, overflow="fold")
    for item in items:
        cells = (str(item.id), f"{item.received_at.astimezone(zone):%m-%d %H:%M}", str(item.lane), str(item.attempts))
        table.add_row(*map(Text, (*cells, _last_line(item.error))))
    Console(highlight=False).print(table)


@quarantine.command("show")
@click.argument("number", metavar="ID", type=id_type)
@config_option
@json_option
def show(number: int, config_path: Path, as_json: bool) -> None:
    """Show one update as Telegram sent it, with the whole error."""
    config = read_config(config_path)
    item = look_into(config, lambda tx: inbox.find_quarantined(tx, number))
    if item is None:
        raise click.ClickException(f"{number}: {_MISSING}")
    update = _update(item)
    if as_json:
        shown = _as_json(item, config.area.timezone) | {"error": item.error, "update": update}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    click.echo(json.dumps(update, ensure_ascii=False, indent=2))
    click.echo(f"\n{item.error.rstrip()}")


@quarantine.command("retry")
@ids_or_all_argument
@config_option
@json_option
def retry(ids: list[int] | None, config_path: Path, as_json: bool) -> None:
    """Let updates try again: at once where the bot runs, else at its next start."""
    done = order(read_config(config_path), "quarantine.retry", {"ids": ids})
    tell(done, ids, "tried again", _MISSING, as_json=as_json)


@quarantine.command("drop")
@ids_argument
@config_option
@json_option
def drop(ids: tuple[int, ...], config_path: Path, as_json: bool) -> None:
    """Give updates up for good."""
    done = order(read_config(config_path), "quarantine.drop", {"ids": ids})
    tell(done, ids, "dropped", _MISSING, as_json=as_json)


def _as_json(item: Quarantined, zone: tzinfo) -> dict[str, Any]:
    return {
        "id": item.id,
        "update_id": item.update_id,
        "chat_id": item.lane or None,
        "attempts": item.attempts,
        "received_at": item.received_at.astimezone(zone).isoformat(timespec="seconds"),
        "error": _last_line(item.error),
    }


def _update(item: Quarantined) -> Any:
    try:
        return json.loads(item.raw)
    except ValueError:
        return item.raw


def _last_line(error: str) -> str:
    """What a traceback comes down to."""
    lines = error.strip().splitlines()
    return lines[-1] if lines else ""
