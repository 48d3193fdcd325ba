"""The catalogue: what the sources say exists, what exists is said, every text is sound HTML, overrides are checked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.domain.areas import ChatKind
from bot.domain.deadlines import Clock, Rung
from bot.domain.measures import AGED, LASTING
from bot.domain.periods import PeriodKind
from bot.domain.refusals import Refusal
from bot.domain.registers import Ending
from bot.domain.routing import Rule
from bot.domain.snoozing import Snooze
from bot.domain.statistics import COUNTED, RATES
from bot.domain.tickets import Move, State
from bot.notices.catalogue import ZH
from bot.notices.catalogue.zh import PARTS
from bot.notices.markup import Markup
from bot.notices.reasons import SPANS
from bot.notices.texts import Texts, placeholders, text_faults
from tests.notices.samples import shown

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path for room in ("bot", "handlers") for path in (ROOT / room).rglob("*.py") if path.parent.name != "catalogue"
)
_KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)*")


class Said(NamedTuple):
    """One `texts.say(…)` or `texts.plain(…)`: the key (or a pattern of it) and the facts that it gives."""

    where: str
    key: str
    exact: bool
    facts: frozenset[str] | None
    """None where they are not written out (**facts)."""


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z_0-9]+" for part in node.values
    )


def _facts(call: ast.Call) -> frozenset[str] | None:
    """The names given; a literal **{"class": …} counts, any other ** is not known."""
    names: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg is not None:
            names.add(keyword.arg)
        elif isinstance(keyword.value, ast.Dict):
            names |= {str(key.value) for key in keyword.value.keys if isinstance(key, ast.Constant)}
        else:
            return None
    return frozenset(names)


@cache
def nodes(path: Path) -> tuple[ast.Call | ast.Constant, ...]:
    """All in a source that is looked for in it, parsed once; the rest would be a million objects to keep."""
    return tuple(node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, (ast.Call, ast.Constant)))


def _said_in(path: Path) -> Iterator[Said]:
    for node in nodes(path):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if node.func.attr not in {"say", "plain"}:
            continue
        where = f"{path.relative_to(ROOT)}:{node.lineno}"
        branches = [node.args[0].body, node.args[0].orelse] if isinstance(node.args[0], ast.IfExp) else [node.args[0]]
        for key in branches:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield Said(where, key.value, True, _facts(node))
            elif isinstance(key, ast.JoinedStr):
                yield Said(where, _pattern(key), False, _facts(node))


@cache
def said() -> tuple[Said, ...]:
    return tuple(one for path in SOURCES for one in _said_in(path))


@cache
def literals() -> frozenset[str]:
    """Every string of the sources that could be a key: some keys travel in variables."""
    return frozenset(
        node.value
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _KEY.fullmatch(node.value)
    )


def test_the_scan_finds_what_is_said() -> None:
    keys = {one.key for one in said()}
    assert {"card.head", "question.place", "reminder.line", "claim.done", r"refusal\.[a-z_0-9]+"} <= keys
    assert len(said()) > 100


def test_every_key_that_is_said_exists() -> None:
    missing = [
        f"{one.where}: {one.key}"
        for one in said()
        if not (one.key in ZH if one.exact else any(re.fullmatch(one.key, key) for key in ZH))
    ]
    assert not missing


def test_every_key_of_the_catalogue_is_said() -> None:
    patterns = [re.compile(one.key) for one in said() if not one.exact]
    idle = [key for key in ZH if key not in literals() and not any(pattern.fullmatch(key) for pattern in patterns)]
    assert not idle


def test_no_key_stands_in_two_parts_of_the_catalogue() -> None:
    assert sum(map(len, PARTS)) == len(ZH)


def test_every_placeholder_is_given_where_it_is_said() -> None:
    short = [
        f"{one.where}: {one.key} lacks {sorted(lacking)}"
        for one in said()
        if one.exact and one.facts is not None
        if (lacking := placeholders(ZH[one.key]) - one.facts)
    ]
    assert not short


_READY = (("resolve", 4), ("rework", 2), ("return", 3), ("extend", 3), ("suspend", 3), ("reject", 3), ("object", 3))
PRESETS = [f"{move}.{number}" for move, count in _READY for number in range(1, count + 1)]
FAMILIES: dict[str, tuple[list[str], set[str]]] = {
    "state": ([state.value for state in State], set()),
    "move": ([move.value for move in Move], set()),
    "verb": ([move.value for move in Move], set()),
    "standing": ([state.value for state in State], set()),
    "done": (
        [move.value for move in Move] + ["asked", "cancelled", "placed", "looking", "proposed"],
        {"number", "unit", "due", "place", "until", "move"},
    ),
    "event": (
        [move.value for move in Move]
        + ["opened", "rerouted", "added", "added_photo", "reminded", "photo_refused", "photo_failed", "words"]
        + ["missed", "snoozed"]
        + ["bundled", "placed", "pinned", "pin_differs", "supported", "unsupported", "helped", "split_off"]
        + ["requested", "declined"],
        {"name", "unit", "words"},
    ),
    "refusal": (
        [refusal.value for refusal in Refusal],
        {
            "name",
            "at",
            "move",
            "state",
            "cannot",
            "number",
            "urgent",
            "command",
            "unit",
            "count",
            "helpers",
            "place",
            "category",
            "roles",
        },
    ),
    "reason": (PRESETS, set()),
    "rung": ([rung.value for rung in Rung], set()),
    "deed": ([clock.value for clock in Clock], set()),
    "reminder": (
        [rung.value for rung in Rung] + ["naming.own", "head", "urgent", "about", "line", "more"],
        {"rung", "what", "deed", "about", "count", "number", "unit", "place", "summary", "due"},
    ),
    "snooze": (
        [snooze.value for snooze in Snooze] + ["tomorrow", "until", "done", "settled"],
        {"time", "until", "name", "count", "number", "state"},
    ),
    "clock": ([clock.value for clock in Clock], set()),
    "bind.done": ([kind.value for kind in ChatKind], {"unit"}),
    "reading.span": (list(SPANS), {"words"}),
    "reading.rule": ([rule.replace(" ", "_") for rule in Rule], set()),
    "why": (["kicked", "blocked", "no_rights", "gone"], set()),
    "digest": (
        [
            *("overdue", "today", "ahead", "open", "review", "triage", "new", "title", "section", "line", "waiting"),
            *("rest", "units", "unit", "unit.overdue", "unit.today", "unit.open", "unit.late"),
        ],
        {"count", "day", "unit", "number", "place", "summary", "due", "since", "until", "head", "counts", "late"}
        | {"open"},
    ),
    "statsfile.how": (list(COUNTED), set()),
    "measure": ([*COUNTED, *RATES, *AGED, *LASTING], set()),
    "behind.why": (
        [
            *("received", "auto", "misrouted", "answered", "unanswered", "resolved", "due", "overdue", "closed"),
            *("rejected", "fell_due", "put_aside", "response", "fix", "event", "opened"),
        ],
        {"created", "first", "unit", "respond_by", "accepted", "due", "resolved", "closed", "until", "at", "step"}
        | {"assigned", "took"},
    ),
    "bulletin.than": ([kind.value for kind in PeriodKind], set()),
    "register.ending": ([ending.value for ending in Ending], {"late", "until", "number"}),
    "register.sum": ([ending.value for ending in Ending], set()),
    "right": (["read", "delete", "pin", "forum", "topics"], set()),
}
"""Keys that are put together while the bot runs: the last words of each family, and the facts that it is given."""


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_texts_is_whole_and_has_no_strangers(family: str) -> None:
    words, facts = FAMILIES[family]
    own = {key.removeprefix(f"{family}.") for key in ZH if key.startswith(f"{family}.")}
    assert own == set(words)
    assert {name for word in words for name in placeholders(ZH[f"{family}.{word}"])} <= facts


@pytest.mark.parametrize("key", ZH)
def test_every_text_is_sound_html_with_any_fact(key: str) -> None:
    facts = dict.fromkeys(placeholders(ZH[key]), "<i>a & b")
    text, entities = shown(Texts().say(key, **facts))
    assert {entity.type for entity in entities} <= {"bold"}
    assert text.count("<i>a & b") == sum(ZH[key].count(f"{{{name}}}") for name in facts)


def test_facts_are_escaped_but_markup_is_not() -> None:
    texts = Texts()
    assert (
        texts.say("staff.line", name="<b>王</b>", roles=Markup("<b>网格员</b>"))
        == "&lt;b&gt;王&lt;/b&gt;：<b>网格员</b>"
    )
    assert texts.plain("staff.line", name="<王>", roles="&") == "<王>：&"


def test_the_operator_overrides_a_text() -> None:
    texts = Texts({"stored.line": "收到啦 {{谢谢}}"})
    assert texts.say("stored.line") == "收到啦 {谢谢}"
    assert Texts().say("stored.line") == ZH["stored.line"]


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        ("stored.lin", "好", 'texts: "stored.lin" is not a text of the bot; did you mean "stored.line"?'),
        ("zzz", "好", 'texts: "zzz" is not a text of the bot'),
        ("board.head", "{day} {count} {name}", 'texts: "board.head" does not know {name}; it knows {count}, {day}'),
        ("stored.line", "{number}", 'texts: "stored.line" does not know {number}; it knows none'),
        ("stored.line", "{}", 'texts: "stored.line" does not know {}; it knows none'),
        ("stored.line", "收到 {", 'texts: "stored.line": '),
        ("stored.line", "收到 }", 'texts: "stored.line": '),
        ("board.line", "{place.__class__}", 'texts: "board.line" does not know {place.__class__}; it knows '),
    ],
)
def test_a_faulty_override_is_named(key: str, text: str, fault: str) -> None:
    (told,) = text_faults({key: text, "bind.ask": "这个群做什么用？"})
    assert told.startswith(fault)
    with pytest.raises(ValueError, match=re.escape(fault)):
        Texts({key: text})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is empty"),
        ("x" * 1001, "has 1001 characters"),
        ("<b>{unit}", "<b> is never closed"),
        ("{unit}</i>", "</i> closes nothing"),
        ("<b><i>x</b></i>", "</b> closes nothing"),
        ("<script>", "no markup that Telegram knows"),
        ("a < b", "no markup that Telegram knows"),
        ("R&D", "no markup that Telegram knows"),
        ("{unit:{number}}", "goes on behind the name"),
        ("{unit!r}", "goes on behind the name"),
    ],
)
def test_an_override_that_telegram_would_refuse_is_told_at_the_start(text: str, fault: str) -> None:
    (told,) = text_faults({"emergency.told_unit": text})
    assert fault in told


def test_sound_markup_may_be_overridden() -> None:
    assert text_faults({"emergency.told_unit": "<b>已通知</b> {unit} &amp; 协调员"}) == []
