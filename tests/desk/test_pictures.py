"""Messages with a picture of the bot's own: sent, exchanged, and said in words where the picture cannot be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.messages import reply
from bot.desk.outbox import next_for
from bot.desk.outcomes import Outcome
from bot.desk.pictures import MadePicture, reply_with_picture, turn_picture, turn_words, turns_picture
from bot.desk.reach import Seat
from bot.domain.notices import Call, made_picture
from bot.domain.refusals import Refused
from bot.domain.taps import Tap
from bot.notices.markup import Markup
from storage import media
from storage.notices import Notice
from tests.desk.letters import answer, answered, leave
from tests.desk.office import CHEN, HALL, Desk, a_desk, buttons_of, text_of

ROWS = [[("本周", "stats:week"), ("本月", "stats:month")]]
WEEK = MadePicture("made/aa/week.png", Markup("<b>本周</b>"), Markup("<b>本周</b> 全文"))
MONTH = MadePicture("made/bb/month.png", Markup("<b>本月</b>"), Markup("<b>本月</b> 全文"))


def sent(desk: Desk) -> Notice:
    """The picture of the week stands in the hall."""
    reply_with_picture(desk.tx, Seat(HALL, topic=4), WEEK, desk.now, rows=ROWS)
    (notice,) = desk.deliver()
    desk.later()
    return notice


def press(desk: Desk, standing: Notice, picture: MadePicture | None, text: str = "全文") -> None:
    tap = Tap(CHEN.id, CHEN.name, standing.chat_id, standing.message_id or 0, "stats:month")
    turn_picture(desk.tx, tap, picture, Markup(text), desk.now, ROWS)
    desk.later()


def test_the_notice_names_the_file_and_the_call_gets_its_place(tmp_path: Path) -> None:
    with a_desk(media=tmp_path) as desk:
        reply_with_picture(desk.tx, Seat(HALL, topic=4), WEEK, desk.now, rows=ROWS)
        outgoing = next_for(desk.tx, desk.office, HALL, desk.now, counted=True)
        assert outgoing is not None
        assert outgoing.picture == tmp_path / "made/aa/week.png"
        assert (outgoing.notice.call, outgoing.notice.topic) == (Call.SEND_PHOTO, 4)
        assert (outgoing.notice.payload["caption"], buttons_of(outgoing.notice)) == ("<b>本周</b>", ["本周", "本月"])


def test_a_press_exchanges_picture_and_caption(desk: Desk) -> None:
    standing = sent(desk)
    press(desk, standing, MONTH)
    (edit,) = desk.deliver()
    assert (edit.call, edit.target, made_picture(edit.payload)) == (Call.EDIT_MEDIA, standing.id, MONTH.path)
    assert edit.payload["media"]["caption"] == "<b>本月</b>"
    assert buttons_of(edit) == ["本周", "本月"]


def test_of_quick_presses_the_last_wins_and_only_its_file_is_needed(desk: Desk) -> None:
    standing = sent(desk)
    for picture in (WEEK, MONTH, WEEK, MONTH):
        press(desk, standing, picture)
    assert media.awaited_pictures(desk.tx) == {MONTH.path}
    (edit,) = desk.deliver()
    assert made_picture(edit.payload) == MONTH.path
    assert media.awaited_pictures(desk.tx) == set()


def test_words_stay_words(desk: Desk) -> None:
    reply_with_picture(desk.tx, Seat(HALL), WEEK, desk.now, rows=ROWS)
    left = leave(desk, HALL)
    assert left is not None
    again = answer(desk, left, Outcome.NO_PHOTO)
    assert (again.call, text_of(again), buttons_of(again)) == (Call.SEND_MESSAGE, WEEK.text, ["本周", "本月"])
    desk.later(desk.office.sweep)
    (standing,) = desk.deliver()
    assert not turns_picture(desk.tx, Tap(CHEN.id, CHEN.name, HALL, standing.message_id or 0, "stats:week"))
    press(desk, standing, None, "本月")
    (edit,) = desk.deliver()
    assert (edit.call, edit.target, text_of(edit)) == (Call.EDIT_TEXT, standing.id, "本月")


@pytest.mark.parametrize("lost", ["not drawn", "not there any more"])
def test_a_picture_that_would_show_the_wrong_thing_gives_way_to_words(desk: Desk, lost: str) -> None:
    standing = sent(desk)
    if lost == "not drawn":
        press(desk, standing, None, MONTH.text)
    else:
        press(desk, standing, MONTH)
        edit = leave(desk, HALL)
        assert edit is not None
        assert answer(desk, edit, Outcome.NO_PHOTO).state == "dropped"
    deletion, words = desk.deliver()
    assert (deletion.call, deletion.target) == (Call.DELETE, standing.id)
    assert (words.call, words.topic, text_of(words), buttons_of(words)) == (
        Call.SEND_MESSAGE,
        4,
        MONTH.text,
        ["本周", "本月"],
    )
    assert desk.notices(kind="alert") == []


def test_an_edit_that_was_overtaken_on_its_way_needs_no_words(desk: Desk) -> None:
    standing = sent(desk)
    press(desk, standing, WEEK)
    edit = leave(desk, HALL)
    assert edit is not None
    press(desk, standing, MONTH)
    answer(desk, edit, Outcome.NO_PHOTO)
    (newer,) = desk.deliver()
    assert made_picture(newer.payload) == MONTH.path


def test_a_picture_that_may_have_arrived_is_sent_again_with_its_file(desk: Desk) -> None:
    reply_with_picture(desk.tx, Seat(HALL), WEEK, desk.now)
    left = leave(desk, HALL)
    assert left is not None
    answer(desk, left, Outcome.UNKNOWN)
    (copy,) = desk.queued(chat=HALL, kind="answer")
    assert made_picture(copy.payload) == WEEK.path


def test_a_button_below_a_message_that_nobody_knows(desk: Desk) -> None:
    with pytest.raises(Refused):
        press(desk, answered(desk, Outcome.UNKNOWN), WEEK)


@pytest.mark.parametrize(
    "payload",
    [{}, {"text": "x"}, {"photo": "file id"}, {"media": {"media": "file id", "caption": ""}}],
    ids=["nothing", "words", "one that Telegram has", "an exchange for one that Telegram has"],
)
def test_what_is_no_picture_of_our_own(payload: dict[str, object]) -> None:
    assert made_picture(payload) is None


def look(desk: Desk, standing: Notice, text: str) -> None:
    tap = Tap(CHEN.id, CHEN.name, standing.chat_id, standing.message_id or 0, "statsview:week:-:units")
    turn_words(desk.tx, tap, Markup(text), desk.now, ROWS)
    desk.later()


def test_other_words_below_a_picture_leave_it_standing(desk: Desk) -> None:
    standing = sent(desk)
    look(desk, standing, "<b>单位</b>")
    (edit,) = desk.deliver()
    assert (edit.call, edit.target, edit.payload["caption"]) == (Call.EDIT_CAPTION, standing.id, "<b>单位</b>")
    assert buttons_of(edit) == ["本周", "本月"]
    tap = Tap(CHEN.id, CHEN.name, standing.chat_id, standing.message_id or 0, "stats:month")
    assert turns_picture(desk.tx, tap), "and the next press exchanges the picture again"


def test_words_that_come_while_a_picture_is_on_its_way_go_with_it(desk: Desk) -> None:
    standing = sent(desk)
    press(desk, standing, MONTH)
    look(desk, standing, "<b>单位</b>")
    (edit,) = desk.deliver()
    assert (edit.call, made_picture(edit.payload)) == (Call.EDIT_MEDIA, MONTH.path)
    assert (edit.payload["media"]["caption"], edit.payload["text"]) == ("<b>单位</b>", "<b>单位</b>")


def test_a_message_of_words_says_other_words(desk: Desk) -> None:
    reply(desk.tx, Seat(HALL), Markup("本周"), desk.now, rows=ROWS)
    (standing,) = desk.deliver()
    look(desk, standing, "<b>单位</b>")
    (edit,) = desk.deliver()
    assert (edit.call, text_of(edit)) == (Call.EDIT_TEXT, "<b>单位</b>")


def test_words_for_a_message_that_nobody_knows_are_a_stale_button(desk: Desk) -> None:
    tap = Tap(CHEN.id, CHEN.name, HALL, 9999, "statsview:week:-:units")
    with pytest.raises(Refused):
        turn_words(desk.tx, tap, Markup("单位"), desk.now, ROWS)
