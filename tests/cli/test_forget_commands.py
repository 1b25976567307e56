"""`about-person`, `forget` and `retention` as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import program
from facilitator.db import open_store
from support import make_meeting, make_partnership, make_store, step_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with make_store(tmp_path, name="meetings.db") as store:
        meeting = make_meeting(store)
        make_partnership(store, "Harbor Mentoring")
        with store.write("a note"):
            store.notes.add(meeting.id, step_id(store, meeting), "note", "Diallo and Amina wait")
    return tmp_path


def test_what_is_kept_is_printed(folder: Path) -> None:
    said = program(folder, "about-person", "amina", "--partnership", "northside")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Amina Diallo\n  Partnership: Northside Works\n")
    assert "\nConsents\n  nothing\n" in said.out


def test_several_are_told_apart(folder: Path) -> None:
    said = program(folder, "about-person", "amina")
    assert (said.code, said.out) == (1, "")
    assert "“amina” could be 2 people: Amina Diallo, Parents’ Council, " in said.err
    assert "Name one by its id" in said.err
    assert "there is no person “zoe”" in program(folder, "forget", "zoe", "--yes").err


def test_without_a_yes_nothing_is_forgotten(folder: Path) -> None:
    before = (folder / "meetings.db").read_bytes()
    said = program(folder, "forget", "amina", "--partnership", "harbor")
    assert said.code == 1
    assert "Amina Diallo becomes “family 1”." in said.out
    assert "add --yes" in said.err
    assert (folder / "meetings.db").read_bytes() == before


def test_a_person_is_forgotten(folder: Path) -> None:
    program(folder, "forget", "amina", "--partnership", "harbor", "--yes")
    said = program(folder, "forget", "amina", "--yes", "--also", "Amina")
    assert (said.code, said.err) == (0, "")
    assert "notes: Diallo and Amina wait\n    → family 1 and family 1 wait" in said.out
    assert said.out.endswith("Forgotten: “family 1” stands in their place; the file holds the name no more\n")
    assert b"Diallo" not in (folder / "meetings.db").read_bytes()
    assert b"Amina" not in (folder / "meetings.db").read_bytes()


def test_retention(folder: Path) -> None:
    assert "does not say how long" in program(folder, "retention", "--partnership", "northside").err
    with open_store(folder / "meetings.db") as store, store.write("36 months"):
        partnership_id = next(it.id for it in store.people.partnerships() if it.name == "Northside Works")
        store.people.update_partnership(partnership_id, retention_months=1)
        for meeting in store.meetings.all():
            store.meetings.update(meeting.id, state="closed", planned_start="2020-01-02T10:00:00.000Z")
    said = program(folder, "retention", "--partnership", "northside")
    assert said.out.startswith(
        "Northside Works keeps records 1 month: 1 meeting is older\n  2020-01-02  Check-in: 1 notes"
    )
    assert program(folder, "retention", "--partnership", "northside", "--erase").code == 1
    said = program(folder, "retention", "--partnership", "northside", "--erase", "--yes")
    assert (said.code, said.out.splitlines()[-1]) == (0, "Erased: the words of 1 meeting")
    assert b"Diallo and" not in (folder / "meetings.db").read_bytes()
