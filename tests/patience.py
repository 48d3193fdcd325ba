"""How long a test waits for what must come."""

from __future__ import annotations

PATIENCE = 30
"""Seconds of real time after which a test gives up; a busy machine may stand still for several."""
