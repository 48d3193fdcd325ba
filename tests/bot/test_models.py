"""Models on the disk: replaced whole, refused in one line, and a bot that reads by words when its own is broken."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from bot.config import Config, load_config
from bot.furnishing import furnish_office
from bot.models import NoModel, load_model, save_model
from tests.reading.example_area import example_area
from tests.reading.models import a_model, an_alias

MODEL = a_model(aliases=[an_alias("锦绣坊", "longxi")])


def config(folder: Path, more: str = 'model = "area.model"') -> Config:
    path = folder / "config.toml"
    path.write_text(f'[area]\nbook = "area.toml"\n{more}\n', encoding="utf-8")
    return load_config(path, {})


def test_a_model_is_saved_whole_and_read_again(tmp_path: Path) -> None:
    size = save_model(tmp_path / "area.model", MODEL)
    assert (tmp_path / "area.model").stat().st_size == size
    assert load_model(tmp_path / "area.model", example_area()).aliases == MODEL.aliases


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "area.model").mkdir()
    with pytest.raises(OSError, match="area"):
        save_model(tmp_path / "area.model", MODEL)
    assert [path.name for path in tmp_path.iterdir()] == ["area.model"]


@pytest.mark.parametrize("model", [None, b"", b"GIF89a"])
def test_what_is_no_model_is_told_with_its_file(tmp_path: Path, model: bytes | None) -> None:
    path = tmp_path / "area.model"
    if model is not None:
        path.write_bytes(model)
    with pytest.raises(NoModel, match=r"^[^\n]*area\.model: [^\n]+$"):
        load_model(path, example_area())


def test_the_bot_reads_with_the_model_of_its_config(tmp_path: Path) -> None:
    save_model(tmp_path / "area.model", MODEL)
    office = furnish_office(config(tmp_path), example_area(), 1)
    assert office.reader.read("锦绣坊3栋井盖坏了").problems[0].unit_code == "longxi"


def test_without_the_key_it_reads_by_words(tmp_path: Path) -> None:
    assert furnish_office(config(tmp_path, 'model = ""'), example_area(), 1).reader.model is None


def test_a_broken_model_is_logged_and_does_not_keep_the_bot_from_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A logger of this test's own: one that an earlier test has used keeps the set-up of its first use.
    monkeypatch.setattr("bot.furnishing.log", structlog.get_logger())
    (tmp_path / "area.model").write_bytes(b"broken")
    with capture_logs() as lines:
        office = furnish_office(config(tmp_path), example_area(), 1)
    assert [line["event"] for line in lines] == ["model.unusable"]
    assert office.reader.read("龙西小区3栋井盖坏了").problems[0].unit_code == "longxi"


def test_a_change_of_places_keeps_what_was_learned(tmp_path: Path) -> None:
    save_model(tmp_path / "area.model", MODEL)
    reader = furnish_office(config(tmp_path), example_area(), 1).reader
    assert reader.renewed(example_area(), (), ()).read("锦绣坊3栋井盖坏了").problems[0].unit_code == "longxi"
