"""Times as storage keeps them: UTC milliseconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Milliseconds of an aware datetime. Raises TypeError for a naive one."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def maybe_ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


def maybe_from_ms(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_ms(milliseconds)
