"""Compare every answer and update of the sandbox with the published schema of the Bot API.

    python -m tests.sandbox.schema PATH/TO/telegram-bot-api.json

The schema is the JSON of PaulSonOfLars/telegram-bot-api-spec: `methods` (returns, fields) and `types` (fields,
subtypes). Prints each deviation and exits 1 if there is any, 2 on wrong usage.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx

from bot.sandbox import Call, Sandbox
from bot.sandbox.methods import METHODS
from tests.sandbox.scenario import EVERY_FIELD, EVERY_UPDATE, Scenario, fields_seen

_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
}
_ARRAY = "Array of "


class Schema:
    """The published types and methods, and the questions one can ask them."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.types: dict[str, Any] = document["types"]
        self.methods: dict[str, Any] = document["methods"]

    def faults(self, value: Any, types: Iterable[str], where: str) -> list[str]:
        """How `value` deviates from the type that fits it best; empty when one fits."""
        trials = [self._faults_of_type(value, kind, where) for kind in types]
        own = f"{where}: "
        return min(
            trials,
            key=lambda faults: (sum(fault.startswith(own) for fault in faults), len(faults)),
            default=[f"{where}: no type to compare with"],
        )

    def _faults_of_type(self, value: Any, kind: str, where: str) -> list[str]:
        if kind.startswith(_ARRAY):
            if not isinstance(value, list):
                return [f"{where}: {kind} expected, {type(value).__name__} found"]
            inner = kind.removeprefix(_ARRAY)
            return [
                fault for index, item in enumerate(value) for fault in self.faults(item, [inner], f"{where}[{index}]")
            ]
        if kind in _PLAIN:
            fits = isinstance(value, _PLAIN[kind]) and (kind in {"Boolean", "True"} or not isinstance(value, bool))
            return [] if fits else [f"{where}: {kind} expected, {type(value).__name__} found"]
        described = self.types.get(kind)
        if described is None:
            return [f"{where}: the schema has no type {kind}"]
        if described.get("subtypes"):
            return self.faults(value, described["subtypes"], where)
        return self._faults_of_object(value, kind, described.get("fields", []), where)

    def _faults_of_object(self, value: Any, kind: str, fields: list[dict[str, Any]], where: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where}: {kind} expected, {type(value).__name__} found"]
        known = {field["name"]: field for field in fields}
        faults = [f"{where}: {kind} has no field {name}" for name in value if name not in known]
        for name, field in known.items():
            if name in value:
                faults += self.faults(value[name], field["types"], f"{where}.{name}")
            elif field["required"]:
                faults.append(f"{where}: {kind} lacks {name}")
        return faults

    def faults_of_call(self, call: Call) -> list[str]:
        """How one call deviates: its result, its refusal, and the parameters that the sandbox looked for."""
        method = self.methods.get(call.method)
        if method is None:
            return [f"{call.method}: the schema has no such method"]
        fields = {field["name"] for field in method.get("fields", [])}
        faults = [f"{call.method}: no parameter {name}" for name in sorted(call.read - fields)]
        answer = call.answer or {}
        if answer.get("ok"):
            return faults + self.faults(answer["result"], method["returns"], call.method)
        if "parameters" in answer:
            faults += self.faults(answer["parameters"], ["ResponseParameters"], f"{call.method}.parameters")
        return faults


def faults_of_coverage(called: Iterable[str], updates: list[dict[str, Any]]) -> list[str]:
    """What the scenario failed to touch, so that silence means agreement and not absence."""
    kinds = {kind for update in updates for kind in update}
    return [
        *(f"the scenario never calls {method}" for method in sorted(METHODS.keys() - set(called))),
        *(f"the scenario never meets {kind}" for kind in EVERY_UPDATE if kind not in kinds),
        *(f"the scenario never sees a message with {field}" for field in sorted(EVERY_FIELD - fields_seen(updates))),
    ]


async def deviations(schema: Schema) -> list[str]:
    """Play the scenario and compare everything that came out of it."""
    async with (
        Sandbox(strict_rates=False) as sandbox,
        httpx.AsyncClient(base_url=sandbox.base_url, verify=False) as client,
    ):
        scenario = Scenario(sandbox, client)
        await scenario.play()
        found = [fault for call in sandbox.calls for fault in schema.faults_of_call(call)]
        succeeded = {call.method for call in sandbox.calls if call.ok}
        return list(dict.fromkeys(found + faults_of_coverage(succeeded, scenario.updates)))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m tests.sandbox.schema PATH/TO/telegram-bot-api.json\n")
        return 2
    schema = Schema(json.loads(Path(arguments[0]).read_text("utf-8")))
    found = asyncio.run(deviations(schema))
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stdout.write(f"{len(found)} deviations\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
