"""The command line: answers on standard output, faults on standard error with their exit code, quick help."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import COMMANDS, Entry, main
from bot.commands.check_config import warnings
from bot.config import load_config
from bot.domain import workdays
from bot.domain.area_book import read_area_book

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "examples/huangshan/area.toml"
TOKEN = "123456789:abcdefghijklmnopqrstuvwxyz012345678"


def run(*args: str | Path, given: str | bytes | None = None, **env: str) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=given, env=env)


def test_help_lists_every_command_and_loads_none() -> None:
    code = (
        "import sys\nfrom bot.cli import main\ntry: main(['--help'])\nexcept SystemExit as end: assert end.code == 0\n"
        "heavy = {'pydantic', 'structlog', 'rich', 'telegram', 'aiohttp', 'ahocorasick_rs'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    for name, entry in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(entry.line)}$", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_helps(name: str) -> None:
    command = getattr(import_module(COMMANDS[name].module), COMMANDS[name].name)
    assert isinstance(command, click.Command)
    assert command.name == name
    result = run(name, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: fengshao {name} ")


def test_version() -> None:
    assert re.fullmatch(r"fengshao, version \d+\.\d+\.\d+\n", run("--version").stdout)


def test_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "area", "check", BOOK], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("黄山市黄山区: ")


@pytest.mark.parametrize(("encoding", "errors"), [("ascii", "backslashreplace"), ("utf-8", "strict")])
def test_a_terminal_that_lacks_a_sign_is_no_fault(monkeypatch: pytest.MonkeyPatch, encoding: str, errors: str) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(SystemExit):
        main(["--version"])
    assert terminal.errors == errors


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("chek-config",), 'fengshao: no command "chek-config"; did you mean "check-config"? (see fengshao --help)'),
        (("parse",), "fengshao parse: Missing option '--area' (see fengshao parse --help)"),
        (("parse", "--aera", "x"), r"fengshao parse: No such option.*--area.*\(see fengshao parse --help\)"),
        (("area", "chek"), r"fengshao area: No such command 'chek'.*\(see fengshao area --help\)"),
        (("area", "check", "nowhere.toml"), "nowhere.toml: no such file; name another, or write it; examples/small"),
        (("check-config", "nowhere.toml"), "nowhere.toml: no such file; copy config.example.toml there and edit it"),
        (("check-config", "."), r"\.: cannot be read \(Is a directory\); mend its name or its rights"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(args: tuple[str, ...], told: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert re.match(told if "\\" in told else re.escape(told), result.stderr)


def test_no_command_shows_the_help_on_standard_error() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "check-config" in result.stderr


def test_check_config_says_what_it_found(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[area]\nbook = "{BOOK}"\n')
    result = run("check-config", config)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == f"{config}: good"
    assert re.search(r"^黄山市黄山区: \d+ units, \d+ places, \d+ categories", result.stdout, re.MULTILINE)
    assert "warning: telegram.token: missing" in result.stdout
    assert "warning: 16 people are the example's and made up" in result.stdout
    assert "telegram.token" not in run("check-config", config, FENGSHAO_TELEGRAM__TOKEN=TOKEN).stdout


def test_check_config_says_where_a_book_that_is_not_there_is_named(tmp_path: Path) -> None:
    """As who copied config.example.toml elsewhere: the line must not point to the file that is missing."""
    config = tmp_path / "config.toml"
    config.write_text('[area]\nbook = "examples/huangshan/area.toml"\n')
    result = run("check-config", config)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{tmp_path}/examples/huangshan/area.toml: no such file; area.book of the config names it")
    assert line.count("examples/huangshan") == 1


def test_check_config_knows_the_units_of_the_book(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[area]\nbook = "{BOOK}"\n[units.pingdong]\n[units.pingdnog]\nhours = "09:00-17:00"\n')
    result = run("check-config", config)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "units.pingdnog: no such unit in the area; write units.pingdong\n"


def test_area_check_warns_of_what_is_hardly_meant() -> None:
    result = run("area", "check", BOOK)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.split(" people")[0] for line in result.stdout.splitlines()[1:]] == ["warning: 16"]


def test_of_very_many_faults_the_first_thousand_are_told(tmp_path: Path) -> None:
    book = tmp_path / "area.toml"
    book.write_text('[area]\nname = "x区"\n' + '[[unit]]\ncode = "a"\nname = "甲村"\nkind = "community"\n' * 1500)
    result = run("area", "check", book)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert len(lines) == 1001
    assert lines[-1] == f"{book}: … and 499 faults more"


def test_a_boundary_that_is_no_plain_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    book = tmp_path / "area.toml"
    book.write_text(
        '[area]\nname = "x区"\n[[unit]]\ncode = "a"\nname = "甲村"\nkind = "community"\nboundary = "pipe"\n'
    )
    result = run("area", "check", book)
    assert result.exit_code == 2
    assert 'boundary "pipe" cannot be read (it is no plain file)' in result.stderr


def test_check_config_tells_the_faults_of_config_and_book_at_once(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[area]\nbook = "area.toml"\n[log]\nlevel = "loud"\n[telegram]\nmode = "poling"\n')
    (tmp_path / "area.toml").write_text('[area]\nname = "x"\n[[unit]]\ncode = "a"\nname = "甲社区"\nkind = "stret"\n')
    result = run("check-config", config)
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.split(" =")[0] for line in result.stderr.splitlines()] == [
        "telegram.mode",
        "log.level",
        f'{tmp_path}/area.toml:6: unit "a": kind',
    ]


@pytest.mark.parametrize(
    ("config", "book", "warning"),
    [
        ('[deadlines]\ncount = "working"', "", "no official holidays are known for 2030"),
        ('[deadlines]\nhours = "09:00-17:00"', "", "no official holidays are known for 2030"),
        ('[units.a]\ncount = "working"', "", "no official holidays are known for 2030"),
        ("", "", "1 units have neither a chat nor a secretary (甲社区)"),
        ("", "", "names no chat of kind report"),
    ],
)
def test_warnings(tmp_path: Path, config: str, book: str, warning: str) -> None:
    (tmp_path / "c.toml").write_text(f'area = {{book = "a"}}\n{config}\n')
    area = read_area_book('[area]\nname = "x"\n[[unit]]\ncode = "a"\nname = "甲社区"\nkind = "community"\n' + book)
    told = list(warnings(load_config(tmp_path / "c.toml", {}), area, datetime(2030, 12, 1, tzinfo=UTC)))
    assert any(warning in line for line in told)


def test_nothing_is_warned_of_when_all_is_set(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('area = {book = "a"}\ntelegram = {token = "1:a"}\ndeadlines = {count = "working"}')
    area = read_area_book(
        '[area]\nname = "x"\n[[unit]]\ncode = "a"\nname = "甲村"\nkind = "community"\n'
        '[[chat]]\nid = -1\nkind = "report"\n[[chat]]\nid = -2\nkind = "unit"\nunit = "a"\n'
    )
    assert list(warnings(load_config(tmp_path / "c.toml", {}), area, datetime(2025, 3, 1, tzinfo=UTC))) == []


@pytest.mark.parametrize(("day", "told"), [("2026-11-22", []), ("2026-12-01", ["2027"]), ("2027-03-01", ["2027"])])
def test_holidays_that_nobody_knows_are_told_a_month_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str, told: list[str]
) -> None:
    """As doctor and the coordinators' chats tell it: in November nobody can know them yet."""
    monkeypatch.setattr(workdays, "has_official_data", lambda year: year <= 2026)
    (tmp_path / "c.toml").write_text('area = {book = "a"}\ndeadlines = {count = "working"}\n')
    area = read_area_book('[area]\nname = "x"\n[[unit]]\ncode = "a"\nname = "甲村"\nkind = "community"\n')
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    lines = [line for line in warnings(load_config(tmp_path / "c.toml", {}), area, now) if "holidays" in line]
    assert [line.partition(":")[0][-4:] for line in lines] == told


