"""Reordering the agenda by command."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.errors import Invalid
from facilitator.services import record, slash
from support import make_meeting, make_store


def test_order_moves_a_step_and_can_be_taken_back(tmp_path: Path) -> None:
    with make_store(tmp_path) as store:
        meeting = make_meeting(store)
        titles = [step.title for step in store.meetings.steps(meeting.id)]
        context = record.context(store, meeting)
        slash.execute(store, meeting, "order", "3 1", context)
        assert [s.title for s in store.meetings.steps(meeting.id)] == [titles[2], titles[0], titles[1], titles[3]]
        store.undo(meeting.id)
        assert [s.title for s in store.meetings.steps(meeting.id)] == titles


@pytest.mark.parametrize("words", ["", "1", "0 2", "1 99", "one two"])
def test_order_says_what_to_give(tmp_path: Path, words: str) -> None:
    with make_store(tmp_path) as store:
        meeting = make_meeting(store)
        with pytest.raises(Invalid):
            slash.execute(store, meeting, "order", words, record.context(store, meeting))
