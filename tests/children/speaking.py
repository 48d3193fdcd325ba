"""A child that answers with its argument, while something else prints, too."""

from __future__ import annotations

import sys

from bot.children.child import answering


def main() -> None:
    answers = answering()
    print("a library has something to say")  # noqa: T201
    answers.write(sys.argv[1].encode())
    answers.flush()
