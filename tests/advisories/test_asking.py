"""Advisories: red where one is known, and never for want of a network."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from tests.advisories import asking
from tests.advisories.asking import Pin, Silence, asker, checked, pins

LOCK = """\
aiohttp==3.13.2 ; python_full_version >= '3.11' \\
    --hash=sha256:00
click==8.3.1 \\
    --hash=sha256:11
Pillow==12.0.0
"""
PINS = [Pin("Pillow", "12.0.0"), Pin("aiohttp", "3.13.2"), Pin("click", "8.3.1")]
HOLE = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fixed_in": ["8.3.2"], "withdrawn": None, "summary": "bad"}
OLD = HOLE | {"withdrawn": "2026-01-01T00:00:00Z"}


@contextmanager
def an_index(answers: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Its address, as pip has it, and what was asked. An answer is an object, a page, or an event to wait for."""
    asked: list[str] = []

    class Index(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer = answers.get(self.path)
            if isinstance(answer, Event):
                answer.wait(10)
            self.send_response(404 if answer is None else 200)
            self.end_headers()
            self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            """Nobody wants to read it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/mirror/simple/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def path(pin: Pin) -> str:
    return f"/mirror/pypi/{pin.name}/{pin.version}/json"


def well(*holes: dict[str, Any]) -> dict[str, Any]:
    return {"info": {}, "vulnerabilities": list(holes)}


def test_every_pin_of_the_lock_is_asked_about() -> None:
    assert pins(LOCK) == PINS
    real = (Path(__file__).parents[2] / "requirements.lock").read_text(encoding="utf-8")
    assert len(pins(real)) == sum("==" in line.partition(";")[0] for line in real.splitlines())


def test_none_is_known() -> None:
    with an_index({path(pin): well(OLD) for pin in PINS}) as (index, asked):
        told, is_well = checked(PINS, asker(index))
    assert (told.rpartition(",")[0], is_well) == ("advisories: none for 3 pinned versions", True)
    assert sorted(asked) == sorted(map(path, PINS))


def test_one_is_known() -> None:
    with an_index({path(pin): well(HOLE) if pin.name == "click" else well() for pin in PINS}) as (index, _):
        told, is_well = checked(PINS, asker(index))
    assert not is_well
    assert told == "advisories: found\n  click 8.3.1: PYSEC-1, CVE-1; fixed in 8.3.2"


def test_what_was_looked_into_is_no_longer_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(asking.ACCEPTED, "CVE-1", "we never call it")
    with an_index({path(pin): well(HOLE) for pin in PINS}) as (index, _):
        assert checked(PINS, asker(index))[1]


def test_some_are_not_known_of() -> None:
    with an_index({path(PINS[0]): well(), path(PINS[1]): b"<html>"}) as (index, _):
        told, is_well = checked(PINS, asker(index))
    assert is_well
    assert told.startswith("advisories: none for 1 pinned versions, nothing known of 2, ")


@pytest.mark.parametrize("page", [None, b"<html>", {"info": {}}, [], {"vulnerabilities": 7}, b"[" * 100_000])
def test_an_index_without_advisories_is_not_asked_on(page: Any) -> None:
    with an_index({path(pin): page for pin in PINS} if page is not None else {}) as (index, asked):
        told, is_well = checked(PINS, asker(index))
    assert (told, is_well) == (f"advisories: skipped, {Silence.UNKNOWN} (of 3 pinned versions)", True)
    assert len(asked) == 2


def test_what_an_index_says_steers_no_terminal() -> None:
    forged = {"id": "X\x1b[2J\nadvisories: none", "aliases": [7], "fixed_in": ["\u202e" + "9" * 10_000]}
    with an_index({path(pin): well(forged) for pin in PINS}) as (index, _):
        told, is_well = checked(PINS, asker(index))
    assert not is_well
    lines = told.split("\n")
    assert len(lines) == 1 + len(PINS)
    assert all(line.isprintable() and len(line) < 300 for line in lines)


def test_an_index_that_speaks_something_else_is_no_failure() -> None:
    """Bytes that are no HTTP are the library's own fault, and no OSError."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            for _ in range(2):
                caller, _ = server.accept()
                caller.recv(4096)
                caller.sendall(b"220 mail ready\r\n")
                caller.close()

        thread = Thread(target=greet)
        thread.start()
        told, is_well = checked(PINS, asker(f"http://127.0.0.1:{server.getsockname()[1]}/simple"))
        thread.join()
    assert (told, is_well) == (f"advisories: skipped, {Silence.UNREACHED} (of 3 pinned versions)", True)


@pytest.mark.parametrize("index", ["http://127.0.0.1:9/simple", "http://no-such-host.invalid/simple", "file:///x", ""])
def test_no_network_is_no_failure(index: str) -> None:
    told, is_well = checked(PINS, asker(index))
    assert is_well
    assert told.startswith("advisories: skipped, the index ")


def test_an_index_that_hangs_is_not_waited_for() -> None:
    over = Event()
    with an_index({path(pin): over for pin in PINS}) as (index, _):
        began = time.monotonic()
        told, is_well = checked(PINS, asker(index), patience=0.2)
        took = time.monotonic() - began
        over.set()
    assert (told, is_well) == (f"advisories: skipped, {Silence.LATE} (of 3 pinned versions)", True)
    assert took < 5


def test_the_password_of_a_mirror_is_not_handed_out() -> None:
    with an_index({path(pin): well() for pin in PINS}) as (index, _):
        told, is_well = checked(PINS, asker(index.replace("//", "//me:secret@")))
    assert is_well
    assert "secret" not in told


def test_as_a_command_without_a_network() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.advisories"],
        env={"PIP_INDEX_URL": "http://127.0.0.1:9/simple"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 1, "")
    assert done.stdout.startswith("advisories: skipped, the index is not reached (of ")
