"""What is read from the bot's log."""

from pathlib import Path

from bot.demo.bot_log import claim_code, last_words

_LOG = """\
{"timestamp": "2026-11-24T00:40:00Z", "level": "warning", "event": "claim.offered", "code": "AAAA-BBBB-CCCC"}
{"timestamp": "2026-11-24T00:50:00Z", "level": "warning", "event": "claim.offered", "code": "DDDD-EEEE-FFFF"}
{"timestamp": "2026-11-24T00:50:01Z", "level": "info", "logger": "bot.app", "event": "bot.polling", "bot": "蜂哨"}
{"event": "crashed", "level": "critical", "exception": "Traceback …\\n  File x\\nRuntimeError: the outbox broke"}
"""


def test_the_newest_code_counts(tmp_path: Path) -> None:
    file = tmp_path / "bot.log"
    file.write_text(_LOG, encoding="utf-8")
    assert claim_code(file) == "DDDD-EEEE-FFFF"
    file.write_text("", encoding="utf-8")
    assert claim_code(file) is None


def test_the_last_words_are_for_people(tmp_path: Path) -> None:
    file = tmp_path / "bot.log"
    file.write_text(_LOG + "[1, 2]\nFatal Python error: Segmentation fault\n\n", encoding="utf-8")
    assert last_words(file, 4) == (
        "bot.polling bot=蜂哨\ncrashed RuntimeError: the outbox broke\n[1, 2]\nFatal Python error: Segmentation fault"
    )


def test_only_the_end_of_a_long_log_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bot.log"
    file.write_bytes("蜂".encode() * 200_000 + b"\n" + _LOG.encode())
    assert claim_code(file) == "DDDD-EEEE-FFFF"
