"""`fengshao doctor`: what is well with an installation, what is not, and what mends it."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.installation import Unusable, config_option, json_option
from bot.config import Config, ConfigFaults, load_config
from bot.doctor.findings import Finding, State
from bot.notices.texts import text_faults

_STYLES = {State.OK: "green", State.WARNING: "yellow", State.FAULT: "bold red"}


@click.command("doctor")
@config_option
@json_option
def doctor(config_path: Path, as_json: bool) -> int:
    """Look over an installation, whether its bot runs or not, and say what mends each thing that is not well.

    Nothing is changed. With --json one object: {"checks": [{"name", "state", "found", "remedy"}]}, state being ok,
    warning or fault. Exit code: 0 where there is no fault (warnings alone), 1 where there is one, 2 for a config that
    cannot be used.
    """
    try:
        config = load_config(config_path, os.environ, text_faults)
    except ConfigFaults as faults:
        raise Unusable(str(faults)) from None
    found = _examine(config, config_path)
    if as_json:
        click.echo(json.dumps({"checks": [asdict(finding) for finding in found]}, ensure_ascii=False, indent=2))
    else:
        _show(found)
    return int(any(finding.state is State.FAULT for finding in found))


def _examine(config: Config, config_path: Path) -> list[Finding]:
    """Without a secret in any line, whatever an answer of the network repeats of its address."""
    from bot.doctor.examination import examined
    from bot.logs import Redactor, set_up_logs

    secrets = [config.telegram.webhook_secret.get_secret_value()]
    with suppress(ConfigFaults):  # no token at all is one of the findings
        secrets.append(config.telegram.bot_token())
    set_up_logs("critical", config.log.format, secrets)  # what a library has to say is one of the findings
    redact = Redactor(secrets)
    found = asyncio.run(examined(config, config_path, lambda: datetime.now(UTC)))
    return [Finding(one.name, one.state, redact(one.found), redact(one.remedy)) for one in found]


def _show(found: Sequence[Finding]) -> None:
    table = Table(box=None, header_style="bold")
    table.add_column("check", no_wrap=True)
    table.add_column("result", no_wrap=True)
    table.add_column("found", overflow="fold")
    for finding in found:
        words = Text(finding.found)
        if finding.remedy:
            words.append(f"\n→ {finding.remedy}", style="bold")
        table.add_row(Text(finding.name), Text(finding.state, style=_STYLES[finding.state]), words)
    Console(highlight=False).print(table)
    counts = Counter(finding.state for finding in found)
    click.echo(", ".join(f"{counts[state]} {said}" for state, said in _COUNTED if counts[state]))


_COUNTED = ((State.FAULT, "at fault"), (State.WARNING, "to look at"), (State.OK, "well"))
