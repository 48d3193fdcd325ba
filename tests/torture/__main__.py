"""`python -m tests.torture [--long] [FAULT …]`: one line a fault; exit 1 where Invariant I is broken."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time

from tests.secrecy.watch import WATCH
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.table import FAULTS

_SHOWN = 5
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
    asked = parser.parse_args()
    if unknown := [name for name in asked.faults if name not in FAULTS]:
        parser.error(f"{', '.join(unknown)}: no such fault; --help lists them")
    form = Form.LONG if asked.long else Form.SHORT
    WATCH.install()
    with StruckBot() as bot:
        return asyncio.run(_play(asked.faults or list(FAULTS), form, bot))


async def _play(names: list[str], form: Form, bot: StruckBot) -> int:
    # A client that is killed in the middle of a request is no fault of the sandbox.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    sound = True
    for name in names:
        began = time.monotonic()
        try:
            tally = await FAULTS[name].play(form, bot)
        finally:
            await bot.kill()  # whatever the fault fell over, the next one finds none that runs
        _say(tally.line(name, time.monotonic() - began))
        if not tally.holds:
            sound = False
            _say(tally.complaint())
        if said := WATCH.findings():
            sound = False
            _say("\n".join(["  said in a log what nobody may say:", *(f"    {line}" for line in said[:_SHOWN])]))
    return 0 if sound else 1


def _say(line: str) -> None:
    """Now: who looks on for an hour wants to see how far it is."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
