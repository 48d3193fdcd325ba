"""Listens to what the program says while tests run, in this process and in those that it starts, and searches it."""

from __future__ import annotations

import inspect
import os
import stat
import subprocess
import sys
from asyncio.subprocess import SubprocessStreamProtocol
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from click.testing import CliRunner
from structlog.testing import LogCapture

from bot import logs
from bot.sandbox.gathering import Gathering
from bot.sandbox.posting import Posting
from bot.sandbox.world import World
from bot.tracebacks import trace
from tests.secrecy.known import Known

_SHOWN = 200
_MOST_OPEN = 64
_POPEN = inspect.signature(subprocess.Popen.__init__)


@dataclass(slots=True)
class _File:
    """A log file that a process writes to, held open: it may be gone before anybody looks."""

    reader: int
    written_by: subprocess.Popen[Any] | None

    def is_same(self, found: os.stat_result) -> bool:
        return os.path.samestat(os.fstat(self.reader), found)

    def news(self) -> str:
        parts = []
        while part := os.read(self.reader, 1 << 20):
            parts.append(part)
        return b"".join(parts).decode(errors="replace")


class Watch:
    """One for the whole run. `findings` looks through what was said since the last time."""

    def __init__(self) -> None:
        self.known = Known()
        self._logged: list[str] = []
        self._answered: list[str] = []
        self._files: list[_File] = []
        self.bytes_searched = 0

    # --- what is heard

    def log(self, said: str | bytes) -> None:
        """What only the operator reads: neither tokens nor people."""
        self._logged.append(said if isinstance(said, str) else said.decode(errors="replace"))

    def answer(self, said: str | bytes) -> None:
        """What a command answers who asked it: it may name people, and never tokens."""
        self._answered.append(said if isinstance(said, str) else said.decode(errors="replace"))

    def follow(self, file: Path, *, from_its_end: bool = True) -> None:
        """A log file that a process writes to which we did not start ourselves."""
        with suppress(OSError):
            self._follow(os.open(file, os.O_RDONLY), None, from_its_end=from_its_end)

    def _follow(self, reader: int, process: subprocess.Popen[Any] | None, *, from_its_end: bool) -> None:
        found = os.fstat(reader)
        if not stat.S_ISREG(found.st_mode) or (process is None and any(file.is_same(found) for file in self._files)):
            os.close(reader)
            return
        os.lseek(reader, 0, os.SEEK_END if from_its_end else os.SEEK_SET)
        self._files.append(_File(reader, process))
        if len(self._files) > _MOST_OPEN:
            self._read_files()

    def _read_files(self) -> None:
        """Those of processes that run on stay open."""
        going_on = []
        for file in self._files:
            self._logged.append(file.news())
            if file.written_by is not None and file.written_by.poll() is None:
                going_on.append(file)
            else:
                os.close(file.reader)
        self._files = going_on

    # --- what is found

    def findings(self) -> list[str]:
        """What must not have been said, each with the line that it stood in."""
        self._read_files()
        logged, answered = self._logged, self._answered
        self._logged, self._answered = [], []
        return [*self._search(logged, personal=True), *self._search(answered, personal=False)]

    def _search(self, said: list[str], *, personal: bool) -> Iterator[str]:
        whole = "\n".join(said)
        self.bytes_searched += len(whole)
        if not whole or not self._faults(whole, personal=personal):
            return
        for line in whole.splitlines():
            yield from (f"{what}, in: {line[:_SHOWN]}" for what in self._faults(line, personal=personal))

    def _faults(self, said: str, *, personal: bool) -> list[str]:
        return [*self.known.find(said), *(self.known.find_personal(said) if personal else ())]

    # --- how it is heard

    def install(self) -> None:
        """For the rest of this process's life."""
        self._hear_people()
        self._hear_logs()
        self._hear_processes()

    def _hear_people(self) -> None:
        known = self.known

        def keep(world: World, message: Any) -> None:
            if getattr(message.sender, "is_bot", True) is False:
                known.add_text(message.words.text)

        def edit(_posting: Posting, _message: Any, text: str | None = None, *_: Any, **__: Any) -> None:
            known.add_text(text or "")

        _before(World, "keep", keep)
        _before(Posting, "edit", edit)
        _after(Gathering, "add_bot", lambda bot, *_, **__: known.add_token(bot.token))
        _after(
            Gathering, "add_person", lambda who, *_, **__: known.add_names(who.full_name, who.first_name, who.username)
        )

    def _hear_logs(self) -> None:
        """The lines of structlog as the program writes them, also where a test catches them or has set nothing up."""
        _after(logs._Formatter, "format", lambda line, *_, **__: self.log(line))
        _before(LogCapture, "__call__", lambda _capture, _logger, _method, event: self.log(_as_written(event)))
        _after(CliRunner, "invoke", self._command)
        self.hear_events()

    def hear_events(self) -> None:
        """Those that are printed because nothing was set up. Again wherever a test has put structlog back."""
        if not structlog.is_configured():
            structlog.configure(processors=[self._pass, *_plainly_printed()])

    def _command(self, result: Any, *_: Any, **__: Any) -> None:
        """A fault of the operator's book is told with the book's own words; a fall is told to be handed on."""
        self.answer(result.stdout)
        (self.log if "Traceback" in result.stderr else self.answer)(result.stderr)

    def _pass(self, _logger: Any, _method: str, event: Any) -> Any:
        self.log(_as_written(event))
        return event

    def _hear_processes(self) -> None:
        """Those of this process: files that they write to, and what is read from their pipes."""

        def started(_nothing: None, process: subprocess.Popen[Any], *args: Any, **more: Any) -> None:
            given = _POPEN.bind(process, *args, **more).arguments
            out, err = (_descriptor(given.get(name)) for name in ("stdout", "stderr"))
            for target in {one for one in (out, err) if one is not None}:
                with suppress(OSError):
                    reader = os.open(f"/proc/self/fd/{target}", os.O_RDONLY)
                    self._follow(reader, process, from_its_end=True)

        def ended(answer: tuple[Any, Any], *_: Any, **__: Any) -> None:
            out, err = answer
            self.answer(out or "")
            self.log(err or "")

        def read(_protocol: Any, descriptor: int, data: bytes) -> None:
            (self.log if descriptor == 2 else self.answer)(data)

        if sys.platform == "linux":
            _after(subprocess.Popen, "__init__", started)
        _after(subprocess.Popen, "communicate", ended)
        _before(SubprocessStreamProtocol, "pipe_data_received", read)


