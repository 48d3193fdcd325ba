"""What Telegram refuses the sandbox refuses, in Telegram's words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.sandbox import Attachment
from tests.sandbox.conftest import Box
from tests.sandbox.pictures import jpeg
from tests.sandbox.rejected_calls import CASES, Case


async def _stand_ins(box: Box) -> dict[str, Any]:
    """The things that the cases name in capitals."""
    box.wang.start(box.bot)
    posted = box.sandbox.post(box.group, box.wang, "垃圾桶坏了")
    box.sandbox.post(box.group, box.wang, photo=jpeg())
    box.sandbox.post(box.group, box.wang, document=b"%PDF")
    box.sandbox.post(box.group, box.wang, document=Attachment(b"x", "a.zip", size=21 << 20))
    news = {kind: body for update in await box.news() for kind, body in update["message"].items()}
    documents = [call["document"] for call in (await _documents(box))]
    return {
        "GROUP": box.group.id,
        "CARD": await box.send(),
        "POST": posted.message_id,
        "PHOTO": news["photo"][-1]["file_id"],
        "DOCUMENT": documents[0],
        "HUGE": documents[1],
    }


async def _documents(box: Box) -> list[dict[str, str]]:
    shelf = box.sandbox.world.shelf
    return [
        {"document": shelf.file_id(box.bot.id, message.media.best)}
        for message in box.sandbox.messages(box.group)
        if message.media is not None and message.media.kind == "document"
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_refused_in_telegrams_words(box: Box, case: Case) -> None:
    written = json.dumps(case.parameters)
    for name, value in (await _stand_ins(box)).items():
        written = written.replace(f'"{name}"', json.dumps(value))
    before = [repr(message) for message in box.sandbox.messages(box.group)]
    answer = await box.ask(case.method, **json.loads(written))
    assert (answer["description"], answer["error_code"]) == (case.description, case.code)
    assert [repr(message) for message in box.sandbox.messages(box.group)] == before


async def test_an_unknown_token_is_unauthorized(box: Box) -> None:
    answer = await box.client.get("/bot1:nobody/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_a_reply_to_nothing_may_be_sent_all_the_same(box: Box) -> None:
    replying = {"message_id": 9999, "allow_sending_without_reply": True}
    sent = await box.call("sendMessage", chat_id=box.group.id, text="工单", reply_parameters=replying)
    assert "reply_to_message" not in sent


async def test_4096_units_pass(box: Box) -> None:
    text = "🚮" * 2048
    assert (await box.call("sendMessage", chat_id=box.group.id, text=text))["text"] == text


async def test_another_bots_file_id_is_refused(box: Box) -> None:
    other = box.sandbox.add_bot("别的", "other_bot", "7000000002:other")
    box.sandbox.add_bot_to(box.group, other, by=box.wang, admin=True)
    box.sandbox.post(box.group, box.wang, photo=jpeg())
    photo = (await box.news(by=other))[-1]["message"]["photo"][-1]["file_id"]
    answer = await box.ask("sendPhoto", chat_id=box.group.id, photo=photo)
    assert answer["description"] == "Bad Request: wrong file identifier/HTTP URL specified"
    await box.call("sendPhoto", by=other, chat_id=box.group.id, photo=photo)


async def test_photos_must_be_pictures_of_sane_size(box: Box) -> None:
    trials = {
        b"no picture": "Bad Request: IMAGE_PROCESS_FAILED",
        b"": "Bad Request: file must be non-empty",
        jpeg(sides=(2100, 100)): "Bad Request: PHOTO_INVALID_DIMENSIONS",
        jpeg() + bytes(11 << 20): "Bad Request: file is too big",
    }
    for data, description in trials.items():
        answer = await box.client.post(
            f"/bot{box.bot.token}/sendPhoto", data={"chat_id": str(box.group.id)}, files={"photo": ("a.jpg", data)}
        )
        assert answer.json()["description"] == description


async def test_uploads_end_at_50_megabytes(box: Box) -> None:
    answer = await box.client.post(
        f"/bot{box.bot.token}/sendDocument",
        data={"chat_id": str(box.group.id)},
        files={"document": ("a.bin", bytes((50 << 20) + 1))},
    )
    assert (answer.status_code, answer.json()["description"]) == (413, "Request Entity Too Large")
