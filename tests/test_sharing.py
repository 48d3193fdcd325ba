"""How the tests are shared out among the workers."""

from pathlib import Path

import pytest

from tests.sharing import BROWSER, LONG, rank, unit_of, workers

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("nodeid", "unit"),
    [
        ("tests/browser/test_looks.py::test_both_languages", BROWSER),
        ("tests/browser/test_stage.py::test_x[a::b]", BROWSER),
        ("tests/desk/test_taps.py::test_x[a::b/c.py]", "tests/desk/test_taps.py"),
        ("tests/torture/test_torture.py::test_x[a::b]", "tests/torture/test_torture.py::test_x[a::b]"),
        ("tests/test_sharing.py::test_unit", "tests/test_sharing.py"),
    ],
)
def test_a_file_goes_to_one_worker_the_browser_to_one_and_a_fault_anywhere(nodeid: str, unit: str) -> None:
    assert unit_of(nodeid) == unit


def test_what_is_long_is_there_and_comes_first() -> None:
    assert [where for where in LONG if not (ROOT / where).exists()] == []
    ranks = [rank(f"{where}/test_x.py::test_y") for where in LONG]
    assert ranks == sorted(set(ranks))
    assert rank("tests/desk/test_taps.py::test_x") > ranks[-1]


def test_this_very_run_is_shared_out_so(request: pytest.FixtureRequest) -> None:
    """The order of collection is that of the table; a hook that is no longer called would be found here."""
    places = [rank(item.nodeid) for item in request.session.items]
    assert places == sorted(places)


def test_there_are_more_workers_than_processors() -> None:
    assert [workers(cores) for cores in (1, 2, 3, 4, 8)] == [2, 3, 5, 6, 12]
