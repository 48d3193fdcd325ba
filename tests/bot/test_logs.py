"""Logs: one line each on the stream given, and no bot token in any of them."""

from __future__ import annotations

import io
import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.logs import Redactor, set_up_logs
from bot.tracebacks import HIDDEN

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz-_01234"
ODD = "42:short"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """A stream that gets the logs; what set_up_logs changes is put back."""
    root, hook, raising = logging.getLogger(), sys.excepthook, logging.raiseExceptions
    handlers, level = list(root.handlers), root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, logging.raiseExceptions = hook, raising
    logging.captureWarnings(False)
    structlog.reset_defaults()


def records(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_both_kinds_of_logger_write_one_object_a_line(out: io.StringIO) -> None:
    set_up_logs("info", "json", stream=out)
    structlog.get_logger("desk").info("ticket opened", ticket=1024, place="龙西小区")
    logging.getLogger("old").warning("late by %s", "2h")
    first, second = records(out)
    assert list(first)[:3] == ["timestamp", "level", "event"]
    assert (first["event"], first["ticket"], first["place"], first["logger"]) == (
        "ticket opened",
        1024,
        "龙西小区",
        "desk",
    )
    assert (second["event"], second["level"]) == ("late by 2h", "warning")


def test_the_level_holds(out: io.StringIO) -> None:
    set_up_logs("warning", "json", stream=out)
    structlog.get_logger("a").info("quiet")
    structlog.get_logger("a").warning("loud")
    assert [record["event"] for record in records(out)] == ["loud"]


def test_libraries_that_tell_every_request_are_quiet_even_at_debug(out: io.StringIO) -> None:
    set_up_logs("debug", "json", stream=out)
    for name in ("httpx", "httpcore.connection", "telegram.ext.Application"):
        logging.getLogger(name).info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    logging.getLogger("mine").debug("heard")
    assert [record["event"] for record in records(out)] == ["heard"]


def _raise() -> None:
    raise ValueError(f"no answer from https://api.telegram.org/bot{TOKEN}/getUpdates for {ODD}")


def _as_exception() -> None:
    try:
        _raise()
    except ValueError:
        structlog.get_logger("a").exception("failed")


def _as_old_exception() -> None:
    try:
        _raise()
    except ValueError:
        logging.getLogger("a").exception("failed with %s", ODD)


def _uncaught() -> None:
    try:
        _raise()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


LEAKS: dict[str, Callable[[], None]] = {
    "in the event": lambda: structlog.get_logger("a").info(f"token {TOKEN} {ODD}"),
    "in a value": lambda: structlog.get_logger("a").info("x", url=f"https://x/file/bot{TOKEN}/p.jpg", other=[ODD]),
    "as a key": lambda: structlog.get_logger("a").info("x", **{TOKEN: ODD}),
    "in an argument": lambda: logging.getLogger("a").info("GET %s", f"bot{TOKEN}/{ODD}"),
    "quoted for an address": lambda: logging.getLogger("a").info("%s", f"{TOKEN} {ODD}".replace(":", "%3A")),
    "in an exception": _as_exception,
    "in an old exception": _as_old_exception,
    "in an exception nobody caught": _uncaught,
    "in a warning": lambda: warnings.warn(f"{TOKEN} {ODD}", stacklevel=1),
    "in a library's error": lambda: logging.getLogger("httpx").error("%s %s", TOKEN, ODD),
    "bound to the context": lambda: structlog.get_logger("a").bind(token=TOKEN, odd=ODD).info("x"),
}


@pytest.mark.filterwarnings("always")
@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS.keys())
def test_a_token_never_reaches_a_log(
    out: io.StringIO, capsys: pytest.CaptureFixture[str], form: str, leak: Callable[[], None]
) -> None:
    set_up_logs("info", form, secrets=[ODD], stream=out)
    leak()
    told = out.getvalue() + capsys.readouterr().err
    assert HIDDEN in told
    for secret in (TOKEN, TOKEN.split(":")[1], ODD, ODD.replace(":", "%3A")):
        assert secret not in told


def test_a_line_that_cannot_be_formatted_is_not_printed_raw(
    out: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("info", "json", stream=out)
    logging.getLogger("a").info("%d", TOKEN)
    assert TOKEN not in out.getvalue() + capsys.readouterr().err


def test_setting_up_twice_writes_each_line_once(out: io.StringIO) -> None:
    set_up_logs("info", "json", stream=out)
    set_up_logs("info", "json", stream=out)
    structlog.get_logger("a").info("once")
    assert len(records(out)) == 1


FORGED = '李\n{"event": "forged"}\r\x1b[31m\x85\u2028\u202egnorw\u0000\x9b\ud800'
"""A name that would begin lines, colour them, turn them round, and break the encoding."""


def _ours() -> logging.Handler:
    """The handler that was set up last."""
    return next(one for one in logging.getLogger().handlers if getattr(one, "of_fengshao", False))


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("place", ["event", "value", "key", "list", "argument", "exception"])
def test_a_name_cannot_forge_a_line(out: io.StringIO, form: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_logs("info", form, stream=out)
    log, library = structlog.get_logger("a"), logging.getLogger("b")
    monkeypatch.setattr(library, "handlers", [_ours()])
    monkeypatch.setattr(library, "propagate", False)  # pytest keeps what it hears, and cannot hand on half a character
    {
        "event": lambda: log.info(FORGED),
        "value": lambda: log.info("x", name=FORGED),
        "key": lambda: log.info("x", **{FORGED: 1}),
        "list": lambda: log.info("x", names=[FORGED]),
        "argument": lambda: library.info("%s", FORGED),
        "exception": lambda: log.error("failed", exc_info=RuntimeError(FORGED)),
    }[place]()
    told = out.getvalue()
    if place != "exception":
        assert (told.count("\n"), len(told.splitlines())) == (1, 1)
    assert told.isascii() or not any(sign in told for sign in FORGED[1:] if not sign.isprintable() and sign != "\n")
    assert not any(line.startswith('{"event": "forged"}') for line in told.splitlines())
    if form == "json":
        (record,) = records(out)
        if place == "value":
            assert record["name"] == FORGED, "nothing of it is lost"


PERSONAL = "东湖花园王师傅说的"
TELEPHONE = "13912345678"


def _raise_personal() -> None:
    int(PERSONAL)


def _fail_personally() -> None:
    try:
        _raise_personal()
    except ValueError as error:
        raise RuntimeError(f"{PERSONAL} {TELEPHONE}") from error


def _logged_personally() -> None:
    try:
        _fail_personally()
    except RuntimeError:
        structlog.get_logger("a").exception("failed")


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize(
    "leak",
    [
        _logged_personally,
        lambda: structlog.get_logger("a").error("x", error=f'can\'t parse tag "{PERSONAL}"'),
        lambda: logging.getLogger("asyncio").error("Task exception was never retrieved: ValueError('%s')", PERSONAL),
    ],
    ids=["an exception with its cause", "the words of an error", "a task that nobody awaited"],
)
def test_an_error_does_not_repeat_what_people_wrote(out: io.StringIO, form: str, leak: Callable[[], None]) -> None:
    set_up_logs("info", form, stream=out)
    leak()
    assert out.getvalue()
    for words in (PERSONAL, "王师傅", TELEPHONE):
        assert words not in out.getvalue()


def test_what_is_no_token_stays() -> None:
    line = "at 12:30 chat -1001234567890 got photo AgACAgUAAx0CZ"
    assert Redactor(["", "abc"])(line) == line
