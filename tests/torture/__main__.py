"""`python -m tests.torture [--long] [FAULT …]`: one line a fault; exit 1 where Invariant I is broken."""

from __future__ import annotations

import argparse
import os
import sys

from tests.sharing import workers
from tests.torture.fault import Form
from tests.torture.playing import play
from tests.torture.table import FAULTS

_WIDEST = max(map(len, FAULTS))


def main() -> int:
    told = "\n".join(f"  {name:<{_WIDEST}}  {fault.what}" for name, fault in FAULTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.torture",
        description="Inject faults into real processes and look at Invariant I.",
        epilog=f"faults:\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("faults", nargs="*", metavar="FAULT", help="all of them when none is named")
    parser.add_argument("--long", action="store_true", help="the long form, of minutes to hours")
    parser.add_argument(
        "--at-once",
        type=int,
        metavar="N",
        help="faults that are played at a time; when not said, one in the long form, and in the short one, which mostly"
        " waits, one and a half for each processor",
    )
    asked = parser.parse_args()
    if unknown := [name for name in asked.faults if name not in FAULTS]:
        parser.error(f"{', '.join(unknown)}: no such fault; --help lists them")
    if asked.at_once is not None and asked.at_once < 1:
        parser.error("--at-once: at least 1")
    # A hundred processes begin: where nothing compiled may be kept, each would compile all of it anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    form = Form.LONG if asked.long else Form.SHORT
    at_once = asked.at_once or (1 if asked.long else workers(os.cpu_count() or 1))
    sound = True
    for played in play(asked.faults or list(FAULTS), form, at_once):
        sound &= played.sound
        # Now: who looks on for an hour wants to see how far it is.
        sys.stdout.write(played.words + "\n")
        sys.stdout.flush()
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
