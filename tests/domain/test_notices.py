"""The policy of notices: every kind has one, in the order of the contract."""

from __future__ import annotations

import pytest

from bot.domain.notices import COUNTED, ONE_SHOT, POLICIES, Call, Errand, NoticeKind, Reaction, Unknown, errand_of
from bot.sandbox.reactions import FREE_REACTIONS

COME_AGAIN = {
    NoticeKind.REMINDER,
    NoticeKind.DIGEST,
    NoticeKind.BOARD,
    NoticeKind.THANKS,
    NoticeKind.BULLETIN,
}


def test_every_kind_has_a_policy() -> None:
    assert set(POLICIES) == set(NoticeKind)


def test_the_most_pressing_goes_first() -> None:
    order = ("emergency", "question", "card", "closure", "reminder", "digest")
    priorities = [POLICIES[NoticeKind(name)].priority for name in order]
    assert priorities == sorted(set(priorities))
    assert POLICIES[NoticeKind.CLOSURE].priority < POLICIES[NoticeKind.EDIT].priority


@pytest.mark.parametrize("kind", NoticeKind)
def test_only_what_comes_again_anyway_is_held_when_nobody_knows(kind: NoticeKind) -> None:
    held = POLICIES[kind].unknown is Unknown.HOLD
    assert held is (kind in COME_AGAIN)


def test_calls_that_post_or_edit_count_against_the_window() -> None:
    sent = {call for call in Call if call.value.startswith("send")}
    assert sent | {Call.OPEN_TOPIC} == ONE_SHOT
    assert sent | {call for call in Call if call.value.startswith("edit")} == COUNTED


@pytest.mark.parametrize("errand", Errand)
def test_a_key_tells_its_errand_and_so_does_that_of_a_copy(errand: Errand) -> None:
    assert errand_of(errand.key()) is None, "a key that is only an errand would be there once for ever"
    key = errand.key("alert.failed", 7, None)
    assert key == f"{errand.value}:alert.failed:7:None"
    assert errand_of(key) is errand_of(f"{key}:again1") is errand


@pytest.mark.parametrize("key", ["", "reply", "replying:1", "card:1:reply:2", "alert.failed:1"])
def test_other_keys_have_none(key: str) -> None:
    assert errand_of(key) is None


@pytest.mark.parametrize("reaction", Reaction)
def test_telegram_allows_the_bots_reactions(reaction: Reaction) -> None:
    assert reaction.value in FREE_REACTIONS
