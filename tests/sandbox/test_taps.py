"""Buttons pressed, forged, stale and answered."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import Box

_BUTTONS = {"inline_keyboard": [[{"text": "受理", "callback_data": "accept:1"}]]}
_STALE = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_tap_is_asked_and_answered_once(box: Box) -> None:
    card = await box.send(reply_markup=_BUTTONS)
    message = box.sandbox.last(box.group)
    assert message is not None
    tap = box.sandbox.tap(box.li, message, "受理")
    (update,) = await box.news()
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["message_id"]) == ("accept:1", 102, card)
    await box.call("answerCallbackQuery", callback_query_id=query["id"], text="已受理", show_alert=True)
    answer = await tap.answer()
    assert (answer.text, answer.show_alert) == ("已受理", True)
    assert (await box.ask("answerCallbackQuery", callback_query_id=query["id"]))["description"] == _STALE


async def test_an_old_tap_and_anothers_tap_are_stale(box: Box) -> None:
    await box.send(reply_markup=_BUTTONS)
    message = box.sandbox.last(box.group)
    assert message is not None
    other = box.sandbox.add_bot("别的", "other_bot", "7000000002:other")
    first, second = (box.sandbox.tap(box.li, message, "accept:1") for _ in range(2))
    assert (await box.ask("answerCallbackQuery", by=other, callback_query_id=first.id))["description"] == _STALE
    box.clock.move(minutes=2)
    assert (await box.ask("answerCallbackQuery", callback_query_id=second.id))["description"] == _STALE
    with pytest.raises(AssertionError, match="no answer to 李书记's tap"):
        await second.answer(timeout=0.01)


async def test_only_real_buttons_can_be_pressed_but_data_can_be_forged(box: Box) -> None:
    await box.send(reply_markup=_BUTTONS)
    message = box.sandbox.last(box.group)
    assert message is not None
    with pytest.raises(ValueError, match="no button '办结'"):
        box.sandbox.tap(box.li, message, "办结")
    box.sandbox.tap(box.wang, message, "close:1", forged=True)
    assert (await box.news())[0]["callback_query"]["data"] == "close:1"
    box.sandbox.delete(message)
    box.sandbox.tap(box.wang, message, "accept:1", forged=True)
    shown = (await box.news())[0]["callback_query"]["message"]
    assert (shown["date"], shown["message_id"]) == (0, message.message_id)


async def test_a_long_answer_is_refused(box: Box) -> None:
    answer = await box.ask("answerCallbackQuery", callback_query_id="1", text="字" * 201)
    assert answer["description"] == "Bad Request: MESSAGE_TOO_LONG"
