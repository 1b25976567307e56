"""Which columns hold people's words, and the walk through them."""

from __future__ import annotations

from pathlib import Path

from facilitator.db import words
from support import make_meeting, make_store, step_id

WORDS = {
    "act": "name device",
    "screen": "device",
    "action": "text owner_text reason",
    "action_helper": "helper_text",
    "appreciation": "text receiver_text",
    "consent": "by_whom",
    "decision": "text reason",
    "decision_concern": "text",
    "draft": "text",
    "feedback": "text reason",
    "goal": "statement why measure unit",
    "goal_change": "old new reason",
    "goal_reading": "note",
    "meeting": "title place facilitator purpose",
    "meeting_event": "reason",
    "norm": "text",
    "note": "speaker_text text correction",
    "organisation": "name mission",
    "parked": "text raiser_text outcome",
    "partnership": "name vision model cadence usual_place data_statement",
    "person": "role email",
    "question": "asker_text text answer",
    "queue_entry": "speaker_text",
    "rating": "item",
    "setting": "value",
    "stakeholder_group": "label plural",
    "step": "title prompt",
    "tag": "label",
}


def test_every_column_of_text_is_people_s_words_or_said_to_be_none(tmp_path: Path) -> None:
    """A new column of text fails here until somebody decides: add it to WORDS above, or to NOT_WORDS with a reason."""
    with make_store(tmp_path) as store:
        assert {table: " ".join(columns) for table, columns in words.word_columns(store).items()} == WORDS


def test_what_is_said_to_be_no_words_is_there(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        there = words.all_text(store)
    assert {f"{table}.{column}" for table, columns in words.NOT_WORDS.items() for column in columns.split()} <= {
        f"{table}.{column}" for table, columns in there.items() for column in columns
    }


def test_a_column_added_later_is_looked_through(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        store.execute("ALTER TABLE note ADD COLUMN told_later TEXT")
        assert "told_later" in words.word_columns(store)["note"]


def test_every_row_is_walked_through_in_order(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        meeting = make_meeting(store)
        count = words._ROWS * 2 + 1
        step = step_id(store, meeting)
        with store.write("many notes"):
            for number in range(count):
                store.insert("note", meeting_id=meeting.id, step_id=step, at=store.now(), kind="note", text=f"{number}")
        found = list(words.rows(store, "note", ("text",)))
    assert [row.words for row in found] == [(f"{number}",) for number in range(count)]
    assert {row.day for row in found} == {"2026-11-21"}
