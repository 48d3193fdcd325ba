"""`fengshao check-config`: whether a config and its area book can be used, and what is worth a second look."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.books import UnusableBook, contents, read_own_book
from bot.config import Config, ConfigFaults, check_units, load_config
from bot.domain.area_doubts import EXAMPLE_PEOPLE, doubts
from bot.domain.areas import Area, ChatKind, Role, UnitKind
from bot.domain.workdays import first_unknown_year
from bot.furnishing import day_counts
from bot.models import NoModel, load_model
from bot.notices.texts import text_faults

_SHOWN = 5
_ANSWERABLE = (Role.SECRETARY, Role.OFFICER)


@click.command("check-config")
@click.argument("config", type=click.Path(path_type=Path))
def check_config(config: Path) -> None:
    """Check a config and its area book and say what they hold.

    Every fault of both is told at once (exit 2). What would work but looks forgotten is a warning.
    """
    faults: list[str] = []
    loaded, area = None, None
    try:
        loaded = load_config(config, os.environ, text_faults)
        book: Path | None = loaded.area.book
    except ConfigFaults as error:
        faults += error.faults
        book = error.book
    try:
        area = read_own_book(book) if book is not None else None
    except UnusableBook as error:
        faults.append(error.message)
    if loaded is not None and area is not None:
        faults += _misfits(loaded, area)
    if loaded is None or area is None or faults:
        raise UnusableBook("\n".join(faults))
    click.echo(f"{config}: good")
    click.echo(contents(area))
    for warning in warnings(loaded, area, datetime.now(UTC)):
        click.echo(f"warning: {warning}")


def _misfits(config: Config, book: Area) -> Iterator[str]:
    """What of the config does not fit the area: its model, and the units of which it tells."""
    if config.area.model is not None:
        try:
            load_model(config.area.model, book)
        except NoModel as error:
            yield str(error)
    try:
        check_units(config, _in_force(config) or book)
    except ConfigFaults as error:
        yield from error.faults


def _in_force(config: Config) -> Area | None:
    """The area of the database, without its places: the truth from the first start on. None where it cannot be read."""
    if not (config.units and config.storage.path.exists()):
        return None
    from storage import areas
    from storage.errors import StorageError
    from storage.lookups import look

    try:
        loaded = look(config.storage.url, lambda tx: areas.load(tx, with_places=False))
    except StorageError:
        return None
    return loaded[1] if loaded is not None else None


def warnings(config: Config, area: Area, now: datetime) -> Iterator[str]:
    """What would work, but hardly as it was meant."""
    try:
        config.telegram.bot_token()
    except ConfigFaults as faults:
        yield f"{faults}; `fengshao run` needs it"
    yield from doubts(area)
    yield from _silent_units(area)
    if not any(chat.kind is ChatKind.REPORT for chat in area.chats):
        yield "the book names no chat of kind report: bind the couriers' group with /bind once the bot runs"
    if (year := first_unknown_year(day_counts(config), now)) is not None:
        remedy = "upgrade chinesecalendar, or write deadlines.holidays and deadlines.workdays"
        yield f"no official holidays are known for {year}: Monday to Friday count as working days; {remedy}"


def _silent_units(area: Area) -> Iterator[str]:
    reached = {chat.unit for chat in area.chats if chat.kind is ChatKind.UNIT}
    real = (person for person in area.people if person.telegram_id not in EXAMPLE_PEOPLE)
    reached |= {person.unit for person in real if person.role in _ANSWERABLE}
    silent = [unit.name for unit in area.units if unit.code not in reached and unit.kind is not UnitKind.AREA]
    if silent:
        names = "、".join(silent[:_SHOWN]) + ("…" if len(silent) > _SHOWN else "")
        remedy = "bind their chats with /bind or appoint people with /appoint"
        yield f"{len(silent)} units have neither a chat nor a secretary ({names}): their tickets go to triage; {remedy}"
