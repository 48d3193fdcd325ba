"""What the operator is shown, and the log at its loudest, holds no token, and nobody's name, words or number."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from bot.cli import COMMANDS, main
from bot.desk import conversation
from bot.sandbox import FaultKind, Sandbox
from handlers import inbox
from tests.bot.test_http import free_port
from tests.commands.test_run import PATIENCE, ended, running
from tests.sandbox.pictures import jpeg
from tests.secrecy.known import Known
from tests.stories.area import RIDERS
from tests.stories.town import BIN, Town

POST = "东湖花园3栋的垃圾桶坏了，欧阳阿姨说三天没人来，电话13912345678"
SHOWN = (
    ("doctor", "--json"),
    ("doctor",),
    ("quarantine", "list"),
    ("quarantine", "list", "--json"),
    ("stats", "--period", "all", "--json"),
)
"""What is mailed, watched or handed on. `tickets`, `uncertain` and `quarantine show` are asked for people's words."""


def known(town: Town) -> Known:
    known = Known()
    known.add_token(town.bot.token)
    known.add_names(*(person.full_name for person in town.sandbox.world.people.values()))
    known.add_text(POST)
    return known


async def run(town: Town, *args: str) -> str:
    result = await asyncio.to_thread(CliRunner().invoke, main, [*args, "--config", str(town.config_file)])
    return result.output


@pytest.mark.falls_over
async def test_what_is_watched_and_handed_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a bad day: an update that falls over its own text, a message that Telegram refuses with its words, a block."""

    def stumble(_tx: Any, _office: Any, post: Any, *_: Any) -> None:
        raise ValueError(f"cannot make anything of {post.text!r} by {post.sender.name}")

    monkeypatch.setattr(inbox, "_BETWEEN_TRIES", (0.01,))
    async with Town(folder, config={"http.listen": f"127.0.0.1:{free_port()}"}) as town:
        await town.until(lambda: town.app.http_port)
        town.sandbox.faults.add(
            FaultKind.REJECT, method="sendMessage", chat_id=town.office.id, description=f'Bad Request: bad tag "{POST}"'
        )
        town.post(town.wang, POST)
        await town.until(lambda: town.value("SELECT count(*) FROM notices WHERE state = 'failed'"))
        with monkeypatch.context() as patched:
            patched.setattr(conversation, "take_message", stumble)
            town.post(town.wang, f"{POST}！")
            await town.until(lambda: town.value("SELECT count(*) FROM inbox WHERE state = 'quarantined'"))
        await town.calm()
        secrets = known(town)
        async with httpx.AsyncClient(verify=False) as client:
            for path in ("/health", "/metrics"):
                told = (await client.get(f"http://127.0.0.1:{town.app.http_port}{path}")).text
                assert "1" in told
                assert [*secrets.find(told), *secrets.find_personal(told)] == [], path
        for args in SHOWN:
            told = await run(town, *args)
            assert told.strip()
            assert [*secrets.find(told), *secrets.find_personal(told)] == [], args
        for args in (("tickets", "--json"), ("uncertain", "list", "--json"), ("quarantine", "show", "2")):
            assert list(secrets.find(await run(town, *args))) == [], args


@pytest.mark.parametrize("form", ["json", "console"])
async def test_a_process_at_its_most_talkative(tmp_path: Path, form: str) -> None:
    """tests/conftest.py searches all of it, too; here something must have been said."""
    async with Sandbox() as box:
        process, riders, wang = await running(tmp_path, box, {"log.level": "debug", "log.format": form})
        try:
            box.faults.add(FaultKind.SERVER_ERROR, method="sendMessage", times=1)
            box.post(riders, wang, POST, photo=jpeg())
            box.post(riders, wang, f"{BIN}\n\x1b[31m\u202e")
            await box.until(lambda: len(box.calls.of("setMessageReaction", chat_id=RIDERS)) > 1, PATIENCE)
            process.send_signal(signal.SIGTERM)
        except BaseException:
            process.kill()
            raise
        code, said = await ended(process)
    assert code == 0
    assert "bot.polling" in said
    secrets = Known()
    secrets.add_text(POST)
    secrets.add_text(BIN)
    secrets.add_names(wang.full_name)
    assert [*secrets.find(said), *secrets.find_personal(said)] == []
    assert "\u202e" not in said


@pytest.mark.parametrize("name", COMMANDS)
def test_help_holds_nothing_of_anybody(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = "123456789:abcdefghijklmnopqrstuvwxyz012345678"
    monkeypatch.setenv("FENGSHAO_TELEGRAM__TOKEN", token)
    told = CliRunner().invoke(main, [name, "--help"]).output
    assert told
    assert token not in told
