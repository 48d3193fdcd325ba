"""Every check of the doctor stands in its table, and the table names no other."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.pages import codes, rows, text
from tests.doctor.practice import a_practice


async def test_the_table_of_checks_is_whole(tmp_path: Path) -> None:
    async with a_practice(tmp_path) as practice:
        practice.settings["telegram.token_file"] = "token"
        practice.settings["telegram.token"] = ""
        (tmp_path / "token").write_text(practice.bot.token)
        found = set(await practice.look())  # before the first start: no chat is known
        await practice.remember()
        found |= set(await practice.look())
    told = {code for row in rows(text("docs/operating.md"), "## Doctor") for code in codes(row[0])}
    assert told == {re.sub(r"^chat -\d+$", "chat ID", name) for name in found}
