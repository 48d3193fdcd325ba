"""`fengshao tickets`: every ticket as JSON, one a line, or as CSV; or the newest as a table for people."""

from __future__ import annotations

import json
import sys
from collections import deque
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.installation import Unusable, config_option, json_option, read_config, read_database
from bot.config import Config
from bot.domain.areas import Area
from bot.domain.period_words import read_said_period
from bot.domain.periods import Period, PeriodKind, UnknownPeriod
from bot.domain.tickets import Ticket
from bot.notices.catalogue import ZH
from bot.notices.exported_rows import CSV_MARK, Rows, csv_lines
from bot.notices.texts import Texts, text_faults
from bot.notices.ticket_lines import ticket_as_json
from storage import exports
from storage import tickets as stored
from storage.exports import Counting
from storage.transaction import Tx

ALL_OF_TIME = Period("all", PeriodKind.ALL, None, None)
SHOWN = 50
"""Rows of the table: what a person looks through; programs take --json."""


@click.command("tickets")
@config_option
@click.option(
    "--period",
    "written",
    default="all",
    show_default=True,
    metavar="P",
    help="Only what was reported then: today, week, month, …, or one by name, such as 2026-10 or 2026Q4.",
)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for spreadsheets.")
def tickets(config_path: Path, written: str, as_json: bool, as_csv: bool) -> None:
    """List the tickets: the newest 50 as a table, all of them with --json or --csv."""
    if as_json and as_csv:
        raise Unusable("--json and --csv: choose one of the two")
    config = read_config(config_path)
    zone, now = config.area.timezone, datetime.now(UTC)
    try:
        period = read_said_period(written, now, zone)
    except UnknownPeriod as error:
        raise Unusable(f"--period: {error}") from None
    if as_json:
        read_database(config, lambda tx, area: _print_json(tx, area, period, zone))
    elif as_csv:
        _print_csv(config, period, now)
    else:
        print_newest(config, period)


def print_newest(config: Config, period: Period = ALL_OF_TIME) -> None:
    """The newest tickets as a table on standard output."""
    zone = config.area.timezone
    area, newest, count = read_database(config, lambda tx, area: _newest(tx, area, period))
    Console(highlight=False).print(_table(newest, area, zone))
    if count > len(newest):
        click.echo(f"The newest {len(newest)} of {count}; --json or --csv lists all.", err=True)


def _print_json(tx: Tx, area: Area, period: Period, zone: tzinfo) -> None:
    out = sys.stdout.buffer  # JSON is UTF-8 wherever it is printed; and click.echo would flush each line
    for ticket in stored.every(tx, period.start, period.end):
        out.write(json.dumps(ticket_as_json(ticket, area, zone), ensure_ascii=False).encode() + b"\n")
    out.flush()


def _print_csv(config: Config, period: Period, now: datetime) -> None:
    """The columns of the workbook's sheet of tickets, without what they count in. Raises Unusable."""
    if faults := text_faults(config.texts):
        raise Unusable("\n".join(faults))
    texts, zone = Texts(config.texts), config.area.timezone
    counting = Counting(period.start, period.end, now)

    def print_all(tx: Tx, area: Area) -> None:
        out, rows, last = sys.stdout.buffer, Rows(texts, area, zone), 0
        out.write(CSV_MARK + csv_lines([[column.head for column in rows.ticket_columns()]]))
        while numbers := exports.reported(tx, period.start, period.end, last):
            for at in range(0, len(numbers), exports.PIECE):
                some = exports.tickets(tx, numbers[at : at + exports.PIECE], counting)
                out.write(csv_lines(rows.ticket(one, counted=False) for one in some))
            last = numbers[-1]
        out.flush()

    read_database(config, print_all)


def _newest(tx: Tx, area: Area, period: Period) -> tuple[Area, list[Ticket], int]:
    count = 0
    newest: deque[Ticket] = deque(maxlen=SHOWN)
    for ticket in stored.every(tx, period.start, period.end):
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
