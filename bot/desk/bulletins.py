"""Bulletins: claimed when a period has ended, counted for each reader, and queued once what they show is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from bot.desk import reach, statistics
from bot.desk.messages import reply_key
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.registers import units_of
from bot.desk.repeating import comes_due
from bot.domain.areas import Area, ChatKind
from bot.domain.bulletins import GroundNews, GroupNews, changes, last_told, rank, worst_first
from bot.domain.notices import Call, Draft, NoticeKind
from bot.domain.people import Person
from bot.domain.periods import Period, PeriodKind, period_of, read_period
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, widest_ground
from bot.domain.statistics import Line, Scope
from bot.notices.markup import Markup
from storage import bulletins, chats, notices
from storage.bulletins import Bulletin, PhotoPair
from storage.transaction import Tx

KINDS = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER)
NAMES = {kind: f"bulletin:{kind.value}" for kind in KINDS}
"""What storage knows their schedules by."""
MOST_PAIRS = 3
"""Pairs of photos in one bulletin: a phone shows as many without scrolling long."""


def claim_when_due(tx: Tx, office: Office, now: datetime) -> bool:
    """Note the bulletins whose moment has come, of each kind the newest period alone. True when there is a new one.

    Planned and noted in one transaction: a kill afterwards loses none, and no period is noted twice.
    """
    claimed = [_claim(tx, office, kind, now) for kind in KINDS]  # each of them, whatever the first one says
    return any(claimed)


def _claim(tx: Tx, office: Office, kind: PeriodKind, now: datetime) -> bool:
    when = office.bulletins.get(kind)
    planned = comes_due(tx, office, NAMES[kind], when, now)
    if planned is None or when is None:
        return False
    period, at = last_told(kind, planned, now, office.zone, partial(office.next_run, when))
    bulletins.overtake(tx, kind, period.code, now)
    return bulletins.claim(tx, kind, period.code, at)


def has_bulletin(kind: PeriodKind, tx: Tx, office: Office, at: datetime) -> bool:
    """Whether a bulletin of that moment has anything to tell of the whole area."""
    period = period_of(kind, at, office.zone).previous()
    return period is not None and not count(tx, office.area, period, at, Issue(Seat(0))).is_quiet


def to_tell(tx: Tx) -> list[Bulletin]:
    """Those that were claimed and are not in the outbox yet."""
    return bulletins.due(tx)


def period_of_bulletin(office: Office, bulletin: Bulletin) -> Period:
    return read_period(bulletin.period, bulletin.planned_at, office.zone)


@dataclass(frozen=True, slots=True)
class Issue:
    """A bulletin for one reader. `unit_code` is the ground that it tells of, None for the whole area.

    `own`: a unit reads of itself. `public`: couriers read it, so no unit and no number of a ticket stands in it.
    """

    seat: Seat
    unit_code: str | None = None
    own: bool = False
    public: bool = False

    @property
    def whole(self) -> bool:
        """Whether its reader gets the list of problems, too."""
        return not self.own and not self.public

    def key(self, bulletin: Bulletin, part: str) -> str:
        """Of one of its messages: the same period is told to the same reader once, whatever ends in between."""
        where = f"{self.seat.chat_id}:{self.seat.topic or 0}:{self.unit_code or ''}"
        return f"bulletin:{bulletin.kind.value}:{bulletin.period}:{where}:{part}"


def issues(tx: Tx, office: Office, bulletin: Bulletin) -> list[Issue]:
    """Whom it is still to be told to."""
    return [issue for issue in _readers(tx, office) if not _is_told(tx, bulletin, issue)]


def _readers(tx: Tx, office: Office) -> tuple[Issue, ...]:
    return tuple(dict.fromkeys(issue for reader in office.bulletins_to for issue in _issues_for(tx, office, reader)))


def _is_told(tx: Tx, bulletin: Bulletin, issue: Issue) -> bool:
    return notices.of_key(tx, issue.key(bulletin, "first")) is not None


def _issues_for(tx: Tx, office: Office, reader: str | int) -> Iterator[Issue]:
    if isinstance(reader, int):
        yield Issue(Seat(reader), public=reader in reach.reporting_seats(tx))  # also where only a topic of it is bound
    elif reader == "groups":
        yield from (Issue(seat, public=True) for seat in reach.reporting_seats(tx).values())
    elif reader == "units":
        for unit in office.area.units:
            yield from (Issue(seat, unit.code, own=True) for seat in reach.unit_chats(tx, unit.code)[:1])
    else:
        yield from (Issue(seat) for seat in reach.coordinator_seats(tx))
        for unit in office.area.units:
            yield from (Issue(seat, unit.code) for seat in reach.ground_seats(tx, unit.code))


@dataclass(frozen=True, slots=True)
class Content:
    """What one issue tells, counted: of a ground, or of a reporting group; and the photos that go with it."""

    told: GroundNews | GroupNews
    pairs: tuple[PhotoPair, ...]

    @property
    def is_quiet(self) -> bool:
        return self.told.is_quiet


def count(tx: Tx, area: Area, period: Period, now: datetime, issue: Issue, ranking: tuple[Line, ...] = ()) -> Content:
    """Of this issue. `ranking` are the units of the whole area, among which one that reads of itself has its rank.

    It only reads. Raises Refused(UNKNOWN_UNIT).
    """
    if issue.public:
        return _count_for_group(tx, period, issue.seat.chat_id)
    unit_code = issue.unit_code
    earlier = period.previous()
    scope = Scope(unit_code)
    counted = statistics.count(tx, area, period, now, scope)
    before = None if earlier is None else statistics.count(tx, area, earlier, now, scope)
    units = units_of(area, unit_code)
    lines = () if issue.own or before is None else before.units
    rose, fell = changes(counted.units, lines)
    told = GroundNews(
        period=period,
        now=now,
        unit_code=unit_code,
        counts=counted.total,
        before=None if before is None else before.total,
        named=worst_first(bulletins.named(tx, period, now, units)),
        rose=rose,
        fell=fell,
        rank=rank(unit_code, ranking) if issue.own and unit_code is not None else None,
    )
    return Content(told, tuple(bulletins.photo_pairs(tx, period, MOST_PAIRS, units)))


def ranking(tx: Tx, office: Office, period: Period, now: datetime) -> tuple[Line, ...]:
    """The units of the whole area with what they did in the period."""
    return statistics.count(tx, office.area, period, now).units


def _count_for_group(tx: Tx, period: Period, chat_id: int) -> Content:
    earlier = period.previous()
    before = None if earlier is None else bulletins.flow_of_chat(tx, earlier, chat_id)
    told = GroupNews(period, bulletins.flow_of_chat(tx, period, chat_id), before)
    return Content(told, tuple(bulletins.photo_pairs(tx, period, MOST_PAIRS, chat_id=chat_id)))


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its words alone, or below a file in the media folder. `text` is said where the file is lost.

    A document has a `name` that the reader's device calls it by, a picture none.
    """

    text: Markup
    path: str | None = None
    caption: Markup | None = None
    name: str | None = None


