"""Traces: the kind and the place of an error stay, what people wrote does not."""

from __future__ import annotations

import errno
import json

import pytest

from bot.tracebacks import LEFT_OUT, scrubbed, told, trace

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz-_01234"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("invalid literal for int() with base 10: '三栋'", f"invalid literal for int() with base 10: {LEFT_OUT}"),
        (
            'can\'t parse entities: unsupported start tag "wang" at 3',
            f"can't parse entities: unsupported start tag {LEFT_OUT} at 3",
        ),
        ("input_value='东湖花园', input_type=str", f"input_value={LEFT_OUT}, input_type=str"),
        ("王师傅 called 13912345678 today", f"{LEFT_OUT} called {LEFT_OUT} today"),
        ("[Errno 28] No space left on device: '/srv/fengshao/media/ab.jpg'", None),
        ("/srv/fengshao/fengshao.db: database is locked", None),
        ("chat -1001234567890 is no group", None),
        (f"no answer from https://host/bot{TOKEN}/getMe", "no answer from https://host/bot[hidden]/getMe"),
        ("two\nlines", "two lines"),
    ],
)
def test_words_of_errors(words: str, left: str | None) -> None:
    assert scrubbed(words) == (words if left is None else left)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (KeyError("chat"), "KeyError: 'chat'"),
        (KeyError("王师傅"), f"KeyError: {LEFT_OUT}"),
        (TypeError("'NoneType' object is not subscriptable"), "TypeError: 'NoneType' object is not subscriptable"),
        (OSError(errno.ENOENT, "No such file", "/srv/a/b"), "FileNotFoundError: [Errno 2] No such file: '/srv/a/b'"),
        (UnicodeEncodeError("utf-8", "王\ud800", 1, 2, "surrogates not allowed"), None),
        (RuntimeError(), "RuntimeError"),
    ],
)
def test_one_line(error: Exception, line: str | None) -> None:
    if line is not None:
        assert told(error) == line
    assert "王" not in told(error)


def test_the_place_is_told() -> None:
    with pytest.raises(ValueError) as caught:
        json.loads("王")
    assert told(caught.value).startswith("JSONDecodeError: Expecting value: line 1 column 1 (char 0) (")
    assert "decoder.py:" in told(caught.value)


def _fails() -> None:
    raise ValueError("说了什么")


def test_a_trace_tells_the_lines_of_code_the_cause_and_each_part_of_a_group() -> None:
    try:
        try:
            _fails()
        except ValueError as error:
            raise ExceptionGroup("两个", [KeyError("first"), error]) from error
    except ExceptionGroup as group:
        lines = trace(group)
    assert "说了什么" not in lines.replace('raise ValueError("说了什么")', "")
    assert "in _fails" in lines
    assert "which led to:" in lines
    assert f"ValueError: {LEFT_OUT}" in lines
    assert "  | KeyError: 'first'" in lines


def test_a_circle_of_causes_ends() -> None:
    one, two = ValueError("a"), ValueError("b")
    one.__cause__, two.__cause__ = two, one
    assert trace(one).splitlines()[-1] == "ValueError: a"
