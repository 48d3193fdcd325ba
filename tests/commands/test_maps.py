"""`fengshao stats --map` and `--geojson` on a real file, and what is said where nothing has a position."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.areas import Place
from storage import areas
from storage.transaction import Tx
from tests.commands.installation import AREA, set_up, with_database, write_config
from tests.commands.test_statistics import run, told

PLACE = Place(name="广场花苑小区", unit="longxi", lat=30.3, lon=118.1)


def set_up_mapped(tx: Tx) -> None:
    set_up(tx)
    areas.save(tx, AREA.model_copy(update={"places": (PLACE,)}))


def test_a_picture_and_a_file_for_map_programs(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None, fill=set_up_mapped)
    picture, data = tmp_path / "map.png", tmp_path / "map.geojson"
    said = told(config, "--period", "all", "--map", str(picture), "--geojson", str(data))
    assert [line.partition(": ")[0] for line in said.splitlines()] == [str(data), str(picture)]
    with Image.open(picture) as drawn:
        assert (drawn.format, drawn.width) == ("PNG", 1080)
    features = json.loads(data.read_bytes())["features"]
    assert [feature["geometry"]["coordinates"] for feature in features] == [[118.1, 30.3]] * 2
    assert sorted(feature["properties"]["standing"] for feature in features) == ["late", "over"]
    for word in ("张三", "42", "3栋", "坏了"):
        assert word not in data.read_text().replace("T1024", "")
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} == {".png", ".geojson", ".toml"}


@pytest.mark.parametrize("option", ["--map", "--geojson"])
def test_where_nothing_has_a_position_one_line_says_how_to_add_them(tmp_path: Path, option: str) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    file = tmp_path / "map"
    result = run(config, option, str(file))
    assert (result.exit_code, result.stdout, file.exists()) == (1, "", False)
    assert "no place has lat and lon" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None, fill=set_up_mapped)
    result = run(config, "--geojson", str(tmp_path / "nowhere" / "map.geojson"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "map.geojson cannot be written: No such file or directory" in result.stderr
