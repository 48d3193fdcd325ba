"""The table of faults: a name on the command line, what it is, and the file that injects it."""

from __future__ import annotations

from tests.torture import (
    bombs,
    chats_gone,
    killed_at_moments,
    killed_at_steps,
    killed_forgetting,
    outage,
    render,
    sending_struck,
    tampered,
    terminated,
)
from tests.torture.fault import Fault

FAULTS: dict[str, Fault] = {
    "kill-intake": Fault("kill -9 at each step of taking reports in", killed_at_steps.INTAKE.play),
    "kill-handling": Fault("kill -9 at each step of accepting and resolving", killed_at_steps.HANDLING.play),
    "kill-sweep": Fault("kill -9 at each step of a sweep that finds clocks run out", killed_at_steps.SWEEP.play),
    "kill-sending": Fault("kill -9 at each step of sending cards and reminders", killed_at_steps.SENDING.play),
    "kill-moments": Fault("kill -9 at random moments of a busy day", killed_at_moments.play),
    "kill-forgetting": Fault("kill -9 at each step of forgetting a person", killed_forgetting.play_forgetting),
    "kill-retention": Fault(
        "kill -9 at each step of the night that lets old words and photos go", killed_forgetting.play_retention
    ),
    "sigterm": Fault("SIGTERM while sending: out in time, nothing half-done", terminated.play_once),
    "sigterm-twice": Fault("a second SIGTERM while an answer is awaited: out at once", terminated.play_twice),
    "send-faults": Fault("429, 5xx, refusals, resets, slow and broken answers to the bot's calls", sending_struck.play),
    "outage": Fault("hours without a line, and all that people wrote meanwhile at once", outage.play),
    "chats-gone": Fault("a group is deleted, migrates, kicks or mutes the bot; a person blocks it", chats_gone.play),
    "render": Fault("odd strings through every text, every message and every file", render.play),
    "bombs": Fault("pictures and tables that unpack to gigabytes", bombs.play),
    "tampered": Fault("taps and orders of those who have no right: forged, replayed, foreign, stale", tampered.play),
}
