"""`fengshao stats`: the figures of a period, as tables, a picture or a workbook for people or JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.files import write_whole
from bot.commands.installation import Unusable, config_option, json_option, read_config, read_database
from bot.commands.maps import write_maps
from bot.commands.scopes import read_scope, scope_options
from bot.commands.workbooks import write_workbook
from bot.config import Config
from bot.desk.statistics import EVERYTHING, figures, trend
from bot.desk.viewing import rank_of
from bot.domain.areas import Area
from bot.domain.period_words import read_said_period
from bot.domain.periods import Period, UnknownPeriod
from bot.domain.statistics import Counts, Figures, Line, Scope, Timing
from bot.drawing.here import draw_here
from bot.notices.pictures.sheet import Sheet
from bot.notices.pictures.statistics import statistics_sheet
from bot.notices.statistics import rate, whose
from bot.notices.statistics_json import figures_as_json
from bot.notices.texts import Texts, text_faults
from bot.notices.times import span
from storage.transaction import Tx


@click.command("stats")
@config_option
@click.option(
    "--period",
    "written",
    default="week",
    show_default=True,
    metavar="P",
    help="today, week, month, quarter, year, all, or one by name: 2026-11-21, 2026-W47, 2026-10, 2026Q4, 2026;"
    " or as one says in /stats: 上月, 三季度.",
)
@json_option
@click.option(
    "--png",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="F",
    help="Write the picture of /stats to this file instead.",
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="F",
    help="Write a map of the tickets to this file (PNG) instead.",
)
@click.option(
    "--geojson",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="F",
    help="Write what stands on the map to this file for map programs instead, without names and words.",
)
@click.option(
    "--xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="F",
    help="Write a workbook to this file instead: the figures, the tickets that they count, and all that happened.",
)
@scope_options
def stats(
    config_path: Path,
    written: str,
    as_json: bool,
    png: Path | None,
    map_file: Path | None,
    geojson: Path | None,
    xlsx: Path | None,
    unit: str | None,
    category: str | None,
    place: str | None,
) -> None:
    """Print what came in, how it was handled, and what is late, for one period."""
    answers = {"--json": as_json, "--png": png, "--xlsx": xlsx, "--map or --geojson": map_file or geojson}
    if len(chosen := [name for name, given in answers.items() if given]) > 1:
        raise Unusable(f"{', '.join(chosen)}: choose one of them")
    config = read_config(config_path)
    zone, now = config.area.timezone, datetime.now(UTC)
    try:
        period = read_said_period(written, now, zone)
    except UnknownPeriod as error:
        raise Unusable(f"--period: {error}") from None
    scope = read_scope(config, unit, category, place)
    if map_file is not None or geojson is not None:
        write_maps(config, period, now, scope, map_file, geojson)
        return
    if xlsx is not None:
        write_workbook(config, period, now, scope, xlsx)
        return
    if as_json:
        area, counted = _count(config, period, now, scope)
        click.echo(json.dumps(figures_as_json(counted, area, zone), ensure_ascii=False, indent=2))
        return
    if png is not None:
        _write_picture(config, period, now, scope, png)
        return
    print_figures(config, period, now, scope)


def _write_picture(config: Config, period: Period, now: datetime, scope: Scope, file: Path) -> None:
    """Whole or not at all. Raises Unusable and click.ClickException."""
    if faults := text_faults(config.texts):
        raise Unusable("\n".join(faults))
    zone = config.area.timezone

    def sheet(tx: Tx, area: Area) -> Sheet:
        counted = figures(tx, area, period, now, scope)
        went, rank = trend(tx, area, period, now, zone, scope), rank_of(tx, area, period, now, scope)
        return statistics_sheet(Texts(config.texts), area, counted, went, zone, rank)

    write_whole(file, draw_here(read_database(config, sheet)))


def _count(config: Config, period: Period, now: datetime, scope: Scope) -> tuple[Area, Figures]:
    return read_database(config, lambda tx, area: (area, figures(tx, area, period, now, scope)))


def print_figures(config: Config, period: Period, now: datetime, scope: Scope = EVERYTHING) -> None:
    """The figures as tables on standard output."""
    area, counted = _count(config, period, now, scope)
    console = Console(highlight=False)
    console.print(Text(f"{whose(area, counted.scope)} · {period.label}", style="bold"))
    console.print(_headline(counted))
    for title, lines, name_of in (
        ("单位", counted.units, area.unit_name),
        ("类别", counted.categories, area.category_name),
    ):
        if lines:
            console.print()
            console.print(_table(title, lines, name_of))


def _headline(counted: Figures) -> Table:
    counts = counted.total
    table = Table(box=None, show_header=False)
    for name, value in (
        ("收到", str(counts.received)),
        ("自动分派", f"{counts.auto} ({rate(counts.auto_rate)})"),
        ("派错", f"{counts.misrouted} ({rate(counts.misrouted_rate)})"),
        ("响应率", _share(counts, "response_rate")),
        ("办结", str(counts.resolved)),
        ("结案", str(counts.closed)),
        ("不予受理", str(counts.rejected)),
        ("按期", _share(counts, "on_time_rate")),
        ("按期结案率", _share(counts, "closure_rate")),
        ("返工", f"{counts.reopened} ({rate(counts.rework_rate)})"),
        ("退回", f"{counts.returned} ({rate(counts.return_rate)})"),
        ("延期", f"{counts.extended} ({rate(counts.extension_rate)})"),
        ("解决率", _share(counts, "solution_rate")),
        ("满意率", _share(counts, "satisfaction_rate")),
        ("受理用时", _took(counted.response.whole)),
        ("办结用时", _took(counted.fix.whole)),
        ("目前未结", str(counts.open)),
        ("待分派", str(counts.waiting_triage)),
        ("待受理", str(counts.waiting_acceptance)),
        ("待复核", str(counts.waiting_review)),
        ("挂账中", str(counts.put_aside)),
        ("已超时", str(counts.overdue)),
    ):
        table.add_row(name, value)
    if counted.last is not None:
        table.add_row("最近有数据", f"{counted.last.label} ({counted.last.code})")
    return table


def _share(counts: Counts, name: str) -> str:
    part, whole = counts.parts(name)
    return f"{part}/{whole} ({rate(counts.rate(name))})"


def _took(timing: Timing) -> str:
    if timing.median is None or timing.p90 is None:
        return "–"
    if timing.count == 1:
        return span(timing.median)
    return f"一半在{span(timing.median)}内，九成在{span(timing.p90)}内"


_COLUMNS: tuple[tuple[str, Callable[[Counts], object]], ...] = (
    ("收到", lambda counts: counts.received),
    ("未结", lambda counts: counts.open),
    ("已超时", lambda counts: counts.overdue),
    ("办结", lambda counts: counts.resolved),
    ("按期", lambda counts: f"{counts.on_time}/{counts.due}"),
    ("按期率", lambda counts: rate(counts.on_time_rate)),
    ("返工", lambda counts: counts.reopened),
)


def _table(title: str, lines: Sequence[Line], name_of: Callable[[str | None], str | None]) -> Table:
    table = Table(title, box=None, header_style="bold")
    for column, _ in _COLUMNS:
        table.add_column(column, justify="right")
    for line in lines:
        table.add_row(Text(name_of(line.code) or "–"), *(str(of(line.counts)) for _, of in _COLUMNS))
    return table
