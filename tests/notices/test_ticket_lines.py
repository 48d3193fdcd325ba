"""One ticket as JSON: the fields of the contract, names for codes, times in the zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.areas import Area, Category, Subcategory, TimeClass, Unit, UnitKind
from bot.domain.durations import Duration
from bot.domain.tickets import State, Ticket
from bot.notices.ticket_lines import ticket_as_json

ZONE = ZoneInfo("Asia/Shanghai")
AREA = Area(
    name="黄山区",
    units=(Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY),),
    categories=(
        Category(
            code="sanitation",
            name="环境卫生",
            time_class=TimeClass.A,
            sub=(Subcategory(code="bin", name="垃圾桶"),),
        ),
    ),
)
TICKET = Ticket(
    id=1024,
    state=State.ACCEPTED,
    post_id=1,
    chat_id=-1001,
    message_id=17,
    reporter_id=42,
    reporter_name="张三",
    text="广场花苑小区3栋的垃圾桶坏了",
    summary="垃圾桶坏了",
    place="广场花苑小区3栋",
    place_name="广场花苑小区",
    unit_code="longxi",
    category="sanitation",
    subcategory="bin",
    time_class=TimeClass.A,
    limit=Duration.parse("1d"),
    reopened=1,
    created_at=datetime(2026, 11, 22, 16, 30, 5, 123000, tzinfo=UTC),
    due_at=datetime(2026, 11, 23, 16, 30, 5, 123000, tzinfo=UTC),
)


def test_one_ticket() -> None:
    told = ticket_as_json(TICKET, AREA, ZONE)
    assert told == {
        "no": "T1024",
        "state": "accepted",
        "unit_code": "longxi",
        "unit": "龙西社区",
        "category": "环境卫生",
        "subcategory": "垃圾桶",
        "class": "A",
        "place": "广场花苑小区3栋",
        "text": "广场花苑小区3栋的垃圾桶坏了",
        "reporter_id": 42,
        "supporters": 0,
        "chat_id": -1001,
        "message_id": 17,
        "created_at": "2026-11-23T00:30:05+08:00",
        "due_at": "2026-11-24T00:30:05+08:00",
        "resolved_at": None,
        "closed_at": None,
        "reopened": 1,
    }
    assert " ".join(told) == (
        "no state unit_code unit category subcategory class place text reporter_id supporters chat_id message_id"
        " created_at due_at resolved_at closed_at reopened"
    )


def test_a_ticket_in_triage_has_neither_unit_nor_category() -> None:
    bare = TICKET.model_copy(
        update={"state": State.TRIAGE, "unit_code": None, "category": None, "subcategory": None, "place": None}
    )
    told = ticket_as_json(bare, AREA, ZONE)
    assert {told[name] for name in ("unit_code", "unit", "category", "subcategory", "place")} == {None}


def test_a_code_that_left_the_area_book_stands_for_its_name() -> None:
    told = ticket_as_json(TICKET.model_copy(update={"unit_code": "gone", "subcategory": "old"}), AREA, ZONE)
    assert (told["unit"], told["subcategory"]) == ("gone", "old")
