"""Builds the data files to measure with, through the store and its journal like any other."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from facilitator.clock import today
from facilitator.db import Store, open_store
from facilitator.model.notes import NoteKind
from facilitator.model.people import Party
from facilitator.services import attend, prepare, run, templates

PARTNERSHIP = "Northside Works"
TITLE = "Autumn check-in"
LAST_WORDS = "the last of many words"
"""The text of the newest note, to look for on the screen."""

_ORGANISATIONS = (
    ("Northside High", "school"),
    ("Northside Elementary", "school"),
    ("Parents’ Council", "family"),
    ("Harbor Print Works", "business"),
    ("City Library", "cultural"),
    ("Transit Office", "government"),
    ("Riverside Clinic", "health"),
    ("Bright Futures", "nonprofit"),
)
_FIRST = ("Ana", "Ben", "Carla", "Dmitri", "Elif", "Farid", "Grace", "Hugo", "Ines", "Jamal", "Kofi", "Lena")
_LAST = ("Ruiz", "O'Connor", "Żółć", "Diallo", "Nguyen", "Silva", "Haddad", "Osei")
_WORDS = (
    *("buses", "stop", "at", "four", "and", "nobody", "can", "stay", "late", "my", "shift", "ends", "six", "evenings"),
    *("we", "found", "two", "drivers", "who", "pays", "the", "second", "person", "students", "first", "café", "açaí"),
)
_KINDS: tuple[NoteKind, ...] = ("said", "said", "said", "note", "question", "summary")


def empty(path: Path) -> None:
    """A file with nothing in it."""
    open_store(path, create=True).close()


def running_meeting(path: Path, notes: int) -> str:
    """A file with one meeting that runs, with so many notes in its step in hand; returns the meeting's id."""
    with open_store(path, create=True, origin="screen") as store:
        partnership_id = _partnership(store)
        meeting_id = _meeting(store, partnership_id)
        run.enter(store, meeting_id)
        _everybody_arrives(store, partnership_id, meeting_id)
        run.go_to(store, meeting_id, 5)
        step_id = run.meeting_of(store, meeting_id).current_step_id
        assert step_id is not None
        with store.write("many notes", meeting_id):
            _write(store, partnership_id, meeting_id, step_id, notes - 1)
            store.notes.add(meeting_id, step_id, "note", LAST_WORDS)
    return meeting_id


def many_meetings(path: Path, meetings: int, notes: int) -> None:
    """A file with so many closed meetings, each with so many notes, promises and a goal's reading, and one to come."""
    with open_store(path, create=True, origin="cli") as store:
        partnership_id = _partnership(store)
        goals = [row.id for row in store.goals.all(partnership_id)]
        for number in range(meetings):
            with store.write("a meeting"):
                meeting_id = _meeting(store, partnership_id, days_ago=meetings - number)
                step_id = store.meetings.steps(meeting_id)[3].id
                _write(store, partnership_id, meeting_id, step_id, notes)
                on = today(store.clock) - timedelta(days=meetings - number)
                store.goals.add_reading(goals[number % len(goals)], on, float(number % 90), meeting_id=meeting_id)
                store.meetings.update(
                    meeting_id, state="closed", started_at=store.now(), ended_at=store.now(), current_step_id=step_id
                )
        _meeting(store, partnership_id, days_ago=-1)


def _partnership(store: Store) -> str:
    choose = random.Random(1)
    partnership_id = prepare.new_partnership(store, PARTNERSHIP, "Every learner finishes school with a next step.")
    with store.write("its people"):
        ids = [store.people.add_organisation(partnership_id, name, group) for name, group in _ORGANISATIONS]
        for number in range(24):
            name = f"{_FIRST[number % 12]} {_LAST[(number + number // 12) % 8]}"
            store.people.add_person(partnership_id, name, organisation_id=ids[number % 8], role="member")
        for number in range(5):
            store.goals.add(partnership_id, " ".join(choose.choices(_WORDS, k=5)) + f" {number}")
    return partnership_id


