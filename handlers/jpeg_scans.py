"""Scans: how often a decoder has to go over a JPEG, which its size does not say.

Each scan of a progressive JPEG is a pass over the whole picture, and a scan takes 12 bytes: 150 kB keep a decoder busy
for minutes, 20 MB for hours ("Two Issues with the JPEG Standard", https://libjpeg-turbo.org/About/TwoIssues).
"""

from __future__ import annotations

import re

MOST_SCANS = 100
"""Cameras and phones write one, encoders of progressive pictures about ten; previews bring some of their own."""

_SCAN = re.compile(rb"\xff\xda\x00(?:\x08\x01|\x0a\x02|\x0c\x03|\x0e\x04)", re.DOTALL)
"""The head of a scan of one to four components (ITU-T T.81, B.2.3), without which no decoder begins one."""


def has_too_many_scans(data: bytes) -> bool:
    """Whether a decoder would take far longer over this file than over any picture of its size.

    Counted wherever they lie: no lie about the length of a segment hides one.
    """
    return any(number > MOST_SCANS for number, _ in enumerate(_SCAN.finditer(data), start=1))
