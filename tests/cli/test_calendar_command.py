from __future__ import annotations

from pathlib import Path

from command_line import Cli


def test_a_calendar_of_one_partnership(cli: Cli, tmp_path: Path) -> None:
    cli("demo", "--keep", "meetings.db")
    said = cli("calendar", "out.ics", "--partnership", "Northside Works")
    assert said.code == 0
    assert "open promises written to out.ics, with " in said.out
    assert (tmp_path / "out.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "--force" in cli("calendar", "out.ics").refusal
    assert "Nobody" in cli("calendar", "more.ics", "--partnership", "Nobody").refusal
    assert "does not exist" in cli("calendar", "no/more.ics").refusal
