"""What a table of places would change, in words: the counts, the first lines of each kind, and the faults by row."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.areas import Area, Place
from bot.domain.place_differences import Difference
from bot.domain.places_table import RowFault
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup, cut
from bot.notices.texts import Texts

_LINES = 5
_FAULTS = 10
_LONGEST = 30


def difference_text(
    texts: Texts,
    area: Area,
    file: str,
    difference: Difference,
    faults: Sequence[RowFault] = (),
    unused: Sequence[str] = (),
) -> Markup:
    """新增 12，修改 3，冲突 1, and what a coordinator has to see before 确认."""
    counts = [
        texts.say(f"import.count.{name}", count=count)
        for name, count in (
            ("added", len(difference.added)),
            ("changed", len(difference.changed)),
            ("conflicts", len(difference.conflicts)),
            ("same", difference.same),
            ("faults", len(faults)),
        )
        if count
    ]
    lines = [texts.say("import.head", file=cut(file, 60)), Markup("，".join(counts))]
    lines += _few(texts, [texts.say("import.added", place=_told(area, place)) for place in difference.added])
    lines += _few(texts, [_changed(texts, area, before, after) for before, after in difference.changed])
    lines += _few(
        texts,
        [
            texts.say(
                "import.moves" if conflict.moves else "import.conflict",
                place=_told(area, conflict.place),
                known=_told(area, conflict.known),
                before=area.unit_name(conflict.known.unit) or conflict.known.unit,
            )
            for conflict in difference.conflicts
        ],
    )
    told = [texts.say(f"row.{fault.wrong.value}", row=fault.row, word=cut(fault.word, _LONGEST)) for fault in faults]
    lines += _few(texts, told, _FAULTS)
    if unused:
        lines.append(texts.say("import.unused", columns=cut("、".join(unused), 100)))
    return Markup("\n".join(lines))


def _few(texts: Texts, lines: list[Markup], most: int = _LINES) -> list[Markup]:
    return [*lines[:most], *([texts.say("import.more", count=len(lines) - most)] if len(lines) > most else [])]


def _told(area: Area, place: Place) -> str:
    return f"{cut(place.name, _LONGEST)}（{area.unit_name(place.unit) or place.unit}）"


def _changed(texts: Texts, area: Area, before: Place, after: Place) -> Markup:
    """Which of its facts differ."""
    what = [
        texts.plain(f"import.fact.{name}")
        for name in ("aliases", "kind")
        if getattr(before, name) != getattr(after, name)
    ]
    if (before.lat, before.lon) != (after.lat, after.lon):
        what.append(texts.plain("import.fact.position"))
    return texts.say("import.changed", place=_told(area, after), what="、".join(what))


def import_buttons(texts: Texts, number: int, difference: Difference) -> Buttons:
    """确认, the same with what changes its unit, 取消."""
    rows: Buttons = []
    if difference.added or difference.changed:
        rows.append([(texts.plain("button.import"), f"import:{number}:yes")])
    if difference.moving:
        label = texts.plain("button.import_moved", count=len(difference.moving))
        rows.append([(label, f"import:{number}:moved")])
    rows.append([(texts.plain("button.cancel"), f"import:{number}:no")])
    return rows
