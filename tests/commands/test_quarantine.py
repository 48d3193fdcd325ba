"""`fengshao quarantine`: listed, shown, tried again and dropped, with a running bot and without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from storage import inbox
from storage.inbox import Arrival
from storage.transaction import Tx
from tests.bot.serving import NOW, prepare, serving

ERROR = "Traceback (most recent call last):\n  File …\nKeyError: 'chat'\n"


def two_bad_updates(tx: Tx) -> None:
    inbox.store(tx, 1, [Arrival(10, -100, '{"update_id": 10, "x": "垃圾桶"}'), Arrival(11, 0, "{broken")], NOW)
    for item in inbox.waiting(tx, 0):
        inbox.note_failure(tx, item.id, ERROR, quarantine=True, now=NOW)


def run(config: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["quarantine", *args, "--config", str(config)])


def told(config: Path, *args: str) -> str:
    result = run(config, *args)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_list_is_one_object_a_line(tmp_path: Path) -> None:
    config = prepare(tmp_path, two_bad_updates)
    first, second = map(json.loads, told(config, "list", "--json").splitlines())
    assert first == {
        "id": 1,
        "update_id": 10,
        "chat_id": -100,
        "attempts": 1,
        "received_at": "2026-11-20T10:00:00+08:00",
        "error": "KeyError: 'chat'",
    }
    assert second["chat_id"] is None


def test_list_for_people(tmp_path: Path) -> None:
    config = prepare(tmp_path, two_bad_updates)
    head, first, second = [line.split() for line in told(config, "list").splitlines()]
    assert head == ["ID", "received", "chat", "tries", "error"]
    assert first == ["1", "11-20", "10:00", "-100", "1", "KeyError:", "'chat'"]
    assert second[0] == "2"


def test_show_gives_the_update_and_the_whole_error(tmp_path: Path) -> None:
    config = prepare(tmp_path, two_bad_updates)
    shown = told(config, "show", "1")
    assert '"x": "垃圾桶"' in shown
    assert shown.endswith(ERROR)
    assert json.loads(told(config, "show", "1", "--json"))["update"]["x"] == "垃圾桶"
    assert json.loads(told(config, "show", "2", "--json"))["update"] == "{broken"


def test_retry_and_drop_with_a_running_bot_and_without(tmp_path: Path) -> None:
    config = prepare(tmp_path, two_bad_updates)
    with serving(tmp_path):
        assert told(config, "retry", "2") == "tried again: 2\n"
        assert [json.loads(line)["id"] for line in told(config, "list", "--json").splitlines()] == [1]
    assert told(config, "drop", "1", "--json") == '{"done": [1], "unknown": []}\n'
    assert told(config, "list") == "Nothing is in quarantine.\n"
    assert told(config, "retry", "all") == "tried again: none\n"


@pytest.mark.parametrize("command", ["show", "retry", "drop"])
def test_an_id_that_no_list_can_hold_is_refused(tmp_path: Path, command: str) -> None:
    config = prepare(tmp_path, two_bad_updates)
    with serving(tmp_path):
        result = run(config, command, "9" * 30)
    assert result.exit_code == 2
    assert "9" * 30 in result.stderr


def test_an_id_that_is_not_there_is_named(tmp_path: Path) -> None:
    config = prepare(tmp_path, two_bad_updates)
    result = run(config, "retry", "1", "8", "9")
    assert (result.exit_code, result.stdout) == (1, "tried again: 1\n")
    assert result.stderr == "8, 9: not in quarantine; fengshao quarantine list shows what is\n"
    assert run(config, "show", "1").exit_code == 1
    assert run(config, "drop", "1").exit_code == 1


def test_wrong_usage(tmp_path: Path) -> None:
    config = prepare(tmp_path, two_bad_updates)
    for args, part in (
        (("retry", "one"), '"one" is neither a number nor all'),
        (("drop", "all"), "'all'"),
        (("retry",), "ID"),
    ):
        result = run(config, *args)
        assert (result.exit_code, result.stdout) == (2, "")
        assert part in result.stderr
        assert result.stderr.count("\n") == 1


def test_before_the_first_start(tmp_path: Path) -> None:
    config = tmp_path / "fengshao.toml"
    config.write_text('[area]\nbook = "area.toml"\n')
    for args in (("list",), ("retry", "all")):
        result = run(config, *args)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "yet: start the bot once (fengshao run), which makes it, or mend storage.url" in result.stderr
