"""People, the roles they hold, and the one-time codes that make the first admin."""

from __future__ import annotations

from datetime import datetime

from bot.domain.areas import Role
from bot.domain.people import Grant, Person
from storage.times import to_ms
from storage.transaction import Row, Tx


def remember(tx: Tx, person_id: int, name: str, username: str | None) -> None:
    """Note a person's present name."""
    tx.run(
        "INSERT INTO people (id, name, username) VALUES (:id, :name, :username)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, username = excluded.username"
        " WHERE name <> excluded.name OR username IS NOT excluded.username",
        id=person_id,
        name=name,
        username=username,
    )


def note_private_chat(tx: Tx, person_id: int, *, open_: bool) -> None:
    tx.run("UPDATE people SET private_chat = :open WHERE id = :id", id=person_id, open=open_)


def has_private_chat(tx: Tx, person_id: int) -> bool:
    return bool(tx.value("SELECT private_chat FROM people WHERE id = :id", id=person_id))


def has_met(tx: Tx, person_id: int) -> bool:
    """Whether the bot knows this person's name."""
    return bool(tx.value("SELECT 1 FROM people WHERE id = :id", id=person_id))


def may_report_privately(tx: Tx, person_id: int) -> bool:
    """Whether this person has reported before or holds a role."""
    return bool(
        tx.value(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM grants WHERE person_id = :id AND revoked_at IS NULL)"
            " OR EXISTS (SELECT 1 FROM tickets WHERE reporter_id = :id)",
            id=person_id,
        )
    )


def load(tx: Tx, person_id: int, name: str = "") -> Person:
    """The person with the roles held now; somebody unknown has none."""
    row = tx.row("SELECT name, username FROM people WHERE id = :id", id=person_id)
    if row is None:
        return Person(person_id, name)
    return Person(person_id, row["name"], row["username"], _grants(tx, person_id))


def called(tx: Tx, written: str) -> tuple[Person, ...]:
    """Whoever has this id, this @username or this name."""
    number = int(written) if written.isascii() and written.isdigit() and len(written) <= _DIGITS else None
    rows = tx.rows(
        "SELECT id, name, username FROM people WHERE id IS :number OR name = :name OR lower(username) = lower(:user)",
        number=number,
        name=written,
        user=written.removeprefix("@"),
    )
    return _people(tx, rows)


_DIGITS = 18
"""Every number of so many digits fits into 64 bits."""


def _grants(tx: Tx, person_id: int) -> tuple[Grant, ...]:
    rows = tx.rows(
        "SELECT role, unit_code FROM grants WHERE person_id = :id AND revoked_at IS NULL ORDER BY id",
        id=person_id,
    )
    return tuple(Grant(Role(row["role"]), row["unit_code"]) for row in rows)


def grant(tx: Tx, person_id: int, role: Role, unit_code: str | None, by: int | None, now: datetime) -> bool:
    """Give a role. False when it was held already."""
    return bool(
        tx.run(
            "INSERT INTO grants (person_id, role, unit_code, granted_by, granted_at)"
            " VALUES (:person, :role, :unit, :by, :at) ON CONFLICT DO NOTHING",
            person=person_id,
            role=role.value,
            unit=unit_code,
            by=by,
            at=to_ms(now),
        )
    )


def _people(tx: Tx, rows: list[Row]) -> tuple[Person, ...]:
    return tuple(Person(row["id"], row["name"], row["username"], _grants(tx, row["id"])) for row in rows)


def holding(tx: Tx, role: Role, unit_code: str | None = None) -> tuple[Person, ...]:
    """Everyone who holds this role for exactly this unit (None: for the whole area)."""
    rows = tx.rows(
        "SELECT DISTINCT p.id, p.name, p.username FROM grants g JOIN people p ON p.id = g.person_id"
        " WHERE g.role = :role AND g.unit_code IS :unit AND g.revoked_at IS NULL ORDER BY g.id",
        role=role.value,
        unit=unit_code,
    )
    return _people(tx, rows)


def staff(tx: Tx) -> tuple[Person, ...]:
    """Everyone with a role beyond courier, longest-serving first."""
    rows = tx.rows(
        "SELECT p.id, p.name, p.username, min(g.id) AS first FROM grants g JOIN people p ON p.id = g.person_id"
        " WHERE g.revoked_at IS NULL AND g.role <> 'courier' GROUP BY p.id ORDER BY first"
    )
    return _people(tx, rows)


def every_grant(tx: Tx) -> list[tuple[Person, Grant]]:
    """Every role held now with its holder, longest-held first."""
    rows = tx.rows(
        "SELECT p.id, p.name, p.username, g.role, g.unit_code FROM grants g JOIN people p ON p.id = g.person_id"
        " WHERE g.revoked_at IS NULL ORDER BY g.id"
    )
    return [
        (Person(row["id"], row["name"], row["username"]), Grant(Role(row["role"]), row["unit_code"])) for row in rows
    ]


def revoke(tx: Tx, person_id: int, role: Role, unit_code: str | None, now: datetime) -> bool:
    """Take one role away. False when it was not held."""
    return bool(
        tx.run(
            "UPDATE grants SET revoked_at = :at"
            " WHERE person_id = :person AND role = :role AND unit_code IS :unit AND revoked_at IS NULL",
            person=person_id,
            role=role.value,
            unit=unit_code,
            at=to_ms(now),
        )
    )


def revoke_all_of(tx: Tx, unit_code: str, now: datetime) -> int:
    """A unit is no more: nobody holds a role for it. Returns how many did."""
    return tx.run(
        "UPDATE grants SET revoked_at = :at WHERE unit_code = :unit AND revoked_at IS NULL",
        unit=unit_code,
        at=to_ms(now),
    )


def has_admin(tx: Tx) -> bool:
    """Whether anybody administers the whole area."""
    return bool(tx.value(f"{_ADMINS} LIMIT 1"))


def anybody_coordinates(tx: Tx) -> bool:
    """Whether the installation has come into somebody's hands: by the claim, or by the area book."""
    return bool(tx.value("SELECT 1 FROM grants WHERE role IN ('admin', 'coordinator') AND revoked_at IS NULL LIMIT 1"))


def is_only_admin(tx: Tx, person_id: int) -> bool:
    """Whether nobody else administers the whole area."""
    return not tx.value(f"{_ADMINS} AND person_id <> :id LIMIT 1", id=person_id)


_ADMINS = "SELECT 1 FROM grants WHERE role = 'admin' AND unit_code IS NULL AND revoked_at IS NULL"


def withdraw_claims(tx: Tx) -> None:
    """No code that was offered is good any more."""
    tx.run("DELETE FROM claims WHERE claimed_at IS NULL")


def offer_claim(tx: Tx, code_hash: str, now: datetime) -> None:
    """Make this the only open claim."""
    withdraw_claims(tx)
    tx.run("INSERT INTO claims (code_hash, created_at) VALUES (:hash, :at)", hash=code_hash, at=to_ms(now))


def use_claim(tx: Tx, code_hash: str, person_id: int, now: datetime) -> bool:
    return bool(
        tx.run(
            "UPDATE claims SET claimed_by = :person, claimed_at = :at WHERE code_hash = :hash AND claimed_at IS NULL",
            hash=code_hash,
            person=person_id,
            at=to_ms(now),
        )
    )
