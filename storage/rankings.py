"""What a part of the area is counted by beside units and categories: its places, the hours of a week, who reports."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from bot.domain.rankings import HOURS_OF_WEEK, PlaceLine, ReporterLine, Week, steady
from storage.bounds import of_moments
from storage.measures import OPEN, STANDING, WORKING, number
from storage.statistics import WHOLE, Part, first_received
from storage.times import to_ms
from storage.transaction import Tx

_SHORT = timedelta(days=100)
_HOUR = timedelta(hours=1) // timedelta(milliseconds=1)
_THURSDAY = 3 * 24
"""Hours from Monday midnight to the beginning of the epoch, a Thursday."""


def by_place(
    tx: Tx,
    start: datetime | None,
    end: datetime | None,
    now: datetime,
    part: Part = WHOLE,
    *,
    limit: int,
    skip: int = 0,
) -> list[PlaceLine]:
    """The places where most came in from `start` to just before `end`, then those with most overdue and open now."""
    own, names = part.where()
    # Each side is grouped by itself and leaves out what has no place: then the index of places answers the first one
    # alone, from end to end. Of a short time that is more than the rows there are, which the plus leads to.
    short = start is not None and (now if end is None else end) - start <= _SHORT
    name = "+t.place_name" if short else "t.place_name"
    rows = tx.rows(
        "SELECT place_name, sum(received) AS received, sum(open) AS open, sum(overdue) AS overdue FROM ("
        f"SELECT {name} AS place_name, count(*) AS received, 0 AS open, 0 AS overdue FROM tickets t"
        f" WHERE {name} IS NOT NULL AND t.created_at >= :start AND t.created_at < :end{own} GROUP BY {name}"
        " UNION ALL"
        f" SELECT t.place_name, 0, count(*), sum({number(f'{WORKING} AND t.due_at < :now')}) FROM tickets t"
        f" WHERE t.place_name IS NOT NULL AND {OPEN}{own} GROUP BY t.place_name"
        ") AS counted GROUP BY place_name ORDER BY 2 DESC, 4 DESC, 3 DESC, 1 LIMIT :limit OFFSET :skip",
        **of_moments(start, end),
        **names,
        now=to_ms(now),
        limit=limit,
        skip=skip,
    )
    return [PlaceLine(row["place_name"], row["received"], row["open"], row["overdue"]) for row in rows]


def by_reporter(
    tx: Tx, start: datetime | None, end: datetime | None, part: Part = WHOLE, *, limit: int
) -> list[ReporterLine]:
    """Who reported most in groups; what was said in private names nobody, and help for another ticket is no report."""
    own, names = part.where()
    rows = tx.rows(
        "SELECT t.reporter_id, max(t.reporter_name) AS name, count(*) AS received,"
        f" sum({number(STANDING)}) AS resolved,"
        " sum((SELECT count(*) FROM supporters s WHERE s.ticket_id = t.id AND s.left_at IS NULL)) AS supported"
        " FROM tickets t WHERE t.created_at >= :start AND t.created_at < :end AND t.reporter_id IS NOT NULL"
        f" AND t.private = 0 AND t.lead_unit IS NULL{own}"
        " GROUP BY t.reporter_id ORDER BY 3 DESC, 4 DESC, 1 LIMIT :limit",
        **of_moments(start, end),
        **names,
        limit=limit,
    )
    return [
        ReporterLine(row["reporter_id"], row["name"], row["received"], row["resolved"], row["supported"])
        for row in rows
    ]


def by_hour(
    tx: Tx, start: datetime | None, end: datetime | None, now: datetime, zone: tzinfo, part: Part = WHOLE
) -> Week:
    """What was received at which hour of the week, from `start` to just before `end`."""
    begin = first_received(tx, part) if start is None else start
    if begin is None:
        return Week()
    own, names = part.where()
    hours = [0] * HOURS_OF_WEEK
    for span in steady(begin, now + timedelta(milliseconds=1) if end is None else end, zone):
        rows = tx.rows(
            f"SELECT ((t.created_at + :offset) / {_HOUR} + {_THURSDAY}) % {HOURS_OF_WEEK} AS hour, count(*) AS number"
            f" FROM tickets t WHERE t.created_at >= :start AND t.created_at < :end{own} GROUP BY 1",
            **of_moments(span.start, span.end),
            **names,
            offset=span.offset // timedelta(milliseconds=1),
        )
        for row in rows:
            hours[row["hour"]] += row["number"]
    return Week(tuple(hours))
