"""Sets logging up: structlog to standard error, quiet libraries; no bot token and nobody's words in any line."""

from __future__ import annotations

import logging
import re
import sys
import unicodedata
from collections.abc import Iterable
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

from bot.tracebacks import HIDDEN, TOKEN, scrubbed, trace

_SHORTEST_SECRET = 6
_QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "aiosqlite", "asyncio", "PIL", "aiohttp.access")
"""Libraries that tell every request at INFO (httpx with its address, and so with the token) or chat at DEBUG."""

_OF_ERRORS = frozenset({"error", "why", "telegram"})
"""Keys whose values are words of an exception, or of Telegram's refusal: both may repeat what somebody wrote."""
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of what ends a line, turns the direction of writing or steers a terminal."""


class Redactor:
    """Takes bot tokens, and the secrets it was told of, out of a text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in (secret, _in_a_url(secret))}
        words = "|".join(re.escape(secret) for secret in sorted(known, key=len, reverse=True))
        self._secrets = re.compile(words) if words else None

    def __call__(self, text: str) -> str:
        text = TOKEN.sub(HIDDEN, text)
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
    first: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _nobodys_words]
    if form == "console":
        # The rich traceback shows local variables, secrets and posts among them.
        return [
            *first,
            _on_one_line,
            structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=_write_trace),
        ]
    return [
        *first,
        structlog.processors.ExceptionRenderer(_trace),
        _event_first,
        structlog.processors.JSONRenderer(ensure_ascii=False),
        _escaped_json,
    ]


def _nobodys_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Only an exception can bring them here: what the program says itself are ids, counts and its own words."""
    for key in _OF_ERRORS & event.keys():
        if isinstance(event[key], str):
            event[key] = scrubbed(event[key])
    if str(event.get("logger", "")).startswith("asyncio"):  # it tells an unawaited exception as Python writes it
        event["event"] = scrubbed(str(event["event"]))
    return event


def _trace(exc_info: ExcInfo) -> str:
    return trace(exc_info[1])


def _write_trace(out: TextIO, exc_info: ExcInfo) -> None:
    out.write("\n" + "\n".join(map(_escaped, _trace(exc_info).splitlines())))


def _event_first(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    first = {key: event.pop(key) for key in ("timestamp", "level", "event") if key in event}
    return {**first, **event}


def _escaped_json(_logger: WrappedLogger, _method: str, line: Any) -> str:
    """Whatever steers a terminal or a reader of lines stands in a string of JSON, where it may be escaped."""
    return _escaped(str(line))


def _on_one_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """For the console: a key or a value cannot begin a line of its own, nor colour or turn the one it is in."""
    return {_escaped(str(key)): value if key == "exc_info" else _plain(value) for key, value in event.items()}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return _escaped(value if isinstance(value, str) else repr(value))


def _escaped(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(_escape(sign) if unicodedata.category(sign) in _STEERING else sign for sign in text)


def _escape(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


def _log_the_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An exception that nobody caught: its message may hold an address with the token."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("fengshao").critical("crashed", exc_info=(kind, error, trace))
