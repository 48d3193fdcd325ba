"""Privacy: what of a text is a person's, and who stands there instead."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.domain.message_links import message_link
from bot.domain.privacy import Forgotten, authors, fingerprint, is_pseudonym, is_severed, linked_names
from bot.notices.markup import cut, escaped

WANG = Forgotten(3, 123456789, ("王师傅", "wang_rides", "A&B", "王"))


def test_the_pseudonym_is_no_id_of_telegram() -> None:
    """Which have at most 52 significant bits."""
    assert is_pseudonym(WANG.pseudonym)
    assert not is_pseudonym(2**52 - 1)
    assert not is_pseudonym(-1001234567890)
    assert WANG.pseudonym != Forgotten(4, 1, ()).pseudonym
    assert int(float(WANG.pseudonym)) == WANG.pseudonym, "a spreadsheet and a browser hold it"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("上报人：王师傅", "上报人：已注销用户3"),
        ("@wang_rides 说", "@已注销用户3 说"),
        ('<a href="tg://user?id=123456789">王师傅</a>', f'<a href="tg://user?id={2**52 + 3}">已注销用户3</a>'),
        ("A&amp;B 上报", "已注销用户3 上报"),
        ("姓王的都在这里", "姓王的都在这里"),  # one character stands in too many words
        ("编号 1123456789", "编号 1123456789"),
    ],
)
def test_names_in_what_the_bot_said(said: str, left: str) -> None:
    assert WANG.mask(said) == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("我是王师傅，电话13812345678", "我是＊＊＊，电话＊＊＊＊＊＊＊＊＊＊＊"),
        ("打 138-1234-5678", "打 ＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("+86 13812345678", "＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("杆号 2138123456789 倒了", "杆号 2138123456789 倒了"),
        ("东湖花园3栋的垃圾桶坏了", "东湖花园3栋的垃圾桶坏了"),
    ],
)
def test_the_own_words_keep_their_length(said: str, left: str) -> None:
    """/why quotes by positions."""
    assert WANG.mask_own(said) == left
    assert len(left) == len(said)


def test_json_of_ours() -> None:
    value = {"whom": 123456789, "post": 123456789, "lines": ["王师傅 3 件"], "by": 5}
    assert WANG.mask_json(value, frozenset({"whom", "by"})) == {
        "whom": WANG.pseudonym,
        "post": 123456789,
        "lines": ["已注销用户3 3 件"],
        "by": 5,
    }
    assert WANG.mask_json({"callback_data": "appoint:123456789:5"}) == {"callback_data": f"appoint:{WANG.pseudonym}:5"}
    assert WANG.mask_json({"text": "电话13812345678"}, phones=True) == {"text": "电话" + "＊" * 11}


def test_an_update_of_telegram() -> None:
    wang: dict[str, Any] = {"id": 123456789, "is_bot": False, "first_name": "王师傅", "username": "wang_rides"}
    update = {
        "update_id": 9,
        "message": {
            "message_id": 123456789,
            "from": {"id": 5, "is_bot": False, "first_name": "李"},
            "reply_to_message": {"from": wang, "text": "王师傅在此"},
        },
    }
    left = WANG.forget_user(update)
    assert left["message"]["reply_to_message"] == {
        "from": {"id": WANG.pseudonym, "first_name": "已注销用户3", "is_bot": False},
        "text": "已注销用户3在此",
    }
    assert left["message"]["message_id"] == 123456789
    assert list(authors(update)) == [5]


def test_a_severed_message_has_no_address() -> None:
    assert is_severed(-7)
    assert not is_severed(1)
    assert message_link(-1001234567890, -7) is None
    assert message_link(-1001234567890, 7) == "https://t.me/c/1234567890/7"


def test_a_fingerprint_knows_a_person_again_and_does_not_tell_who() -> None:
    one = fingerprint(987654321, "salt")
    assert one == fingerprint(987654321, "salt")
    assert len({one, fingerprint(987654322, "salt"), fingerprint(987654321, "other")}) == 3
    assert "987654321" not in one


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("解除请发：/unmute 123456789", "解除请发：/unmute 已注销用户3"),
        ("王师傅（123456789）：到 11月20日", "已注销用户3：到 11月20日"),
        ("某人（123456789），某人", "某人（已注销用户3），某人"),
        (
            '<a href="tg://user?id=123456789">从前的名字</a> 说',
            f'<a href="tg://user?id={2**52 + 3}">已注销用户3</a> 说',
        ),
        ('<a href="tg://user?id=5">从前的名字</a>', '<a href="tg://user?id=5">从前的名字</a>'),
    ],
)
def test_the_bare_id_and_whatever_a_link_to_the_person_says(said: str, left: str) -> None:
    assert WANG.mask(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "#T101 待受理",
        "T101 和 t.me/c/101/7",
        "11-101 10:101 101.5 101:30 2026/101",
        "东湖花园3栋101室",
        "共 101 件，101人",
        "https://t.me/c/101",
        "1012 和 3101",
        "&#101;",
    ],
)
def test_a_short_id_is_no_ticket_no_time_no_house_and_no_count(said: str) -> None:
    """Whoever came early to Telegram has a short one."""
    assert Forgotten(1, 101, ()).mask(said) == said


def test_buttons_about_the_person_go_and_the_others_stay_without_the_name() -> None:
    keyboard = {
        "inline_keyboard": [
            [{"text": "解除 王师傅", "callback_data": "unmute:123456789"}],
            [{"text": "问王师傅", "callback_data": "ask:5"}, {"text": "好", "callback_data": "ok:1234567890"}],
        ]
    }
    assert WANG.without_buttons(keyboard) == {
        "inline_keyboard": [
            [{"text": "问已注销用户3", "callback_data": "ask:5"}, {"text": "好", "callback_data": "ok:1234567890"}]
        ]
    }


def test_an_update_by_a_button_about_the_person() -> None:
    assert WANG.forget_user({"callback_query": {"data": "unmute:123456789"}}) == {
        "callback_query": {"data": f"unmute:{WANG.pseudonym}"}
    }


def test_names_in_links_to_the_person() -> None:
    said = {"text": 'x <a href="tg://user?id=5">A&amp;B</a> <a href="tg://user?id=55">别人</a>', "lines": ["5", 5]}
    assert list(linked_names(said, 5)) == ["A&B"]


def test_a_long_name_that_was_cut() -> None:
    """As lists and buttons have it (20), and cards (40); also one that takes two units a character."""
    for name in ("A very long name & quite unlike any other one in town", "😀" * 30):
        long = Forgotten(3, 5, (name,))
        for limit in (20, 40):
            assert long.mask(f"✕ {cut(name, limit)} 书记") == "✕ 已注销用户3 书记"
            assert long.mask(f"✕ {escaped(cut(name, limit))} 书记") == "✕ 已注销用户3 书记"
            assert long.may_stand_in(json.dumps({"text": cut(name, limit)}, ensure_ascii=False))
        assert long.mask("A very… 书记") == "A very… 书记"
