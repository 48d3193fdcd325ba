"""`fengshao demo` as a person starts it: how it ends, and what it leaves behind."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.cli import main
from bot.demo.stage import Stage
from bot.demo.story import Story


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


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["demo", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


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


def test_without_headless_it_says_that_the_page_is_to_come(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended() == 2
    assert capsys.readouterr().err.splitlines() == [
        "fengshao demo: the page arrives with a later version; use --headless (see fengshao demo --help)"
    ]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A shell that runs the tests in the background has them, and whatever they start, ignore ctrl-c."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_cleans_up(tmp_path: Path, sign: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--headless", "--pace", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    assert any("▶ live 1 claim" in line for line in process.stdout)
    assert [path.name.startswith("fengshao-demo-") for path in tmp_path.iterdir()] == [True]
    process.send_signal(sign)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (130, "")
    assert list(tmp_path.iterdir()) == []