def test_parse_gives_one_object_a_line_in_order() -> None:
    lines = ["龙西小区12栋的居民反映窨井盖破损", "", "大家好", "   ", "a\rb\u2028c", "最后一行没有换行"]
    result = run("parse", "--area", BOOK, "--json", given="\n".join(lines).replace("好\n", "好\r\n"))
    assert (result.exit_code, result.stderr) == (0, "")
    objects = [json.loads(line) for line in result.stdout.split("\n")[:-1]]
    assert [item["text"] for item in objects] == lines
    assert objects[0]["kind"] == "report"
    assert objects[0]["problems"][0]["place"]["building"] == "12栋"
    assert [item["kind"] for item in objects[1:4]] == ["chatter"] * 3


def test_parse_in_words_is_one_line_each() -> None:
    result = run("parse", "--area", BOOK, given="龙西小区12栋的居民反映窨井盖破损\n\n大家好\n")
    report, *rest = result.stdout.splitlines()
    assert re.fullmatch(r"report .*窨井盖破损 \(市政设施/.+, \d+%\) @ 龙西小区12栋 → 龙西社区", report)
    assert rest == ["chatter", "chatter"]


def test_parse_suggests_what_was_nearly_written() -> None:
    lines = ["广厂花苑3栋垃圾桶坏了", "广场花苑3栋垃圾桶坏了", "广厂花苑有人吗"]
    told = run("parse", "--area", BOOK, "--json", given="\n".join(lines)).stdout.splitlines()
    assert [json.loads(line)["suggestions"] for line in told] == [["广场花苑小区"], [], []]
    words = run("parse", "--area", BOOK, given="\n".join(lines)).stdout.splitlines()
    assert words[0].endswith("→ triage – did you mean 广场花苑小区?")
    assert "did you mean" not in "".join(words[1:])


