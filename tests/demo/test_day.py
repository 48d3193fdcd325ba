"""The prepared day, played once from its first step to its last, and what its reader gets to see."""

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.commands.demo import START
from bot.demo.day import DAY
from bot.demo.narrator import narrate
from bot.demo.opening import open_stage
from bot.domain.tickets import State
from storage import tickets

_LATE = {"picture.not_drawn"}
"""On a busy machine: a picture that takes ten seconds is given up, and words stand in its place."""


async def test_the_whole_day_happens(tmp_path: Path) -> None:
    lines: list[str] = []
    async with open_stage(tmp_path, START) as stage:
        played = await narrate(stage, DAY, lines.append)
        after = await stage.look(lambda tx, office, now: [ticket.state for ticket in tickets.every(tx)])
        # A question that was settled early is deleted a second time when its day is over: Telegram says so, no harm.
        refused = [call for call in stage.sandbox.calls.refused if call.method != "deleteMessage"]
        assert stage.clock.now() > datetime(2026, 11, 26, 4, tzinfo=UTC)
        logged = [json.loads(line) for line in stage.bot.log_file.read_text(encoding="utf-8").splitlines()]
    assert played == sum(len(story.steps) for story in DAY)
    assert after.count(State.CLOSED) == 4
    assert len(after) == 9
    assert refused == []
    loud = [line["event"] for line in logged if line["level"] not in {"debug", "info"}]
    assert set(loud) - _LATE == {"claim.offered"}, "nothing is said loudly on a day without trouble"

    told = "\n".join(lines)
    for what in (
        "━━ 上线 · Going live ━━",
        "▶ bin 1 post",
        "] 王师傅：[照片] 广场花苑小区3栋的垃圾桶坏了",
        "[平东社区工作群] 蜂哨：[照片] 待受理 #T1001",
        "蜂哨 👀 → 王师傅“广场花苑小区3栋的垃圾桶坏了”",
        "李书记 点了 [受理]",
        "（只有李书记看到的提示：已受理 #T1001",
        "更新了“[照片] 待受理 #T1001",
        "（只有小赵看到的弹窗：",
        "（删除了 陈主任“/bind”）",
        "超时 1 件",
        "收到 9",
        "返工 1",
    ):
        assert what in told, what


def test_each_step_is_explained_in_both_languages_and_named_once() -> None:
    names = [f"{story.code} {step.name}" for story in DAY for step in story.steps]
    assert len(set(names)) == len(names)
    for story in DAY:
        for step in story.steps:
            assert any("一" <= character <= "鿿" for character in step.zh)
            assert step.en.endswith(".")
