"""A reading as the object that `fengshao parse --json` prints, one for each line (docs: the parse form)."""

from __future__ import annotations

from bot.domain.areas import Area
from bot.domain.readings import Problem, Reading, Spot


def reading_as_json(area: Area, reading: Reading) -> dict[str, object]:
    """The object for one line: names of categories, names and codes of units, spans in the original."""
    return {
        "text": reading.text,
        "kind": reading.kind.value,
        "emergency": reading.emergency,
        "problems": [_problem(area, problem) for problem in reading.problems],
    }


def _problem(area: Area, problem: Problem) -> dict[str, object]:
    return {
        "summary": problem.summary,
        "category": area.category_name(problem.category),
        "subcategory": area.subcategory_name(problem.category, problem.subcategory),
        "class": problem.time_class.value if problem.time_class is not None else None,
        "limit": str(problem.limit) if problem.limit is not None else None,
        "confidence": problem.confidence,
        "place": _place(area, problem.spot),
        "unit_code": problem.unit_code,
        "unit": area.unit_name(problem.unit_code),
        "candidates": list(problem.candidates),
        "why": [str(reason) for reason in problem.why],
    }


def _place(area: Area, spot: Spot | None) -> dict[str, object] | None:
    if spot is None:
        return None
    return {
        "name": spot.name,
        "unit_code": spot.unit_code,
        "unit": area.unit_name(spot.unit_code),
        "building": spot.building,
        "entrance": spot.entrance,
        "floor": spot.floor,
        "room": spot.room,
        "number": spot.number,
        "gate": spot.gate,
        "landmark": spot.landmark,
    }