def _as_written(event: dict[str, Any]) -> str:
    """An event as the log's formatter would write it: errors told, lines of code and all."""
    fit = logs._nobodys_words(None, "", dict(event))
    error = fit.pop("exc_info", None)
    if error:
        error = error if isinstance(error, BaseException) else sys.exc_info()[1]
    return f"{fit}\n{trace(error) if isinstance(error, BaseException) else ''}"


def _plainly_printed() -> list[Any]:
    """As structlog does where nothing is set up, save that its tracebacks show no local variables."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]


def _descriptor(target: Any) -> int | None:
    """Of a real file; pipes and nothing are negative numbers."""
    if isinstance(target, int):
        return target if target >= 0 else None
    try:
        return int(target.fileno())
    except (AttributeError, OSError, ValueError):
        return None


def _before(owner: type, name: str, hear: Callable[..., None]) -> None:
    inner = getattr(owner, name)

    def heard(*args: Any, **more: Any) -> Any:
        hear(*args, **more)
        return inner(*args, **more)

    setattr(owner, name, _like(heard, inner))


def _after(owner: type, name: str, hear: Callable[..., Any]) -> None:
    """`hear` gets what came of it, then the arguments."""
    inner = getattr(owner, name)

    def heard(*args: Any, **more: Any) -> Any:
        came = inner(*args, **more)
        hear(came, *args, **more)
        return came

    setattr(owner, name, _like(heard, inner))


def _like(heard: Callable[..., Any], inner: Callable[..., Any]) -> Callable[..., Any]:
    heard.__name__, heard.__doc__, heard.__wrapped__ = inner.__name__, inner.__doc__, inner  # type: ignore[attr-defined]
    return heard


WATCH = Watch()
"""The one that listens (tests/conftest.py, tests/torture/__main__.py)."""
