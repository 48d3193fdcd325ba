"""Processes that begin in a hatchery: wherever Python is started with one of our programs, it is forked instead.

What is started is a child as any other: subprocess.Popen and asyncio wait for it, signal it and read from it as ever.
"""

from __future__ import annotations

import atexit
import ctypes
import inspect
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.children import parent
from tests.hatching.hatchery import PACKET

_ROOT = Path(__file__).parents[2]
_FONTS = _ROOT / ".pytest_cache" / "matplotlib"
_BOT = (
    *("bot.commands.run", "bot.commands.demo", "bot.app", "bot.starting", "bot.logs", "handlers.polling"),
    *("bot.demo.bot_serving", "bot.demo.theatre", "bot.demo.narrator", "bot.demo.day"),
    *("bot.http", "bot.health", "tests.torture.steps", "tests.torture.weather"),
    *("numpy", "opencc", "pypinyin"),  # loaded by a bot once it needs them: a quarter of a short life
)
_DRAWING = (
    *("bot.drawing.child", "bot.drawing.drawers", "bot.drawing.statistics", "bot.drawing.bulletin"),
    *("bot.drawing.register", "bot.drawing.map", "bot.drawing.workbook"),
)
"""Never in one process with the bot, which draws nothing itself."""
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
_exec = subprocess.Popen._execute_child  # type: ignore[attr-defined]
_ARGUMENTS = inspect.signature(_exec)


class Hatchery:
    """A process with these modules loaded, which begins with the first order."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._modules = modules
        self._process: subprocess.Popen[bytes] | None = None
        self._one_order = threading.Lock()

    def hatch(self, order: dict[str, Any], streams: Sequence[int]) -> int:
        """The id of a new child of this process."""
        with self._one_order:
            if self._process is None:
                self._begin()
            with _adopting():
                socket.send_fds(self._orders, [json.dumps(order).encode()], streams)
                answer = self._orders.recv(PACKET)
        if not answer:
            raise RuntimeError("the hatchery has ended")
        return int(answer)

    def close(self) -> None:
        if self._process is not None:
            self._orders.close()
            self._process.wait()
            self._process = None

    def _begin(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.hatching.hatchery", str(theirs.fileno()), *self._modules],
                cwd=_ROOT,
                # Threads of libraries would not live on in a fork.
                env={
                    **os.environ,
                    "OPENBLAS_NUM_THREADS": "1",
                    "PYPINYIN_NO_PHRASES": "true",  # as bot/reading/sounds.py wants it
                    "MPLCONFIGDIR": str(_ROOT / ".pytest_cache/matplotlib"),
                },
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )


@contextmanager
def _adopting() -> Iterator[None]:
    """Meanwhile orphans among our descendants become our children; at other times the system takes care of them."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_ADOPT_ORPHANS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    try:
        yield
    finally:
        libc.prctl(_ADOPT_ORPHANS, 0, 0, 0, 0)


_bots, _drawers = Hatchery(_BOT), Hatchery(_DRAWING)
_HATCHERIES: dict[tuple[str, ...], Hatchery] = {
    ("-m", "bot"): _bots,
    ("-m", "bot.demo.bot_child"): _bots,
    ("-m", "tests.torture.struck"): _bots,
    ("-m", "tests.torture.touching"): _bots,
    ("-c", parent.program("bot.drawing.child")[-1]): _drawers,
}
"""What is hatched, by the beginning of its command."""


@atexit.register
def _close() -> None:
    for hatchery in _HATCHERIES.values():
        hatchery.close()


@contextmanager
def hatching() -> Iterator[None]:
    """Meanwhile our programs are hatched. Elsewhere than on Linux they are started as ever."""
    before = subprocess.Popen._execute_child  # type: ignore[attr-defined]
    subprocess.Popen._execute_child = _execute_child if sys.platform == "linux" else _exec  # type: ignore[attr-defined]
    try:
        yield
    finally:
        subprocess.Popen._execute_child = before  # type: ignore[attr-defined]


def _wanted(command: Any) -> tuple[Hatchery, list[str]] | None:
    """What hatches this command, and the command as its interpreter would see it; None for any other."""
    if isinstance(command, str | bytes) or next(iter(command)) != sys.executable:
        return None
    parts = [os.fsdecode(part) for part in command][1:]
    parts = parts[1:] if parts[:1] == ["-P"] else parts
    hatchery = _HATCHERIES.get(tuple(parts[:2]))
    return (hatchery, parts) if hatchery is not None else None


def _execute_child(process: subprocess.Popen[Any], *args: Any, **more: Any) -> None:
    """In the place of subprocess.Popen._execute_child."""
    given = _ARGUMENTS.bind(process, *args, **more).arguments
    wanted = _wanted(given["args"])
    if wanted is None:
        _exec(process, *args, **more)
        return
    hatchery, command = wanted
    environment = given["env"] if given["env"] is not None else os.environ
    order = {
        "command": command,
        "environment": dict(environment),
        "folder": str(given["cwd"] or Path.cwd()),
        "session": bool(given["start_new_session"]),
        "interruptible": signal.getsignal(signal.SIGINT) is not signal.SIG_IGN,
    }
    ours = [given[name] for name in ("p2cread", "c2pwrite", "errwrite")]
    process.pid = hatchery.hatch(order, [stream if stream >= 0 else own for own, stream in enumerate(ours)])
    process._child_created = True  # type: ignore[attr-defined]
    pipes = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
    process._close_pipe_fds(*(given[name] for name in pipes))  # type: ignore[attr-defined]
