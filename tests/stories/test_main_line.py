"""The main line: a post becomes a ticket, is accepted, resolved, confirmed, and counted."""

from __future__ import annotations

from tests.sandbox.pictures import jpeg
from tests.stories.town import NEW, Town


async def test_a_post_is_walked_to_its_end_and_counted(town: Town) -> None:
    post, card = await town.report(photo=jpeg())
    assert card.photo == jpeg()
    assert town.sign(post) == "✍"
    assert card.button_texts == NEW

    answer = await town.tap(town.li, card, "受理")
    assert answer.text.startswith("已受理 #T1001") and not answer.show_alert
    await town.shown(town.office, "处理中", "#T1001")

    done = town.post(town.li, "已处理，换了新桶", town.office, photo=jpeg("green"), reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="已解决")
    assert closure.reply_to is post and closure.photo == jpeg("green")
    await town.calm()
    assert town.sign(done) == town.sign(post) == "👌"
    assert "待复核" in town.only(town.office, "#T1001").caption

    answer = await town.tap(town.wang, closure, "已解决")
    assert "已结案" in answer.text
    await town.calm()
    assert closure.button_texts == ["1⭐", "2⭐", "3⭐", "4⭐", "5⭐"] and "已结案" in closure.caption
    assert "已结案" in card.caption and card.button_texts == []
    assert town.ticket()["state"] == "closed"

    town.post(town.chen, "/stats", town.hall)
    figures = await town.shown(town.hall, "收到")
    assert figures.photo is not None
    assert "收到 1" in figures.caption and "办结 1，结案 1" in figures.caption
