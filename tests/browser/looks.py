"""Measures of looks: what is too wide for the screen, too small for a thumb, too pale to be read."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_MEASURES = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
THUMB = 40
"""CSS pixels: the least size of what is pressed on a phone."""


def too_wide(page: Page) -> list[str]:
    """The main columns that scroll sideways, and what sticks out of the screen."""
    return _measure(page, "widths()")


def too_pale(page: Page) -> list[str]:
    """Words on the screen with less contrast than WCAG's level AA asks for, each with its ratio."""
    return _measure(page, "contrasts()")


def too_small(page: Page, part: str, size: int = THUMB) -> list[str]:
    """What can be pressed in a part of the page, but reacts on less than `size` pixels around its middle."""
    return _measure(page, f"targets({part!r}, {size})")


def _measure(page: Page, call: str) -> list[str]:
    measured: list[str] = page.evaluate(f"() => ({_MEASURES}).{call}")
    return measured
