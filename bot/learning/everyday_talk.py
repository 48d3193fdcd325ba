"""Everyday talk that is no report, for telling a history's reports apart from it: two files in `talk/`.

`couriers.txt` was written for this project. `lccc.txt` is every second utterance of a sample of LCCC
(github.com/thu-coai/CDial-GPT, the toy part; MIT, see `talk/LICENCE.lccc`).
"""

from __future__ import annotations

from importlib.resources import files

_FILES = ("couriers.txt", "lccc.txt")


def everyday_talk() -> list[str]:
    """The utterances, as they were written."""
    folder = files("bot.learning").joinpath("talk")
    told = [folder.joinpath(name).read_text(encoding="utf-8") for name in _FILES]
    return [line for text in told for line in text.splitlines() if line and not line.startswith("#")]
