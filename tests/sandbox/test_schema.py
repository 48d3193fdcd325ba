"""The tool that compares the sandbox with the published schema must itself catch what is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Update

from bot.sandbox import Call, Sandbox
from bot.sandbox.methods import METHODS
from tests.sandbox.scenario import Scenario
from tests.sandbox.schema import Schema, faults_of_coverage, main


def _field(name: str, *types: str, required: bool = True) -> dict[str, Any]:
    return {"name": name, "types": list(types), "required": required}


_SCHEMA = Schema(
    {
        "types": {
            "User": {
                "fields": [
                    _field("id", "Integer"),
                    _field("is_bot", "Boolean"),
                    _field("rank", "Float", required=False),
                ]
            },
            "Member": {"subtypes": ["Guest", "Host"]},
            "Guest": {"fields": [_field("status", "String")]},
            "Host": {"fields": [_field("status", "String"), _field("users", "Array of User")]},
        },
        "methods": {
            "getMe": {"returns": ["User"]},
            "getMember": {"returns": ["Member"], "fields": [_field("chat_id", "Integer", "String")]},
        },
    }
)


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ({"id": 1, "is_bot": True}, []),
        ({"id": 1, "is_bot": True, "rank": 3}, []),
        ({"id": 1}, ["x: User lacks is_bot"]),
        ({"id": 1, "is_bot": True, "age": 3}, ["x: User has no field age"]),
        ({"id": "1", "is_bot": True}, ["x.id: Integer expected, str found"]),
        ({"id": True, "is_bot": 1}, ["x.id: Integer expected, bool found", "x.is_bot: Boolean expected, int found"]),
        ([], ["x: User expected, list found"]),
    ],
)
def test_objects(value: Any, faults: list[str]) -> None:
    assert _SCHEMA.faults(value, ["User"], "x") == faults


def test_subtypes_and_arrays_are_searched() -> None:
    users = [{"id": 1, "is_bot": False}, {"id": 2}]
    assert _SCHEMA.faults({"status": "guest"}, ["Member"], "x") == []
    assert _SCHEMA.faults({"status": "host", "users": users}, ["Member"], "x") == ["x.users[1]: User lacks is_bot"]
    assert _SCHEMA.faults(3, ["Array of User"], "x") == ["x: Array of User expected, int found"]
    assert _SCHEMA.faults(3, ["Nothing"], "x") == ["x: the schema has no type Nothing"]


def test_calls() -> None:
    bot = Sandbox().add_bot()
    call = Call(1, bot, "getMember", {}, {}, datetime.now(UTC), answer={"ok": True, "result": {"state": "guest"}})
    call.read = frozenset({"chat_id", "user"})
    assert _SCHEMA.faults_of_call(call) == [
        "getMember: no parameter user",
        "getMember: Guest has no field state",
        "getMember: Guest lacks status",
    ]
    call.method = "dance"
    assert _SCHEMA.faults_of_call(call) == ["dance: the schema has no such method"]


def test_silence_is_not_agreement() -> None:
    faults = faults_of_coverage([], [])
    assert "the scenario never calls sendMessage" in faults
    assert "the scenario never meets callback_query" in faults
    assert "the scenario never sees a message with photo" in faults


async def test_the_scenario_covers_every_method_and_update() -> None:
    async with (
        Sandbox(strict_rates=False) as sandbox,
        httpx.AsyncClient(base_url=sandbox.base_url, verify=False) as client,
    ):
        scenario = Scenario(sandbox, client)
        await scenario.play()
        succeeded = {call.method for call in sandbox.calls if call.ok}
        assert faults_of_coverage(succeeded, scenario.updates) == []
        assert succeeded == set(METHODS)
        for written in scenario.updates:
            update = Update.de_json(written, None)
            assert update.update_id == written["update_id"]
            assert not update.api_kwargs and update.effective_chat is not None


def test_the_tool_fails_on_a_schema_that_disagrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps({"types": _SCHEMA.types, "methods": _SCHEMA.methods}))
    assert main([str(path)]) == 1
    printed = capsys.readouterr().out
    assert "getMe: User has no field first_name" in printed
    assert "sendMessage: the schema has no such method" in printed
    assert main([]) == 2
