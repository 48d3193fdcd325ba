"""What is hatched is a process as any other: its streams, its end, its place below who started it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hatching.hatched import hatching

BOT = [sys.executable, "-m", "bot"]


@pytest.fixture(autouse=True, params=[True, False], ids=["hatched", "started"])
def hatched(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Each test sees the same of both."""
    if not request.param:
        yield False
        return
    with hatching():
        yield True


def is_forked(process: int) -> bool:
    return b"tests.hatching.hatchery" in Path(f"/proc/{process}/cmdline").read_bytes()


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def test_its_words_and_its_exit_code(tmp_path: Path) -> None:
    done = subprocess.run([*BOT, "--version"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout.split(",")[0], done.stderr) == (0, "fengshao", "")
    done = subprocess.run([*BOT, "tickts"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'fengshao: no command "tickts"; did you mean "tickets"? (see fengshao --help)\n'


def test_its_folder_its_environment_and_its_input(tmp_path: Path) -> None:
    (tmp_path / "fengshao.toml").write_text('[area]\nbook = "none.toml"\n')
    command = [*BOT, "run", "--config", "fengshao.toml"]
    known = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (known.returncode, known.stdout) == (2, "")
    assert "telegram.token" in known.stderr
    environment = {**os.environ, "FENGSHAO_TELEGRAM__TOKEN": "7:token"}
    given = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert (given.returncode, given.stdout) == (2, "")
    assert "none.toml" in given.stderr
    book = Path(__file__).parents[2] / "examples/huangshan/area.toml"
    asked = [*BOT, "parse", "--area", str(book)]
    told = subprocess.run(asked, input="你好\n", capture_output=True, text=True, check=True, encoding="utf-8")
    assert told.stdout.count("\n") == 1


async def test_it_is_a_child_of_who_started_it_and_ends_by_a_signal(tmp_path: Path, hatched: bool) -> None:
    """And it is alone in its session, where that was asked for."""
    book = Path(__file__).parents[2] / "examples/huangshan/area.toml"
    command = [*BOT, "parse", "--area", str(book)]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("你好\n".encode())
    assert await process.stdout.readline()
    assert is_forked(process.pid) is hatched
    assert parent_of(process.pid) == os.getpid()
    assert os.getsid(process.pid) == process.pid
    process.send_signal(signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL


def test_another_program_is_started_as_ever() -> None:
    code = "import sys; sys.exit(len(sys.modules) > 300)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
