"""A town's folder: nobody else's while it is in use, and nobody's when its demo is dead."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo.folder import own_folder

_OWNER = """
from bot.demo.folder import own_folder
with own_folder() as folder:
    (folder / "bot.log").write_text("")
    print(folder, flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_what_a_killed_demo_left_behind_is_swept_by_the_next(place: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(place)}
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert owner.stdout is not None
        used = Path(owner.stdout.readline().strip())
        with own_folder() as own:
            assert set(place.iterdir()) == {used, own}
        assert list(place.iterdir()) == [used]
    finally:
        owner.send_signal(signal.SIGKILL)
        owner.communicate()
    assert (used / "bot.log").exists()
    with own_folder() as own:
        assert list(place.iterdir()) == [own]
    assert list(place.iterdir()) == []


def test_what_may_be_another_s_stays(place: Path) -> None:
    just_made, linked, unlike = (place / name for name in ("fengshao-demo-new", "fengshao-demo-link", "fengshao-other"))
    for folder in (just_made, linked, unlike):
        folder.mkdir()
    (just_made / "owner").touch()
    (unlike / "owner").write_text("1\n")
    (linked / "owner").symlink_to(unlike / "owner")
    (place / "fengshao-demo-file").touch()
    with own_folder():
        pass
    assert len(list(place.iterdir())) == 4
