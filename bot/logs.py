"""Sets logging up: structlog to standard error, quiet libraries, and no bot token in any line."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[hidden]"
_TOKEN = re.compile(r"\d{1,20}(?::|%3[Aa])[A-Za-z0-9_-]{30,}", re.ASCII)
_SHORTEST_SECRET = 6
_QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "aiosqlite", "asyncio", "PIL", "aiohttp.access")
"""Libraries that tell every request at INFO (httpx with its address, and so with the token) or chat at DEBUG."""


class Redactor:
    """Takes bot tokens, and the secrets it was told of, out of a text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in (secret, _in_a_url(secret))}
        words = "|".join(re.escape(secret) for secret in sorted(known, key=len, reverse=True))
        self._secrets = re.compile(words) if words else None

    def __call__(self, text: str) -> str:
        text = _TOKEN.sub(HIDDEN, text)
        return self._secrets.sub(HIDDEN, text) if self._secrets else text


def _in_a_url(secret: str) -> str:
    return secret.replace(":", "%3A")


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Redacts the finished line: event, values, traceback and address alike have passed by then."""

    def __init__(self, redact: Redactor, processors: list[Processor], foreign: list[Processor]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


def set_up_logs(level: str, form: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send every log, structlog's and the standard library's, to `stream` (standard error).

    `level` is debug, info, warning or error; `form` json (one object a line) or console. `secrets` are
    taken out of every line beside whatever looks like a bot token. May be called again.
    """
    redact = Redactor(secrets)
    out = stream if stream is not None else sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Formatter(redact, _ending(form, out), shared))
    root = logging.getLogger()
    for old in [old for old in root.handlers if getattr(old, "of_fengshao", False)]:
        root.removeHandler(old)
    handler.of_fengshao = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)
    # The record that could not be formatted would be printed as it is, token and all.
    logging.raiseExceptions = False
    sys.excepthook = _log_the_end
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _ending(form: str, out: TextIO) -> list[Processor]:
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "console":
        plain = structlog.dev.plain_traceback  # the rich one shows local variables, secrets among them
        return [remove, structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=plain)]
    return [
        remove,
        structlog.processors.format_exc_info,
        _event_first,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _event_first(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    first = {key: event.pop(key) for key in ("timestamp", "level", "event") if key in event}
    return {**first, **event}


def _log_the_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An exception that nobody caught: its message may hold an address with the token."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("fengshao").critical("crashed", exc_info=(kind, error, trace))
