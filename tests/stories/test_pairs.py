"""Photos tell the truth: the closure shows before and after, and an old photo proves nothing."""

from __future__ import annotations

import io

from PIL import Image

from tests.handlers.photographs import scene, sent
from tests.stories.town import Town

BROKEN, MENDED = sent(scene(1)), sent(scene(2))


def _width(photo: bytes | None) -> int:
    assert photo is not None
    with Image.open(io.BytesIO(photo)) as picture:
        return picture.width


async def test_the_closure_shows_before_and_after(town: Town) -> None:
    _, card = await town.report(photo=BROKEN)
    town.post(town.li, "已处理，换了新桶", town.office, photo=MENDED, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="已解决")
    await town.until(lambda: _width(closure.photo) > 1600)
    assert "换了新桶" in closure.caption and closure.button_texts == ["已解决", "未解决"]


async def test_a_photo_that_was_used_before_opens_the_ticket_again(town: Town) -> None:
    _, first = await town.report(photo=BROKEN)
    town.post(town.li, "已处理，换了新桶", town.office, photo=MENDED, reply_to=first)
    await town.shown(town.riders, "已办结", button="已解决")
    await town.calm()
    _, second = await town.report("东湖花园5栋的垃圾桶坏了", photo=sent(scene(3)))
    again = sent(Image.open(io.BytesIO(MENDED)), quality=60)
    town.post(town.li, "已处理", town.office, photo=again, reply_to=second)
    ring = await town.shown(town.office, "#T1002 没有通过", "T1001 用过")
    await town.calm()
    assert town.tickets()[1]["state"] == "accepted" and ring.reply_to is second
    assert not town.said(town.riders, "#T1002 已办结")
