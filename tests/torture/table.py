"""The table of faults: a name on the command line, what it is, and the file that injects it."""

from __future__ import annotations

from tests.torture import (
    backed_up,
    bombs,
    chats_gone,
    clocks,
    damaged,
    disks,
    killed_at_moments,
    killed_at_steps,
    killed_forgetting,
    migrated,
    mutated,
    outage,
    owners,
    permuted,
    render,
    sending_struck,
    steady_memory,
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
    "disk-full": Fault("a disk without room, for a bot that runs and for one that starts", disks.FULL.play),
    "read-only": Fault("a disk that turns read-only", disks.READ_ONLY.play),
    "locked": Fault("another program that holds the database locked", disks.LOCKED.play),
    "flipped-page": Fault("a page of the database overwritten, then the last backup put back", damaged.flip),
    "short-wal": Fault("a WAL that ends in the middle of its last transaction", damaged.cut),
    "migration-killed": Fault("kill -9 before each statement of the migrations", migrated.kill),
    "newer": Fault("a database of a newer version of the program", migrated.newer),
    "two-on-database": Fault("a second bot on the same database, and the first one killed", owners.on_database),
    "two-on-token": Fault("a second bot with the same token, and the first one killed", owners.on_token),
    "clock": Fault("the host's clock set an hour or a day forward and back", clocks.move),
    "zone": Fault("the host's time zone changed between starts and meanwhile", clocks.turn_zones),
    "backup": Fault("backups of a bot at work, the last one put back", backed_up.take),
    "backup-killed": Fault("kill -9 before each thing that a backup and a restore do to files", backed_up.kill),
    "tampered": Fault("taps and orders of those who have no right: forged, replayed, foreign, stale", tampered.play),
    "orders": Fault("updates twice, late, in other orders, in pieces and between restarts", permuted.play),
    "mutated": Fault("updates with parts missing, of other types, endless, nested, no text at all", mutated.play),
    "steady-memory": Fault("twenty updates a second for an hour: does the bot's memory grow?", steady_memory.play),
}
