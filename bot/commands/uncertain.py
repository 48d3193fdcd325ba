"""`fengshao uncertain`: notices of which nobody knows whether they arrived, or that Telegram refused."""

from __future__ import annotations

import json
import re
from datetime import tzinfo
from html import unescape
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.installation import config_option, json_option, look_into, read_config
from bot.commands.orders import ids_or_all_argument, order, tell
from bot.domain.notices import NoticeState
from storage import chats, notices
from storage.notices import Notice
from storage.transaction import Tx

LISTED = (NoticeState.UNCERTAIN, NoticeState.FAILED)
_MISSING = "neither uncertain nor failed; fengshao uncertain list shows what is"
_SHOWN = 60
_COLUMNS = (("ID", 2), ("state", 9), ("queued", 11), ("chat, text, error", 20))
_TAG = re.compile(r"<[^>]*>")


@click.group("uncertain")
def uncertain() -> None:
    """Notices that may have arrived (uncertain) or did not (failed): look into the chat, then decide."""


@uncertain.command("list")
@config_option
@json_option
def show_all(config_path: Path, as_json: bool) -> None:
    """List uncertain and failed notices, oldest first; with --json one object a line."""
    config = read_config(config_path)
    zone = config.area.timezone
    listed = look_into(config, lambda tx: [_as_json(tx, notice, zone) for notice in notices.in_states(tx, LISTED)])
    if as_json:
        for line in listed:
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    if not listed:
        click.echo("Nothing is uncertain, nothing has failed.")
        return
    table = Table(box=None, header_style="bold")
    for column, narrowest in _COLUMNS:
        table.add_column(column, overflow="fold", min_width=narrowest)
    for line in listed:
        text = line["text"][:_SHOWN] + ("…" if len(line["text"]) > _SHOWN else "")
        queued = f"{line['queued_at'][5:10]} {line['queued_at'][11:16]}"
        said = f"{line['chat']}: {text}\n{line['error'] or '–'}"
        table.add_row(*(Text(str(cell)) for cell in (line["id"], line["state"], queued, said)))
    Console(highlight=False).print(table)


@uncertain.command("resend")
@ids_or_all_argument
@config_option
@json_option
def resend(ids: list[int] | None, config_path: Path, as_json: bool) -> None:
    """Send notices again: at once where the bot runs, else at its next start.

    `all` leaves out those that the bot has sent again by itself, as their error says.
    """
    done = order(read_config(config_path), "uncertain.resend", {"ids": ids})
    tell(done, ids, "sent again", _MISSING, as_json=as_json)


@uncertain.command("dismiss")
@ids_or_all_argument
@config_option
@json_option
def dismiss(ids: list[int] | None, config_path: Path, as_json: bool) -> None:
    """Take notices off the list: they arrived, or are not needed any more.

    `all` are those alone that the bot has sent again by itself, as their error says.
    """
    done = order(read_config(config_path), "uncertain.dismiss", {"ids": ids})
    tell(done, ids, "dismissed", _MISSING, as_json=as_json)


def _as_json(tx: Tx, notice: Notice, zone: tzinfo) -> dict[str, Any]:
    return {
        "id": notice.id,
        "state": notice.state.value,
        "kind": notice.kind.value,
        "call": notice.call.value,
        "chat_id": notice.chat_id,
        "chat": chats.title(tx, notice.chat_id) or str(notice.chat_id),
        "ticket": f"T{notice.ticket_id}" if notice.ticket_id else None,
        "text": _plain(notice),
        "error": notice.error,
        "attempts": notice.attempts,
        "queued_at": notice.queued_at.astimezone(zone).isoformat(timespec="seconds"),
    }


def _plain(notice: Notice) -> str:
    """What the message would say, in one line."""
    said = str(notice.payload.get("text") or notice.payload.get("caption") or "")
    return " ".join(unescape(_TAG.sub("", said)).split())
