"""Time, the stories and the bot's process, passed on to the backstage."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.page.conftest import House


@pytest.mark.parametrize(
    ("path", "body", "asked"),
    [
        ("time", {"ahead": 3600}, ("leap", timedelta(hours=1))),
        ("time", {"ahead": 0.5}, ("leap", timedelta(seconds=0.5))),
        ("time", {"to": "due"}, ("leap_to_due",)),
        ("story", {"do": "play"}, ("play",)),
        ("story", {"do": "pause"}, ("pause",)),
        ("story", {"do": "step"}, ("step",)),
        ("story", {"do": "skip", "chapter": "morning"}, ("skip_to", "morning")),
        ("bot", {"do": "stop"}, ("stop_bot",)),
        ("bot", {"do": "start"}, ("start_bot",)),
        ("again", {}, ("begin_again",)),
    ],
)
async def test_orders_are_passed_on(house: House, path: str, body: Any, asked: tuple[Any, ...]) -> None:
    assert await house.post(f"/page/{path}", body) == (200, {})
    assert house.backstage.asked == [asked]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("time", {}, 422),
        ("time", {"ahead": 60, "to": "due"}, 422),
        ("time", {"ahead": 0}, 422),
        ("time", {"ahead": -60}, 422),
        ("time", {"ahead": 1e12}, 422),
        ("time", {"ahead": "60"}, 400),
        ("time", {"to": "yesterday"}, 400),
        ("story", {"do": "skip"}, 404),
        ("story", {"do": "skip", "chapter": "no"}, 404),
        ("story", {"do": "dance"}, 400),
        ("bot", {}, 400),
        ("bot", {"do": "kill"}, 400),
        ("again", {"why": 1}, 400),
    ],
)
async def test_orders_that_make_no_sense(house: House, path: str, body: Any, status: int) -> None:
    answered, told = await house.post(f"/page/{path}", body)
    assert (answered, set(told["error"])) == (status, {"zh", "en"})
    assert house.backstage.asked == []


async def test_time_that_is_no_number(house: House) -> None:
    for raw in (b'{"ahead": NaN}', b'{"ahead": Infinity}', b'{"ahead": 1e999}', b'{"ahead": true}'):
        async with house.http.post("/page/time", data=raw, headers={"X-Page": "1"}) as answer:
            assert answer.status in {400, 422}
    assert house.backstage.asked == []
