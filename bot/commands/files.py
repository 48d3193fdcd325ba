"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import click


def write_whole(file: Path, data: bytes) -> None:
    """Says on standard output what was written. Raises click.ClickException."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(data)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}") from None
    click.echo(f"{file}: {len(data):,} bytes")
