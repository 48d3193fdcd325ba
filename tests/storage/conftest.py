"""A transaction on an empty database of the present schema, for the tests of the nouns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.transaction import Tx
from tests.storage.histories import memory


@pytest.fixture
def tx() -> Iterator[Tx]:
    with memory() as opened:
        yield opened
