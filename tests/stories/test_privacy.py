"""Privacy: a reporting group is told what is kept, and photos go when their time is over."""

from __future__ import annotations

from pathlib import Path

from bot.desk import people
from bot.sandbox import Chat
from tests.sandbox.pictures import jpeg
from tests.stories.area import UNITS
from tests.stories.town import Town

NOTICE = "蜂哨在这个群里做什么"


async def bind(town: Town, place: Chat, button: str) -> None:
    town.post(town.chen, "/bind", place)
    await town.tap(town.chen, await town.shown(place, "这个群是做什么的", button=button), button)
    await town.calm()


async def become_admin(town: Town) -> None:
    code = await town.app.shell.do(lambda tx, office, now: people.offer_claim(tx, now))
    town.whisper(town.chen, f"/claim {code}")
    await town.calm()


async def test_a_reporting_group_is_told_once_and_the_notice_is_pinned(folder: Path) -> None:
    async with Town(folder, book=UNITS) as town:
        await become_admin(town)
        await bind(town, town.riders, "上报群（骑手发问题）")
        notice = town.only(town.riders, NOTICE)
        assert town.riders.pinned == [notice]
        await bind(town, town.riders, "上报群（骑手发问题）")
        assert town.riders.pinned == [town.only(town.riders, NOTICE)]
        await bind(town, town.hall, "协调群")
        assert town.said(town.hall, NOTICE) == []


async def test_without_the_right_the_notice_stands_and_is_pinned_once_it_is_there(folder: Path) -> None:
    async with Town(folder, book=UNITS) as town:
        await become_admin(town)
        town.sandbox.promote(town.riders, town.bot, rights={"can_delete_messages"})
        await bind(town, town.riders, "上报群（骑手发问题）")
        assert town.riders.pinned == []
        town.sandbox.promote(town.riders, town.bot)
        await bind(town, town.riders, "上报群（骑手发问题）")
        assert town.riders.pinned == [town.only(town.riders, NOTICE)]
        assert town.value("SELECT count(*) FROM notices WHERE state = 'failed'") == 0


async def test_a_group_that_the_book_has_bound_is_told_when_the_bot_comes_and_never_again(town: Town) -> None:
    """However often it is removed and added; a courier's post, and the first words in private, tell nothing twice."""
    town.sandbox.remove_bot(town.riders, town.bot, by=town.chen)
    town.sandbox.add_bot_to(town.riders, town.bot, by=town.chen, admin=True)
    await town.calm()
    notice = town.only(town.riders, NOTICE)
    assert town.riders.pinned == [notice]
    await town.report()
    for _ in range(2):
        town.sandbox.remove_bot(town.riders, town.bot, by=town.chen)
        await town.calm()
        town.sandbox.add_bot_to(town.riders, town.bot, by=town.chen, admin=True)
        await town.calm()
    await town.report("东湖花园5栋的垃圾桶坏了")
    assert town.only(town.riders, NOTICE) is notice
    assert town.said(town.office, NOTICE) == []
    town.whisper(town.wang, "/start")
    await town.calm()
    told = town.said(town.private(town.wang))[-1].words.text
    assert "我留着您的名字、编号和上报的内容" in told
    assert "/privacy" in told


async def test_the_notice_can_be_switched_off(folder: Path) -> None:
    async with Town(folder, book=UNITS, config={"privacy.notice": False}) as town:
        await become_admin(town)
        await bind(town, town.riders, "上报群（骑手发问题）")
        assert town.said(town.riders, NOTICE) == []


async def test_photos_of_a_ticket_closed_long_ago_are_deleted(folder: Path) -> None:
    async with Town(folder, config={"privacy.keep_media": "30d"}) as town:
        _, card = await town.report(photo=jpeg())
        town.post(town.li, "已处理，换了新桶", town.office, photo=jpeg("green"), reply_to=card)
        await town.tap(town.wang, await town.shown(town.riders, "已办结", button="已解决"), "已解决")
        await town.calm()
        await town.report("东湖花园5栋的垃圾桶坏了", photo=jpeg("blue"))
        assert len(photos(folder)) == 3
        await town.later(days=29)
        assert len(photos(folder)) == 3
        await town.later(days=2)
        await town.until(lambda: town.value("SELECT count(*) FROM media WHERE state = 'expired' AND path IS NULL") == 2)
        assert len(photos(folder)) == 1


def photos(folder: Path) -> list[Path]:
    return [path for path in (folder / "media").rglob("*") if path.is_file() and "made" not in path.parts]


async def test_words_of_a_report_closed_long_ago_are_forgotten(folder: Path) -> None:
    async with Town(folder, config={"privacy.keep_posts": "30d"}) as town:
        await town.report()
        town.post(town.li, "#T1001 已处理，换了新桶", town.office)
        await town.tap(town.wang, await town.shown(town.riders, "已办结", button="已解决"), "已解决")
        await town.report("东湖花园5栋的垃圾桶坏了")
        await town.later(days=29)
        assert [row["text"] for row in town.tickets()] == ["东湖花园3栋的垃圾桶坏了", "东湖花园5栋的垃圾桶坏了"]
        await town.later(days=2)
        await town.until(lambda: town.ticket(0)["text"] == "")
        assert town.ticket(0)["summary"] != ""
        assert [row["text"] for row in town.rows("SELECT text FROM posts ORDER BY id")] == [
            "",
            "东湖花园5栋的垃圾桶坏了",
        ]
        town.whisper(town.chen, "/ticket T1001")
        assert "#T1001" in (await town.shown(town.private(town.chen), "#T1001")).words.text


async def test_who_answers_for_it_stands_in_privacy(folder: Path) -> None:
    async with Town(
        folder, config={"privacy.contact": "青石市城管委 电话 0000-0000000", "privacy.keep_media": "90d"}
    ) as town:
        town.post(town.wang, "隐私")
        told = await town.shown(town.riders, "您的个人信息")
        for words in ("青石市城管委 电话 0000-0000000", "结案后 90 天", "闲聊：2 天", "/forgetme"):
            assert words in told.words.text
        await town.later(minutes=11)
        assert town.said(town.riders, "您的个人信息") == []
