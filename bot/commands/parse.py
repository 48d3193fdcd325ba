"""`fengshao parse`: reads posts from standard input, one a line, and says what each of them means."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.commands.books import read_book
from bot.commands.models import model_option, read_model
from bot.domain.areas import Area
from bot.domain.readings import Problem, Reading
from bot.reading.offering import names_to_offer
from bot.reading.reader import Reader
from bot.reading.rendering import reading_as_json


@click.command("parse")
@click.option(
    "--area",
    "book",
    type=click.Path(path_type=Path),
    required=True,
    metavar="BOOK",
    help="The area book (TOML) against which posts are read.",
)
@model_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs: one object a line.")
def parse(book: Path, model_path: Path | None, as_json: bool) -> None:
    """Read posts from standard input, one a line, and print what each means.

    Every line, a blank one included, gets exactly one line of output, in order. Where a report says no place that is
    known, names that were nearly written are suggested, as the bot would ask for them.
    """
    area = read_book(book)
    reader = Reader(area, model=read_model(model_path, area) if model_path is not None else None)
    if sys.stdin.isatty():
        click.echo("Write posts, one a line; Ctrl-D ends.", err=True)
    for raw in sys.stdin.buffer:
        # Not text mode: that would take a lone carriage return, or bytes that are no UTF-8, for an end.
        text = raw.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", errors="replace")
        reading = reader.read(text)
        near = names_to_offer(reader, reading)
        line = _as_json(area, reading, near) if as_json else in_words(area, reading, near)
        sys.stdout.buffer.write(line.encode("utf-8", errors="replace") + b"\n")
        sys.stdout.buffer.flush()


def _as_json(area: Area, reading: Reading, near: Sequence[str]) -> str:
    return json.dumps(reading_as_json(area, reading) | {"suggestions": list(near)}, ensure_ascii=False)


def in_words(area: Area, reading: Reading, near: Sequence[str] = ()) -> str:
    """One line for people: report! 井盖缺失 (市政设施/井盖缺失, 93%) @ 龙西小区12栋 → 龙西社区"""
    mark = "!" if reading.emergency else ""
    problems = "; ".join(_problem(area, problem) for problem in reading.problems)
    meant = f"– did you mean {' or '.join(near)}?" if near else ""
    return " ".join(part for part in (f"{reading.kind.value}{mark}", problems, meant) if part)


def _problem(area: Area, problem: Problem) -> str:
    category = area.category_name(problem.category) or "?"
    small = area.subcategory_name(problem.category, problem.subcategory)
    kind = f"{category}/{small}" if small else category
    where = f" @ {problem.spot.on_screen()}" if problem.spot is not None else ""
    unit = area.unit_name(problem.unit_code)
    if unit is None:
        asked = " or ".join(area.unit_name(code) or code for code in problem.candidates)
        unit = f"triage ({asked}?)" if asked else "triage"
    summary = " ".join(problem.summary.split())
    return f"{summary} ({kind}, {problem.confidence:.0%}){where} → {unit}"
