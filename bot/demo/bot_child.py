"""The bot in a process of its own, on the demo's clock: `python -m bot.demo.bot_child CONFIG_FILE CLOCK_FILE`.

What it hears and says is told in bot/demo/bot_serving.py.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path


def main(config_file: Path, clock_file: Path) -> None:
    """Serve until told to stop. What else ends the bot is raised, and is the last that its log says."""
    gc.disable()  # a thousand modules that all stay: to look them through as they come is a sixth of the start
    from bot.demo.bot_serving import serve

    gc.freeze()
    gc.enable()
    serve(config_file, clock_file)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
    logging.shutdown()
    os._exit(0)  # all is closed and written; the interpreter's own tidying is a quarter of a second to wait for
