"""My data: all that is kept of one person, as a text file that any phone opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from bot.domain.areas import Area, Role
from bot.domain.people import ROLE_NAMES
from bot.domain.privacy import Held, Reported
from bot.notices.texts import Texts

_MARK = "\ufeff"
"""By which the editors of Windows know UTF-8."""


def my_data(texts: Texts, area: Area, held: Held, zone: tzinfo, raw_days: timedelta, now: datetime) -> bytes:
    """The file: UTF-8, a section for each kind. Words of others are not in it."""
    parts = [texts.plain("mydata.head", day=_at(now, zone)), *_sections(texts, area, held, zone, raw_days)]
    return (_MARK + "\n\n".join(parts) + "\n").encode("utf-8", errors="replace")


def _sections(texts: Texts, area: Area, held: Held, zone: tzinfo, raw_days: timedelta) -> Iterator[str]:
    say = texts.plain
    if held.is_empty:
        yield say("mydata.nothing")
    yield _section(say("mydata.who"), _who(texts, held))
    if held.roles:
        yield _section(say("mydata.roles"), [_role(texts, area, one, zone) for one in held.roles])
    if held.mutes:
        yield _section(say("mydata.mutes"), [_mute(texts, one, zone) for one in held.mutes])
    if held.reports:
        yield _section(
            say("mydata.reports", count=len(held.reports)), [_report(texts, one, zone) for one in held.reports]
        )
    if held.joined:
        yield _section(say("mydata.joined", count=len(held.joined)), [_report(texts, one, zone) for one in held.joined])
    if held.said:
        lines = [
            say(
                "mydata.line",
                number=one.number,
                at=_at(one.at, zone),
                what=_event(texts, one.kind),
                words=" ".join(one.words.split()),
            )
            for one in held.said
        ]
        yield _section(say("mydata.said", count=len(lines)), lines)
    if held.positions:
        yield _section(
            say("mydata.positions"),
            [say("mydata.position", at=_at(at, zone), lat=lat, lon=lon) for at, lat, lon in held.positions],
        )
    if rest := list(_rest(texts, held, raw_days)):
        yield _section(say("mydata.rest"), rest)
    yield say("mydata.foot")


def _section(head: str, lines: list[str]) -> str:
    return "\n".join([f"【{head}】", *(line.rstrip() for line in lines)])


def _who(texts: Texts, held: Held) -> list[str]:
    lines = [texts.plain("mydata.id", id=held.person_id)]
    if held.name:
        lines.append(texts.plain("mydata.name", name=held.name))
    if held.username:
        lines.append(texts.plain("mydata.username", username=held.username))
    if held.started:
        lines.append(texts.plain("mydata.started"))
    return lines


def _role(texts: Texts, area: Area, held: tuple[str, str, datetime, datetime | None], zone: tzinfo) -> str:
    role, unit, since, until = held
    facts = {"role": ROLE_NAMES[Role(role)], "unit": area.unit_name(unit or None) or "", "since": _at(since, zone)}
    if until is None:
        return texts.plain("mydata.role", **facts)
    return texts.plain("mydata.role_over", until=_at(until, zone), **facts)


def _mute(texts: Texts, held: tuple[datetime, datetime | None, int], zone: tzinfo) -> str:
    since, until, count = held
    end = texts.plain("mute.open") if until is None else texts.plain("mute.until", until=_at(until, zone))
    return texts.plain("mydata.mute", since=_at(since, zone), until=end, count=count)


def _report(texts: Texts, one: Reported, zone: tzinfo) -> str:
    state = texts.plain(f"state.{one.state}") if one.state else ""
    head = texts.plain("mydata.report", number=one.number, at=_at(one.at, zone), state=state, place=one.place)
    lines = [head.rstrip() + (texts.plain("mydata.private") if one.private else "")]
    if one.words:
        lines.append(texts.plain("mydata.words", words=" ".join(one.words.split())))
    if one.photos:
        lines.append(texts.plain("mydata.photos", count=one.photos))
    return "\n".join(lines)


def _event(texts: Texts, kind: str) -> str:
    """What was done, without the name and the words that the history puts around it."""
    return texts.plain(f"event.{kind}", name="", unit="", words="").strip()


def _rest(texts: Texts, held: Held, raw_days: timedelta) -> Iterator[str]:
    if held.messages:
        yield texts.plain("mydata.messages", count=held.messages)
    if held.raw:
        yield texts.plain("mydata.raw", count=held.raw, days=round(raw_days / timedelta(days=1)))
    if held.audited:
        yield texts.plain("mydata.audited", count=held.audited)


def _at(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
