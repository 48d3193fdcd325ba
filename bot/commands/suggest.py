"""`fengshao area suggest`: place words that a model has learned and the book does not have, to take or leave."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from bot.commands.books import read_book
from bot.commands.installation import json_option, read_config, read_database
from bot.commands.models import read_model
from bot.domain.areas import Area
from bot.reading.suggesting import Suggestion, suggestions


@click.command("suggest")
@click.option("--model", "model_path", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE")
@click.option("--area", "book", type=click.Path(path_type=Path), metavar="BOOK", help="Hold it against this book …")
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="… or against the area in this installation's database.",
)
@click.option("--toml", "as_toml", is_flag=True, help="Print them as lines for the book.")
@json_option
def suggest(model_path: Path, book: Path | None, config_path: Path | None, as_toml: bool, as_json: bool) -> None:
    """List place words that a model has learned and the book does not have, with their evidence, the surest first.

    Nothing is changed. What is right goes into the book (--toml prints it as the book would say it) and takes effect
    with `fengshao area import`; a word that contradicts the book is listed, and never printed as TOML.
    """
    if (book is None) == (config_path is None):
        raise click.UsageError("name a book (--area) or an installation (--config), one of them")
    if as_toml and as_json:
        raise click.UsageError("--toml and --json exclude each other")
    area = read_book(book) if book is not None else _in_database(config_path)
    found = suggestions(read_model(model_path, area), area)
    lines = _toml(found) if as_toml else (_line(area, each) for each in found)
    if as_json:
        lines = (json.dumps(_as_json(area, each), ensure_ascii=False) for each in found)
    for line in lines:
        click.echo(line)
    if not found:
        click.echo("nothing that the book does not have", err=True)


def _in_database(config_path: Path | None) -> Area:
    assert config_path is not None
    return read_database(read_config(config_path), lambda tx, area: area)


def _line(area: Area, suggestion: Suggestion) -> str:
    """逸家花苑 → 龙西社区: 12 tickets, 0 of other units, 98.2 % sure; a new place"""
    alias = suggestion.alias
    evidence = f"{alias.count} tickets, {alias.others} of other units, {alias.confidence:.1%} sure"
    if suggestion.contradicts is not None:
        advice = f"the book says {area.unit_name(suggestion.contradicts)}: look who is right"
    else:
        advice = f"an alias of {suggestion.place}" if suggestion.place is not None else "a new place"
    return f"{alias.word} → {area.unit_name(alias.unit)}: {evidence}; {advice}"


def _as_json(area: Area, suggestion: Suggestion) -> dict[str, Any]:
    alias = suggestion.alias
    return {
        "word": alias.word,
        "unit_code": alias.unit,
        "unit": area.unit_name(alias.unit),
        "tickets": alias.count,
        "of_others": alias.others,
        "confidence": alias.confidence,
        "place": suggestion.place,
        "contradicts": suggestion.contradicts,
    }


def _toml(found: Iterable[Suggestion]) -> Iterator[str]:
    """New places as tables; an alias as a line of advice, because it belongs into the table of its place."""
    for suggestion in found:
        alias = suggestion.alias
        if suggestion.contradicts is not None:
            continue
        evidence = f"# {alias.count} tickets, {alias.others} of other units"
        if suggestion.place is not None:
            yield f"{evidence}: add {_quoted(alias.word)} to the aliases of {suggestion.place}\n"
        else:
            yield f"{evidence}\n[[place]]\nname = {_quoted(alias.word)}\nunit = {_quoted(alias.unit)}\n"


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