def _meeting(store: Store, partnership_id: str, days_ago: int = 0) -> str:
    meeting_id = prepare.new_meeting(store, partnership_id, templates.find("check_in", None), title=TITLE)
    if days_ago:
        with store.write("its date", meeting_id):
            store.meetings.update(meeting_id, planned_start=store.now() - timedelta(days=days_ago))
    return meeting_id


def _everybody_arrives(store: Store, partnership_id: str, meeting_id: str) -> None:
    attend.mark(store, meeting_id, tuple(_speakers(store, partnership_id))[:20], "present")


def _speakers(store: Store, partnership_id: str) -> Iterator[Party]:
    for person in store.people.people(partnership_id):
        yield Party("person", person.id, person.name, person.organisation, person.group)


def _write(store: Store, partnership_id: str, meeting_id: str, step_id: str, notes: int) -> None:
    """Writes so many notes, and one promise for every hundred, in the open act."""
    choose = random.Random(2)
    speakers = list(_speakers(store, partnership_id))
    for number in range(notes):
        kind = _KINDS[number % len(_KINDS)]
        store.notes.add(
            meeting_id,
            step_id,
            kind,
            " ".join(choose.choices(_WORDS, k=choose.randint(3, 24))),
            speaker=choose.choice(speakers) if kind == "said" else None,
            is_open_question=True if kind == "question" else None,
        )
        if number % 100 == 50:
            store.actions.add(
                partnership_id,
                " ".join(choose.choices(_WORDS, k=6)),
                owner=choose.choice(speakers),
                meeting_id=meeting_id,
                step_id=step_id,
            )


def has_note(path: Path, text: str) -> bool:
    """Whether a note of exactly this text is in the file."""
    with open_store(path) as store:
        return any(note.text == text for meeting in store.meetings.all() for note in store.notes.of_meeting(meeting.id))


def without_notes(file: Path, path: Path) -> None:
    """A copy of a data file at `path`, before its notes came in, with an act open; for SQLite's shell."""
    shutil.copyfile(file, path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("DROP TRIGGER journal_note_delete")
        conn.execute("DELETE FROM note")
        conn.execute("DELETE FROM change WHERE tbl = 'note'")
        conn.execute("INSERT INTO act_open (one, act) SELECT 1, max(id) FROM act")
        conn.execute("VACUUM")


def count_notes(path: Path) -> int:
    """How many notes are in a data file."""
    with contextlib.closing(sqlite3.connect(path)) as conn:
        count: int = conn.execute("SELECT count(*) FROM note").fetchone()[0]
        return count


NOTES_SQL = """
SELECT n.id, n.meeting_id, n.step_id, n.at, n.kind, coalesce(p.name, o.name, g.label, n.speaker_text) AS speaker,
  po.name AS organisation, coalesce(p.group_key, po.group_key, o.group_key, n.speaker_group) AS "group", n.text,
  n.is_open_question, n.confirmed, n.correction, n.visibility, n.tags, n.goal_id
FROM note n LEFT JOIN person p ON p.id = n.speaker_person_id LEFT JOIN organisation po ON po.id = p.organisation_id
LEFT JOIN organisation o ON o.id = n.speaker_organisation_id
LEFT JOIN stakeholder_group g ON g.key = n.speaker_group ORDER BY n.id
"""
"""The rows of the bundle's notes.csv, for SQLite's shell."""

NOTES_BACK = """
INSERT INTO note (id, meeting_id, step_id, at, kind, speaker_person_id, speaker_organisation_id, text,
  is_open_question, confirmed, correction, visibility, tags, goal_id, orid)
SELECT id, meeting_id, step_id, at, kind, nullif(speaker_person_id, ''), nullif(speaker_organisation_id, ''), text,
  CASE is_open_question WHEN 'true' THEN 1 WHEN 'false' THEN 0 END, nullif(confirmed, ''), correction, visibility, tags,
  nullif(goal_id, ''), orid
FROM bundle_notes
"""
"""From the rows of the bundle's notes.csv to notes of the data file, for SQLite's shell."""
