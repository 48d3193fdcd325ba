"""The config: defaults, the environment above the file, paths, and every fault with its remedy."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import Config, ConfigFaults, load_config
from bot.config_faults import known_keys, table_of_each
from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.shares import Share

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:abcdefghijklmnopqrstuvwxyz012345678"


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, text: str = "", **env: str) -> Config:
    return load_config(write(folder, f'area = {{book = "area.toml"}}\n{text}'), env)


def faults(folder: Path, text: str, **env: str) -> list[str]:
    with pytest.raises(ConfigFaults) as caught:
        load_config(write(folder, text), env)
    return list(caught.value.faults)


def fault(folder: Path, text: str, **env: str) -> str:
    [line] = faults(folder, f'area = {{book = "area.toml"}}\n{text}', **env)
    return line


def test_defaults_are_read_like_written_values(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    assert config.area.timezone == ZoneInfo("Asia/Shanghai")
    assert config.telegram.poll_timeout == Duration.parse("25s")
    assert config.reminders.before_due == (Share(0.75),)
    assert config.reminders.overdue == tuple(map(Duration.parse, ("0s", "1d", "5d")))
    assert config.reminders.quiet == ((time(21), time(8)),)
    assert config.reminders.digest == time(8, 30)
    assert config.http.listen is None
    assert config.deadlines.limit(TimeClass.URGENT) == Duration.parse("2h")
    assert config.deadlines.limit(TimeClass.C) == Duration.parse("5d")


def test_typed_values(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[http]\nlisten = "[::1]:8080"\n'
        '[reminders]\nquiet = ""\ndigest = ""\nbefore_due = ["12.5%", "2h"]\noverdue = []\n'
        '[deadlines]\nholidays = [2027-01-01, "2027-01-02"]\nworkdays = [2027-01-03]\n',
    )
    assert config.http.listen == ("::1", 8080)
    assert (config.reminders.quiet, config.reminders.digest, config.reminders.overdue) == ((), None, ())
    assert config.reminders.before_due == (Share(0.125), Duration.parse("2h"))
    assert config.deadlines.holidays == (date(2027, 1, 1), date(2027, 1, 2))


def test_nothing_can_be_changed_afterwards(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    with pytest.raises(ValueError, match="frozen"):
        config.telegram.mode = "webhook"  # type: ignore[misc]


def test_paths_are_taken_from_the_folder_of_the_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(tmp_path, '[area]\nbook = "books/area.toml"\n[storage]\nurl = "sqlite:///data/bot.db"\n')
    monkeypatch.chdir(elsewhere)
    config = load_config(Path("../config.toml"), {"FENGSHAO_STORAGE__MEDIA": "photos"})
    assert config.area.book == tmp_path / "books/area.toml"
    assert config.storage.path == tmp_path / "data/bot.db"
    assert config.storage.drawing == tmp_path / "data/matplotlib"
    assert config.storage.url == f"sqlite:///{tmp_path}/data/bot.db"
    assert config.storage.media == tmp_path / "photos"


def test_default_paths_lie_beside_the_config_and_absolute_ones_stay(tmp_path: Path) -> None:
    config = loaded(tmp_path, '[storage]\nmedia = "/srv/media"\n')
    assert config.storage.path == tmp_path / "fengshao.db"
    assert config.storage.media == Path("/srv/media")


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[telegram]\nmode = "polling"\ngroup_limit = 10\n[deadlines]\nA = "2d"\n',
        FENGSHAO_TELEGRAM__GROUP_LIMIT="5",
        FENGSHAO_DEADLINES__A="6h",
        FENGSHAO_REMINDERS__OVERDUE='["0s", "2d"]',
        FENGSHAO_CLOSURE__BOARD="false",
        FENGSHAO_HOME="/not/ours",
        PATH="/bin",
    )
    assert config.telegram.group_limit == 5
    assert str(config.deadlines.A) == "6h"
    assert [str(rung) for rung in config.reminders.overdue] == ["0s", "2d"]
    assert config.closure.board is False


def test_the_process_environment_is_not_read_behind_ones_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGSHAO_LOG__LEVEL", "debug")
    monkeypatch.setenv("LOG", '{"level": "error"}')
    assert loaded(tmp_path).log.level == "info"


def test_token_by_key_by_file_and_by_environment(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    assert loaded(tmp_path, f'[telegram]\ntoken = "{TOKEN}"\n').telegram.bot_token() == TOKEN
    in_file = '[telegram]\ntoken_file = "token"\n'
    assert loaded(tmp_path, in_file).telegram.bot_token() == TOKEN
    assert loaded(tmp_path, in_file, FENGSHAO_TELEGRAM__TOKEN="1:other").telegram.bot_token() == "1:other"
    assert loaded(tmp_path, in_file, FENGSHAO_TELEGRAM__TOKEN="").telegram.bot_token() == TOKEN


def test_no_token_is_said_when_it_is_needed(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults, match=r"^telegram\.token: missing; .*FENGSHAO_TELEGRAM__TOKEN$"):
        loaded(tmp_path).telegram.bot_token()


def test_a_token_is_never_shown(tmp_path: Path) -> None:
    assert TOKEN not in repr(loaded(tmp_path, f'[telegram]\ntoken = "{TOKEN}"\n'))
    text = f'tokn = "{TOKEN}"\n[telegram]\ntoken = "{TOKEN} x"\nmode = "{TOKEN}"\nwebhook_secret = "hush hush"\n'
    told = "\n".join(faults(tmp_path, text, FENGSHAO_TELEGRAM__TOKN="hush"))
    assert told.count("\n") >= 4
    assert "abcdef" not in told
    assert "hush" not in told


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = """
        [telegram]
        mode = "poling"
        group_limit = 25
        [area]
        timezone = "Asia/Shangai"
        [deadlines]
        A = "2x"
        [reminders]
        overdue = ["1d", "1d"]
        [lag]
        level = "info"
    """
    assert faults(tmp_path, text, FENGSHAO_LOG__FORMAT="jsn") == [
        'telegram.mode = "poling": not one of polling, webhook; write "polling"',
        "telegram.group_limit = 25: more than Telegram allows; write at most 20",
        'area.book: missing; write book = "area.toml" under [area]',
        'area.timezone = "Asia/Shangai": not a time zone; write "Asia/Shanghai"',
        'deadlines.A = "2x": not a duration; write a number and a unit, such as 30s, 15m, 2h or 3d',
        'reminders.overdue = ["1d", "1d"]: 1d does not come after 1d; write the durations in rising order',
        'log.format = "jsn" (from FENGSHAO_LOG__FORMAT): not one of json, console; write "json"',
        "lag: unknown key; write log",
    ]


HOOK = 'mode = "webhook"\nwebhook_url = "https://b.cn/t"'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[telegram]\nmod = "polling"', 'telegram.mod = "polling": unknown key; write telegram.mode'),
        ('media = "m"', 'media = "m": unknown key here; write media under [storage]'),
        ("[desk]\nqqq = 1", "desk.qqq = 1: unknown key; remove it (known here: department_transfer)"),
        ("telegram = 5", "telegram = 5: not a table; write [telegram] on a line of its own and its keys below it"),
        ("[telegram]\npoll_timeout = 25", "telegram.poll_timeout = 25: not a duration in quotes; write a number"),
        ('[telegram]\npoll_timeout = "2m"', 'longer than Telegram holds a call; write at most "60s"'),
        ('[telegram]\nbase_url = "api"', 'not the address of a Bot API server; write "https://api.telegram.org"'),
        (
            '[telegram]\nmode = "webhook"\nwebhook_secret = "0123456789abcdef"\n[http]\nlisten = "a:1"',
            'telegram.webhook_url = "": empty, but mode is',
        ),
        (f"[telegram]\n{HOOK}\nwebhook_secret = '{'s' * 16}'", 'http.listen = "": empty, but telegram.mode'),
        (f"[telegram]\n{HOOK}\n[http]\nlisten = 'a:1'", "too short to keep strangers out"),
        (f"[telegram]\n{HOOK}\nwebhook_secret = '{'s' * 15}'", "write 16 or more letters and digits"),
        ("[telegram]\ngroup_limit = 0", "telegram.group_limit = 0: too small; write at least 1"),
        ('[telegram]\ngroup_limit = "x"', 'telegram.group_limit = "x": not a whole number; write 20'),
        ("[telegram]\nbase_url = 1", "telegram.base_url = 1: not text; put it in double quotes"),
        ("[posts]\nphoto_limit_mb = 21", "posts.photo_limit_mb = 21: more than Telegram hands out; write at most 20"),
        ('[posts]\nalbum_wait = "0s"', 'posts.album_wait = "0s": no time at all; write at least 1 of its unit'),
        ('[storage]\nurl = "mysql://x"', 'not the address of a database file; write "sqlite:///fengshao.db"'),
        ('[storage]\nurl = "postgresql://x/y"', "PostgreSQL is not supported yet"),
        ('[limits]\nposts = "15"', 'limits.posts = "15": not so many in such a time; write "15/10m", or ""'),
        ("[limits]\ntaps = 15", 'limits.taps = 15: not so many in such a time; write "15/10m", or ""'),
        ("[closure]\nboard = 3", "closure.board = 3: neither true nor false; write true"),
        ("[deadlines]\nholidays = [5]", "deadlines.holidays = 5: not a date; write 2026-10-01"),
        ("[deadlines]\nholidays = 5", "deadlines.holidays = 5: not a list"),
        (
            "[deadlines]\nholidays = [2027-01-01]\nworkdays = [2027-01-01]",
            "2027-01-01 stands in deadlines.holidays too; remove it from one of the two",
        ),
        ('[reminders]\nbefore_due = ["0%"]', 'reminders.before_due = "0%": not a share; write a percentage'),
        ('[reminders]\nquiet = "21:00"', 'reminders.quiet = "21:00": not a span of hours; write "21:00-08:00"'),
        ('[reminders]\nquiet = "8:00-08:00"', "begins when it ends"),
        ('[reminders]\ndigest = "25:00"', 'reminders.digest = "25:00": not a time of day; write "08:30"'),
        ('[http]\nlisten = "127.0.0.1:99999"', 'not a host and a port; write "127.0.0.1:8080"'),
        ("[texts]\nack = 1", "texts.ack = 1: not text; put it in double quotes"),
        ('[telegram]\ntoken_file = "nowhere"', 'nowhere": cannot be read'),
        ('[telegram]\ntoken = "1:a"\ntoken_file = "t"', "telegram.token is given too; write one of the two"),
    ],
)
def test_a_fault_says_key_value_and_remedy(tmp_path: Path, text: str, line: str) -> None:
    assert line in fault(tmp_path, text)


def test_another_server_has_its_own_limits(tmp_path: Path) -> None:
    text = '[telegram]\nbase_url = "http://127.0.0.1:8081/"\ngroup_limit = 100\n[posts]\nphoto_limit_mb = 200\n'
    config = loaded(tmp_path, text)
    assert (config.telegram.base_url, config.telegram.group_limit) == ("http://127.0.0.1:8081", 100)


def test_an_unknown_variable_is_told_by_its_name(tmp_path: Path) -> None:
    line = fault(tmp_path, "", FENGSHAO_TELEGRAM__MOD="polling")
    assert line == 'telegram.mod = "polling" (from FENGSHAO_TELEGRAM__MOD): unknown key; write telegram.mode'


def test_texts_are_checked_by_whoever_knows_them(tmp_path: Path) -> None:
    path = write(tmp_path, '[area]\nbook = "a"\n[texts]\nack = "好"\n[log]\nlevel = "x"\n')
    with pytest.raises(ConfigFaults) as caught:
        load_config(path, {}, lambda texts: [f"texts.{key}: unknown text" for key in texts])
    assert caught.value.faults[1:] == ("texts.ack: unknown text",)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("zone", ["Asia/Beijing", "Beijing", "UTC+8", "北京"])
def test_china_s_zone_is_not_called_after_beijing(tmp_path: Path, zone: str) -> None:
    (line,) = faults(tmp_path, '[area]\nbook = "area.toml"', FENGSHAO_AREA__TIMEZONE=zone)
    assert line.endswith(': not a time zone; write "Asia/Shanghai"')


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (None, "no such file; copy config.example.toml"),
        (b"[area\nbook = 1", "not TOML: .*line 1"),
        ("[area]\nbook = “area.toml”".encode(), 'not TOML: .*line 2.*text in plain quotes "", not “”'),
        (b"x = " + b"[" * 50_000, "not TOML: .*brackets"),
        (b"x = " + b"9" * 5000, "not TOML: a number of thousands of digits"),
        ("书".encode("gb18030"), "is not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, data: bytes | None, says: str) -> None:
    path = tmp_path / "config.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ConfigFaults, match=says):
        load_config(path, {})


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[area]\nbook = 'area.toml'\n")
    assert load_config(path, {}).area.book.name == "area.toml"


EXAMPLE = (ROOT / "config.example.toml").read_text(encoding="utf-8")
NAMED = {key: table for key in Config.model_fields if (table := table_of_each(Config, key)) is not None}
"""Sections of tables under names of the operator's own; the example has one of each, commented out."""


