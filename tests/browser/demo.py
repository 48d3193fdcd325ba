"""The real demo as a process: `fengshao demo`, its address, the bot's process below it, and an end without remains."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.secrecy.watch import WATCH

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""Seconds of real time for whatever the demo does; a busy machine may stand still for several."""
_GLANCE = 0.02
_FAREWELL = 5.0
"""Seconds."""
_COMMAND = (sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0")
_ADDRESS = re.compile(r"http://[\w.\[\]:]+:\d+")
_BOT = b"bot.demo.bot_child"


def until(what: str, condition: Callable[[], T | None], seconds: float = PATIENCE) -> T:
    """Wait until it is so, and hand the value on. Raises AssertionError with `what`."""
    ends = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < ends, f"within {seconds:.0f} s: {what}"
        time.sleep(_GLANCE)
    return value


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that runs. `address` is the page's, without a slash at its end; `log` holds what it printed."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def world(self) -> dict[str, Any]:
        """What the page's server says of the world now."""
        with urllib.request.urlopen(f"{self.address}/page/world", timeout=PATIENCE) as answer:
            told: dict[str, Any] = json.load(answer)
        return told

    def ask(self, path: str, **body: str | int) -> None:
        """What the page does when something is pressed, without a page. Raises HTTPError with the server's words."""
        headers = {"X-Page": "1", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}{path}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=PATIENCE):
            pass

    def coming_lines(self) -> list[str]:
        """The lines, in Chinese, of the steps of the stories that were not played yet."""
        world = self.world()
        steps = {
            (chapter["code"], number): step["line"]["zh"]
            for chapter in world["chapters"]
            for number, step in enumerate(chapter["steps"], start=1)
        }
        following = list(steps).index(tuple(world["playing"]["next"])) if world["playing"]["next"] else len(steps)
        return list(steps.values())[following:]

    def play_until(self, chapter: str, step: int) -> None:
        """Play the stories up to the end of a step."""
        codes = [each["code"] for each in self.world()["chapters"]]
        if self.story_at_rest()["next"][0] != chapter:
            self.ask("/page/story", do="skip", chapter=chapter)
        while self._place(codes) < (codes.index(chapter), step):
            self.ask("/page/story", do="step")

    def _place(self, codes: list[str]) -> tuple[int, int]:
        playing = self.story_at_rest()
        return codes.index(playing["chapter"]), playing["step"]

    def story_at_rest(self) -> dict[str, Any]:
        """Where the stories are, as soon as no step is being played. Raises AssertionError with why one failed."""

        def resting() -> dict[str, Any] | None:
            playing: dict[str, Any] = self.world()["playing"]
            return None if playing["state"] in {"playing", "busy"} else playing

        playing = until("the story rests", resting)
        assert not playing["error"], playing["error"]
        return playing

    def bot(self) -> int | None:
        """The process id of the bot, or None while there is none."""
        return next((child for child in descendants(self.process.pid) if _BOT in _command(child)), None)

    def kill_bot(self) -> int:
        """End the bot as the kernel would: SIGKILL, without a word. Returns the id of the process that is no more."""
        process = until("the bot's process runs", self.bot)
        os.kill(process, signal.SIGKILL)
        return process


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """Start `python -m bot demo` on a free port; end it by SIGTERM, and see that nothing of it is left.

    Raises AssertionError with what the demo printed when it ends early, ends badly, or leaves a process behind.
    """
    log = folder / "demo.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            _COMMAND,
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    below: list[int] = []
    try:
        demo = Demo(process, until("the demo says its address", lambda: _address(process, log)), log)
        yield demo
        WATCH.known.add_names(*(person["name"] for person in demo.world()["people"]))
        below = descendants(process.pid)
        for child in below:
            WATCH.follow(Path(f"/proc/{child}/fd/2"), from_its_end=False)
        process.terminate()
        code = process.wait(PATIENCE)
        assert code == 0, f"exit code {code}\n{_printed(log)}"
        # Whoever lost its parent notices that by itself, a moment later.
        until("nothing of the demo is left", lambda: not any(map(_alive, below)), _FAREWELL)
    finally:
        # Whatever went wrong above, a test leaves no process behind.
        for child in [*descendants(process.pid), *(each for each in below if _alive(each)), process.pid]:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str | None:
    assert process.poll() is None, f"the demo ended with exit code {process.returncode}\n{_printed(log)}"
    found = _ADDRESS.search(_printed(log))
    return found[0] if found else None


def _printed(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")


def descendants(process: int) -> list[int]:
    """The ids of all processes below one, nearest first."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(folder.name))
    found = list(children.get(process, []))
    for child in found:
        found.extend(children.get(child, []))
    return found


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _alive(process: int) -> bool:
    """A zombie is no process: it only waits to be counted."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
