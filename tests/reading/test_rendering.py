"""The object that `fengshao parse --json` prints."""

from __future__ import annotations

import json
from typing import Any

from bot.reading.rendering import reading_as_json
from tests.reading.example_area import example_area, example_reader


def rendered(text: str) -> dict[str, Any]:
    return reading_as_json(example_area(), example_reader().read(text))


def test_the_form_of_the_contract() -> None:
    text = "龙西小区12栋的居民反映窨井盖破损"
    shown = rendered(text)
    (problem,) = shown.pop("problems")
    assert shown == {"text": text, "kind": "report", "emergency": False}
    confidence, why = problem.pop("confidence"), problem.pop("why")
    assert problem == {
        "summary": "窨井盖破损",
        "category": "市政设施",
        "subcategory": "井盖",
        "class": "B",
        "limit": "4h",
        "place": {
            "name": "龙西小区",
            "unit_code": "longxi",
            "unit": "龙西社区",
            "building": "12栋",
            "entrance": None,
            "floor": None,
            "room": None,
            "number": None,
            "gate": None,
            "landmark": None,
        },
        "unit_code": "longxi",
        "unit": "龙西社区",
        "candidates": [],
    }
    assert 0 < confidence <= 1
    assert "place:龙西小区@0-4" in why


def test_chatter_has_no_problems() -> None:
    assert rendered("大家好") == {"text": "大家好", "kind": "chatter", "emergency": False, "problems": []}


def test_an_emergency_is_urgent_without_a_limit() -> None:
    shown = rendered("龙西小区8栋着火了")
    assert shown["emergency"] is True
    (problem,) = shown["problems"]
    assert (problem["class"], problem["limit"]) == ("urgent", None)


def test_an_ambiguous_name_lists_its_units() -> None:
    (problem,) = rendered("时代广场门口垃圾成堆")["problems"]
    assert (problem["unit_code"], problem["unit"]) == (None, None)
    assert problem["candidates"] == ["gantangshequ", "longbei"]
    assert problem["place"]["name"] == "时代广场"


def test_the_object_is_json_whatever_the_text() -> None:
    text = '龙西小区"路灯"\\坏了\u202e<b>&'
    assert json.loads(json.dumps(rendered(text), ensure_ascii=False))["text"] == text
