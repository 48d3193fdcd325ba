"""Whether a confidence is kept: of the guesses that say 0.9, nine in ten are right — on own labelled sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bot.domain.areas import Category
from bot.reading.categories import Categoriser
from bot.reading.normalise import normalise
from bot.reading.squeezing import squeeze
from tests.benchmarks.accuracy.figures import Figure, share
from tests.benchmarks.accuracy.material import lines

LABELLED = Path(__file__).with_name("labelled.txt")
BOUNDS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Guess:
    text: str
    wanted: str
    guessed: str | None
    confidence: float

    @property
    def is_right(self) -> bool:
        return self.guessed == self.wanted


def guesses(categories: Sequence[Category]) -> list[Guess]:
    """What the words of these categories say of each labelled sentence."""
    categoriser = Categoriser(categories)
    found = []
    for line in lines(LABELLED):
        if line.startswith("#"):
            continue
        wanted, _, text = line.partition("\t")
        kindred = categoriser.judge(categoriser.find(squeeze(normalise(text).text).text))
        found.append(Guess(text, wanted, kindred.category, kindred.confidence))
    return found


def calibration_error(said: Sequence[Guess]) -> float:
    """How far, on average, a band's confidence is from the share of it that is right, weighted by its size."""
    bands = list(_bands(said))
    return sum(abs(_mean(band) - _right(band)) * len(band) for band in bands) / len(said) if said else 0.0


def _bands(said: Sequence[Guess]) -> list[list[Guess]]:
    bands = [[one for one in said if low <= one.confidence < high] for low, high in pairwise(BOUNDS)]
    return [band for band in bands if band]


def _mean(band: Sequence[Guess]) -> float:
    return sum(one.confidence for one in band) / len(band)


def _right(band: Sequence[Guess]) -> float:
    return share(sum(one.is_right for one in band), len(band))


def measure(categories: Sequence[Category]) -> list[Figure]:
    """All guesses, each band of confidence by what it says on average, the sure ones, and the error of all."""
    every = guesses(categories)
    said = [one for one in every if one.guessed is not None]
    sure = [one for one in said if one.confidence >= 0.9]
    figures = [Figure("categories by words, right", _right(every), len(every), "", _wrong(every))]
    figures += [
        Figure(f"  of those that say {_mean(band):.2f} ({band_name(band)}), right", _right(band), len(band))
        for band in _bands(said)
    ]
    figures.append(Figure("of those that say 0.9 and more, right", _right(sure), len(sure), "> 0.9", _wrong(sure)))
    figures.append(Figure("error of the calibration", calibration_error(said), len(said), "< 0.05"))
    return figures


def band_name(band: Sequence[Guess]) -> str:
    return f"{min(one.confidence for one in band):.2f}–{max(one.confidence for one in band):.2f}"


def _wrong(said: Sequence[Guess]) -> list[str]:
    return [f"{one.text} → {one.guessed} {one.confidence:.2f}, not {one.wanted}" for one in said if not one.is_right]
