"""An installation in a folder: the example's config and area, as an operator would have them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.config import Config, load_config
from bot.demo.example import example_file

_A_MINUTE = 600
"""Messages to a group. More than Telegram's 20, and the town's server allows it: who watches need not wait."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What an operator would have: a config file beside its area book, and the config read from it."""

    config_file: Path
    config: Config


def install(folder: Path, token: str, base_url: str) -> Installation:
    """Write the example into `folder`. The token goes into the config, so that the command line reads it, too."""
    (folder / "area.toml").write_text(example_file("area.toml"), encoding="utf-8")
    config_file = folder / "config.toml"
    connection = f'[telegram]\ntoken = "{token}"\nbase_url = "{base_url}"\ngroup_limit = {_A_MINUTE}\n'
    config_file.write_text(f"{connection}\n{example_file('config.toml')}", encoding="utf-8")
    return Installation(config_file, load_config(config_file, {}))
