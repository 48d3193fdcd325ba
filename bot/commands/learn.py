"""`fengshao learn`: a labelled history becomes a model that knows an area's categories and its place words."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.books import read_book
from bot.commands.models import write_model
from bot.domain.areas import Area
from bot.domain.history_csv import History, HistoryFault, read_history
from bot.learning.everyday_talk import everyday_talk

if TYPE_CHECKING:
    from bot.reading.learned import LearnedModel

NEEDS = "fengshao learn needs scikit-learn: install the extra `learn` (pip install 'fengshao[learn]')"
_NAMED = 10
_STEPS = 100


class UnusableHistory(click.ClickException):
    """The history cannot be used; nothing was begun."""

    exit_code = 2


@click.command("learn")
@click.argument("history", type=click.Path(path_type=Path, dir_okay=False), metavar="HISTORY.csv")
@click.option(
    "--area",
    "book",
    type=click.Path(path_type=Path),
    required=True,
    metavar="BOOK",
    help="The area book (TOML) whose categories and units the history names.",
)
@click.option(
    "--model",
    "model_path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Where the model goes; one that is there is replaced.",
)
def learn(history: Path, book: Path, model_path: Path) -> None:
    """Learn from a history: a CSV with the columns text, category and, if wanted, unit.

    Cells may be blank. A category is a code or a name of the book, a unit likewise; what the book does not know is
    counted, named and left out. The 大类 is what is learned: a 小类 counts for its own, and the book's words tell the
    小类 within it. `fengshao parse --model FILE` reads with what was learned.
    """
    area = read_book(book)
    told = _read(history, area)
    for line in passed_over(told):
        click.echo(line)
    model = _train(told, area)
    size = write_model(model_path, model)
    click.echo(f"{model_path}: {summary(model, size)}")


def _read(path: Path, area: Area) -> History:
    try:
        return read_history(path.read_bytes(), area, str(path))
    except FileNotFoundError:
        raise UnusableHistory(f"{path}: no such file; write a CSV with the columns text, category and unit") from None
    except OSError as error:
        raise UnusableHistory(f"{path}: cannot be read ({error.strerror}); mend its name or its rights") from None
    except HistoryFault as error:
        raise UnusableHistory(str(error)) from None


def _train(history: History, area: Area) -> LearnedModel:
    """Raises click.ClickException without the extra, and for a history that teaches nothing."""
    try:
        import sklearn  # noqa: F401 - a missing extra is told before any work
    except ImportError:
        raise click.ClickException(NEEDS) from None
    from bot.reading.fitting import TooLittle
    from bot.reading.training import Example
    from bot.reading.training import learn as train

    examples = [Example(row.text, row.category, row.unit) for row in history.rows]
    with click.progressbar(
        length=_STEPS, label=f"Learning from {len(examples):,} rows", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        try:
            return train(
                examples,
                datetime.now(UTC),
                lambda share: bar.update(round(share * _STEPS) - bar.pos),
                area.categories,
                everyday_talk(),
            )
        except TooLittle as error:
            raise click.ClickException(f"fengshao learn: {error}") from None


def passed_over(history: History) -> Iterator[str]:
    """What was left out, one line each."""
    for what, unknown in (("categories", history.unknown_categories), ("units", history.unknown_units)):
        if unknown:
            yield f"{unknown.total():,} rows name {what} that the book does not have: {_named(unknown)}"
    if history.unlabelled:
        yield f"{history.unlabelled:,} rows teach nothing: they have no text, or neither a category nor a unit"


def _named(unknown: Counter[str]) -> str:
    listed = ", ".join(f"{name[:40]} ({number:,})" for name, number in unknown.most_common(_NAMED))
    return listed + (f", and {len(unknown) - _NAMED:,} more" if len(unknown) > _NAMED else "")


def summary(model: LearnedModel, size: int) -> str:
    """12 categories (大类), 87.1% right when cross-validated; 30 units, …; 98.9% of its rows …; from 5,000 rows, …"""
    parts = ["no categories (大类): it takes rows of two"]
    if model.categories is not None and model.score is not None:
        parts = [f"{len(model.categories.codes)} categories (大类), {model.score:.1%} right when cross-validated"]
    if model.units is not None and model.unit_coverage is not None:
        routed = f"{model.unit_coverage:.1%} of the texts would be routed"
        right = f", {model.unit_precision:.1%} of them right" if model.unit_coverage else ""
        parts.append(f"{len(model.units.codes)} units, {routed}{right}; {len(model.aliases):,} place words")
    if model.judge is not None:
        known = f"{model.judge.recognised:.1%} of its rows are recognised as reports when held out"
        parts.append(f"{known}, and {model.judge.mistaken:.2%} of everyday talk")
    parts.append(f"from {model.rows:,} rows, {size / 1e6:.1f} MB, {model.made_at:%Y-%m-%d %H:%M} UTC")
    return "; ".join(parts)
