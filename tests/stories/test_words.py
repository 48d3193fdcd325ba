"""Whatever people write: HTML, endless text, marks nobody sees, names that look like orders."""

from __future__ import annotations

import pytest

from bot.sandbox.entities import units
from tests.sandbox.pictures import jpeg
from tests.stories.town import BIN, Town

HTML = '<b>东湖花园</b>3栋垃圾桶坏了 <script>alert(1)</script> & <a href="tg://user?id=301">x</a> </b> &lt;'
HIDDEN = "东湖\u200b花园\u200d3栋\u202e的垃圾桶\ufeff坏了\u2066"
LONG = BIN + "，" + "<&>\U0001f6b4" * 1015
assert len(LONG) <= 4096


@pytest.mark.parametrize("text", [HTML, HIDDEN], ids=["html", "hidden"])
async def test_odd_text_is_escaped_everywhere(town: Town, text: str) -> None:
    post, card = await town.report(text)
    assert town.sign(post) == "✍"
    assert not [entity for entity in card.entities if entity.type in {"text_link", "text_mention"}]
    town.post(town.li, "已清理 <b>&lt;\u202e</b>\u200b &", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结")
    await town.calm()
    await town.tap(town.wang, closure, "未解决")
    await town.calm()
    town.post(town.chen, "/ticket T1001", town.hall)
    town.post(town.chen, "/todo", town.hall)
    await town.calm()
    assert town.ticket()["state"] == "accepted"
    assert not town.rows("SELECT * FROM notices WHERE state IN ('failed', 'uncertain')")
    assert not [call for call in town.sandbox.calls.refused if call.method != "answerCallbackQuery"]


async def test_html_is_shown_as_it_was_written(town: Town) -> None:
    _, card = await town.report(HTML)
    assert "<script>alert(1)</script> & <a href=" in card.text


@pytest.mark.parametrize("photo", [None, jpeg()], ids=["text", "caption"])
async def test_the_longest_text_keeps_every_message_within_its_limit(town: Town, photo: bytes | None) -> None:
    text = LONG if photo is None else LONG[:600]
    _, card = await town.report(text, photo=photo)
    limit = 4096 if photo is None else 1024
    assert units(card.words.text) <= limit and card.button_texts
    town.post(town.li, "已清理" + "。<&>" * 45, town.office, reply_to=card, photo=photo and jpeg("green"))
    await town.shown(town.riders, "已办结", button="已解决")
    await town.calm()
    assert units(card.words.text) <= limit
    assert not town.rows("SELECT * FROM notices WHERE state IN ('failed', 'uncertain')")


async def test_4096_strange_characters_are_taken_in_quickly(town: Town) -> None:
    texts = [
        "\u202e" * 4096,
        "栋" * 4096,
        "<" * 4096,
        "东湖花园" * 1024,
        "3" * 4096,
        "🀄" * 2048,
        "a\u0301" * 2048,
        "。" * 4096,
    ]
    posts = [town.post(town.wang, text) for text in texts]
    await town.calm()
    assert town.value("SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'ignored')") == 0
    assert posts


async def test_a_name_that_is_markup(town: Town) -> None:
    odd = town.sandbox.add_person('<b>"&\u202e/done', id=777)
    town.sandbox.join(town.riders, odd)
    _, card = await town.report(who=odd)
    assert '<b>"&' in card.text
    town.post(odd, "垃圾桶坏了没人管")
    question = await town.shown(town.riders, "请问在哪个小区")
    assert '<b>"&' in question.text
    await town.calm()
    assert not town.rows("SELECT * FROM notices WHERE state IN ('failed', 'uncertain')")
