"""A small town for the notices' tests, one of its tickets, and the judge of their HTML: Telegram's parser in a box."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.domain.areas import Area, Category, Subcategory, TimeClass, Unit, UnitKind
from bot.domain.durations import Duration
from bot.domain.tickets import State, Ticket
from bot.notices.texts import Texts
from bot.sandbox.entities import Entity, units
from bot.sandbox.html_parser import parse_html

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXTS = Texts()
AREA = Area(
    name="青石市",
    units=(
        Unit(code="qingshi", name="青石市", kind=UnitKind.AREA),
        Unit(code="jiedao", name="青石街道", kind=UnitKind.STREET, parent="qingshi"),
        Unit(code="donghu", name="东湖社区", kind=UnitKind.COMMUNITY, parent="jiedao"),
        Unit(code="xiyuan", name="西苑社区", kind=UnitKind.COMMUNITY, parent="jiedao"),
        Unit(code="luminju", name="市路灯所", kind=UnitKind.DEPARTMENT, parent="qingshi"),
    ),
    categories=(
        Category(
            code="sanitation",
            name="环境卫生",
            time_class=TimeClass.B,
            sub=(Subcategory(code="bin", name="垃圾桶"),),
        ),
    ),
)
REPORTER = "王骑手"


def a_ticket(**facts: Any) -> Ticket:
    """A bin of 东湖花园, waiting for 东湖社区 to accept it."""
    base = Ticket(
        id=1024,
        state=State.ASSIGNED,
        post_id=1,
        chat_id=-1001,
        message_id=5,
        reporter_id=42,
        reporter_name=REPORTER,
        text="东湖花园3栋的垃圾桶坏了",
        summary="垃圾桶坏了",
        place="东湖花园3栋",
        place_name="东湖花园",
        unit_code="donghu",
        category="sanitation",
        subcategory="bin",
        time_class=TimeClass.B,
        limit=Duration.parse("3d"),
        created_at=NOON,
        assigned_at=NOON,
        due_at=NOON + 3 * DAY,
    )
    return base.model_copy(update=facts)


def shown(html: str) -> tuple[str, tuple[Entity, ...]]:
    """What a phone shows of it. Raises Refused where Telegram would."""
    return parse_html(html)


def shown_length(html: str) -> int:
    return units(parse_html(html)[0])


def _grown(pieces: list[str], size: int) -> str:
    grown = "".join(pieces) or "x"
    return (grown * (size // len(grown) + 1))[:size]


def nasty(size: int) -> st.SearchStrategy[str]:
    """Exactly `size` characters of what people (and others) paste: HTML, emoji, bidi marks, half surrogates."""
    piece = st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["<b>", "</b>", "&amp;", "&", "<", "😀", "👨\u200d👩\u200d👧", "\u202e", "\x00", "\ud800", "坏了\n"]
        ),
    )
    return st.lists(piece, min_size=1, max_size=12).map(lambda pieces: _grown(pieces, size))
