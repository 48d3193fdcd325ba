"""The cartographer: maps made in short looks, said where they cannot be had, and of nothing private in a group."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.desk import maps as desk_maps
from bot.desk.maps import Made
from bot.desk.shell import Shell
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from bot.notices.pictures.map import MapSheet
from bot.notices.pictures.sheet import Sheet
from bot.notices.pictures.workbook import unpacked
from handlers.maps import Cartographer
from storage import spots, tickets
from storage.transaction import Tx
from tests.sandbox.conftest import Clock
from tests.storage.histories import a_ticket
from tests.stories.area import HALL, RIDERS

CHEN, WANG = 301, 101


def tap(data: str = "statsmap:all:-", person: int = CHEN, chat: int = CHEN) -> Tap:
    return Tap(person, "谁", chat, 70, data)


class Table:
    """Keeps what it is given to draw or to keep; `broken`: it cannot."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.sheets: list[MapSheet] = []
        self.files: list[bytes] = []

    async def make(self, sheet: Sheet | MapSheet) -> str | None:
        assert isinstance(sheet, MapSheet)
        self.sheets.append(sheet)
        return None if self.broken else "made/aa/map.png"

    async def keep(self, data: bytes, suffix: str) -> str:
        if self.broken:
            raise OSError("no room")
        self.files.append(data)
        return f"made/aa/map{suffix}"


@pytest.fixture
def fill(shell: Shell, clock: Clock) -> Callable[..., Awaitable[None]]:
    """Tickets with a position each, some of them told in private at a place that has one."""

    async def add(pinned: int, private: int = 0) -> None:
        def write(tx: Tx) -> None:
            tx.run("UPDATE places SET lat = 30.0, lon = 118.0 WHERE name = '东湖花园'")
            for number in range(1, pinned + private + 1):
                tx.run(
                    "INSERT INTO posts (id, state, chat_id, message_id, sender_id, sender_name, text, sent_at, kept_at,"
                    " lat, lon) VALUES (:n, 'done', -1001, :n, 42, '王师傅', '坏了', 0, 0, :lat, 118.0)",
                    n=number,
                    lat=30 + number / 10_000,
                )
                facts = {"private": number > pinned, "place_name": None if number <= pinned else "东湖花园"}
                at = clock() - timedelta(minutes=number)
                tickets.add(tx, a_ticket(post_id=number, unit_code="donghu", created_at=at, due_at=None, **facts), [])

        await shell.do(lambda tx, office, now: write(tx))
        area = shell.office.area
        places = tuple(
            place.model_copy(update={"lat": 30.0, "lon": 118.0}) if place.name == "东湖花园" else place
            for place in area.places
        )
        changed = area.model_copy(update={"places": places})
        await shell.refit(lambda office: type(office)(**{**_facts(office), "area": changed}))

    return add


def _facts(office: object) -> dict[str, object]:
    return {name: getattr(office, name) for name in office.__slots__}  # type: ignore[attr-defined]


async def test_pieces_make_one_map(
    shell: Shell, fill: Callable[..., Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spots, "KEYS", 3)
    monkeypatch.setattr("handlers.maps.PIECE", 2)
    await fill(7)
    table = Table()
    made = await Cartographer(shell, table.make, table.keep).look(tap())
    assert isinstance(made, Made)
    assert (made.path, made.count) == ("made/aa/map.png", 7)
    assert "图上 7 件" in made.caption
    assert len(unpacked(table.sheets[0].symbols)) == 7


async def test_the_file_holds_the_same(shell: Shell, fill: Callable[..., Awaitable[None]]) -> None:
    await fill(3, private=1)
    table = Table()
    made = await Cartographer(shell, table.make, table.keep).look(tap("statsmap:all:-:data", chat=HALL))
    assert isinstance(made, Made)
    assert (made.path, made.count) == ("made/aa/map.geojson", 4)
    assert len(json.loads(table.files[0])["features"]) == 4
    assert "王师傅" not in table.files[0].decode()


async def test_in_the_reporting_group_nothing_private_is_drawn(
    shell: Shell, fill: Callable[..., Awaitable[None]]
) -> None:
    await fill(2, private=3)
    for chat, count in ((HALL, 5), (RIDERS, 2)):
        made = await Cartographer(shell, Table().make).look(tap(chat=chat))
        assert isinstance(made, Made)
        assert made.count == count


async def test_what_fails_is_no_file_and_nothing_to_draw_is_said(
    shell: Shell, fill: Callable[..., Awaitable[None]]
) -> None:
    table = Table(broken=True)
    broken = Cartographer(shell, table.make, table.keep)
    empty = await broken.look(tap())
    assert isinstance(empty, Made)
    assert empty.blank
    await fill(1)
    for asked in (tap(), tap("statsmap:all:-:data")):
        for cartographer in (broken, Cartographer(shell)):
            made = await cartographer.look(asked)
            assert isinstance(made, Made)
            assert (made.path, made.blank) == (None, False)


async def test_who_may_not_gets_the_reason_and_nothing_is_made(
    shell: Shell, fill: Callable[..., Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(1)
    monkeypatch.setattr(desk_maps, "plot", None)  # would fall over
    found = await Cartographer(shell, Table().make).look(tap(person=WANG, chat=RIDERS))
    assert isinstance(found, Refused)
    assert found.reason is Refusal.NO_RIGHT
