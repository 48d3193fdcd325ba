"""Prompts: one question a person and chat, for a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.prompts import Asked
from storage import prompts
from storage.prompts import Prompt
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=10)
LI, SUN, HERE, THERE = 201, 202, -1002, -1003


def test_a_question_waits_for_one_person_in_one_chat(tx: Tx) -> None:
    prompts.ask(tx, LI, HERE, 1001, Asked.PROOF, 5, SOON)
    assert prompts.waiting(tx, LI, HERE, NOW) == Prompt(1001, Asked.PROOF, 5, SOON)
    assert prompts.waiting(tx, SUN, HERE, NOW) is None
    assert prompts.waiting(tx, LI, THERE, NOW) is None


def test_the_newer_question_takes_the_place(tx: Tx) -> None:
    prompts.ask(tx, LI, HERE, 1001, Asked.PROOF, 5, SOON)
    prompts.ask(tx, LI, HERE, 1002, Asked.REWORK, None, SOON + timedelta(minutes=1))
    assert prompts.waiting(tx, LI, HERE, NOW) == Prompt(1002, Asked.REWORK, None, SOON + timedelta(minutes=1))
    assert tx.value("SELECT count(*) FROM prompts") == 1


def test_a_question_expires(tx: Tx) -> None:
    prompts.ask(tx, LI, HERE, 1001, Asked.PROOF, 5, SOON)
    prompts.ask(tx, SUN, HERE, 1001, Asked.PROOF, None, SOON + timedelta(hours=1))
    assert prompts.expired(tx, SOON - timedelta(milliseconds=1)) == []
    assert prompts.expired(tx, SOON) == [(LI, HERE, 5)]
    assert prompts.waiting(tx, LI, HERE, SOON) is None


def test_closing_by_person_and_by_question(tx: Tx) -> None:
    prompts.ask(tx, LI, HERE, 1001, Asked.PROOF, 5, SOON)
    prompts.ask(tx, SUN, HERE, 1001, Asked.PROOF, 6, SOON)
    prompts.ask(tx, SUN, THERE, 1001, Asked.PROOF, 7, SOON)
    prompts.close(tx, SUN, HERE)
    assert prompts.waiting(tx, SUN, HERE, NOW) is None
    prompts.close_asked_by(tx, 7)
    assert prompts.waiting(tx, SUN, THERE, NOW) is None
    assert prompts.waiting(tx, LI, HERE, NOW) is not None


def test_a_question_sent_again_is_followed(tx: Tx) -> None:
    prompts.ask(tx, LI, HERE, 1001, Asked.PROOF, 5, SOON)
    prompts.follow(tx, 5, 9)
    prompts.close_asked_by(tx, 5)
    prompt = prompts.waiting(tx, LI, HERE, NOW)
    assert prompt is not None
    assert prompt.notice_id == 9
