"""A process beside the bot: what it is given, what it is not, and how it ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bot.children import parent

ROOT = Path(__file__).parents[2]


def acting(act: str) -> list[str]:
    return [sys.executable, "-c", f"import json, os, sys\n{act}"]


async def answer_of(act: str, *arguments: str, folder: Path | None = None, env: dict[str, str] | None = None) -> bytes:
    process = await parent.start(acting(act), *arguments, folder=folder, env=env)
    try:
        assert process.stdout is not None
        return await process.stdout.read()
    finally:
        await parent.end(process)


async def test_it_gets_its_arguments_its_folder_and_last_where_our_packages_lie(tmp_path: Path) -> None:
    told = await answer_of("print(json.dumps([sys.argv[1:], os.getcwd()]))", "a", "b", folder=tmp_path)
    assert json.loads(told) == [["a", "b", str(ROOT)], str(tmp_path)]


async def test_it_gets_the_environment_without_the_bot_s_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGSHAO_TELEGRAM__TOKEN", "7000000001:hush")
    known = json.loads(await answer_of("print(json.dumps(dict(os.environ)))", env={"MPLCONFIGDIR": "here"}))
    assert known["MPLCONFIGDIR"] == "here"
    assert "PATH" in known
    assert not [name for name in known if name.startswith("FENGSHAO_")]


async def test_a_module_of_ours_is_found_from_anywhere_and_speaks_on_an_end_of_its_own(tmp_path: Path) -> None:
    command = parent.program("tests.children.speaking")
    process = await parent.start(command, "well", folder=tmp_path)
    assert process.stdout is not None
    assert await process.stdout.read() == b"well"
    assert await process.wait() == 0


async def test_what_hangs_is_ended_and_what_has_ended_stays_so() -> None:
    process = await parent.start(acting("sys.stdin.read()"))
    await parent.end(process)
    assert process.returncode == -9
    await parent.end(process)
    parent.kill(process)
    assert process.returncode == -9


async def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(OSError):
        await parent.start(["/nowhere/python"])
