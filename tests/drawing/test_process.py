"""The drawing process: started when needed, kept warm, ended; and what a fault in it leads to."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.drawing.process import DrawingProcess, NotDrawn
from bot.notices.pictures.sheet import Sheet

SHEET = Sheet("黄山区", "本周", "10:00 统计", "万")
PNG = b"\x89PNG\r\n\x1a\n"
BUSY = 60.0
"""Seconds: nothing here is slow, but the machine may be."""

ECHO = (
    "import sys\nfrom bot.drawing import child\n"
    "import types\nfake = types.ModuleType('bot.drawing.statistics')\n"
    "fake.png = lambda sheet: {act}\n"
    "sys.modules[fake.__name__] = fake\nsys.path.append(sys.argv.pop())\nchild.main()"
)


def acting(act: str) -> list[str]:
    """A drawing process that does something else than draw."""
    return [sys.executable, "-c", f"import sys; sys.path.append(sys.argv[-1])\n{ECHO.format(act=act)}"]


@asynccontextmanager
async def a_process(
    folder: Path, *, patience: float = BUSY, warm: float = BUSY, act: str = ""
) -> AsyncIterator[DrawingProcess]:
    process = DrawingProcess(folder / "matplotlib", patience=patience, warm=warm, command=acting(act) if act else None)
    try:
        yield process
    finally:
        await process.close()
        assert process.pid is None


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(BUSY):
        while not condition():  # noqa: ASYNC110 - a process tells nobody of its end
            await asyncio.sleep(0.01)


async def test_a_picture_with_its_list_of_fonts_beside_and_a_home_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/nowhere")
    async with a_process(tmp_path) as process:
        assert process.pid is None
        assert (await process.draw(SHEET)).startswith(PNG)
        pid = process.pid
        assert pid is not None
        assert (await process.draw(SHEET)).startswith(PNG)
        assert process.pid == pid
    assert list((tmp_path / "matplotlib").glob("fontlist*.json"))


async def test_it_gets_none_of_the_bot_s_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGSHAO_TELEGRAM__TOKEN", "7000000001:hush")
    async with a_process(tmp_path, act="repr(__import__('os').environ).encode()") as process:
        known = await process.draw(SHEET)
    assert b"MPLCONFIGDIR" in known
    assert b"7000000001:hush" not in known


async def test_sheets_are_drawn_one_after_the_other(tmp_path: Path) -> None:
    async with a_process(tmp_path, act="sheet.period.encode()") as process:
        sheets = [Sheet("", str(number), "", "万") for number in range(5)]
        assert await asyncio.gather(*map(process.draw, sheets)) == [b"0", b"1", b"2", b"3", b"4"]


async def test_a_process_that_nobody_needs_ends_and_the_next_sheet_starts_another(tmp_path: Path) -> None:
    async with a_process(tmp_path, warm=0.01, act="b'x'") as process:
        await process.draw(SHEET)
        await until(lambda: process.pid is None)
        assert await process.draw(SHEET) == b"x"


async def test_what_was_killed_while_it_rested_is_started_again(tmp_path: Path) -> None:
    async with a_process(tmp_path, act="b'x'") as process:
        await process.draw(SHEET)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        await until(lambda: process.pid is None)
        assert await process.draw(SHEET) == b"x"


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("__import__('os')._exit(3)", "the drawing process ended"),
        ("__import__('os').kill(__import__('os').getpid(), 9)", "the drawing process ended"),
    ],
)
async def test_what_goes_wrong_is_told_and_the_next_sheet_is_tried(tmp_path: Path, act: str, why: str) -> None:
    async with a_process(tmp_path, act=f"b'x' if sheet.whose else {act}") as process:
        with pytest.raises(NotDrawn, match=why):
            await process.draw(Sheet("", "", "", "万"))
        assert await process.draw(SHEET) == b"x"


async def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    async with a_process(tmp_path, act="b'x' if sheet.whose else __import__('time').sleep(99)") as process:
        await process.draw(SHEET)
        pid = process.pid
        assert pid is not None
        process.patience = 0.05
        with pytest.raises(NotDrawn, match=r"no answer within 0\.05 s"):
            await process.draw(Sheet("", "", "", "万"))
        assert not is_alive(pid)


async def test_who_stops_waiting_leaves_no_answer_for_the_next(tmp_path: Path) -> None:
    async with a_process(
        tmp_path, act="__import__('time').sleep(len(sheet.whose)) or sheet.period.encode()"
    ) as process:
        waiting = asyncio.create_task(process.draw(Sheet("x", "old", "", "万")))
        await until(lambda: process.pid is not None)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await process.draw(Sheet("", "new", "", "万")) == b"new"


async def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    process = DrawingProcess(tmp_path / "m", command=["/nowhere/python"])
    with pytest.raises(NotDrawn, match="cannot be used"):
        await process.draw(SHEET)
    (tmp_path / "file").touch()
    with pytest.raises(NotDrawn, match="cannot be used"):
        await DrawingProcess(tmp_path / "file" / "m").draw(SHEET)


_BOT = """
import asyncio, sys
from pathlib import Path
from tests.drawing.test_process import SHEET, acting
from bot.drawing.process import DrawingProcess
async def main():
    process = DrawingProcess(Path(sys.argv[1]), patience=60, command=acting(sys.argv[2]))
    drawing = asyncio.create_task(process.draw(SHEET))
    while process.pid is None:
        await asyncio.sleep(0.01)
    if sys.argv[2] == "b'x'":
        await drawing
    print(process.pid, flush=True)
    await asyncio.sleep(99)
asyncio.run(main())
"""


def test_it_ends_with_the_bot_also_when_that_is_killed(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    bot = subprocess.Popen([sys.executable, "-c", _BOT, str(tmp_path), "b'x'"], stdout=subprocess.PIPE, cwd=root)
    assert bot.stdout is not None
    pid = int(bot.stdout.readline())
    assert is_alive(pid)
    bot.kill()
    bot.wait()
    bot.stdout.close()
    asyncio.run(until(lambda: not is_alive(pid)))


def test_the_bot_itself_never_loads_what_draws() -> None:
    modules = "bot.starting, bot.commands.run, bot.commands.statistics"
    program = f"import sys, {modules}; print({{'matplotlib', 'numpy'}} & {{*sys.modules}})"
    root = Path(__file__).parents[2]
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert found.stdout == "set()\n"
