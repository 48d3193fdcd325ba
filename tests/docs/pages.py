"""The written pages of the project, and how the tests read them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def promises(page: Path) -> str:
    """What a page says that the program does: without the sections on what it does not do yet."""
    return re.sub(r"^### Not yet$.*?(?=^#|\Z)", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def codes(written: str) -> list[str]:
    """Everything between single backticks."""
    return _CODE.findall(_FENCE.sub("", written))


def blocks(written: str) -> list[str]:
    """The lines of the fenced blocks."""
    return [line for block in _FENCE.findall(written) for line in block.splitlines()[1:-1]]


def prose(written: str) -> str:
    return _FENCE.sub("", written)


def rows(written: str, under: str) -> list[list[str]]:
    """The cells of the first table below a heading, its head left out. Raises AssertionError where there is none."""
    _, found, rest = written.partition(f"\n{under}\n")
    assert found, f"no heading {under}"
    lines = [line for line in re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0].splitlines() if line[:1] == "|"]
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len(table) > 2, f"no table under {under}"
    return table[2:]


def ids(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(ROOT)) for page in pages]
