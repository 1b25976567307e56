from __future__ import annotations

from datetime import date

import pytest

from facilitator.db import Store
from facilitator.model.meeting import Meeting
from facilitator.model.notes import Appreciation, Feedback, Note, Parked, Question, Rating
from facilitator.model.people import Party
from support import NOW, FixedClock, make_meeting, parties, step_id

LIBRARY = Party("unknown", "", "library")


@pytest.fixture
def meeting(store: Store) -> Meeting:
    return make_meeting(store)


@pytest.fixture
def step(store: Store, meeting: Meeting) -> str:
    return step_id(store, meeting)


def test_a_note_comes_back_as_it_was_kept(store: Store, meeting: Meeting, step: str) -> None:
    ana = parties(store)["Ana"]
    with store.write("note"):
        goal = store.goals.add(meeting.partnership_id, "Attendance")
        note = store.notes.add(
            meeting.id, step, "said", "buses stop at four", speaker=ana, visibility="private", tags=("need", "concern"),
            orid="objective", goal_id=goal,
        )  # fmt: skip
    assert store.notes.get(note) == Note(
        note, meeting.id, step, NOW, "said", "buses stop at four", ana, None, "", "", "private", ("need", "concern"),
        "objective", goal,
    )  # fmt: skip
    assert store.notes.get("nobody") is None


def test_whose_a_note_is(store: Store, meeting: Meeting, step: str) -> None:
    organisation = next(it for it in store.people.organisations() if it.group == "school")
    school = Party("organisation", organisation.id, "Northside High", "Northside High", "school")
    families = Party("group", "family", "family", "", "family")
    whose = [None, parties(store)["Ben"], school, families, LIBRARY]
    with store.write("notes"):
        ids = [store.notes.add(meeting.id, step, "said", "words", speaker=party) for party in whose]
        store.notes.name_party("note", ids[4], "speaker", families)
    found = store.notes.of_step(step)
    assert [it.speaker for it in found] == [*whose[:4], families]
    assert store.rows("SELECT speaker_text FROM note WHERE speaker_text <> ''") == []


def test_notes_come_in_the_order_written_by_step_or_meeting(
    store: Store, meeting: Meeting, step: str, clock: FixedClock
) -> None:
    second = step_id(store, meeting, 2)
    for text, at in (("one", step), ("two", second), ("three", step)):
        clock.forward(seconds=-5)
        with store.write(text):
            store.notes.add(meeting.id, at, "note", text)
    assert [it.text for it in store.notes.of_step(step)] == ["one", "three"]
    assert [it.text for it in store.notes.of_meeting(meeting.id)] == ["one", "two", "three"]


def test_paraphrases_wait_until_they_are_answered(store: Store, meeting: Meeting, step: str) -> None:
    with store.write("notes"):
        store.notes.add(meeting.id, step, "summary", "all of it")
        one = store.notes.add(meeting.id, step, "paraphrase", "one")
        two = store.notes.add(meeting.id, step, "paraphrase", "two")
        store.notes.update("note", one, confirmed="corrected", correction="no, two")
    assert [it.id for it in store.notes.waiting(meeting.id)] == [two]
    found = store.notes.get(one)
    assert found is not None
    assert (found.confirmed, found.correction) == ("corrected", "no, two")


def test_who_spoke_last_in_a_step(store: Store, meeting: Meeting, step: str) -> None:
    who = parties(store)
    assert store.notes.latest_speaker(step) is None
    with store.write("notes"):
        store.notes.add(meeting.id, step, "said", "first", speaker=who["Ana"])
        store.notes.add(meeting.id, step, "said", "second", speaker=who["Ben"])
        store.notes.add(meeting.id, step, "paraphrase", "third", speaker=who["Ana"])
    assert store.notes.latest_speaker(step) == who["Ben"]


@pytest.mark.parametrize("value", [True, False, None])
def test_a_question_is_open_closed_or_unknown(store: Store, meeting: Meeting, step: str, value: bool | None) -> None:
    with store.write("question"):
        note = store.notes.add(meeting.id, step, "question", "what next", is_open_question=value)
    found = store.notes.get(note)
    assert found is not None
    assert found.is_open_question is value


def test_a_question_that_needs_an_answer(store: Store, meeting: Meeting, step: str) -> None:
    amina = parties(store)["Amina"]
    with store.write("questions"):
        one = store.notes.add_question(meeting.partnership_id, meeting.id, step, "who pays", amina)
        two = store.notes.add_question(meeting.partnership_id, meeting.id, step, "until when", None)
        store.notes.update("question", two, state="answered", answer="June", answered_at=NOW)
    assert store.notes.questions(meeting.id) == [
        Question(one, meeting.id, step, 1, NOW, "who pays", amina),
        Question(two, meeting.id, step, 2, NOW, "until when", None, "answered", "June", NOW),
    ]
    assert store.notes.question_by_number(meeting.partnership_id, 2) == store.notes.questions(meeting.id)[1]
    assert store.notes.question_by_number(meeting.partnership_id, 3) is None


def test_parked_topics_thanks_and_feedback(store: Store, meeting: Meeting, step: str) -> None:
    ben = parties(store)["Ben"]
    with store.write("all"):
        topic = store.notes.add_parked(meeting.partnership_id, meeting.id, step, "menu", LIBRARY)
        store.notes.update("parked", topic, state="closed", outcome="went to the board")
        thanks = store.notes.add_appreciation(meeting.id, step, "found two drivers", ben)
        success = store.notes.add_appreciation(meeting.id, step, "ninety families came", None)
        plus = store.notes.add_feedback(meeting.id, step, "plus", "good pace")
        delta = store.notes.add_feedback(meeting.id, step, "delta", "start on time", "student")
        store.notes.answer_feedback(delta, "changed", "we begin on the minute", date(2026, 12, 1))
    assert store.notes.parked(meeting.id) == [
        Parked(topic, meeting.id, step, NOW, "menu", LIBRARY, "closed", "went to the board")
    ]
    assert store.notes.appreciations(meeting.id) == [
        Appreciation(thanks, meeting.id, step, NOW, "found two drivers", ben),
        Appreciation(success, meeting.id, step, NOW, "ninety families came", None),
    ]
    assert store.notes.feedback(meeting.id) == [
        Feedback(plus, meeting.id, step, NOW, "plus", "good pace"),
        Feedback(delta, meeting.id, step, NOW, "delta", "start on time", "student", "changed", date(2026, 12, 1)),
    ]
    with store.write("away"):
        store.notes.delete("parked", topic)
    assert store.notes.parked(meeting.id) == []


def test_ratings_take_the_place_of_earlier_ones_of_their_kind(store: Store, meeting: Meeting) -> None:
    with store.write("ratings"):
        store.notes.set_ratings(meeting.id, "time_worth", (0, 0, 9, 9, 9))
        store.notes.set_ratings(meeting.id, "pulse", (1, 2))
        store.insert("rating", meeting_id=meeting.id, instrument="time_worth", group_key="student", score=4, count=2)
        store.notes.set_ratings(meeting.id, "time_worth", (0, 0, 1, 4, 2))
    assert store.notes.ratings(meeting.id) == [
        Rating("pulse", "", "", 0, 1),
        Rating("pulse", "", "", 1, 2),
        *(Rating("time_worth", "", "", score, count) for score, count in enumerate((0, 0, 1, 4, 2))),
        Rating("time_worth", "", "student", 4, 2),
    ]
