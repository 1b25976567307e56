from __future__ import annotations

from pathlib import Path

from command_line import Cli
from facilitator.db import open_store
from facilitator.services import prepare, templates


def test_a_calendar_of_one_partnership(cli: Cli, tmp_path: Path) -> None:
    cli("demo", "--keep", "meetings.db")
    said = cli("calendar", "out.ics", "--partnership", "Northside Works")
    assert said.code == 0
    assert "open promises written to out.ics, with " in said.out
    assert (tmp_path / "out.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "--force" in cli("calendar", "out.ics").refusal
    assert "Nobody" in cli("calendar", "more.ics", "--partnership", "Nobody").refusal
    assert "does not exist" in cli("calendar", "no/more.ics").refusal


def test_words_in_it_that_may_be_names_are_told_and_private_lines_counted(cli: Cli, tmp_path: Path) -> None:
    partnership = cli("new", "partnership", "Harbour").out.strip()
    (tmp_path / "people.csv").write_text("name,group,may_be_named\nPriya Natarajan,family,no\n")
    cli("import", "people", "people.csv", "--partnership", partnership)
    cli("new", "meeting", "--partnership", partnership, "--title", "Lunch with Priya")
    said = cli("calendar", "out.ics")
    assert said.err == "“Priya” may be a name, in the meeting: “Lunch with Priya”\n"
    with open_store(tmp_path / "meetings.db") as store:
        repair = prepare.new_meeting(store, partnership, templates.find("repair", None))
        with store.write("promise", repair):
            store.actions.add(partnership, "say sorry", owner=None, meeting_id=repair)
    cli("calendar", "out.ics", "--force")
    assert "sorry" not in (tmp_path / "out.ics").read_text()
    said = cli("calendar", "out.ics", "--force", "--names", "full")
    assert said.err == "1 private or restricted line is in the calendar: for your own keeping only\n"
    assert "say sorry" in (tmp_path / "out.ics").read_text()