def test_parse_says_at_a_terminal_that_it_waits() -> None:
    terminal, other = os.openpty()
    os.write(terminal, b"\x04")  # Ctrl-D
    done = subprocess.run(
        [sys.executable, "-m", "bot", "parse", "--area", BOOK], stdin=other, capture_output=True, text=True, check=False
    )
    for end in (terminal, other):
        os.close(end)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Write posts, one a line; Ctrl-D ends.\n"


def test_parse_survives_bytes_that_are_no_text() -> None:
    result = run("parse", "--area", BOOK, "--json", given=b"\xff\xfe\n\xe4\xbd\n")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2


def test_parse_answers_each_line_before_the_next_comes() -> None:
    command = [sys.executable, "-m", "bot", "parse", "--area", str(BOOK), "--json"]
    env = os.environ | {"PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=env) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in ("你好", "龙西小区路灯不亮"):
            process.stdin.write(f"{line}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == line
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_reader_that_leaves_is_no_fault_of_ours() -> None:
    command = f"yes 你好 | head -n 20000 | {sys.executable} -m bot parse --area {BOOK} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("chatter\n", "")


@click.command("crash")
def crash() -> None:
    raise RuntimeError(f"no answer from https://api.telegram.org/bot{TOKEN}/getMe")


def test_a_fault_of_the_program_is_exit_1_and_hides_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "crash", Entry(__name__, "crash", "Crash."))
    result = run("crash")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "RuntimeError" in result.stderr
    assert TOKEN not in result.stderr
    assert result.stderr.splitlines()[-1].startswith("fengshao: this is a fault of the program")


def test_a_full_disk_is_no_fault_of_ours() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "bot", "--help"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.startswith("fengshao: No space left on device; make room ")
    assert done.stderr.count("\n") == 1
