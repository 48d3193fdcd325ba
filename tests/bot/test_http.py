"""The web server beside a running bot: health, metrics, and updates by webhook."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import CannotListen
from storage import vitals
from storage.database import Database
from storage.errors import StorageFull
from tests.stories.town import BIN, Town

ROOT = Path(__file__).parents[2]
SECRET = "s3cret-s3cret-s3cret"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(tmp_path, config={"http.listen": f"127.0.0.1:{free_port()}"}) as running:
        await running.until(lambda: running.app.http_port)
        yield running


async def get(town: Town, path: str) -> httpx.Response:
    async with httpx.AsyncClient(verify=False) as client:
        return await client.get(f"http://127.0.0.1:{town.app.http_port}{path}")


async def health(town: Town) -> tuple[int, dict[str, Any]]:
    answer = await get(town, "/health")
    return answer.status_code, answer.json()


async def test_a_bot_in_good_health(town: Town) -> None:
    await town.report()
    status, told = await health(town)
    assert (status, told["status"], told["problems"]) == (200, "ok", [])
    assert told["poll_age"] < 20
    assert told["database_writable"] is True
    assert {
        key: told[key] for key in ("oldest_waiting", "waiting", "quarantined", "queued", "uncertain", "failed")
    } == {
        "oldest_waiting": None,
        "waiting": 0,
        "quarantined": 0,
        "queued": 0,
        "uncertain": 0,
        "failed": 0,
    }


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01" + b"A" * 200,
        b'GET / HTTP/1.1\r\nX: a\nforged: {"event":"bot.started"}\r\n\r\n',
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
    ],
    ids=["tls", "a forged line", "an endless path"],
)
async def test_what_is_no_request_is_answered_and_not_told(
    town: Town, caplog: pytest.LogCaptureFixture, nonsense: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", town.app.http_port)
    writer.write(nonsense)
    assert b" 400 " in await reader.readline()
    writer.close()
    assert [record for record in caplog.records if record.name == "aiohttp.server"] == []


async def test_a_stale_poll_is_ill(town: Town) -> None:
    town.now.move(timedelta(minutes=2))
    status, told = await health(town)
    assert (status, told["status"]) == (503, "unhealthy")
    assert told["poll_age"] >= 100
    assert told["problems"] == ["Telegram has not answered a poll for too long: check the network and the log"]


class Proofs:
    """Stands before the database: counts the proofs that it can be written, and may fail them."""

    def __init__(self, town: Town) -> None:
        self.asked = 0
        self.disk_is_full = False
        self._write = town.app.shell.database.write
        town.app.shell.database.write = self.write  # type: ignore[method-assign]

    async def write(self, fn: Any) -> Any:
        if fn is vitals.prove_writable:
            self.asked += 1
            if self.disk_is_full:
                raise StorageFull(path="fengshao.db", reason="test")
        return await self._write(fn)


async def test_a_database_that_cannot_be_written_is_ill(town: Town) -> None:
    proofs = Proofs(town)
    proofs.disk_is_full = True
    status, told = await health(town)
    assert (status, told["database_writable"]) == (503, False)
    assert told["problems"] == ["the database cannot be written: check its disk, its rights and the log"]
    proofs.disk_is_full = False
    town.now.move(timedelta(seconds=6))
    assert (await health(town))[0] == 200


async def test_a_full_disk_on_which_the_proof_finds_room_is_ill_all_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "has_refused_lately", True)
    status, told = await health(town)
    assert (status, told["database_writable"]) == (503, False)
    monkeypatch.setattr(Database, "has_refused_lately", False)
    assert (await health(town))[0] == 200


async def test_writes_that_wait_for_the_nightly_rewriting_will_be_done(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = town.app.shell.database.write

    async def later(fn: Any) -> Any:
        if fn is vitals.prove_writable:
            await asyncio.Event().wait()
        return await write(fn)

    tonight = [False]  # a bot that has just started may rewrite its file in this moment
    told = property(lambda _: tonight[0], lambda _, seen: None)
    monkeypatch.setattr(Database, "is_being_rewritten", told, raising=False)
    monkeypatch.setattr(town.app.shell.database, "write", later)
    monkeypatch.setattr("bot.health._SECONDS_TO_WRITE", 0.01)
    assert (await health(town))[1]["database_writable"] is False
    tonight[0] = True
    town.now.move(timedelta(seconds=6))
    assert (await health(town))[1]["database_writable"] is True


async def test_not_every_caller_makes_the_disk_work(town: Town) -> None:
    proofs = Proofs(town)
    for _ in range(5):
        assert (await health(town))[0] == 200
    assert proofs.asked == 1


def samples(text: str) -> dict[str, float]:
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name + "".join(f"[{value}]" for value in sample.labels.values())] = sample.value
    return found


async def test_metrics_count(town: Town) -> None:
    await town.report()
    town.post(town.wang, "今天好热")
    await town.calm()
    answer = await get(town, "/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    told = samples(answer.text)
    assert told["fengshao_updates_total"] == 2
    assert told["fengshao_tickets_total"] == 1
    assert told["fengshao_open_tickets[assigned]"] == 1
    assert told["fengshao_notices_total"] >= 2
    assert told["fengshao_unsent_notices[queued]"] == 0
    assert told["fengshao_inbox_updates[waiting]"] == 0
    assert told["fengshao_inbox_age_seconds"] == 0
    assert 0 <= told["fengshao_poll_age_seconds"] < 20


async def test_nothing_else_is_there(town: Town) -> None:
    assert (await get(town, "/")).status_code == 404
    async with httpx.AsyncClient(verify=False) as client:
        answer = await client.post(f"http://127.0.0.1:{town.app.http_port}/hook", json={"update_id": 1})
    assert answer.status_code == 404


async def test_two_cannot_listen_at_one_address(town: Town, tmp_path: Path) -> None:
    taken = f"127.0.0.1:{town.app.http_port}"
    other = Town(tmp_path / "other", config={"http.listen": taken})
    other.folder.mkdir()
    with pytest.raises(CannotListen, match=f'http.listen = "{taken}" cannot be had'):
        async with other:
            assert other._task is not None
            await asyncio.wait({other._task}, timeout=30)


def test_what_is_off_is_not_loaded() -> None:
    code = (
        "import sys, bot.starting, bot.commands.run\n"
        "heavy = {'aiohttp', 'prometheus_client'} & set(sys.modules)\nassert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


class TestWebhook:
    """Telegram calls."""

    @pytest.fixture
    async def town(self, tmp_path: Path) -> AsyncIterator[Town]:
        port = free_port()
        config = {
            "http.listen": f"127.0.0.1:{port}",
            "telegram.mode": "webhook",
            "telegram.webhook_url": f"http://127.0.0.1:{port}/tg/hook",
            "telegram.webhook_secret": SECRET,
        }
        async with Town(tmp_path, config=config) as running:
            yield running

    async def test_a_report_by_webhook_becomes_a_ticket(self, town: Town) -> None:
        town.post(town.wang, BIN)
        await town.until(lambda: town.value("SELECT count(*) FROM tickets"))
        await town.until(lambda: not town.bot.updates.pending)
        hook = town.sandbox.calls.of("setWebhook")[0]
        assert hook["secret_token"] == SECRET
        assert "callback_query" in hook["allowed_updates"]
        assert town.sandbox.calls.of("getUpdates") == []
        assert (await health(town))[1]["poll_age"] is None
        assert "fengshao_poll_age_seconds" not in (await get(town, "/metrics")).text

    async def test_one_that_could_not_be_stored_comes_again(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        await town.until(lambda: town.sandbox.calls.of("setWebhook"))
        refused = []

        async def full(_deed: object, **_more: object) -> None:
            refused.append(1)
            raise StorageFull(path="fengshao.db", reason="test")

        with monkeypatch.context() as patched:
            patched.setattr(town.app.receiver._shell, "do", full)
            town.post(town.wang, BIN)
            await town.until(lambda: refused)
        await town.until(lambda: town.value("SELECT count(*) FROM tickets") == 1)
