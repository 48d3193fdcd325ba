"""The example installation (examples/huangshan), wherever this program was installed from."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.domain.area_book import read_area_book
from bot.domain.areas import Area
from bot.domain.categories import BUILT_IN
from bot.domain.routing import route_faults

_PACKED = resources.files(__package__) / "huangshan"
"""Where the wheel carries the example (pyproject.toml, force-include)."""
_CHECKED_OUT = Path(__file__).parents[2] / "examples" / "huangshan"


def example_file(name: str) -> str:
    """The text of area.toml or config.toml. Raises FileNotFoundError."""
    folder: Traversable = _PACKED if _PACKED.is_dir() else _CHECKED_OUT
    return (folder / name).read_text(encoding="utf-8")


def example_area() -> Area:
    """The example area without the people its book names: who is who is told in the chat, as at a real start."""
    area = read_area_book(example_file("area.toml"), "area.toml", BUILT_IN, route_faults)
    return area.model_copy(update={"people": (), "chats": ()})
