"""`fengshao tickets`: every ticket as JSON, one a line, or the newest as a table for people."""

from __future__ import annotations

import json
import sys
from collections import deque
from datetime import datetime, tzinfo
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.installation import config_option, json_option, read_config, read_database
from bot.config import Config
from bot.domain.areas import Area
from bot.domain.tickets import Ticket
from bot.notices.catalogue import ZH
from bot.notices.ticket_lines import ticket_as_json
from storage import tickets as stored
from storage.transaction import Tx

SHOWN = 50
"""Rows of the table: what a person looks through; programs take --json."""


@click.command("tickets")
@config_option
@json_option
def tickets(config_path: Path, as_json: bool) -> None:
    """List the tickets: the newest 50 as a table, all of them with --json."""
    config = read_config(config_path)
    if as_json:
        zone = config.area.timezone
        read_database(config, lambda tx, area: _print_json(tx, area, zone))
        return
    print_newest(config)


def print_newest(config: Config) -> None:
    """The newest tickets as a table on standard output."""
    zone = config.area.timezone
    area, newest, count = read_database(config, _newest)
    Console(highlight=False).print(_table(newest, area, zone))
    if count > len(newest):
        click.echo(f"The newest {len(newest)} of {count}; --json lists all.", err=True)


def _print_json(tx: Tx, area: Area, zone: tzinfo) -> None:
    out = sys.stdout.buffer  # JSON is UTF-8 wherever it is printed; and click.echo would flush each line
    for ticket in stored.every(tx):
        out.write(json.dumps(ticket_as_json(ticket, area, zone), ensure_ascii=False).encode() + b"\n")
    out.flush()


def _newest(tx: Tx, area: Area) -> tuple[Area, list[Ticket], int]:
    count = 0
    newest: deque[Ticket] = deque(maxlen=SHOWN)
    for ticket in stored.every(tx):
        count += 1
        newest.append(ticket)
    return area, list(newest), count


def _table(newest: list[Ticket], area: Area, zone: tzinfo) -> Table:
    table = Table(box=None, header_style="bold")
    for column in ("编号", "状态", "单位", "类别", "点位", "上报", "时限"):
        table.add_column(column, overflow="fold")
    for ticket in newest:
        kind = area.subcategory_name(ticket.category, ticket.subcategory) or area.category_name(ticket.category)
        cells = (
            ticket.number,
            ZH[f"state.{ticket.state.value}"],
            area.unit_name(ticket.unit_code) or "–",
            kind or "–",
            ticket.place or "–",
            _minute(ticket.created_at, zone),
            "–" if ticket.due_at is None else _minute(ticket.due_at, zone),
        )
        table.add_row(*map(Text, cells))
    return table


def _minute(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%m-%d %H:%M}"
