"""`fengshao doctor`: a table or one object, and the exit code; no secret in either."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from click.testing import CliRunner, Result

from bot.cli import main
from tests.doctor.practice import Practice, a_practice


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command is a process of its own, and sets its logs up for good."""
    root, library = logging.getLogger(), logging.getLogger("telegram")
    kept, configured = (root.level, library.level, list(root.handlers)), structlog.get_config()
    yield
    root.setLevel(kept[0])
    library.setLevel(kept[1])
    root.handlers[:] = kept[2]
    structlog.configure(**configured)


@pytest.fixture
async def practice(tmp_path: Path) -> AsyncIterator[Practice]:
    async with a_practice(tmp_path) as made:
        await made.remember()
        yield made


async def run(config: Path, *more: str, env: dict[str, str] | None = None) -> Result:
    """In a thread of its own: the sandbox answers from this one."""
    args = ["doctor", "--config", str(config), *more]
    result = await asyncio.to_thread(lambda: CliRunner(env=env).invoke(main, args))
    if result.exit_code < 2:
        assert result.stderr == "", "what a library has to say is one of the findings"
    return result


def checks(result: Result) -> dict[str, dict[str, Any]]:
    answer = json.loads(result.stdout)
    assert list(answer) == ["checks"]
    assert all(list(one) == ["name", "state", "found", "remedy"] for one in answer["checks"])
    return {one["name"]: one for one in answer["checks"]}


async def test_warnings_alone_are_no_failure(practice: Practice) -> None:
    config = practice.config
    config.chmod(0o644)
    result = await run(config, "--json")
    found = checks(result)
    assert found["config"] == {
        "name": "config",
        "state": "warning",
        "found": f"{config} holds a secret, and everybody on this host may read it",
        "remedy": f"chmod 600 {config}",
    }
    assert {one["state"] for one in found.values()} <= {"ok", "warning"}
    assert result.exit_code == 0


async def test_a_fault_is(practice: Practice) -> None:
    practice.sandbox.remove_bot(practice.groups[-1001], practice.bot, by=practice.wang)
    result = await run(practice.config, "--json")
    assert checks(result)["chat -1001"]["state"] == "fault"
    assert result.exit_code == 1


async def test_the_table_tells_each_check_with_its_remedy(practice: Practice) -> None:
    practice.settings["telegram.mode"] = "polling"
    await practice.ask("setWebhook", url="https://other.example.org/")
    result = await run(practice.config, env={"COLUMNS": "200"})
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["check", "result", "found"]
    rows = {line.split("  ")[0].strip(): number for number, line in enumerate(lines)}
    assert "ok" in lines[rows["integrity"]].split()
    assert "warning" in lines[rows["webhook"]]
    assert lines[rows["webhook"] + 1].strip().startswith("→ restart the bot")
    assert lines[-1].endswith("well")
    assert result.exit_code == 0


@pytest.mark.parametrize("json_too", [[], ["--json"]])
@pytest.mark.parametrize("fault", ["reject", "malformed", "reset_before"])
async def test_the_token_is_never_printed(practice: Practice, fault: str, json_too: list[str]) -> None:
    token = practice.bot.token
    practice.sandbox.faults.add(fault, times=None, **({"description": f"no {token}"} if fault == "reject" else {}))
    result = await run(practice.config, *json_too)
    assert token not in result.stdout + result.stderr
    assert token.partition(":")[2] not in result.stdout + result.stderr
    assert result.exit_code == 1


async def test_a_config_that_cannot_be_used(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[area]\nbook = "area.toml"\nbok = 1\n[texts]\n"nothing" = "x"\n')
    result = await run(config)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 2
    assert (await run(tmp_path / "none.toml")).exit_code == 2


def test_help_says_what_the_exit_codes_are() -> None:
    shown = CliRunner().invoke(main, ["doctor", "--help"]).stdout
    assert "Exit code" in shown
