"""The commands /mute and /unmute: as a reply to somebody's message, or with a name, an id or a @username."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.desk import muting
from bot.desk.office import Office
from bot.domain.people import Person
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from handlers.requests import Request
from storage.transaction import Tx

_SPAN = re.compile(r"(\d{1,4})(d|天|日|h|小时|m|分钟|周)", re.ASCII | re.IGNORECASE)
_UNITS = {
    **dict.fromkeys(("d", "天", "日"), timedelta(days=1)),
    **dict.fromkeys(("h", "小时"), timedelta(hours=1)),
    **dict.fromkeys(("m", "分钟"), timedelta(minutes=1)),
    "周": timedelta(weeks=1),
}


def read_arguments(rest: str) -> tuple[str, timedelta | None]:
    """Who, and for how long: 王师傅 3d. Either may be missing."""
    for count in (1, 2):  # the last words: 3d, 3 天
        parts = rest.rsplit(maxsplit=count)
        match = _SPAN.fullmatch("".join(parts[-count:]))
        if match is not None:
            return "".join(parts[:-count]), int(match[1]) * _UNITS[match[2].lower()]
    return rest.strip(), None


def mute(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    """Without anybody: the list."""
    name, span = read_arguments(request.rest)
    if request.about is None and not name and span is None:
        muting.show(tx, office, person, request.seat, now)
        return
    muting.check(office, person)
    muting.mute(tx, office, person, _meant(tx, request, name), span, request.seat, now)


def unmute(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    muting.check(office, person)
    muting.unmute(tx, office, person, _meant(tx, request, request.rest.strip()), request.seat, now)


def _meant(tx: Tx, request: Request, name: str) -> Sender:
    """A name that is written counts before the message that is replied to. Raises Refused."""
    if name:
        return muting.find_person(tx, name)
    if request.about is None:
        raise Refused(Refusal.MUTE_USAGE)
    return request.about
