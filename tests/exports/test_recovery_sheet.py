from datetime import date
from pathlib import Path

from facilitator.exports.recovery_sheet import recovery_sheet


def test_it_says_what_when_and_what_cannot_be_done_without_it() -> None:
    text = recovery_sheet(Path("/home/ana/records/northside.db"), date(2026, 12, 3))
    for words in ("2026-12-03", "northside.db", "/home/ana/records", "cannot be reset", "facilitator[encrypted]"):
        assert words in text
    assert "\n    ......" in text, "a line to write on"


def test_it_fits_on_a_page_of_paper() -> None:
    lines = recovery_sheet(Path("/home/ana/northside.db"), date(2026, 12, 3)).splitlines()
    assert max(map(len, lines)) <= 72
    assert len(lines) <= 60


def test_a_hostile_name_stays_on_its_line() -> None:
    text = recovery_sheet(Path("/tmp/a\nb\x1b[2J.db"), date(2026, 12, 3))
    assert "\x1b" not in text
    assert len(text.splitlines()) == len(recovery_sheet(Path("/tmp/x.db"), date(2026, 12, 3)).splitlines())
