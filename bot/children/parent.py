"""The bot's side of a process beside it: started away from its secrets and terminal, and ended whatever it does."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path

_PROGRAM = (
    "import sys; root = sys.argv.pop(); sys.path[:0] = [] if root in sys.path else [root]\n"
    "from {module} import main; main()"
)
_ROOT = Path(__file__).parents[2]
"""Where the bot's packages lie: first on the child's path where they are not installed, so that both are of one
version."""


def program(module: str) -> tuple[str, ...]:
    """The command that runs the `main` of one of our modules. It sees its arguments as sys.argv[1:]."""
    return sys.executable, "-P", "-c", _PROGRAM.format(module=module)


async def start(
    command: Sequence[str], *arguments: str, folder: Path | None = None, env: Mapping[str, str] | None = None
) -> Process:
    """Start it, in `folder` if one is named and with `env` beside the bot's environment. Raises OSError.

    The last argument is where our packages lie. Standard input stays open: its end is the end of the child, also when
    the bot is killed. A Ctrl-C in the terminal is the bot's alone to hear.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FENGSHAO_")}
    return await asyncio.create_subprocess_exec(
        *command,
        *arguments,
        str(_ROOT),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        cwd=folder,
        env=kept | dict(env or {}),
        start_new_session=True,
    )


def kill(process: Process) -> None:
    """Whatever it does. One that has ended stays as it is."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()


async def end(process: Process) -> None:
    """Kill it if it runs, and wait until it is gone."""
    if process.returncode is None:
        kill(process)
    await process.wait()
