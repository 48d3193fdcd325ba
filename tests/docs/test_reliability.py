"""docs/reliability.md: each fault of the table stands there, with the line of a run in which nothing was lost."""

from __future__ import annotations

import re

from tests.docs.pages import text
from tests.torture.table import FAULTS

PAGE = text("docs/reliability.md")
_LINE = re.compile(
    r"^([\w-]+): injected (\d+), survived (\d+), lost 0, doubled 0, broken 0, listed \d+.*, \d+ s$", re.MULTILINE
)


def test_each_fault_is_named_as_the_table_names_it() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.+?) \|", PAGE, re.MULTILINE))
    assert rows == {name: fault.what for name, fault in FAULTS.items()}


def test_each_fault_has_the_line_of_its_last_run() -> None:
    lines = {name: (injected, survived) for name, injected, survived in _LINE.findall(PAGE)}
    assert lines.keys() == FAULTS.keys()
    assert [name for name, (injected, survived) in lines.items() if injected != survived] == []
