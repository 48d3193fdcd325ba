"""At which ports a town is tried, and what is no reason to try another one."""

import errno

import pytest

from bot.commands.demo import START, ZONE
from bot.demo.theatre import Programme, run
from bot.sandbox import PortTaken

TAKEN = PortTaken(errno.EADDRINUSE, "Address already in use")
DENIED = PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(("trouble", "tried"), [(TAKEN, [*range(8800, 8820), 0]), (DENIED, [8800])])
async def test_only_a_port_that_is_taken_makes_it_try_the_next(
    trouble: OSError, tried: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ports: list[int] = []

    def open_stage(*_: object, address: tuple[str, int], **__: object) -> None:
        ports.append(address[1])
        raise trouble

    monkeypatch.setattr("bot.demo.theatre.open_stage", open_stage)
    monkeypatch.setattr("bot.demo.theatre._PAUSE", 0.0)
    with pytest.raises(type(trouble)) as told:
        await run(Programme((), START, ZONE, first=""), 8800, lambda address, port: None)
    assert told.value is trouble
    assert ports == tried
