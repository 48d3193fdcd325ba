"""`python -m tests.advisories`: one line; exit 1 only where a pinned version is known to be vulnerable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.advisories.asking import asker, checked, index_of_pip, pins

_LOCK = Path(__file__).parents[2] / "requirements.lock"


def main() -> int:
    try:
        index = index_of_pip()
    except (OSError, subprocess.SubprocessError):
        index = ""
    told, well = checked(pins(_LOCK.read_text(encoding="utf-8")), asker(index))
    sys.stdout.write(told + "\n")
    return 0 if well else 1


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # a request that hangs has a thread of its own, and nobody waits for it
