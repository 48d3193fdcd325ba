"""The command line: `fengshao COMMAND`. Each command has its module in bot/commands and is loaded when it is used."""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any, NoReturn

import click

from bot.children.resting import collector_at_rest


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is defined, and its line in the list of commands."""

    module: str
    name: str
    line: str


COMMANDS: dict[str, Entry] = {
    "area": Entry("bot.commands.area", "area", "The area book: check, import, export, suggest."),
    "backup": Entry("bot.commands.backups", "backup", "Copy the database to a file."),
    "bulletin": Entry("bot.commands.bulletin", "bulletin", "The bulletin of a period, and its list of problems."),
    "check-config": Entry("bot.commands.check_config", "check_config", "Check a config and its area book."),
    "demo": Entry("bot.commands.demo", "demo", "Try the bot on a page, without a token."),
    "doctor": Entry("bot.commands.doctor", "doctor", "Look over an installation and say what mends it."),
    "learn": Entry("bot.commands.learn", "learn", "Learn from a labelled history."),
    "migrate": Entry("bot.commands.backups", "migrate", "Bring the database up to date without starting the bot."),
    "parse": Entry("bot.commands.parse", "parse", "Read posts from standard input and say what they mean."),
    "quarantine": Entry("bot.commands.quarantine", "quarantine", "Updates that could not be handled."),
    "restore": Entry("bot.commands.backups", "restore", "Put a backup in the place of the database."),
    "run": Entry("bot.commands.run", "run", "Run the bot."),
    "stats": Entry("bot.commands.statistics", "stats", "The figures of a period."),
    "tickets": Entry("bot.commands.tickets", "tickets", "List the tickets."),
    "uncertain": Entry("bot.commands.uncertain", "uncertain", "Notices that may not have arrived."),
}


class Program(click.Group):
    """Knows its commands by name, loads only the one that is asked for, and tells faults without a traceback.

    Exit codes: 0 done, 1 failed, 2 wrong usage or config, 130 interrupted.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        with collector_at_rest():
            command = getattr(import_module(entry.module), entry.name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from bot.domain.spelling import did_you_mean

            raise click.UsageError(f'no command "{args[0]}"; {did_you_mean(args[0], COMMANDS, "see fengshao --help")}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].line) for name in sorted(COMMANDS)])

    def main(self, args: Sequence[str] | None = None, *_others: Any, **_more: Any) -> NoReturn:
        given = list(sys.argv[1:] if args is None else args)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in _UNICODE:
                stream.reconfigure(errors="backslashreplace")  # an ASCII terminal: a sign it lacks is no fault of ours
        sys.exit(_ended(lambda: click.Group.main(self, given, prog_name="fengshao", standalone_mode=False)))


def _ended(work: Callable[[], Any]) -> int:
    """Run it; the exit code. What went wrong goes to standard error, one line a fault."""
    try:
        result = work()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "fengshao"
        click.echo(f"{path}: {error.format_message().rstrip('.')} (see {path} --help)", err=True)
        return 2
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (fengshao … | head). Python would complain once more at its end.
        sys.stdout = None
        return 1
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return _fault(error)
        # What waits in its buffer cannot be written either, and Python would complain of that at its end.
        sys.stdout = None
        room = "make room where the output goes, and where temporary files do (TMPDIR)"
        click.echo(f"fengshao: {error.strerror}; {room}", err=True)
        return 1
    except Exception as error:
        return _fault(error)
    return result if isinstance(result, int) else 0


_UNICODE = frozenset({"utf-8", "utf8", "utf-8-sig", "utf-16", "gb18030"})
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def _fault(error: Exception) -> int:
    """The lines are to be handed on: nobody's name or words are in them. The exit code."""
    from bot.logs import Redactor
    from bot.tracebacks import trace

    click.echo(Redactor()(trace(error)), err=True)
    click.echo("fengshao: this is a fault of the program; report it with the lines above", err=True)
    return 1


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(version("fengshao"), prog_name="fengshao")
def main() -> None:
    """Fengshao 蜂哨: couriers' posts become tickets with a responsible community and a deadline."""