def tell(tx: Tx, office: Office, bulletin: Bulletin, issue: Issue, parts: tuple[Part, ...], now: datetime) -> None:
    """Queue an issue whole, unless it was told or overtaken meanwhile. No parts: nothing happened, nothing is said."""
    if not bulletins.is_due(tx, bulletin.id):
        return
    local, planned = now.astimezone(office.zone), bulletin.planned_at.astimezone(office.zone)
    late_at_night = office.quiet.covers(local) and not office.quiet.covers(planned)
    not_before = office.quiet.awake(local) if late_at_night else None
    for number, part in enumerate(parts):
        key = issue.key(bulletin, str(number) if number else "first")
        notices.queue(tx, _draft(issue.seat, NoticeKind.BULLETIN, key, part, not_before), now)


def settle(tx: Tx, office: Office, bulletin: Bulletin, now: datetime) -> bool:
    """All its readers have been seen to. Whether any was told something."""
    told = any(_is_told(tx, bulletin, issue) for issue in _readers(tx, office))
    bulletins.settle(tx, bulletin.id, told=told, now=now)
    return told


def _draft(seat: Seat, kind: NoticeKind, key: str, part: Part, not_before: datetime | None = None) -> Draft:
    call, payload = Call.SEND_MESSAGE, dict[str, Any](text=part.text)
    if part.path is not None and part.name is None:
        call, payload = Call.SEND_PHOTO, {"photo": {"made": part.path}}
    elif part.path is not None:
        call, payload = Call.SEND_DOCUMENT, {"document": {"made": part.path}, "filename": part.name}
    if part.path is not None:
        payload |= {"caption": part.caption or "", "text": part.text}
    return Draft(
        key=key, kind=kind, call=call, chat_id=seat.chat_id, topic=seat.topic, payload=payload, not_before=not_before
    )


def ground_of(tx: Tx, office: Office, person: Person, seat: Seat) -> str | None:
    """The unit on whose ground the answer to /bulletin lies, None for the whole area.

    In the coordinators' chat of a unit it is that unit's: others read there. Raises Refused: NO_RIGHT, and
    ONLY_IN_PRIVATE in a group that is not the coordinators'.
    """
    ground = widest_ground(person, Action.SEE_BULLETINS, office.area)
    if seat.chat_id > 0:
        return ground
    bound = chats.binding(tx, seat.chat_id, seat.topic)
    if bound is None or bound.kind is not ChatKind.COORDINATORS:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    return bound.unit_code if office.area.covers(ground, bound.unit_code) and bound.unit_code else ground


def answer(tx: Tx, seat: Seat, parts: tuple[Part, ...], now: datetime) -> None:
    """Queue what was asked for; it stays."""
    key = reply_key(seat, now)
    for number, part in enumerate(parts):
        notices.queue(tx, _draft(seat, NoticeKind.ANSWER, f"{key}:{number}", part), now)
