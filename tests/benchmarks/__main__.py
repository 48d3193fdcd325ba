"""`python -m tests.benchmarks [SUBJECT …]`: run the named benchmarks, or all of them."""

from __future__ import annotations

import sys
from importlib import import_module

SUBJECTS = ("intake", "start", "memory", "page", "lists", "clock", "bulletins", "digests", "statistics", "exports")
"""Each is a module of this package with a function `run` that prints its figures."""


def main(asked: list[str]) -> int:
    if unknown := [name for name in asked if name not in SUBJECTS]:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(SUBJECTS)}", file=sys.stderr)
        return 2
    for name in asked or SUBJECTS:
        import_module(f"tests.benchmarks.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
