"""`fengshao bulletin` on a real file: words, pictures in a folder, a workbook, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from PIL import Image
from python_calamine import CalamineWorkbook

from bot.commands.bulletin import bulletin
from tests.commands.installation import with_database, write_config


def run(folder: Path, *arguments: str) -> Result:
    config = write_config(folder)
    with_database(config, lambda: None)
    return CliRunner().invoke(bulletin, ["--config", str(config), *arguments])


def test_words(tmp_path: Path) -> None:
    result = run(tmp_path, "--period", "all")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[:3] == ["黄山区简报 · 全部", "收到 2", "办结 1"]


def test_pictures_and_a_workbook(tmp_path: Path) -> None:
    folder, book = tmp_path / "out", tmp_path / "list.xlsx"
    result = run(tmp_path, "--period", "all", "--png", str(folder), "--xlsx", str(book))
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in folder.iterdir()) == ["bulletin.png", "page-1.png"]
    with Image.open(folder / "page-1.png") as page:
        assert page.size == (1654, 2339)
    rows = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("清单").to_python()
    assert [row[1] for row in rows[3:]] == ["T1001", "T1002"]
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        str(folder / "bulletin.png"),
        str(folder / "page-1.png"),
        str(book),
    ]


def test_a_period_that_is_none(tmp_path: Path) -> None:
    result = run(tmp_path, "--period", "上上季")
    assert result.exit_code == 2 and "is not a period" in result.stderr


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    result = run(tmp_path, "--period", "all", "--xlsx", str(tmp_path / "file" / "list.xlsx"))
    assert result.exit_code == 1 and "cannot be written" in result.stderr
