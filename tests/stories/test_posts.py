"""How parts of one report find each other: albums, photo and words, replies, edits; and what is no report."""

from __future__ import annotations

import pytest

from bot.sandbox import Attachment
from tests.sandbox.pictures import jpeg
from tests.stories.town import BIN, NEW, Town

ALBUM = [jpeg("red"), jpeg("green"), jpeg("blue")]


@pytest.mark.parametrize("caption_on", [0, 1, 2])
async def test_an_album_is_one_ticket_wherever_its_caption_stands(town: Town, caption_on: int) -> None:
    post = town.post(town.wang, BIN, photos=ALBUM, caption_on=caption_on)
    await town.later(seconds=1.5)
    card = town.only(town.office, "#T1001")
    assert card.photo == jpeg("red") and "照片 3 张" in card.caption
    assert card.button_texts == [*NEW, "照片(3)"]
    assert len(town.tickets()) == 1
    assert town.sign(post) == "✍"


async def test_the_button_shows_the_other_photos_for_a_while(town: Town) -> None:
    town.post(town.wang, BIN, photos=ALBUM)
    await town.later(seconds=1.5)
    card = town.only(town.office, "#T1001")
    await town.tap(town.li, card, "照片(3)")
    await town.calm()
    shown = [message for message in town.said(town.office) if message is not card]
    assert [message.photo for message in shown] == [jpeg("green"), jpeg("blue")]
    await town.later(minutes=3)
    assert town.said(town.office) == [card]


async def test_a_late_part_joins_the_ticket(town: Town) -> None:
    first, _ = town.sandbox.post_album(town.riders, town.wang, ALBUM[:2], BIN)
    await town.later(seconds=1.5)
    card = town.only(town.office, "照片 2 张")
    late = town.sandbox.post_album(town.riders, town.wang, ALBUM[2:])[0]
    late.album = first.album
    town.bot.updates.pending[-1]["message"]["media_group_id"] = first.album
    await town.calm()
    assert len(town.tickets()) == 1
    assert "照片 3 张" in card.caption and "照片(3)" in card.button_texts


async def test_a_photo_waits_for_its_words(town: Town) -> None:
    photo = town.post(town.wang, photo=jpeg())
    await town.later(seconds=30)
    assert not town.tickets() and not town.sign(photo)
    words = town.post(town.wang, BIN)
    await town.calm()
    card = town.only(town.office, "#T1001")
    assert card.photo == jpeg()
    assert town.sign(words) == "✍"


async def test_a_photo_follows_its_words(town: Town) -> None:
    _, card = await town.report()
    await town.later(seconds=30)
    town.post(town.wang, photo=jpeg())
    await town.calm()
    assert card.photo == jpeg() and "#T1001" in card.caption
    assert len(town.tickets()) == 1


async def test_another_couriers_photo_is_not_taken_for_it(town: Town) -> None:
    _, card = await town.report()
    town.post(town.zhao, photo=jpeg())
    await town.calm()
    assert card.photo is None


async def test_a_photo_nobody_explains_lapses(town: Town) -> None:
    town.post(town.wang, photo=jpeg())
    await town.later(minutes=3)
    assert town.value("SELECT count(*) FROM posts") == 0
    town.post(town.wang, BIN)
    await town.calm()
    assert town.only(town.office, "#T1001").photo is None


async def test_a_reply_to_the_own_post_grows_the_ticket(town: Town) -> None:
    post, card = await town.report()
    town.post(town.wang, "就在单元门口左边", reply_to=post)
    await town.calm()
    assert len(town.tickets()) == 1
    assert "单元门口左边" in card.text
    assert "单元门口左边" in town.ticket()["text"]


async def test_an_edit_before_it_is_a_ticket_replaces_it(town: Town) -> None:
    post = town.post(town.wang, "东湖花园", photos=ALBUM)
    await town.calm()
    town.sandbox.edit(post, BIN)
    await town.later(seconds=1.5)
    assert len(town.tickets()) == 1
    assert town.ticket()["text"] == BIN


async def test_an_edit_turns_talk_into_a_report(town: Town) -> None:
    post = town.post(town.wang, "东湖花园")
    await town.calm()
    town.sandbox.edit(post, BIN)
    await town.calm()
    town.only(town.office, "#T1001")


async def test_an_edit_afterwards_is_appended_and_reroutes_nothing(town: Town) -> None:
    post, card = await town.report()
    town.sandbox.edit(post, "西苑小区3栋的垃圾桶坏了，不是东湖")
    await town.calm()
    assert "不是东湖" in card.text
    assert town.ticket()["unit_code"] == "donghu"
    assert not town.said(town.riders)
    town.sandbox.touch(post)
    await town.calm()
    assert town.value("SELECT count(*) FROM ticket_events WHERE kind = 'added'") == 1, "nothing visible changed"


async def test_chatter_gets_nothing(town: Town) -> None:
    said = [town.post(town.wang, words) for words in ("哈哈今天好热", "谁知道东湖花园怎么走？", "收到", "👍")]
    await town.calm()
    assert not town.tickets() and not town.said(town.riders) and not any(map(town.sign, said))
    assert town.value("SELECT count(*) FROM posts") == 0


async def test_several_problems_are_several_tickets(town: Town) -> None:
    post = town.post(town.wang, "东湖花园3栋垃圾桶坏了；西苑小区门口井盖破损")
    await town.calm()
    assert [ticket["unit_code"] for ticket in town.tickets()] == ["donghu", "xiyuan"]
    assert town.sign(post) == "✍"
    town.post(town.li, "已清理", town.office, reply_to=town.only(town.office, "#T1001"))
    await town.calm()
    assert town.sign(post) == "✍", "the other one is still open"


async def test_a_private_post_is_a_report_that_names_nobody(town: Town) -> None:
    await town.report()
    said = town.whisper(town.wang, "东湖花园6栋垃圾桶满了", photo=jpeg())
    await town.calm()
    card = town.only(town.office, "#T1002")
    assert "王师傅" not in card.caption
    assert town.sign(said) == "✍"
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.private(town.wang), "已办结", button="已解决")
    await town.calm()
    assert "王师傅" not in card.caption
    assert not town.said(town.riders)
    await town.tap(town.wang, closure, "已解决")
    await town.calm()
    assert town.ticket()["state"] == "closed" and "王师傅" not in card.caption


async def test_a_strangers_private_words_are_no_report(town: Town) -> None:
    town.whisper(town.qian, BIN)
    await town.calm()
    assert not town.tickets()


async def test_how_far_is_it(town: Town) -> None:
    post, _ = await town.report()
    town.post(town.wang, "进度", reply_to=post)
    line = await town.shown(town.riders, "#T1001 待受理", "东湖社区", "时限")
    await town.later(minutes=3)
    assert line.deleted


async def test_images_as_files_and_videos_stand_for_the_photo(town: Town) -> None:
    town.post(town.wang, BIN, document=Attachment(jpeg(), "IMG_1.jpg", "image/jpeg"))
    town.post(town.zhao, "东湖花园7栋垃圾桶坏了", video=b"film")
    await town.calm()
    assert len(town.tickets()) == 2
    assert town.value("SELECT count(*) FROM media WHERE state = 'stored'") == 2
