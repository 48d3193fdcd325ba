"""`fengshao area`: check an area book, bring one into the database, write the database's area back as a book."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from bot.commands.books import contents, read_book, warn
from bot.commands.installation import FIRST_START, Unusable, config_option, look_into, read_config
from bot.commands.orders import order
from bot.commands.suggest import suggest
from bot.config import Config, unknown_units
from bot.config_faults import dotted
from bot.desk import areas
from bot.domain.area_book import write_area_book
from bot.domain.area_changes import AreaChange, change_between
from bot.domain.area_differences import compare, lines
from bot.domain.areas import Area
from storage.transaction import Tx

SHOWN = 5
"""Lines of each kind of change that are shown before an import."""


@click.group("area")
def area() -> None:
    """The area book: units, places, categories, routes, people and chats."""


area.add_command(suggest)


@area.command("check")
@click.argument("book", type=click.Path(path_type=Path))
def check(book: Path) -> None:
    """Check an area book and say what it holds. Every fault is told with its line (exit 2).

    What it can hardly mean, though it could be used so, is a warning.
    """
    area = read_book(book)
    click.echo(contents(area))
    warn(area)


@area.command("import")
@click.argument("book", type=click.Path(path_type=Path))
@config_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def import_(book: Path, config_path: Path, yes: bool) -> None:
    """Show how a book differs from the area in the database, and put it in its place.

    Units, places, categories and routes become those of the book. People and chats that the book names are added;
    those that it does not name stay as they are.
    """
    config = read_config(config_path)
    new = read_book(book)
    if left := unknown_units(config, new):
        raise Unusable("\n".join(_left_without_unit(book, code) for code in left))
    warn(new, err=True)
    seen, old = look_into(config, _present)
    differences = compare(old, new)
    if not differences:
        click.echo("The book says what the database holds: nothing to do.")
        return
    for changes in differences:
        for line in lines(changes, SHOWN):
            click.echo(line)
    if not yes and not at_a_terminal():
        raise click.ClickException("nothing was changed; write --yes to apply this without a question")
    if not yes and not click.confirm("Apply this?", err=True):
        raise click.ClickException("nothing was changed")
    version = _apply(config, change_between(old, new), new, seen)
    click.echo(f"Applied; the area is at version {version}.")


def _left_without_unit(book: Path, code: str) -> str:
    """Said now: the next start, in the night perhaps, would be refused for it."""
    table = dotted("units", code)
    return f"{table}: {book} holds no such unit; keep it there, or take [{table}] out of the config first"


def _apply(config: Config, change: AreaChange | None, new: Area, seen: int) -> Any:
    """A change of few places is sent as such: to take in 100,000 anew would hold up the running bot for seconds."""
    if change is None:
        arguments = {"area": new.model_dump(mode="json", by_alias=True), "seen": seen}
        return order(config, "area.import", arguments)
    return order(config, "area.amend", {"change": change.model_dump(mode="json", by_alias=True), "seen": seen})


def at_a_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


@area.command("export")
@config_option
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A new file for the book.")
def export(config_path: Path, to: Path | None) -> None:
    """Write the area in the database as a book, with the people's roles and the bound chats.

    It goes to standard output, or to a file that does not exist yet; boundaries are written beside that file.
    """
    _, present = look_into(read_config(config_path), _present)
    book = write_area_book(present)
    if to is None:
        sys.stdout.buffer.write(book.encode())
        return
    try:
        with to.open("x", encoding="utf-8", newline="\n") as file:
            file.write(book)
    except FileExistsError:
        raise click.ClickException(f"{to}: is there already; name a new file") from None
    except OSError as error:
        raise click.ClickException(f"{to}: cannot be written ({error.strerror}); mend its name or its rights") from None
    for boundary in present.boundaries:
        _write_boundary(to.parent / boundary.file, boundary.polygon)
    click.echo(f"{to}: {contents(present)}")


def _write_boundary(path: Path, polygon: str) -> None:
    """A file that is there already is kept: it is mostly the one that was imported."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(f"{polygon}\n")
    except FileExistsError:
        click.echo(f"{path}: is there already, and was left as it is", err=True)
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written ({error.strerror}); mend its rights") from None


def _present(tx: Tx) -> tuple[int, Area]:
    loaded = areas.present(tx)
    if loaded is None:
        raise click.ClickException(f"there is no area yet: {FIRST_START}")
    return loaded
