"""A written area book reads to the same area."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.area_book import read_area_book, write_area_book
from bot.domain.areas import (
    PLACE_KINDS,
    Area,
    Category,
    ChatEntry,
    ChatKind,
    PersonEntry,
    Place,
    Role,
    Route,
    Subcategory,
    TimeClass,
    Unit,
    UnitKind,
)
from bot.domain.categories import BUILT_IN
from bot.domain.durations import Duration
from bot.domain.people import AREA_ROLES
from bot.domain.routing import route_faults
from bot.domain.stages import Stages

EXAMPLE = Path(__file__).parents[2] / "examples/huangshan/area.toml"


def test_the_example_is_good_and_is_written_back_the_same() -> None:
    area = read_area_book(EXAMPLE.read_text(encoding="utf-8"), str(EXAMPLE), BUILT_IN, route_faults)
    assert len(area.units) > 50
    assert read_area_book(write_area_book(area), check_routes=route_faults) == area


PERSONS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(
    lambda text: text == text.strip()
)
_LETTERS = st.characters(categories=["Lu", "Ll", "Lo", "Nd"])
_SEEN = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])
WORDS = st.builds("".join, st.tuples(_LETTERS, st.text(_SEEN, max_size=6), _LETTERS))
CODES = st.from_regex(r"[a-z0-9_-]{1,12}", fullmatch=True)
LISTS = st.lists(WORDS, max_size=3).map(tuple)


@st.composite
def areas(draw: st.DrawFn) -> Area:
    """An area whose references hold."""
    codes = draw(st.lists(CODES, min_size=1, max_size=5, unique=True))
    units = tuple(
        Unit(
            code=code,
            name=draw(WORDS),
            kind=draw(st.sampled_from(UnitKind)),
            parent=draw(st.none() | st.sampled_from(codes[:index])) if index else None,
            keywords=draw(LISTS),
        )
        for index, code in enumerate(codes)
    )
    unit = st.sampled_from(codes)
    coordinate = st.floats(-90, 90, allow_nan=False)
    places = []
    for name, where in draw(st.lists(st.tuples(WORDS, unit), max_size=4, unique=True)):
        spot = {"lat": draw(coordinate), "lon": draw(coordinate)} if draw(st.booleans()) else {}
        places.append(
            Place(name=name, unit=where, aliases=draw(LISTS), kind=draw(st.sampled_from(PLACE_KINDS)), **spot)
        )
    duration = st.builds(Duration, amount=st.integers(1, 3660), unit=st.sampled_from("smhd"))
    lengths = st.lists(st.integers(1, 999_999), min_size=2, max_size=3, unique=True).map(sorted)
    keys = {2: (("control", "restore"), ("repair", "restore")), 3: (("control", "repair", "restore"),)}
    stages = lengths.flatmap(
        lambda found: st.sampled_from(keys[len(found)]).map(
            lambda named: Stages.model_validate({key: f"{n}m" for key, n in zip(named, found, strict=True)})
        )
    )
    timed = st.one_of(
        st.fixed_dictionaries({}), st.fixed_dictionaries({"limit": duration}), st.fixed_dictionaries({"stages": stages})
    )
    small = st.builds(
        lambda code, name, time_class, keywords, timed: Subcategory(
            code=code, name=name, time_class=time_class, keywords=keywords, **timed
        ),
        CODES,
        WORDS,
        st.none() | st.sampled_from(TimeClass),
        LISTS,
        timed,
    )
    big = st.builds(
        Category,
        code=CODES,
        name=WORDS,
        time_class=st.sampled_from(TimeClass),
        keywords=LISTS,
        unit=st.none() | unit,
        sub=st.lists(small, max_size=3, unique_by=lambda row: row.code).map(tuple),
    )
    for_unit = st.tuples(st.sampled_from(sorted(Role)), unit)
    for_area = st.tuples(st.sampled_from(sorted(AREA_ROLES)), st.none())
    person = st.builds(
        lambda number, name, held: PersonEntry(telegram_id=number, name=name, role=held[0], unit=held[1]),
        st.integers(1, 10**9),
        PERSONS,
        for_unit | for_area,
    )
    chat = st.builds(
        ChatEntry,
        id=st.integers(-(2**52), -1),
        kind=st.sampled_from(ChatKind),
        unit=unit,
        topic=st.none() | st.integers(2, 99),
    )
    return Area(
        name=draw(WORDS),
        units=units,
        places=tuple(places),
        categories=tuple(draw(st.lists(big, min_size=1, max_size=3, unique_by=lambda row: row.code))),
        routes=tuple(draw(st.lists(st.builds(Route, when=WORDS, to=unit), max_size=2))),
        people=tuple(draw(st.lists(person, max_size=3, unique_by=lambda row: row.telegram_id))),
        chats=tuple(draw(st.lists(chat, max_size=3, unique_by=lambda row: row.id))),
    )


@settings(max_examples=30, deadline=None)
@given(areas())
def test_what_is_written_reads_to_the_same_area(area: Area) -> None:
    assert read_area_book(write_area_book(area)) == area