def test_the_example_holds_every_key_with_its_default() -> None:
    written = tomllib.loads(EXAMPLE)
    sections = known_keys(Config)
    assert set(written) == set(sections) - set(NAMED)
    for section in written:
        table = sections[section]
        assert set(written[section]) == set(known_keys(table) if table else ())
    example = load_config(ROOT / "config.example.toml", {})
    assert example.area.book == ROOT / "examples/huangshan/area.toml"
    plain = Config.model_validate(
        {"area": {"book": example.area.book}, "storage": {"url": example.storage.url, "media": example.storage.media}}
    )
    assert example == plain


def test_what_the_example_shows_of_one_unit_can_be_taken_as_it_is(tmp_path: Path) -> None:
    whole = re.sub(r"^#(?=\[|\w)", "", EXAMPLE, flags=re.MULTILINE)
    written = tomllib.loads(whole)
    assert {section: set(known_keys(table)) for section, table in NAMED.items()} == {
        section: {key for one in written[section].values() for key in one} for section in NAMED
    }
    config = load_config(write(tmp_path, whole), {})
    assert config.units["luminju"].overdue != config.reminders.overdue
    assert config.units["luminju"].hours != config.deadlines.hours


def test_every_key_of_the_example_has_a_comment_above_it() -> None:
    lines = EXAMPLE.splitlines()
    keys = [number for number, line in enumerate(lines) if re.match(r"#?\w+ = ", line)]
    assert len(keys) > 50
    assert [lines[number] for number in keys if not lines[number - 1].startswith("# ")] == []


def test_the_config_of_the_example_area_loads() -> None:
    config = load_config(ROOT / "examples/huangshan/config.toml", {})
    assert config.area.book.is_file()
    assert config.deadlines.count == "working"
