"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

import click


def write_whole(file: Path, data: bytes) -> None:
    """Says on standard output what was written. Raises click.ClickException."""
    if not file.name:
        raise click.ClickException(f'"{file}" cannot be written: it is a folder, and not the name of a file')
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(data)  # a device or a pipe: a file in its place would do away with it
            return
        _replace(Path(os.path.realpath(file)), data)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}") from None
    click.echo(f"{file}: {len(data):,} bytes")


def _replace(file: Path, data: bytes) -> None:
    """Raises OSError."""
    part = file.with_name(f".{secrets.token_hex(4)}.part")  # not longer than any name that a file may have
    try:
        part.write_bytes(data)
        part.replace(file)
    finally:
        with suppress(OSError):
            part.unlink()
