"""The drawing process itself: reads sheets from standard input, writes files to standard output, until its end.

A request is its length (4 bytes, big-endian) and a pickled sheet (bot/drawing/drawers.py says which there are); an
answer is one byte (0: a PNG or XLSX file, 1: the words of an error), its length and itself. Where nobody is left to
ask, reading ends, and so does the process: also after a SIGKILL of the bot.
"""

from __future__ import annotations

import pickle
import signal
import struct
import sys
from typing import BinaryIO

from bot.children.child import answering

LENGTH = struct.Struct(">I")
HEAD = struct.Struct(">BI")
DRAWN, FAILED = 0, 1


def serve(asked: BinaryIO, answers: BinaryIO, limit: int) -> None:
    """Until `asked` ends. A drawing that takes more than `limit` seconds ends the process, whoever is left to see."""
    while len(head := asked.read(LENGTH.size)) == LENGTH.size:
        (length,) = LENGTH.unpack(head)
        signal.alarm(limit)
        try:
            # Loaded here: what is wrong with the installation is answered, not only printed.
            from bot.drawing.drawers import drawn

            status, answer = DRAWN, drawn(pickle.loads(asked.read(length)))
        except Exception as error:
            status, answer = FAILED, f"{type(error).__name__}: {error}".encode(errors="replace")
        signal.alarm(0)
        answers.write(HEAD.pack(status, len(answer)) + answer)
        answers.flush()


def main() -> None:
    serve(sys.stdin.buffer, answering(), int(sys.argv[1]))
