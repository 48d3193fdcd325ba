"""Invitations: links that are good once, for a role. Only the hash of what stands in a link is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.areas import Role
from storage.times import to_ms
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Invitation:
    """A role that waits for whoever opens the link. `unit_code` None: the whole area."""

    role: Role
    unit_code: str | None
    invited_by: int


def offer(
    tx: Tx, token_hash: str, role: Role, unit_code: str | None, by: int, now: datetime, expires_at: datetime
) -> None:
    """Keep a new invitation; those that nobody took up in time are cleared away."""
    tx.run("DELETE FROM invitations WHERE used_at IS NULL AND expires_at <= :now", now=to_ms(now))
    tx.run(
        "INSERT INTO invitations (token_hash, role, unit_code, invited_by, created_at, expires_at)"
        " VALUES (:hash, :role, :unit, :by, :at, :until)",
        hash=token_hash,
        role=role.value,
        unit=unit_code,
        by=by,
        at=to_ms(now),
        until=to_ms(expires_at),
    )


def find(tx: Tx, token_hash: str, now: datetime) -> Invitation | None:
    """The invitation behind a link that is still good."""
    row = tx.row(
        "SELECT role, unit_code, invited_by FROM invitations"
        " WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now",
        hash=token_hash,
        now=to_ms(now),
    )
    return Invitation(Role(row["role"]), row["unit_code"], row["invited_by"]) if row else None


def use(tx: Tx, token_hash: str, person_id: int, now: datetime) -> bool:
    """Note who took it up. False where somebody has."""
    return bool(
        tx.run(
            "UPDATE invitations SET used_by = :person, used_at = :at WHERE token_hash = :hash AND used_at IS NULL",
            hash=token_hash,
            person=person_id,
            at=to_ms(now),
        )
    )
