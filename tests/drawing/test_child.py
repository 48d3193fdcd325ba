"""The far side of the pipe: requests in, answers out, and an end when nobody asks any more."""

from __future__ import annotations

import io
import pickle

import pytest

from bot.drawing.child import DRAWN, FAILED, HEAD, LENGTH, serve
from bot.notices.pictures.sheet import Sheet


def answers(*requests: bytes) -> list[tuple[int, bytes]]:
    out = io.BytesIO()
    serve(io.BytesIO(b"".join(LENGTH.pack(len(request)) + request for request in requests)), out, 60)
    out.seek(0)
    found = []
    while head := out.read(HEAD.size):
        status, length = HEAD.unpack(head)
        found.append((status, out.read(length)))
    return found


def test_each_request_has_its_answer() -> None:
    sheet = pickle.dumps(Sheet("黄山区", "本周", "", "万"))
    first, second, third = answers(sheet, b"no sheet", sheet)
    assert (first[0], first[1][:4]) == (DRAWN, b"\x89PNG")
    assert second[0] == FAILED
    assert second[1].startswith(b"UnpicklingError: ")
    assert third == first


@pytest.mark.parametrize("cut", [b"", b"\0\0"])
def test_the_end_of_the_questions_is_the_end(cut: bytes) -> None:
    out = io.BytesIO()
    serve(io.BytesIO(cut), out, 60)
    assert out.getvalue() == b""
