"""The operator's orders while the bot runs: it acts on them at once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.desk import conversation
from bot.sandbox import FaultKind
from handlers import inbox
from tests.stories.area import BOOK
from tests.stories.town import BIN, Town


async def order(town: Town, *args: str) -> str:
    """Run a command beside the bot; what it printed."""
    given = [*args, "--config", str(town.config_file)]
    result = await asyncio.to_thread(CliRunner().invoke, main, given)
    assert result.exit_code == 0, result.output
    return result.stdout


async def test_what_was_set_aside_is_taken_up_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: Any) -> None:
        raise RuntimeError("a fault of this version")

    monkeypatch.setattr(inbox, "_BETWEEN_TRIES", (0.01,))
    with monkeypatch.context() as patched:
        patched.setattr(conversation, "take_message", stumble)
        post = town.post(town.wang, BIN)
        await town.until(lambda: town.value("SELECT count(*) FROM inbox WHERE state = 'quarantined'"))
        assert "RuntimeError: a fault of this version" in await order(town, "quarantine", "list")
    town.post(town.wang, "东湖花园5栋的井盖破了")
    await town.until(lambda: town.tickets())
    assert "tried again: 1" in await order(town, "quarantine", "retry", "all")
    await town.until(lambda: len(town.tickets()) == 2)
    await town.calm()
    assert town.sign(post) == "✍"


async def test_what_was_refused_is_sent_again(town: Town) -> None:
    town.sandbox.faults.add(
        FaultKind.REJECT, method="sendMessage", chat_id=town.office.id, description="Bad Request: x"
    )
    town.post(town.wang, BIN)
    await town.until(lambda: town.value("SELECT count(*) FROM notices WHERE state = 'failed'"))
    await town.calm()
    assert town.said(town.office, "#T1001") == []
    assert "sent again: 1" in await order(town, "uncertain", "resend", "all")
    await town.shown(town.office, "#T1001", button="受理")


async def test_a_new_place_is_known_at_once(town: Town, folder: Path) -> None:
    town.post(town.wang, "梧桐苑3栋的垃圾桶坏了")
    await town.shown(town.hall, "#T1001", "待分派")
    await town.calm()
    book = folder / "new.toml"
    book.write_text(BOOK.replace("[[category]]", '[[place]]\nname = "梧桐苑"\nunit = "donghu"\n\n[[category]]', 1))
    assert "  + 梧桐苑 → 东湖社区" in await order(town, "area", "import", str(book), "--yes")
    town.post(town.wang, "梧桐苑5栋的垃圾桶坏了")
    await town.shown(town.office, "#T1002", "梧桐苑", button="受理")


async def test_what_waited_for_somebody_goes_to_the_secretary_of_the_new_book(town: Town, folder: Path) -> None:
    town.post(town.wang, "北山新村2栋的垃圾桶坏了")
    await town.shown(town.hall, "#T1001", "待分派")
    await town.calm()
    book = folder / "new.toml"
    person = '[[person]]\ntelegram_id = 401\nname = "钱书记"\nrole = "secretary"\nunit = "beishan"\n'
    book.write_text(f"{BOOK}\n{person}")
    await order(town, "area", "import", str(book), "--yes")
    await town.shown(town.riders, "#T1001", "北山社区", button="受理")
