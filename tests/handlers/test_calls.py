"""Calls: what each notice looks like in the chat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from telegram import Bot

from bot.desk.outbox import Outgoing
from bot.desk.outcomes import Outcome
from bot.domain.menus import Menu
from bot.domain.notices import Call
from bot.sandbox import Message
from handlers.calls import call
from handlers.words import COMMANDS
from tests.handlers.notices import outgoing
from tests.sandbox.conftest import Box
from tests.sandbox.pictures import jpeg

BUTTONS = {"inline_keyboard": [[{"text": "受理", "callback_data": "accept:1001"}]]}
OTHER_BUTTONS = {"inline_keyboard": [[{"text": "办结", "callback_data": "resolve:1001"}]]}
NO_BUTTONS: dict[str, Any] = {"inline_keyboard": []}


async def _make(library: Bot, box: Box, outgoing: Outgoing) -> Message:
    """Make a call that must succeed; the newest message of the bot."""
    report = await call(library, outgoing)
    assert report.outcome is Outcome.SENT, report
    last = box.sandbox.last(box.group, by=box.bot)
    assert last is not None
    if report.message_id is not None:
        assert report.message_id == last.message_id
    return last


async def _card(library: Bot, box: Box, *, photo: bool = False) -> Message:
    if not photo:
        return await _make(
            library, box, outgoing(Call.SEND_MESSAGE, box.group.id, {"text": "旧", "reply_markup": BUTTONS})
        )
    payload = {"photo": await _file_id(box), "caption": "旧", "reply_markup": BUTTONS}
    return await _make(library, box, outgoing(Call.SEND_PHOTO, box.group.id, payload))


async def _file_id(box: Box, color: str = "red") -> str:
    box.sandbox.post(box.group, box.wang, photo=jpeg(color))
    news = await box.news()
    found: str = news[-1]["message"]["photo"][-1]["file_id"]
    return found


async def test_a_text_with_marks_and_buttons_below_a_post(library: Bot, box: Box) -> None:
    post = box.sandbox.post(box.group, box.wang, "垃圾桶坏了")
    payload = {"text": "<b>工单</b> 3 &lt; 5 https://example.com", "reply_markup": BUTTONS}
    card = await _make(library, box, outgoing(Call.SEND_MESSAGE, box.group.id, payload, reply_to=post.message_id))
    assert card.words.text == "工单 3 < 5 https://example.com"
    assert [entity.type for entity in card.words.entities][:1] == ["bold"]
    assert (card.button_texts, card.reply_to) == (["受理"], post)
    assert box.sandbox.calls[-1].parameters["link_preview_options"] == '{"is_disabled": true}'


async def test_into_a_topic(library: Bot, box: Box) -> None:
    forum = box.sandbox.add_group("东湖", [box.wang], topics=True)
    box.sandbox.add_bot_to(forum, box.bot, by=box.wang, admin=True)
    topic = box.sandbox.add_topic(forum, "报修", box.wang)
    await call(library, outgoing(Call.SEND_MESSAGE, forum.id, {"text": "工单"}, topic=topic.id))
    last = box.sandbox.last(forum, by=box.bot)
    assert last is not None
    assert last.topic is topic


async def test_a_photo_with_words(library: Bot, box: Box) -> None:
    card = await _card(library, box, photo=True)
    assert (card.photo, card.words.text, card.button_texts) == (jpeg(), "旧", ["受理"])


async def test_a_photo_without_words(library: Bot, box: Box) -> None:
    sent = await _make(library, box, outgoing(Call.SEND_PHOTO, box.group.id, {"photo": await _file_id(box)}))
    assert (sent.photo, sent.words.text, sent.button_texts) == (jpeg(), "", [])


async def test_a_text_is_edited(library: Bot, box: Box) -> None:
    card = await _card(library, box)
    payload = {"text": "<i>新</i>", "reply_markup": OTHER_BUTTONS}
    assert (await _make(library, box, outgoing(Call.EDIT_TEXT, box.group.id, payload, about=card.message_id))) is card
    assert (card.words.text, card.button_texts) == ("新", ["办结"])


async def test_an_edit_without_buttons_takes_them_away(library: Bot, box: Box) -> None:
    card = await _card(library, box)
    payload = {"text": "新", "reply_markup": NO_BUTTONS}
    await _make(library, box, outgoing(Call.EDIT_TEXT, box.group.id, payload, about=card.message_id))
    assert card.button_texts == []


async def test_a_caption_is_edited(library: Bot, box: Box) -> None:
    card = await _card(library, box, photo=True)
    payload = {"caption": "新", "reply_markup": OTHER_BUTTONS}
    await _make(library, box, outgoing(Call.EDIT_CAPTION, box.group.id, payload, about=card.message_id))
    assert (card.photo, card.words.text, card.button_texts) == (jpeg(), "新", ["办结"])


async def test_a_picture_is_exchanged(library: Bot, box: Box) -> None:
    card = await _card(library, box, photo=True)
    payload = {"media": {"media": await _file_id(box, "green"), "caption": "<b>新</b>"}, "reply_markup": BUTTONS}
    await call(library, outgoing(Call.EDIT_MEDIA, box.group.id, payload, about=card.message_id))
    assert (card.photo, card.words.text, card.button_texts) == (jpeg("green"), "新", ["受理"])


async def test_a_picture_of_our_own_is_uploaded_and_exchanged(library: Bot, box: Box, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jpg", tmp_path / "b.jpg"
    first.write_bytes(jpeg())
    second.write_bytes(jpeg("green"))
    payload: dict[str, Any] = {"photo": {"made": "a.jpg"}, "caption": "<b>旧</b>", "reply_markup": BUTTONS}
    sent = await _make(library, box, outgoing(Call.SEND_PHOTO, box.group.id, payload, picture=first))
    assert (sent.photo, sent.words.text, sent.button_texts) == (jpeg(), "旧", ["受理"])
    payload = {"media": {"media": {"made": "b.jpg"}, "caption": "<b>新</b>"}, "reply_markup": OTHER_BUTTONS}
    edit = outgoing(Call.EDIT_MEDIA, box.group.id, payload, about=sent.message_id, picture=second)
    assert await _make(library, box, edit) is sent
    assert (sent.photo, sent.words.text, sent.button_texts) == (jpeg("green"), "新", ["办结"])


async def test_a_document_of_our_own_has_its_name(library: Bot, box: Box, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"1,2\n")
    payload: dict[str, Any] = {"document": {"made": "a.csv"}, "filename": "点位.csv", "caption": "<b>表</b>"}
    sent = await _make(library, box, outgoing(Call.SEND_DOCUMENT, box.group.id, payload, picture=file))
    assert sent.media is not None
    assert (sent.media.kind, sent.media.best.name, sent.media.best.data) == ("document", "点位.csv", b"1,2\n")
    assert sent.words.text == "表"


@pytest.mark.parametrize(
    ("method", "payload"),
    [
        (Call.SEND_DOCUMENT, {"document": {"made": "a.png"}, "caption": "旧"}),
        (Call.SEND_PHOTO, {"photo": {"made": "a.png"}, "caption": "旧"}),
        (Call.EDIT_MEDIA, {"media": {"media": {"made": "a.png"}, "caption": "旧"}}),
    ],
)
async def test_a_picture_that_is_gone_is_told_to_the_outbox(
    library: Bot, box: Box, tmp_path: Path, method: Call, payload: dict[str, Any]
) -> None:
    report = await call(library, outgoing(method, box.group.id, payload, about=1, picture=tmp_path / "a.png"))
    assert (report.outcome, report.error) == (Outcome.NO_PHOTO, "a.png: No such file or directory")


@pytest.mark.parametrize(("rows", "shown"), [(OTHER_BUTTONS, ["办结"]), (NO_BUTTONS, [])])
async def test_buttons_alone_are_edited(library: Bot, box: Box, rows: dict[str, Any], shown: list[str]) -> None:
    card = await _card(library, box)
    await _make(library, box, outgoing(Call.EDIT_BUTTONS, box.group.id, {"reply_markup": rows}, about=card.message_id))
    assert (card.words.text, card.button_texts) == ("旧", shown)


async def test_a_message_is_deleted(library: Bot, box: Box) -> None:
    card = await _card(library, box)
    report = await call(library, outgoing(Call.DELETE, box.group.id, {}, about=card.message_id))
    assert report.outcome is Outcome.SENT
    assert card not in box.sandbox.messages(box.group)


async def test_a_reaction_takes_the_place_of_the_last_and_may_go(library: Bot, box: Box) -> None:
    post = box.sandbox.post(box.group, box.wang, "垃圾桶坏了")
    for signs in (["👀"], ["✍"], []):
        payload = {"reaction": [{"emoji": sign} for sign in signs]}
        report = await call(library, outgoing(Call.REACT, box.group.id, payload, about=post.message_id))
        assert report == type(report)(Outcome.SENT)
        assert list(post.reactions_by.get(box.bot.id, ())) == signs


async def test_a_message_is_pinned_without_noise(library: Bot, box: Box) -> None:
    card = await _card(library, box)
    await call(library, outgoing(Call.PIN, box.group.id, {}, about=card.message_id))
    assert box.sandbox.calls[-1].method == "pinChatMessage"
    assert box.sandbox.calls[-1].ok


async def test_a_chat_has_its_own_menu(library: Bot, box: Box) -> None:
    for menu in Menu:
        report = await call(library, outgoing(Call.SET_MENU, box.group.id, {"menu": menu.value}))
        assert report.outcome is Outcome.SENT
        shown = [one["command"] for one in box.sandbox.commands_for(box.bot, box.group, box.li)]
        assert shown == [one.name for one in COMMANDS if one.menu and menu.holds(one.menu) and one.grouped]
    assert "claim" not in shown and "bind" in shown


async def test_a_topic_is_opened_and_its_id_handed_back(library: Bot, box: Box) -> None:
    forum = box.sandbox.add_group("街道大群", [box.wang], topics=True)
    box.sandbox.add_bot_to(forum, box.bot, by=box.wang, admin=True)
    report = await call(library, outgoing(Call.OPEN_TOPIC, forum.id, {"name": "北山社区"}))
    assert report.outcome is Outcome.SENT
    assert report.message_id is not None
    assert forum.topics[report.message_id].name == "北山社区"
    refused = await call(library, outgoing(Call.OPEN_TOPIC, box.group.id, {"name": "北山社区"}))
    assert refused.outcome is Outcome.REFUSED


@pytest.mark.parametrize("method", [Call.DELETE, Call.REACT, Call.PIN])
async def test_a_notice_about_no_message_is_a_fault_of_ours(library: Bot, box: Box, method: Call) -> None:
    with pytest.raises(ValueError, match="names no message"):
        await call(library, outgoing(method, box.group.id, {"reaction": []}))


async def test_every_call_of_the_domain_can_be_made() -> None:
    from handlers.calls import _CALLS

    assert set(_CALLS) == set(Call)
