"""Documents: which messages bring a table, and what of it is told without fetching anything."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.imports import Parcel
from bot.domain.places_table import NoTable
from bot.domain.posts import Sender
from bot.domain.table_files import LARGEST
from handlers.documents import _table, read_parcel
from tests.desk.office import AREA

CHEN = {"id": 301, "is_bot": False, "first_name": "陈协调"}
FILE = {"file_id": "f", "file_unique_id": "u", "file_name": "点位.xlsx", "file_size": 9, "mime_type": "application/zip"}
MESSAGE: dict[str, Any] = {
    "message_id": 7,
    "date": 1,
    "chat": {"id": 301, "type": "private"},
    "from": CHEN,
    "document": FILE,
}


def test_a_file_in_private_may_be_a_table() -> None:
    assert read_parcel(MESSAGE) == Parcel(Sender(301, "陈协调"), 301, 7, "f", "点位.xlsx", 9)
    assert read_parcel({**MESSAGE, "caption": " 导入 "}) is not None
    bare = {"file_id": "f", "file_unique_id": "u"}
    assert read_parcel({**MESSAGE, "document": bare}) == Parcel(Sender(301, "陈协调"), 301, 7, "f", "表格", None)


@pytest.mark.parametrize(
    "changed",
    [
        {"chat": {"id": -1, "type": "supergroup"}},
        {"caption": "东湖花园3栋的垃圾桶坏了"},
        {"from": {**CHEN, "is_bot": True}},
        {"from": None},
        {"via_bot": {"id": 1}},
        {"document": None},
        {"document": {**FILE, "mime_type": "image/png"}},
        {"document": {**FILE, "mime_type": "video/mp4"}},
    ],
)
def test_what_brings_none(changed: dict[str, Any]) -> None:
    assert read_parcel({**MESSAGE, **changed}) is None


async def test_a_file_that_says_it_is_too_large_is_not_fetched() -> None:
    parcel = Parcel(Sender(301, "陈协调"), 301, 7, "f", "点位.csv", LARGEST + 1)
    with pytest.raises(NoTable) as caught:
        await _table(None, parcel, AREA)  # type: ignore[arg-type]
    assert caught.value.why == "large"
