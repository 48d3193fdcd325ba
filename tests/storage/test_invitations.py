"""Invitations: good until used or too old, used by one; the old ones are cleared away by the next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.areas import Role
from storage import invitations
from storage.invitations import Invitation
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def offer(tx: Tx, token_hash: str, at: datetime = NOW) -> None:
    invitations.offer(tx, token_hash, Role.SECRETARY, "longxi", 301, at, at + WEEK)


def test_found_until_it_is_used(tx: Tx) -> None:
    offer(tx, "one")
    assert invitations.find(tx, "one", NOW) == Invitation(Role.SECRETARY, "longxi", 301)
    assert invitations.find(tx, "another", NOW) is None
    assert invitations.use(tx, "one", 42, NOW)
    assert not invitations.use(tx, "one", 43, NOW)
    assert invitations.find(tx, "one", NOW) is None
    assert tx.value("SELECT used_by FROM invitations") == 42


def test_found_until_it_is_too_old(tx: Tx) -> None:
    offer(tx, "one")
    assert invitations.find(tx, "one", NOW + WEEK - timedelta(seconds=1)) is not None
    assert invitations.find(tx, "one", NOW + WEEK) is None


def test_what_nobody_took_up_is_cleared_away_and_what_was_used_stays(tx: Tx) -> None:
    offer(tx, "used")
    invitations.use(tx, "used", 42, NOW)
    offer(tx, "old")
    offer(tx, "fresh", NOW + WEEK)
    assert {row["token_hash"] for row in tx.rows("SELECT token_hash FROM invitations")} == {"used", "fresh"}
