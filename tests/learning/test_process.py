"""Learning from the bot's own tickets: by a process beside it, taken up while it runs, and harmless when it fails."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot.chores import Chores
from bot.clock import Clock
from bot.desk import learning
from bot.desk.shell import Shell
from bot.learning import process as learning_process
from bot.learning.process import Learner, learner_of
from bot.models import load_model, save_model
from storage import lessons
from tests.bot.clocks import folder, hand, shell
from tests.handlers.rooms import until
from tests.learning.tickets import close_posts, street_talk
from tests.reading.models import a_model, an_alias
from tests.sandbox.conftest import Clock as Hand

__all__ = ["folder", "hand", "shell"]

BUSY = 60.0
"""Seconds: nothing here is slow, but the machine may be."""
ENOUGH = 120


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "LEAST", ENOUGH)
    monkeypatch.setattr(learning_process, "log", structlog.get_logger())


@pytest.fixture
async def learner(shell: Shell, tmp_path: Path) -> AsyncIterator[Learner]:
    opened = Learner(shell, tmp_path / "area.model")
    yield opened
    await opened.close()
    assert opened.pid is None


async def fill(shell: Shell, number: int = ENOUGH) -> None:
    area = shell.office.area
    categories, units = [one.code for one in area.categories[:2]], [unit.code for unit in area.units[:2]]
    told = list(street_talk(categories, units, number))
    await shell.do(lambda tx, office, now: close_posts(tx, told))


def acting(act: str) -> list[str]:
    """A learning process that does something else than learn."""
    return [sys.executable, "-c", f"import json, os, sys, time\n{act}"]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_the_running_office_reads_with_what_its_tickets_taught(
    shell: Shell, learner: Learner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGSHAO_TELEGRAM__TOKEN", "7000000001:hush")
    await fill(shell)
    before = shell.office
    with capture_logs() as lines:
        await learner.learn()
    assert [(line["event"], line.get("rows"), line.get("categories")) for line in lines] == [
        ("model.learned", ENOUGH, 2)
    ]
    model = shell.office.reader.model
    assert model is not None
    assert model.made_at == shell.now().replace(microsecond=0)
    assert load_model(tmp_path / "area.model", before.area).aliases == model.aliases
    assert (shell.office.area, shell.office.area_version) == (before.area, before.area_version)
    assert before.reader.model is None
    unit, text = before.area.units[0].code, "槐荫里井盖松动了"
    assert before.reader.read(text).problems[0].unit_code is None
    assert shell.office.reader.read(text).problems[0].unit_code == unit
    assert not await asyncio.to_thread(lambda: list(tmp_path.glob(".area.model*")))


async def test_it_is_begun_by_the_clock_when_its_night_has_come(shell: Shell, hand: Hand) -> None:
    begun: list[Any] = []
    clock = Clock(shell, Chores(shell, lambda: begun.append(hand())))
    await clock.sweep()
    assert begun == []
    hand.move(days=1)
    await clock.sweep()
    await clock.sweep()
    assert len(begun) == 1
    again = Clock(shell, Chores(shell, lambda: begun.append(hand())))  # a restart
    await again.sweep()
    hand.move(days=20)
    await again.sweep()
    await again.sweep()
    assert len(begun) == 2


async def test_too_few_tickets_start_nothing(shell: Shell, tmp_path: Path) -> None:
    await fill(shell, ENOUGH - 1)
    learner = Learner(shell, tmp_path / "area.model", command=["/nowhere/at/all"])
    with capture_logs() as lines:
        await learner.learn()
    assert [line["event"] for line in lines] == ["model.too_few_tickets"]


async def test_a_model_that_knows_more_is_kept(shell: Shell, learner: Learner, tmp_path: Path) -> None:
    await fill(shell, ENOUGH)
    alias = an_alias("锦绣坊", shell.office.area.units[0].code)
    richer = a_model(aliases=[alias])
    object.__setattr__(richer, "rows", ENOUGH + 1)
    save_model(tmp_path / "area.model", richer)
    with capture_logs() as lines:
        await learner.learn()
    assert [line["event"] for line in lines] == ["model.kept"]
    assert load_model(tmp_path / "area.model", shell.office.area).aliases == (alias,)
    assert shell.office.reader.model is None


FAILING = [
    ("sys.exit(3)", "without an answer (3)"),
    ("os.kill(os.getpid(), 9)", "without an answer (-9)"),
    ("print('nonsense')", "without an answer (0)"),
    ("print(json.dumps({'error': 'disk\\nfull'}))", "disk full"),
    ("print(json.dumps({'rows': 9}))", "no such file"),
    ("time.sleep(60)", "not done within 1 s"),
]


@pytest.mark.parametrize(("act", "told"), FAILING, ids=[told for _, told in FAILING])
async def test_a_failure_is_one_line_and_changes_nothing(shell: Shell, tmp_path: Path, act: str, told: str) -> None:
    await fill(shell)
    before = shell.office
    patience = 1 if "sleep" in act else int(BUSY)
    learner = Learner(shell, tmp_path / "area.model", patience=patience, command=acting(act))
    with capture_logs() as lines:
        await learner.learn()
    assert [line["event"] for line in lines] == ["model.not_learned"]
    assert told in lines[0]["error"]
    assert "\n" not in lines[0]["error"]
    assert shell.office is before
    assert learner.pid is None
    assert not (tmp_path / "area.model").exists()


async def test_a_fault_in_the_process_is_told_by_it(shell: Shell, tmp_path: Path) -> None:
    await fill(shell)
    (tmp_path / "area.model").mkdir()
    learner = Learner(shell, tmp_path / "area.model")
    with capture_logs() as lines:
        await learner.learn()
    assert [line["event"] for line in lines] == ["model.not_learned"]
    assert "area.model" in lines[0]["error"]


async def test_nothing_runs_twice_and_the_end_of_the_bot_is_its_end(shell: Shell, tmp_path: Path) -> None:
    await fill(shell)
    started = tmp_path / "started"
    act = f"open({str(started)!r}, 'a').write('x'); time.sleep(60)"
    learner = Learner(shell, tmp_path / "area.model", command=acting(act))
    learner.begin()
    await until(lambda: started.exists() and learner.pid, within=BUSY)
    learner.begin()
    await asyncio.sleep(0.05)
    pid = learner.pid
    assert pid is not None
    assert started.read_text() == "x"
    await learner.close()
    assert not is_alive(pid)
    assert learner.pid is None


def test_a_bot_that_is_killed_takes_it_along(tmp_path: Path) -> None:
    """A process whose standard input ends, as the kernel closes it, while it learns."""
    code = (
        "import sys, time, types\nfrom bot.learning import child\n"
        "child.obey = lambda order: print('begun', file=sys.stderr, flush=True) or time.sleep(60)\nchild.main()"
    )
    order = json.dumps({"database": "", "model": "", "now": "", "most": 1})
    child = subprocess.Popen(
        [sys.executable, "-c", code, "60", order],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        assert child.stdin is not None
        assert child.stderr is not None
        assert child.stderr.readline() == b"begun\n"
        child.stdin.close()
        assert child.wait(BUSY) == 1
    finally:
        if child.poll() is None:
            os.kill(child.pid, signal.SIGKILL)
        child.wait()
        if child.stderr is not None:
            child.stderr.close()


async def test_without_the_extra_it_is_told_once_and_not_planned(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert learner_of(shell, tmp_path / "area.model") is not None
    monkeypatch.setattr(learning_process, "find_spec", lambda name: None)
    with capture_logs() as lines:
        assert learner_of(shell, tmp_path / "area.model") is None
    assert [line["event"] for line in lines] == ["model.cannot_learn"]
    with capture_logs() as lines:
        assert learner_of(shell, None) is None
    assert lines == []


async def test_siblings_of_a_post_are_one_lesson_and_say_only_what_they_agree_on(shell: Shell) -> None:
    def deed(tx: Any, office: Any, now: Any) -> tuple[Any, Any]:
        close_posts(tx, [("井盖坏了", "a", "u"), ("灯坏了", "b", "v")])
        tx.run("UPDATE tickets SET post_id = (SELECT min(post_id) FROM tickets), category = 'a', text = '两处坏了'")
        return lessons.newest(tx, 9), lessons.by_category(tx, 9)

    told, counted = await shell.do(deed)
    assert told == [("两处坏了", "a", None)]
    assert counted == {"a": 1}
