from __future__ import annotations

from datetime import date

import pytest

from facilitator.db import Store
from facilitator.model.meeting import Meeting
from facilitator.model.people import Party
from support import FixedClock, make_meeting, parties, step_id

FRIDAY = date(2026, 11, 27)
UNKNOWN = Party("unknown", "", "tomaz")


@pytest.fixture
def meeting(store: Store) -> Meeting:
    return make_meeting(store)


@pytest.fixture
def step(store: Store, meeting: Meeting) -> str:
    return step_id(store, meeting)


def one_of_each(store: Store, meeting: Meeting, step: str) -> list[tuple[str, str]]:
    """One line of every kind, in this order: table and id."""
    who = parties(store)
    place = (meeting.partnership_id, meeting.id, step)
    with store.write("lines"):
        return [
            ("note", store.notes.add(meeting.id, step, "note", "quiet")),
            ("note", store.notes.add(meeting.id, step, "said", "buses", speaker=who["Ana"], tags=("need", "idea"))),
            ("note", store.notes.add(meeting.id, step, "paraphrase", "so no bus", speaker=who["Ana"])),
            ("note", store.notes.add(meeting.id, step, "question", "what next", is_open_question=True)),
            ("question", store.notes.add_question(*place, "who pays", UNKNOWN)),
            ("appreciation", store.notes.add_appreciation(meeting.id, step, "two drivers", who["Ben"])),
            ("action", store.actions.add(meeting.partnership_id, "call", meeting_id=meeting.id, step_id=step)),
            ("decision", store.decisions.add(*place, "pilot")),
            ("parked", store.notes.add_parked(*place, "menu", None)),
            ("feedback", store.notes.add_feedback(meeting.id, step, "concern", "too fast")),
        ]


def test_a_steps_lines_stand_in_one_list(store: Store, meeting: Meeting, step: str) -> None:
    made = one_of_each(store, meeting, step)
    items = store.timeline.of_step(step)
    assert [(it.table, it.id) for it in items] == made
    assert [(it.kind, it.text, it.number, it.word, it.is_waiting) for it in items] == [
        ("note", "quiet", None, "", False),
        ("said", "buses", None, "need idea", False),
        ("paraphrase", "so no bus", None, "waiting", True),
        ("question", "what next", None, "open", False),
        ("asked", "who pays", 1, "unanswered", True),
        ("appreciation", "two drivers", None, "", False),
        ("action", "call", 1, "no owner", True),
        ("decision", "pilot", 1, "agreed", False),
        ("parked", "menu", None, "", False),
        ("concern", "too fast", None, "", False),
    ]
    assert [it.party.name if it.party else "" for it in items] == [
        "", "Ana Ruiz", "Ana Ruiz", "", "tomaz", "Ben O'Connor", "", "", "", "",
    ]  # fmt: skip
    assert {it.step_id for it in items} == {step}
    assert store.timeline.of_step(step_id(store, meeting, 2)) == []


def test_each_line_is_found_again(store: Store, meeting: Meeting, step: str) -> None:
    one_of_each(store, meeting, step)
    for item in store.timeline.of_step(step):
        assert store.timeline.get(item.table, item.id) == item
    assert store.timeline.get("note", "nobody") is None


def test_the_word_at_the_end_says_what_a_line_waits_for(store: Store, meeting: Meeting, step: str) -> None:
    who = parties(store)
    made = one_of_each(store, meeting, step)
    action = made[6][1]

    def word(number: int) -> tuple[str, bool]:
        item = store.timeline.get(*made[number])
        assert item is not None
        return item.word, item.is_waiting

    with store.write("answers"):
        store.notes.update("note", made[0][1], visibility="private", tags="need")
        store.notes.update("note", made[2][1], confirmed="corrected")
        store.notes.update("note", made[3][1], is_open_question=False)
        store.notes.update("question", made[4][1], state="answered", asker_text="")
        store.decisions.update(made[7][1], result="not_agreed")
        store.notes.update("parked", made[8][1], state="scheduled")
        store.actions.set_owner(action, UNKNOWN)
    assert [word(number) for number in (0, 2, 3, 4, 6, 7, 8)] == [
        ("need", False),
        ("corrected", False),
        ("closed", False),
        ("answered", False),
        ("who?", True),
        ("not agreed", False),
        ("scheduled", False),
    ]
    for owner, values, expected in (
        (Party("group", "family", "family", "", "family"), {}, ("needs a person", True)),
        (who["Ben"], {}, ("no date", True)),
        (who["Ben"], {"due_words": "next meeting"}, ("next meeting", False)),
        (who["Ben"], {"due": FRIDAY}, ("Fri 27 Nov 2026", False)),
        (who["Ben"], {"state": "done"}, ("done", False)),
    ):
        with store.write("promise"):
            store.actions.set_owner(action, owner)
            if values:
                store.actions.update(action, **values)
        assert word(6) == expected


def test_names_nobody_was_found_for(store: Store, meeting: Meeting, step: str, clock: FixedClock) -> None:
    one_of_each(store, meeting, step)
    clock.forward(seconds=1)
    with store.write("more"):
        store.notes.add(meeting.id, step, "said", "words", speaker=UNKNOWN)
        store.actions.add(meeting.partnership_id, "call", owner=UNKNOWN, meeting_id=meeting.id, step_id=step)
        store.notes.add_parked(meeting.partnership_id, meeting.id, step, "menu", UNKNOWN)
        store.notes.add_appreciation(meeting.id, step, "thanks", UNKNOWN)
    unknown = store.timeline.unknown_names(meeting.id)
    assert [it.kind for it in unknown] == ["asked", "said", "action", "parked", "appreciation"]
    assert all(it.is_waiting for it in unknown)


def test_lines_are_counted_without_feedback_and_goals_parked_by_the_program(
    store: Store, meeting: Meeting, step: str
) -> None:
    assert store.timeline.count(meeting.id) == 0
    one_of_each(store, meeting, step)
    with store.write("off track"):
        goal = store.goals.add(meeting.partnership_id, "Attendance")
        store.notes.add_parked(meeting.partnership_id, meeting.id, step, "Off track: Attendance", None, goal)
    assert store.timeline.count(meeting.id) == 9
    latest = store.timeline.latest(meeting.id)
    assert latest is not None
    assert latest.text == "what next"


def test_a_meeting_without_notes_has_no_latest_one(store: Store, meeting: Meeting) -> None:
    assert store.timeline.latest(meeting.id) is None
    assert store.timeline.unknown_names(meeting.id) == []
