"""Who gets the figures as a file, where, and what comes with it."""

from __future__ import annotations

import pytest

from bot.desk import exporting
from bot.desk.exporting import Made, Wish
from bot.domain.notices import Call
from bot.domain.posts import Sender
from bot.domain.questions import Question
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Scope
from bot.domain.taps import Tap
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, RIDERS, SUN, WANG, ZHOU, Desk


def tap(sender: Sender, question: Question, suffix: str = "xlsx", chat: int | None = None) -> Tap:
    return Tap(sender.id, sender.name, chat or sender.id, 1, f"statsfile:{question.as_data()}:{suffix}")


def wish(desk: Desk, pressed: Tap) -> Wish:
    return exporting.wish(desk.tx, desk.office, pressed, desk.now)


def sent(desk: Desk, pressed: Tap, made: Made) -> Notice:
    exporting.send(desk.tx, desk.office, pressed, wish(desk, pressed), made, desk.now)
    (notice,) = desk.deliver()
    return notice


WEEK = Question("week")
OF_DONGHU = Question("week", Scope("donghu"))


@pytest.mark.parametrize(
    ("sender", "chat", "unit"),
    [(CHEN, None, None), (CHEN, HALL, None), (LI, None, "donghu"), (SUN, None, "xiyuan"), (ZHOU, None, "jiedao")],
)
def test_figures_are_of_the_own_ground(desk: Desk, sender: Sender, chat: int | None, unit: str | None) -> None:
    assert wish(desk, tap(sender, WEEK, chat=chat)).figures.scope == Scope(unit)


@pytest.mark.parametrize(
    ("sender", "chat", "question", "reason"),
    [
        (CHEN, RIDERS, WEEK, Refusal.ONLY_IN_PRIVATE),
        (CHEN, OFFICE, WEEK, Refusal.ONLY_IN_PRIVATE),
        (LI, OFFICE, WEEK, Refusal.ONLY_IN_PRIVATE),
        (SUN, None, OF_DONGHU, Refusal.NO_RIGHT),
        (WANG, None, WEEK, Refusal.OWN_FIGURES),
        (WANG, RIDERS, WEEK, Refusal.NO_RIGHT),
        (HE, HALL, WEEK, Refusal.NO_RIGHT),
    ],
)
def test_others_get_none_and_nobody_where_others_read(
    desk: Desk, sender: Sender, chat: int | None, question: Question, reason: Refusal
) -> None:
    with pytest.raises(Refused) as caught:
        wish(desk, tap(sender, question, chat=chat))
    assert caught.value.reason is reason


@pytest.mark.parametrize("data", ["statsfile:week:-:exe", "statsfile:week:-", "statsfile", "statsfile:x:-:csv", ""])
def test_what_no_button_said_is_stale(desk: Desk, data: str) -> None:
    with pytest.raises(Refused) as caught:
        wish(desk, Tap(CHEN.id, CHEN.name, CHEN.id, 1, data))
    assert caught.value.reason is Refusal.STALE_BUTTON


def test_the_workbook_comes_with_a_button_for_csv(desk: Desk) -> None:
    desk.report()
    notice = sent(desk, tap(CHEN, OF_DONGHU), Made("made/ab/ab.xlsx", 1))
    assert (notice.call, notice.payload["document"]) == (Call.SEND_DOCUMENT, {"made": "made/ab/ab.xlsx"})
    assert notice.payload["filename"].startswith("统计-东湖社区-2026年第")
    assert notice.payload["filename"].endswith(".xlsx")
    assert notice.payload["caption"].endswith(" · 统计表，工单 1 件")
    ((button,),) = notice.payload["reply_markup"]["inline_keyboard"]
    assert button == {"text": "也要 CSV", "callback_data": f"statsfile:{OF_DONGHU.as_data()}:csv"}
    desk.later()
    csv = sent(desk, tap(CHEN, OF_DONGHU, "csv"), Made("made/ab/ab.csv", 1))
    assert csv.payload["filename"].endswith(".csv")
    assert "reply_markup" not in csv.payload


def test_a_file_that_leaves_some_out_says_how_many(desk: Desk) -> None:
    desk.report()
    notice = sent(desk, tap(CHEN, WEEK), Made("made/ab/ab.xlsx", 50_000, 12))
    assert "工单 50012 件\n只列出最近的 50000 件，另有 12 件没有列出" in notice.payload["caption"]


def test_what_could_not_be_made_is_said(desk: Desk) -> None:
    desk.report()
    assert sent(desk, tap(CHEN, WEEK), Made(None)).payload["text"] == "文件没有做成，请再点一次“导出”。"


def test_nothing_is_no_file(desk: Desk) -> None:
    assert wish(desk, tap(CHEN, WEEK)).is_empty
    assert "没有可以导出的" in sent(desk, tap(CHEN, WEEK), Made(None)).payload["text"]


def test_a_name_that_no_file_may_have_is_one_that_it_may(desk: Desk) -> None:
    pressed = tap(CHEN, Question("2026-W45", Scope("donghu", "sanitation", "东湖花园")))
    assert exporting.file_name(desk.office, wish(desk, pressed)) == (
        "统计-东湖社区·环境卫生·东湖花园-2026年第45周（11月2日至8日）.xlsx"
    )


def test_the_data_of_the_button_fits() -> None:
    longest = Question("2026-11-22", Scope("u", "c", "p"))
    assert len(f"statsfile:{longest.as_data()}:xlsx") <= 64
