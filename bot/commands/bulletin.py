"""`fengshao bulletin`: the bulletin of a period in words, its pictures in a folder, its list as a workbook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.installation import Unusable, config_option, read_config, read_database
from bot.config import Config
from bot.desk.bulletins import Issue, count
from bot.desk.reach import Seat
from bot.desk.registers import fill
from bot.domain.areas import Area
from bot.domain.bulletins import GroundNews, read_bulletin_period
from bot.domain.periods import Period, UnknownPeriod
from bot.drawing.drawers import Drawable
from bot.drawing.here import draw_here
from bot.notices.bulletins import bulletin_sheet, bulletin_text
from bot.notices.markup import visible
from bot.notices.registers import Register
from bot.notices.texts import Texts, text_faults
from storage.transaction import Tx


@click.command("bulletin")
@config_option
@click.option(
    "--period",
    "written",
    default="上季度",
    show_default=True,
    metavar="P",
    help="上周, 上月, 上季度, or as for stats: week, 2026-W47, 2026-10, 2026Q3.",
)
@click.option(
    "--png",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the picture and the pages of the list into this folder instead.",
)
@click.option(
    "--xlsx",
    "book",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="F",
    help="Write the list as a workbook instead.",
)
def bulletin(config_path: Path, written: str, folder: Path | None, book: Path | None) -> None:
    """Print the bulletin of a period, or write what goes with it."""
    config = read_config(config_path)
    if faults := text_faults(config.texts):
        raise Unusable("\n".join(faults))
    now = datetime.now(UTC)
    try:
        period = read_bulletin_period(written, now, config.area.timezone)
    except UnknownPeriod as error:
        raise Unusable(f"--period: {error}") from None
    area, told, register = read_database(config, lambda tx, area: _read(tx, area, config, period, now))
    texts = Texts(config.texts)
    if folder is None and book is None:
        click.echo(visible(bulletin_text(texts, area, told)))
        return
    if folder is not None:
        _write(folder / "bulletin.png", bulletin_sheet(texts, area, told, config.area.timezone))
        for number, page in enumerate(register.pages(), start=1):
            _write(folder / f"page-{number}.png", page)
    if book is not None:
        _write(book, register.workbook())


def _read(tx: Tx, area: Area, config: Config, period: Period, now: datetime) -> tuple[Area, GroundNews, Register]:
    told = count(tx, area, period, now, Issue(Seat(0))).told
    if not isinstance(told, GroundNews):
        raise TypeError("the bulletin of the whole area is no group's")
    register = Register(Texts(config.texts), area, period, None, now, config.area.timezone)
    fill(tx, area, register, period)
    return area, told, register


def _write(file: Path, sheet: Drawable) -> None:
    """Whole or not at all. Raises click.ClickException."""
    data = draw_here(sheet)
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}") from None
    click.echo(f"{file}: {len(data):,} bytes")
