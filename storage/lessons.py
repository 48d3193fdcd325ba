"""Lessons: what closed tickets teach, as their category and unit were at last."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from storage.transaction import Tx

_TAUGHT = """
    SELECT max(text) AS text,
        CASE WHEN count(DISTINCT category) = 1 THEN max(category) END AS category,
        CASE WHEN count(DISTINCT unit_code) = 1 THEN max(unit_code) END AS unit_code
    FROM tickets WHERE closed_at IS NOT NULL AND state = 'closed' AND text <> ''
    GROUP BY post_id ORDER BY post_id DESC LIMIT :most
"""
"""One row for each post: siblings have one text, and where they disagree, it says nothing of what they disagree on."""


class Lesson(NamedTuple):
    """The words of a post, and what became of them; None where that is not one thing."""

    text: str
    category: str | None
    unit_code: str | None


def newest(tx: Tx, most: int) -> list[Lesson]:
    """Those of the newest posts, the newest first."""
    return [Lesson(row["text"], row["category"], row["unit_code"]) for row in tx.rows(_TAUGHT, most=most)]


def by_category(tx: Tx, most: int) -> Counter[str | None]:
    """How many of those have each category."""
    rows = tx.rows(f"SELECT category, count(*) AS number FROM ({_TAUGHT}) GROUP BY category", most=most)
    return Counter({row["category"]: row["number"] for row in rows})
