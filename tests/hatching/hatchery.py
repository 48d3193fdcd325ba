"""The process that has loaded our modules and lets one program after another begin by a fork.

`python -m tests.hatching.hatchery SOCKET MODULE …`: SOCKET is the number of an inherited socket of packets. A packet is
an order as JSON (tests/hatching/hatched.py), with what is to be standard input, output and error; the answer is the id
of the new process, which is then a child of whoever asked. The end of the socket is the end of the hatchery.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import threading
import time
import traceback
from typing import Any, NoReturn, TextIO

from bot.children.resting import collector_at_rest

PACKET = 1 << 18


def main() -> None:
    orders = socket.socket(fileno=int(sys.argv[1]))
    with collector_at_rest():
        for module in sys.argv[2:]:
            importlib.import_module(module)
    gc.freeze()
    while (received := socket.recv_fds(orders, PACKET, 3))[0]:
        data, streams, _flags, _address = received
        orders.send(str(_hatch(json.loads(data), streams)).encode())
        for stream in streams:
            os.close(stream)


def _hatch(order: dict[str, Any], streams: list[int]) -> int:
    """The id of the new process. That between it and us ends at once: orphaned, it goes to whoever adopts orphans."""
    told, tell = os.pipe()
    between = os.fork()
    if between == 0:
        child = os.fork()
        if child == 0:
            _live(order, streams)
        os.write(tell, str(child).encode())
        os._exit(0)
    os.waitpid(between, 0)
    child = int(os.read(told, 20))
    os.close(told)
    os.close(tell)
    return child


def _live(order: dict[str, Any], streams: list[int]) -> NoReturn:
    """What a fresh interpreter would do from here to its end, save for tidying up a memory that is given back whole."""
    if order["session"]:
        os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, 64)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler if order["interruptible"] else signal.SIG_IGN)
    sys.stdin, sys.stdout, sys.stderr = _stream(0, "r"), _stream(1, "w"), _stream(2, "w", "backslashreplace")
    code = _ended(order["command"])
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for said in (sys.stdout, sys.stderr):
        if said is not None:  # the command line drops one whose reader has gone
            said.flush()
    os._exit(code & 0xFF)


def _stream(number: int, mode: str, errors: str = "strict") -> TextIO:
    unbuffered = bool(os.environ.get("PYTHONUNBUFFERED"))
    opened: Any = open(number, mode, encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115 - until the end
    if mode == "w":
        opened.reconfigure(write_through=unbuffered, line_buffering=unbuffered or number == 2)
    return opened  # type: ignore[no-any-return]


def _ended(command: list[str]) -> int:
    """Run `-m MODULE` or `-c PROGRAM` with its arguments; the exit code."""
    kind, what, *arguments = command
    sys.argv = [kind, *arguments]
    try:
        if kind == "-m":
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        else:
            exec(what, {"__name__": "__main__"})
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        sys.stderr.write(f"{end.code}\n")
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main()
