"""`fengshao demo` as a person starts it: how it ends, and what it leaves behind."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import pytest
import structlog

from bot.cli import main
from bot.demo.bot_process import BotGone
from bot.demo.stage import Stage
from bot.demo.story import Story
from tests.hatching.hatched import hatching


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    root, hook, raising = logging.getLogger(), sys.excepthook, logging.raiseExceptions
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, logging.raiseExceptions = hook, raising
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture
def hatched() -> Iterator[None]:
    """For demos whose start is not what is looked at; the last one here is started as a person does."""
    with hatching():
        yield


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["demo", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.usefixtures("hatched")
def test_a_step_that_does_not_happen_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story = Story("odd", "怪事", "Odd things")

    @story.step("sunrise", "太阳从西边出来。", "The sun rises in the west.")
    async def sunrise(stage: Stage) -> None:
        stage.check("the sun should rise in the west", False)

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("bot.demo.day.DAY", (story,))
    assert ended("--headless") == 1
    out, err = capsys.readouterr()
    assert "太阳从西边出来。" in out
    assert "all happened" not in out
    assert err.splitlines()[-1] == "fengshao demo: did not happen: odd 1 sunrise: the sun should rise in the west"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("hatched")
def test_a_short_day_ends_with_what_the_command_line_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story = Story("calm", "没事", "Nothing")

    @story.step("nothing", "什么也没有发生。", "Nothing happens.")
    async def nothing(stage: Stage) -> None:
        stage.check("it should be quiet", not stage.sandbox.calls.of("sendMessage"))

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("bot.demo.day.DAY", (story,))
    assert ended("--headless") == 0
    out, err = capsys.readouterr()
    assert "$ fengshao tickets" in out
    assert "黄山市黄山区 · 2026年第48周" in out
    assert out.splitlines()[-1].startswith("1 steps, all happened, ")
    assert err == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("--headless",), ("--no-browser", "--port", "0")])
def test_a_bot_that_does_not_start_is_told_without_a_traceback(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def open_stage(*_: object, **__: object) -> None:
        raise BotGone("it ended 3 times")

    monkeypatch.setattr("bot.demo.opening.open_stage", open_stage)
    monkeypatch.setattr("bot.demo.theatre.open_stage", open_stage)
    assert ended(*arguments) == 1
    assert capsys.readouterr().err.splitlines() == ["fengshao demo: it ended 3 times"]


def test_the_pace_is_for_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--pace", "2") == 2
    assert capsys.readouterr().err.splitlines() == [
        "fengshao demo: --pace goes with --headless; the page has buttons for that (see fengshao demo --help)"
    ]


@pytest.mark.parametrize("pace", ["nan", "inf", "-1"])
def test_a_pace_is_a_number_of_seconds(pace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--headless", "--pace", pace) == 2
    assert "--pace" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("--headless",), ("--no-browser", "--port", "0")])
@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (FileNotFoundError(2, "No usable temporary directory found"), "No usable temporary directory found"),
        (BrokenPipeError(32, "Broken pipe"), ""),
    ],
)
def test_both_ways_of_playing_tell_the_same_of_what_ends_them(
    arguments: tuple[str, ...],
    trouble: OSError,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def no_folder() -> None:
        raise trouble

    monkeypatch.setattr("bot.demo.folder.own_folder", no_folder)
    monkeypatch.setattr("bot.demo.theatre.own_folder", no_folder)
    monkeypatch.setattr("sys.stdout", sys.stdout)  # the command line drops one whose reader has gone
    assert ended(*arguments) == 1
    assert capsys.readouterr().err.splitlines() == ([f"fengshao demo: {told}"] if told else [])


@pytest.mark.parametrize(
    ("platform", "display", "has"), [("linux", "", False), ("linux", ":0", True), ("darwin", "", True)]
)
def test_a_browser_is_opened_where_there_is_a_desktop(
    platform: str, display: str, has: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[int, bool]] = []
    monkeypatch.setattr("bot.commands.demo._serve_page", lambda port, *, browser: opened.append((port, browser)))
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert ended() == 0
    assert ended("--no-browser", "--port", "0") == 0
    assert opened == [(8800, has), (0, False)]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A shell that runs the tests in the background has them, and whatever they start, ignore ctrl-c."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def started(tmp_path: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """The command as a process of its own, its folders under tmp_path."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8", **environment},
    )


@pytest.mark.usefixtures("interruptible", "hatched")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_cleans_up(tmp_path: Path, sign: signal.Signals) -> None:
    process = started(tmp_path, "--headless", "--pace", "60")
    assert process.stdout is not None
    assert any("▶ live 1 claim" in line for line in process.stdout)
    assert [path.name.startswith("fengshao-demo-") for path in tmp_path.iterdir()] == [True]
    process.send_signal(sign)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (130, "")
    assert list(tmp_path.iterdir()) == []


def ask(address: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the page's server answers; a `body` is posted."""
    data = json.dumps(body).encode() if body is not None else None
    request = Request(f"{address}{path}", data, {"Content-Type": "application/json", "X-Page": "1"})
    with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
        told: dict[str, Any] = json.load(answer)
    return told


def the_next_world(address: str, old: str) -> dict[str, Any]:
    """The world that takes the place of the old one, as soon as its town is set up."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        with suppress(OSError):
            world = ask(address, "/page/world")
            if world["world"] != old and world["playing"]["state"] == "ready":
                return world
        time.sleep(0.05)
    raise AssertionError("no new world within a minute")


def speak(port: int, request: bytes) -> bytes:
    """The first line of what is answered to a request that no browser would write."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        return line.makefile("rb").readline()


def below(process: int) -> list[int]:
    """The processes that this one has started."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


@pytest.mark.usefixtures("interruptible", "hatched")
def test_the_page_is_there_until_it_is_told_to_end(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = started(tmp_path, "--no-browser", "--port", str(port))
        assert process.stdout is not None
        said = [next(process.stdout).strip() for _ in range(3)]
    address = said[2].rstrip("/")
    other = int(address.rpartition(":")[2])
    assert other != port
    assert said[1] == f"端口 {port} 被占用，改用 {other} · port {port} is taken, {other} is used instead"
    assert address == f"http://127.0.0.1:{other}"

    world = ask(address, "/page/world")
    assert (world["bot"]["state"], world["playing"]["state"]) == ("up", "ready")
    assert world["playing"]["next"] == ["bin", 1]
    for hosts in (b"", b"Host: a\r\nHost: b\r\n"):
        assert b" 400 " in speak(other, b"GET / HTTP/1.1\r\n" + hosts + b"\r\n")  # and not a word of it below
    (bot,) = below(process.pid)
    ask(address, "/page/again", {})
    fresh = the_next_world(address, world["world"])
    assert fresh["playing"]["next"] == ["bin", 1]
    (new_bot,) = below(process.pid)
    assert new_bot != bot
    assert len(list(tmp_path.iterdir())) == 1

    process.terminate()
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (0, "")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(new_bot, 0)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_before_the_town_stands_leaves_nothing(tmp_path: Path) -> None:
    process = started(tmp_path, "--no-browser", "--port", "0")
    while not list(tmp_path.glob("*/bot.log")):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, len(out.splitlines()), err.strip()) == (0, 1, "")
    assert list(tmp_path.iterdir()) == []
