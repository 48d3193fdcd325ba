"""Memory goes back to the system: large buffers at once, whole free pages of the heap now and then."""

from __future__ import annotations

import ctypes
import os
import platform
import subprocess
import sys

import pytest

from bot.allocator import LARGE, give_back_now_and_then, give_large_buffers_back

_GLIBC = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library, with an allocator of its own")
_PROGRAM = """
import ctypes, sys
from bot import allocator
if sys.argv[1] == "told":
    assert allocator.give_large_buffers_back()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc_usable_size.argtypes = libc.free.argtypes = [ctypes.c_void_p]
class Held(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in
        ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")]
libc.mallinfo.restype = Held
libc.free(libc.malloc(1 << 20))  # a megabyte came and went
before = libc.mallinfo().hblks
kept = libc.malloc(int(sys.argv[2]))
print(libc.mallinfo().hblks - before)
"""


@_GLIBC
@pytest.mark.parametrize(
    ("told", "size", "mappings"), [("told", LARGE, 1), ("told", LARGE // 2, 0), ("untold", LARGE, 0)]
)
def test_a_large_buffer_is_a_mapping_of_its_own_even_after_a_larger_one(told: str, size: int, mappings: int) -> None:
    """And would not be, were glibc told nothing: then the fault is still there to be mended."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    command = [sys.executable, "-c", _PROGRAM, told, str(size)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    assert int(said) == mappings


_TRIMMED = """
import asyncio
from bot import allocator
allocator._BETWEEN = 0.01
def resident():
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS:")))
held = [bytes(700) for _ in range(100_000)]
held = held[-1:]  # the last one keeps the heap from shrinking by itself
async def look():
    before = resident()
    giving = asyncio.create_task(allocator.give_back_now_and_then())
    for _ in range(600):  # until it has, or for half a minute
        await asyncio.sleep(0.05)
        if before - resident() > 40_000:
            break
    print(before - resident())
    giving.cancel()
asyncio.run(look())
"""


@_GLIBC
def test_free_pages_within_the_heap_go_back() -> None:
    said = subprocess.run([sys.executable, "-c", _TRIMMED], capture_output=True, text=True, check=True).stdout
    assert int(said) > 40_000, "kB, of 70,000 that came and went"


async def test_another_allocator_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    assert give_large_buffers_back() is False
    await give_back_now_and_then()
