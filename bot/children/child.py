"""The child's side: an answering end that nothing else writes to."""

from __future__ import annotations

import os
import warnings
from typing import BinaryIO


def answering() -> BinaryIO:
    """Standard output belongs to the answers; what a library prints goes to standard error from now on."""
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers
