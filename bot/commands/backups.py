"""`fengshao backup`, `restore` and `migrate`: copies of the database, the way back from one, and its schema."""

from __future__ import annotations

import asyncio
import filecmp
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from bot.commands.installation import Unusable, config_option, read_config
from storage import backups, forgotten
from storage.database import Database, sqlite_path
from storage.errors import BackupDamaged, BackupFailed, DatabaseOwned, EmptyDatabase, StorageError
from storage.lookups import NoDatabase, OlderDatabase, look, schema

_UPDATES = {
    "waiting": "that nobody had read yet were taken over from it",
    "gathering": "of reports that were still gathering were taken over from it, and will be read anew",
    "quarantined": "in quarantine were taken over from it: fengshao quarantine list",
}
"""What is told of updates that a restore takes over, by their kind."""


@click.command("backup")
@config_option
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A new file for the copy.  [default: backups/ beside the database, named by the time]",
)
def backup(config_path: Path, to: Path | None) -> None:
    """Copy the database to one file, whether the bot runs or not, and check the copy.

    Photos are files of their own: copy the folder of storage.media as well.
    """
    config = read_config(config_path)
    try:
        source = sqlite_path(config.storage.url)
        if not source.is_file():
            raise NoDatabase(path=source)
        target = to or source.parent / "backups" / f"{source.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{source.suffix}"
        kept = backups.backup(source, target)
    except StorageError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{kept}: {kept.stat().st_size:,} bytes, checked")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
@click.option("--verify", is_flag=True, help="Afterwards compare the database with the backup, byte by byte.")
@click.option(
    "--forgotten",
    "newer",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A database newer than the backup that tells who was forgotten since.  [default: the one of before]",
)
def restore(file: Path, config_path: Path, verify: bool, newer: Path | None) -> None:
    """Put a backup in the place of the database. The bot must not run.

    The backup is checked first; the database of before is kept beside it under another name. Whom the backup brings
    back although they were forgotten since, the bot forgets again when it starts.
    """
    config = read_config(config_path)
    if not file.is_file():
        raise Unusable(f"{file}: no such file; fengshao backup makes one")
    copy = _Copy(file, verify, newer)
    try:
        database = sqlite_path(config.storage.url)
        _check_is_ours(file)
        kept = backups.restore(file, database, finish=partial(copy.finish, database))
    except DatabaseOwned as error:
        raise click.ClickException(f"{database} is in use by process {error.pid}: stop the bot first") from None
    except StorageError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{database}: restored from {file}" + (", and the same byte by byte" if verify else ""))
    if kept is not None:
        click.echo(f"{kept}: the database of before")
    for kind, which in _UPDATES.items():
        if copy.updates[kind]:
            click.echo(f"{copy.updates[kind]} updates {which}")
    if copy.last is not None:
        click.echo(f"new tickets are numbered from T{copy.last + 1}, behind those that were given out since the backup")
    if copy.missing:
        numbers = " ".join(f"T{number}" for number in copy.missing)
        click.echo(f"opened since the backup, and not in it: {numbers}; have them reported again")
    click.echo(copy.told_of_the_forgotten())


class _Copy:
    """The copy that will take the database's place, and what it gets from there."""

    def __init__(self, file: Path, verify: bool, newer: Path | None) -> None:
        self._file, self._verify, self._newer = file, verify, newer
        self._forgotten: int | None = None
        self.last: int | None = None
        self.updates: Counter[str] = Counter()
        self.missing: list[int] = []

    def finish(self, database: Path, unfinished: Path) -> None:
        """All of it before it takes its place: a restore that is killed has done all or nothing."""
        if self._verify and not filecmp.cmp(self._file, unfinished, shallow=False):
            reason = f"the copy of it at {unfinished} differs: that disk may be failing, try another one"
            raise BackupFailed(path=self._file, reason=reason)
        if database.is_file():
            self.missing = backups.opened_since(unfinished, database)
            self.last = backups.skip_numbers(unfinished, database)
            self.updates = backups.take_over_updates(unfinished, database)
        since = forgotten.wishes_in(self._newer or database)
        if since is not None:
            self._forgotten = forgotten.hand_over(unfinished, since, datetime.now(UTC), _shown)

    def told_of_the_forgotten(self) -> str:
        if self._forgotten is None:
            told = "it cannot be told who was forgotten since the backup, so they are back"
            return f"{told}: give --forgotten FILE if a newer database is left"
        return f"{self._forgotten} who were forgotten since the backup are forgotten again when the bot starts"


def _shown(people: list[int]) -> Iterator[int]:
    """Each is known again by a sum that is slow on purpose: ten thousand take some minutes."""
    with click.progressbar(people, label="looking for who was forgotten", file=sys.stderr) as bar:
        yield from bar


def _check_is_ours(file: Path) -> None:
    """Raises BackupDamaged, ForeignDatabase and NewerDatabase; an older one is brought up to date at the next start."""
    backups.check_alone(file)
    backups.check(file)
    try:
        look(f"sqlite:///{file.resolve()}", lambda tx: None, still=True)
    except OlderDatabase:
        return
    except EmptyDatabase:
        raise BackupDamaged(path=file, reason="it holds no table") from None


@click.command("migrate")
@config_option
def migrate(config_path: Path) -> None:
    """Bring the database's schema up to date without starting the bot, which does the same.

    A database that holds anything is backed up to backups/ beside it first.
    """
    config = read_config(config_path)
    try:
        path = sqlite_path(config.storage.url)
        before = schema(config.storage.url)
        known = asyncio.run(_open_once(config.storage.url))
    except DatabaseOwned as error:
        told = f"{path} is in use by process {error.pid}, which has brought it up to date; stop it to do so here"
        raise click.ClickException(told) from None
    except StorageError as error:
        raise click.ClickException(str(error)) from None
    if before is None:
        click.echo(f"{path}: made, schema {known}")
    elif before == known:
        click.echo(f"{path}: schema {known}, nothing to do")
    else:
        click.echo(f"{path}: schema {before} → {known}")
        newest = max((path.parent / "backups").glob(f"{path.stem}-*-{before:04d}{path.suffix}"))
        click.echo(f"{newest}: the database of before")


async def _open_once(url: str) -> int:
    database = await Database.open(url, now=partial(datetime.now, UTC))
    try:
        return await database.read(lambda tx: int(tx.value("SELECT max(number) FROM schema_migrations")))
    finally:
        await database.close()
