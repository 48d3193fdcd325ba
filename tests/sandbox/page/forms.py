"""Multipart bodies written by hand, for what no browser sends."""

from __future__ import annotations

from collections.abc import AsyncIterator

TYPE = "multipart/form-data; boundary=cut"
END = b"\r\n--cut--\r\n"


def part(name: str, more: str = "") -> bytes:
    """The beginning of a part; its bytes follow."""
    return f'\r\n--cut\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()


class Endless:
    """A body that goes on for as long as somebody reads it, up to `most` bytes; `sent` tells how far it got."""

    def __init__(self, beginning: bytes, most: int) -> None:
        self._beginning = beginning
        self._most = most
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._beginning
        while self.sent < self._most:
            self.sent += 1 << 16
            yield b"x" * (1 << 16)
