"""The judges of odd strings and of bombs: what would be refused, computed or decoded is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.torture import bombs, odd_files
from tests.torture.odd_day import odd_day
from tests.torture.odd_texts import faults_of, faults_of_alert

_BUTTON = {"text": "受理", "callback_data": "accept:1001"}


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"text": "<b>well</b> &amp; good", "reply_markup": {"inline_keyboard": [[_BUTTON]]}}, None),
        ({"text": "a < b"}, "can't parse entities"),
        ({"text": "<b>open"}, "can't parse entities"),
        ({"text": "字" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"caption": "字" * 1025}, "caption is too long"),
        ({"text": " \u200b"}, "text must be non-empty"),
        ({"text": "half \ud83d"}, "half a character"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[_BUTTON | {"callback_data": "字" * 22}]]}},
            "BUTTON_DATA_INVALID",
        ),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[_BUTTON | {"text": "\udc00"}]]}}, "half a character"),
    ],
)
def test_messages(payload: dict[str, Any], words: str | None) -> None:
    found = list(faults_of(payload))
    assert found == [] if words is None else words.lower() in found[0].lower()


def test_alerts() -> None:
    assert list(faults_of_alert("字" * 200)) == []
    assert len(list(faults_of_alert("😀" * 101))) == 1


@pytest.mark.parametrize("sign", ["=1+1", "＝1+1", "\t=1", "@SUM(A1)", "-2+3"])
def test_cells(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound as we write them; told where somebody would write them as they are."""
    assert odd_files.file_faults([sign])[1] == []
    monkeypatch.setattr(odd_files, "csv_lines", lambda rows: f'"{sign}"\n'.encode())
    assert odd_files.file_faults([sign])[1] == [f"a cell of CSV computes: {sign!r}"]


def test_a_day_says_much_and_uses_every_string() -> None:
    judged, faults = odd_day([f"<b>{number}&" for number in range(60)], 1)
    assert faults == []
    assert judged > 40


def test_a_bomb_that_is_let_in_is_told(tmp_path: Path) -> None:
    (tmp_path / "0 picture a small one").write_bytes(bombs._png(8, 8, 1))
    (tmp_path / "1 picture large and sound").write_bytes(bombs._png(7_000, 7_000, 6))
    (tmp_path / "2 table a sound one").write_bytes("名称,单位\n东湖花园,东湖社区\n".encode())
    (tmp_path / "3 picture damaged").write_bytes(bombs._png(800, 800, 1)[:60])
    told = bombs._shown(tmp_path)
    assert [verdict for verdict, _ in told.values()] == ["taken", "taken", "taken", "decoded"]
    assert told["1 picture large and sound"][1] > 5
