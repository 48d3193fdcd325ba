"""The search itself: whatever way a leak takes, it is found."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
import structlog
from click.testing import CliRunner
from structlog.testing import capture_logs

from bot.logs import set_up_logs
from bot.sandbox import Sandbox
from tests.secrecy.known import Known
from tests.secrecy.watch import WATCH

POSTED = "西岭新村十九栋的路灯从上周起就不亮了"
WRITER = "欧阳骑手甲乙"
TOKEN = "7000000002:another-token-that-no-log-may-hold-0"


@pytest.fixture
def known() -> Known:
    known = Known()
    known.add_token("42:short")
    known.add_names(WRITER, "ouyang_rides", "李")
    known.add_text(POSTED)
    return known


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("GET /bot42:short/getMe", ["a token"]),
        ("GET /bot42%3Ashort/getMe", ["a token"]),
        (f"GET /bot{TOKEN}/getMe", ["something like a token"]),
        ("at 12:30 chat -1001234567890 got AgACAgUAAx0CZ", []),
    ],
)
def test_tokens(known: Known, said: str, found: list[str]) -> None:
    assert list(known.find(said)) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f'{{"who": "{WRITER}"}}', [f"the name {WRITER}"]),
        (json.dumps({"who": WRITER}), [f"the name {WRITER}"]),
        ("by ouyang_rides", ["the name ouyang_rides"]),
        ("东湖社区李书记", []),
        ("call 13912345678", ["the telephone number 13912345678"]),
        ("chat -1001391234567", []),
        (f"error: {POSTED[3:13]}…", [f"words of a post: {POSTED[3:11]}"]),
        ("新村", []),
    ],
)
def test_people(known: Known, said: str, found: list[str]) -> None:
    assert list(known.find_personal(said)) == found


def _to_a_file(folder: Path, words: str) -> None:
    with (folder / "bot.log").open("ab") as log:
        subprocess.run([sys.executable, "-c", "import sys; print(sys.argv[1])", words], stdout=log, check=True)
    (folder / "bot.log").unlink()


def _to_standard_error(folder: Path, words: str) -> None:
    program = "import sys; sys.stderr.write(sys.argv[1])"
    subprocess.run([sys.executable, "-c", program, words], capture_output=True, check=True)


def _to_a_pipe(folder: Path, words: str) -> None:
    async def play() -> None:
        program = "import sys; sys.stderr.write(sys.argv[1])"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program, words), stderr=asyncio.subprocess.PIPE
        )
        await process.communicate()

    asyncio.run(play())


def _by_structlog(folder: Path, words: str) -> None:
    structlog.get_logger("a").info("x", words=words)


def _captured(folder: Path, words: str) -> None:
    with capture_logs():
        structlog.get_logger("a").info("x", words=words)


def _by_the_program(folder: Path, words: str) -> None:
    set_up_logs("info", "json", stream=io.StringIO())
    logging.getLogger("a").info("said %s", words)


def _by_a_command(folder: Path, words: str) -> None:
    CliRunner().invoke(click.Command("leak", callback=lambda: click.echo(f"Traceback: {words}", err=True)))


@pytest.fixture
def unchanged_logs() -> Iterator[None]:
    root, hook, raising = logging.getLogger(), sys.excepthook, logging.raiseExceptions
    handlers, level, config = list(root.handlers), root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, logging.raiseExceptions = hook, raising
    logging.captureWarnings(False)
    structlog.configure(**config)


@pytest.mark.usefixtures("unchanged_logs")
@pytest.mark.parametrize(
    "leak",
    [_to_a_file, _to_standard_error, _to_a_pipe, _by_structlog, _captured, _by_the_program, _by_a_command],
)
async def test_every_way_is_heard(tmp_path: Path, leak: Callable[[Path, str], None]) -> None:
    async with Sandbox() as box:
        box.add_bot(token=TOKEN)
        writer = box.add_person(WRITER)
        box.post(box.add_group("组", [writer]), writer, POSTED)
    assert WATCH.findings() == []
    await asyncio.to_thread(leak, tmp_path, POSTED)
    (found,) = WATCH.findings()
    assert found.startswith(f"words of a post: {POSTED[:8]}, in: ")


def test_an_answer_may_name_people_and_never_holds_a_token() -> None:
    CliRunner().invoke(click.Command("tickets", callback=lambda: click.echo(POSTED)))
    assert WATCH.findings() == []
    CliRunner().invoke(click.Command("tickets", callback=lambda: click.echo(TOKEN)))
    assert any("token" in found for found in WATCH.findings())


def test_a_fault_of_the_book_is_told_in_its_words() -> None:
    WATCH.known.add_names(WRITER)
    CliRunner().invoke(click.Command("area", callback=lambda: click.echo(f'person "{WRITER}": no such unit', err=True)))
    assert WATCH.findings() == []


def test_errors_are_searched_as_they_are_logged() -> None:
    """What the program's own formatter takes out was never told."""
    WATCH.known.add_names(WRITER)
    structlog.get_logger("a").error("x", exc_info=ValueError(WRITER))
    assert WATCH.findings() == []
    structlog.get_logger("a").error("x", exc_info=ValueError("well"), who=WRITER)
    assert WATCH.findings() != []
