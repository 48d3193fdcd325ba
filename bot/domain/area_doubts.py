"""What an area book may say and hardly means: warnings, with which it is used all the same."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.areas import Area, Place

EXAMPLE_PEOPLE = range(9_990_000_000_000, 9_991_000_000_000)
"""The ids of examples/huangshan/area.toml: longer than Telegram gives out, so that nobody holds them."""
_EXAMPLE_CHAT = -1001234567890
_SHOWN = 5


def doubts(area: Area) -> Iterator[str]:
    """One line each."""
    yield from made_up(area)
    yield from _shared_aliases(area)


def made_up(area: Area) -> Iterator[str]:
    """Whether somebody copied the example, people and all."""
    people = [person.name for person in area.people if person.telegram_id in EXAMPLE_PEOPLE]
    if people:
        remedy = "nobody gets what is sent to them; take their [[person]] tables out before the first start"
        yield f"{len(people)} people are the example's and made up ({_some(people)}): {remedy}"
    if any(chat.id == _EXAMPLE_CHAT for chat in area.chats):
        remedy = "take its [[chat]] table out, and write /bind in the chat"
        yield f"chat {_EXAMPLE_CHAT} is the example's and made up: {remedy}"


def _shared_aliases(area: Area) -> Iterator[str]:
    """An alias that means something else in another unit. A road that is listed for each of its units is one thing."""
    aliases = dict.fromkeys(alias for place in area.places for alias in place.aliases if alias != place.name)
    places: dict[str, list[Place]] = {alias: [] for alias in aliases}
    for place in area.places:
        for word in {place.name, *place.aliases}:
            if word in places:
                places[word].append(place)
    told = [alias for alias in aliases if _differ(places[alias])]
    for alias in told[:_SHOWN]:
        owners = dict.fromkeys(f"{place.name} ({area.unit_name(place.unit)})" for place in places[alias])
        yield f'alias "{alias}" means {_some(list(owners), " and ")}: posts with it are asked about'
    if len(told) > _SHOWN:
        yield f"… and {len(told) - _SHOWN} aliases more that mean places of several units"


def _differ(places: list[Place]) -> bool:
    return len({place.unit for place in places}) > 1 and len({place.name for place in places}) > 1


def _some(words: list[str], between: str = "、") -> str:
    return between.join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
