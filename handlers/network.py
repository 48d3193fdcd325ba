"""The network: HTTP clients that share one TLS context, since building one costs 30 to 100 ms."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from importlib.util import find_spec
from urllib.parse import urlsplit

import httpx
from telegram.request import HTTPXRequest

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""The library's RetryAfter warns at every 429 unless it is asked for a timedelta, its form of the future."""

if "sniffio" not in sys.modules and find_spec("sniffio") is None:
    # httpcore asks four times a call under which library it runs, and each time Python looks for one that is not
    # there in every folder of its path: a quarter of what a call costs. Told that it is not, it no longer looks.
    sys.modules["sniffio"] = None  # type: ignore[assignment]


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


Heard = Callable[[httpx.Response], Awaitable[None]]


def open_request(url: str, *, pool: int, read_timeout: float, heard: Sequence[Heard] = ()) -> HTTPXRequest:
    """A client for this server. `read_timeout` in seconds. A plain http:// server needs no TLS context at all.

    `heard` are told of each answer when its head has come, before its body.
    """
    return HTTPXRequest(
        connection_pool_size=pool,
        connect_timeout=10,
        read_timeout=read_timeout,
        write_timeout=20,
        pool_timeout=10,
        httpx_kwargs={
            "verify": _context() if url.startswith("https:") else False,
            # A proxy of the environment, which many need to reach Telegram, does not know this machine's own servers.
            "trust_env": not _is_this_machine(url),
            "event_hooks": {"response": list(heard)},
        },
    )


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")
