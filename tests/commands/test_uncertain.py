"""`fengshao uncertain`: notices nobody knows of are listed, sent again and dismissed."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli import main
from bot.domain.notices import Call, Draft, NoticeKind, NoticeState
from storage import chats, notices, outbox
from storage.lookups import look
from storage.transaction import Tx
from tests.bot.serving import NOW, prepare, serving


def queue(tx: Tx, key: str) -> int:
    payload = {"text": "⏰ <b>催办</b> #T1001\n垃圾桶 &amp; 路灯"}
    queued = notices.queue(tx, Draft(key, NoticeKind.REMINDER, Call.SEND_MESSAGE, -100, payload, ticket_id=1001), NOW)
    assert queued is not None
    return queued


def troubles(tx: Tx) -> None:
    """1 uncertain, 2 failed, 3 uncertain but sent again as 4, which arrived; 5 still waits."""
    chats.remember(tx, -100, "东湖社区工作群", "supergroup")
    for key in "abc":
        queue(tx, key)
    outbox.settle(tx, 1, NoticeState.UNCERTAIN, "ReadTimeout")
    outbox.settle(tx, 2, NoticeState.FAILED, "Bad Request: nobody knows why")
    third = notices.load(tx, 3)
    assert third is not None
    outbox.mark_sent(tx, outbox.send_again(tx, third, "ReadTimeout", NOW, NOW), 77, NOW)
    queue(tx, "e")


def run(config: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["uncertain", *args, "--config", str(config)])


def told(config: Path, *args: str) -> str:
    result = run(config, *args)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def states(folder: Path) -> dict[int, str]:
    return look(
        f"sqlite:///{folder}/bot.db",
        lambda tx: {row["id"]: row["state"] for row in tx.rows("SELECT id, state FROM notices")},
    )


def test_list_is_one_object_a_line(tmp_path: Path) -> None:
    config = prepare(tmp_path, troubles)
    listed = [json.loads(line) for line in told(config, "list", "--json").splitlines()]
    assert [(line["id"], line["state"]) for line in listed] == [(1, "uncertain"), (2, "failed"), (3, "uncertain")]
    assert listed[0] == {
        "id": 1,
        "state": "uncertain",
        "kind": "reminder",
        "call": "sendMessage",
        "chat_id": -100,
        "chat": "东湖社区工作群",
        "ticket": "T1001",
        "text": "⏰ 催办 #T1001 垃圾桶 & 路灯",
        "error": "ReadTimeout",
        "attempts": 0,
        "queued_at": "2026-11-20T10:00:00+08:00",
    }
    assert listed[2]["error"] == "ReadTimeout; sent again as 4"


def test_list_for_people(tmp_path: Path) -> None:
    config = prepare(tmp_path, troubles)
    shown = " ".join(told(config, "list").split())
    assert "1 uncertain 11-20 10:00 东湖社区工作群: ⏰ 催办 #T1001 垃圾桶 & 路灯 ReadTimeout 2 failed" in shown
    assert told(prepare(tmp_path / "other", lambda tx: None), "list") == "Nothing is uncertain, nothing has failed.\n"


def test_all_leaves_out_what_was_sent_again(tmp_path: Path) -> None:
    config = prepare(tmp_path, troubles)
    with serving(tmp_path):
        assert told(config, "resend", "all") == "sent again: 1, 2\n"
    assert states(tmp_path) == {1: "queued", 2: "queued", 3: "uncertain", 4: "sent", 5: "queued"}


def test_all_dismisses_what_was_sent_again_and_nothing_else(tmp_path: Path) -> None:
    config = prepare(tmp_path, troubles)
    with serving(tmp_path):
        assert told(config, "dismiss", "all") == "dismissed: 3\n"
        assert told(config, "dismiss", "all") == "dismissed: none\n"
    assert states(tmp_path) == {1: "uncertain", 2: "failed", 3: "dropped", 4: "sent", 5: "queued"}


def test_resend_and_dismiss_by_number(tmp_path: Path) -> None:
    config = prepare(tmp_path, troubles)
    assert told(config, "resend", "3", "--json") == '{"done": [3], "unknown": []}\n'
    assert told(config, "dismiss", "1", "2") == "dismissed: 1, 2\n"
    assert states(tmp_path) == {1: "dropped", 2: "dropped", 3: "queued", 4: "sent", 5: "queued"}


def test_what_was_sent_or_waits_cannot_be_sent_again(tmp_path: Path) -> None:
    config = prepare(tmp_path, troubles)
    result = run(config, "resend", "4", "5", "99")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "4, 5, 99: neither uncertain nor failed; fengshao uncertain list shows what is\n"
    assert run(config, "dismiss", "5").exit_code == 1
    assert states(tmp_path)[5] == "queued"
