"""An exception as the log may tell it: of what kind, where it happened, and its words without what people wrote."""

from __future__ import annotations

import re
import traceback

HIDDEN = "[hidden]"
TOKEN = re.compile(r"\d{1,20}(?::|%3[Aa])[A-Za-z0-9_-]{30,}", re.ASCII)
"""A bot's token, in an address too: it is never told whole, wherever it stands."""

LEFT_OUT = "…"
_PATH = r"/[^\s/:'\"]+/[^\s:'\"]*"
_QUOTED = r"(?<!\w)'[^'\n]*'|(?<!\w)\"[^\"\n]*\""
_FOREIGN = r"[^\x00-\x7f]+"
_TELEPHONE = r"(?<!\d)1[3-9]\d{9}(?!\d)"
_PERSONAL = re.compile(rf"({_PATH}|'{_PATH}')|{_QUOTED}|{_FOREIGN}|{_TELEPHONE}")
"""What an exception repeats of the data it fell over: in quotes, as Python and its libraries do, or in Chinese.

The program's own words are English, so nothing of them is lost; paths are made by the program, and the operator needs
them.
"""
_OF_CODE = (AttributeError, ImportError, NameError, TypeError)
"""Their words name types and fields of the program, never a value."""
_FIELD = re.compile(r"[a-z_]{1,30}", re.ASCII)


def scrubbed(words: str) -> str:
    """The words of an error without a token and what may be somebody's name, text or telephone number; on one line."""
    return " ".join(_PERSONAL.sub(lambda found: found[1] or LEFT_OUT, TOKEN.sub(HIDDEN, words)).split())


def told(error: BaseException) -> str:
    """One line: the kind of exception, its words, and the line of code that raised it."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    place = f" ({frames[0].filename}:{frames[0].lineno})" if frames else ""
    return _named(error) + place


def trace(error: BaseException) -> str:
    """Python's traceback, lines of code and all, of the exception and of what it came from; its words are scrubbed."""
    return "\n".join(_chain(error, set()))


def _named(error: BaseException) -> str:
    words = str(error) if _tells_of_code_alone(error) else scrubbed(str(error))
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _tells_of_code_alone(error: BaseException) -> bool:
    """A missing key is most often a field that an update has not; what people write is hardly ever a key."""
    if isinstance(error, KeyError):
        return len(error.args) == 1 and isinstance(error.args[0], str) and bool(_FIELD.fullmatch(error.args[0]))
    return isinstance(error, _OF_CODE)


def _chain(error: BaseException, seen: set[int]) -> list[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_chain(before, seen), "which led to:"] if before is not None and id(before) not in seen else []
    lines += ["Traceback (most recent call last):", *"".join(traceback.format_tb(error.__traceback__)).splitlines()]
    lines.append(_named(error))
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            if id(part) not in seen:
                lines += [f"  | {line}" for line in _chain(part, seen)]
    return lines
