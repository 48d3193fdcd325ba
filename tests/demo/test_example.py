"""The example is found wherever the program was installed from."""

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from bot.demo import example

ROOT = Path(__file__).parents[2]


def test_the_area_names_nobody() -> None:
    area = example.example_area()
    assert (area.people, area.chats) == ((), ())
    assert area.unit_name("pingdong") == "平东社区"


def test_the_wheel_carries_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(built) as wheel:
        wheel.extractall(tmp_path / "installed", [n for n in wheel.namelist() if n.startswith("bot/demo/huangshan")])
    monkeypatch.setattr(example, "_PACKED", tmp_path / "installed" / "bot" / "demo" / "huangshan")
    monkeypatch.setattr(example, "_CHECKED_OUT", tmp_path / "nowhere")
    for name in ("area.toml", "config.toml"):
        assert example.example_file(name) == (ROOT / "examples" / "huangshan" / name).read_text(encoding="utf-8")
