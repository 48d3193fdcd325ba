"""What a question about figures names, and what is offered for what it does not."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.areas import Area, Category, Place, Subcategory, TimeClass, Unit, UnitKind
from bot.domain.period_words import read_said_period
from bot.domain.periods import Period
from bot.domain.questions import Question, Unclear
from bot.domain.statistics import Scope
from bot.reading import asked
from bot.reading.asked import MOST_OFFERED, MOST_WORDS, read_asked

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
AREA = Area(
    name="柳江区",
    units=(
        Unit(code="liujiang", name="柳江区", kind=UnitKind.AREA),
        Unit(code="hexi", name="河西街道", kind=UnitKind.STREET),
        Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY, parent="hexi", keywords=("龙西片",)),
        Unit(code="longdong", name="龙东社区", kind=UnitKind.COMMUNITY, parent="hexi"),
        Unit(code="chengguan", name="城市管理局", kind=UnitKind.DEPARTMENT),
    ),
    categories=(
        Category(
            code="sanitation",
            name="环境卫生",
            time_class=TimeClass.B,
            sub=(Subcategory(code="bin", name="垃圾桶"),),
            keywords=("垃圾",),
        ),
        Category(code="lighting", name="照明", time_class=TimeClass.A),
    ),
    places=(
        Place(name="桃源小区", unit="longxi", aliases=("桃源里",)),
        Place(name="幸福里", unit="longxi"),
        Place(name="幸福里", unit="longdong"),
        Place(name="北苑", unit="longxi", aliases=("老厂",)),
        Place(name="南苑", unit="longdong", aliases=("老厂",)),
    ),
)


def near(word: str) -> tuple[str, ...]:
    return {"桃园小区": ("桃源小区",), "桃园里": ("桃源里",), "龙溪社区": ("龙西社区",)}.get(word, ())


def read(written: str) -> Question:
    return read_asked(AREA, near, written, "week", NOW, ZONE)


@pytest.mark.parametrize(
    ("written", "period", "scope"),
    [
        ("", "week", Scope()),
        ("本月", "month", Scope()),
        ("本周 龙西社区", "week", Scope("longxi")),
        ("龙西社区 环境卫生 上月", "2026-10", Scope("longxi", "sanitation")),
        ("上月　环境卫生，龙西社区", "2026-10", Scope("longxi", "sanitation")),
        ("龙西社区本月", "month", Scope("longxi")),
        ("本月龙西社区环境卫生", "month", Scope("longxi", "sanitation")),
        ("龙西片", "week", Scope("longxi")),
        ("longxi", "week", Scope("longxi")),
        ("龙西", "week", Scope("longxi")),
        ("龙西社区居委会", "week", Scope("longxi")),
        ("城管局", "week", Scope("chengguan")),
        ("柳江区 今年", "year", Scope()),
        ("桃源小区", "week", Scope(place="桃源小区")),
        ("桃源里 照明", "week", Scope(None, "lighting", "桃源小区")),
        ("幸福里", "week", Scope(place="幸福里")),
        ("幸福里 龙东社区 全部", "all", Scope("longdong", None, "幸福里")),
        ("龙西社區", "week", Scope("longxi")),
        ("本周 本周", "week", Scope()),
    ],
)
def test_words_in_any_order_are_one_question(written: str, period: str, scope: Scope) -> None:
    assert read(written) == Question(period, scope)


@pytest.mark.parametrize(
    ("written", "word", "offered"),
    [
        ("龙溪社区 上月", "龙溪社区", {Scope("longxi"), Scope("longdong")}),
        ("龙", "龙", set()),
        ("社区", "社区", {Scope("longxi"), Scope("longdong")}),
        ("本月 垃圾桶", "垃圾桶", {Scope(category="sanitation")}),
        ("环境卫声", "环境卫声", {Scope(category="sanitation")}),
        ("桃园小区", "桃园小区", {Scope(place="桃源小区")}),
        ("桃园里", "桃园里", {Scope(place="桃源小区")}),
        ("老厂", "老厂", {Scope(place="北苑"), Scope(place="南苑")}),
        ("龙西社区 桃园小区", "桃园小区", {Scope("longxi", None, "桃源小区")}),
        ("火星", "火星", set()),
    ],
)
def test_what_is_not_known_is_offered_what_it_may_be(written: str, word: str, offered: set[Scope]) -> None:
    with pytest.raises(Unclear) as caught:
        read(written)
    assert (caught.value.written, set(caught.value.offered)) == (word, offered)


def test_what_was_understood_of_the_question_is_kept() -> None:
    with pytest.raises(Unclear) as caught:
        read("火星 上月 环境卫生")
    assert caught.value.question == Question("2026-10", Scope(category="sanitation"))
    assert not caught.value.like_a_period


@pytest.mark.parametrize("written", ["2026-13", "下周", "第五季度"])
def test_what_looks_like_a_period_is_told_so(written: str) -> None:
    with pytest.raises(Unclear) as caught:
        read(written)
    assert caught.value.like_a_period


@pytest.mark.parametrize("written", ["本周 上月", "龙西社区 龙东社区", "环境卫生 照明", "桃源小区 幸福里"])
def test_two_of_a_kind_are_one_too_many(written: str) -> None:
    with pytest.raises(Unclear) as caught:
        read(written)
    assert caught.value.twice
    assert caught.value.written == written.split()[1]


def test_more_words_than_a_question_has_are_talk() -> None:
    with pytest.raises(Unclear):
        read("本周 " * (MOST_WORDS + 1))


@given(st.text(max_size=120))
def test_whatever_is_written_is_a_question_or_unclear(written: str) -> None:
    try:
        read(written)
    except Unclear as unclear:
        assert len(unclear.offered) <= MOST_OFFERED
        assert 0 < len(unclear.written) <= 40


def test_names_that_lie_in_each_other_are_not_tried_in_every_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """aa, aaa, aaaa: a word of forty characters can be cut up in millions of ways, none of which comes out even."""
    looked: list[str] = []

    def counted(written: str, now: datetime, zone: ZoneInfo) -> Period:
        looked.append(written)
        assert len(looked) < 1000
        return read_said_period(written, now, zone)

    monkeypatch.setattr(asked, "read_said_period", counted)
    units = tuple(Unit(code=f"u{size}", name="a" * size, kind=UnitKind.COMMUNITY) for size in (2, 3, 4))
    area = Area(name="柳江区", units=units, categories=(), places=())
    with pytest.raises(Unclear):
        read_asked(area, lambda word: (), "a" * 39 + "b", "week", NOW, ZONE)
