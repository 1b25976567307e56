from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Cli
from facilitator.db import open_store
from facilitator.services import find


@pytest.fixture
def sample(cli: Cli) -> None:
    """The sample partnership in place of an empty file."""
    assert cli("demo", "--keep", "meetings.db").code == 0


def test_minutes_go_to_the_terminal_and_words_that_may_be_names_beside(cli: Cli, sample: None) -> None:
    said = cli("minutes", "latest")
    assert said.code == 0
    assert said.out.startswith("# ")
    assert "## What we promised" in said.out
    assert cli("minutes", "latest", "--format", "txt", "--names", "roles").out != said.out


@pytest.mark.parametrize(
    ("name", "start"), [("m.md", b"# "), ("m.html", b"<!DOCTYPE html>"), ("m.docx", b"PK"), ("m.txt", b"")]
)
def test_the_name_of_the_file_tells_the_format(cli: Cli, tmp_path: Path, sample: None, name: str, start: bytes) -> None:
    said = cli("minutes", "latest", "--output", name)
    assert (said.code, said.out) == (0, "")
    assert f"the minutes are in {name}\n" in said.err
    assert (tmp_path / name).read_bytes().startswith(start)
    assert cli("minutes", "latest", "--output", name).refusal.startswith(f"{name} is there already")
    assert cli("minutes", "latest", "--output", name, "--force").code == 0


def test_a_word_document_needs_a_file(cli: Cli, sample: None) -> None:
    assert "--output" in cli("minutes", "latest", "--format", "docx").refusal


def test_full_says_how_many_private_lines_there_are(cli: Cli, tmp_path: Path, sample: None) -> None:
    with open_store(tmp_path / "meetings.db") as store, store.write("a line"):
        meeting = find.meeting(store, "latest")
        step = store.meetings.steps(meeting.id)[0]
        store.notes.add(meeting.id, step.id, "note", "worried", visibility="private")
    assert "for your own keeping" in cli("minutes", "latest", "--names", "full").err


def test_the_users_layout_beside_the_settings(cli: Cli, tmp_path: Path, sample: None) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "minutes.md.jinja").write_text("{{ m.partnership }}\n")
    assert cli("minutes", "latest").out == "Northside Works\n"
    (tmp_path / "layouts" / "minutes.md.jinja").write_text("{{ m.partnership\n")
    said = cli("minutes", "latest")
    assert said.out.startswith("# ")
    assert "line 1" in said.err


def test_a_meeting_that_has_not_begun_has_no_minutes(cli: Cli) -> None:
    p = cli("new", "partnership", "Northside Works").out.strip()
    m = cli("new", "meeting", "--partnership", p, "--at", "2030-01-01 15:00").out.strip()
    assert "has not begun" in cli("minutes", m).refusal
