from __future__ import annotations

from datetime import date

from facilitator.db import Store
from facilitator.model.decisions import Decision
from support import NOW, make_meeting, step_id

DAY = date(2027, 2, 1)


def test_a_decision_comes_back_with_tally_and_concerns(store: Store) -> None:
    meeting = make_meeting(store)
    step = step_id(store, meeting, 3)
    with store.write("a decision"):
        decision = store.decisions.add(
            meeting.partnership_id, meeting.id, step, "pilot two buses", groups_present="school family"
        )
        store.decisions.update(
            decision,
            method="fist",
            tally=(0, 0, 1, 2, 3, 2),
            result="agreed",
            reason="tried for a month only",
            groups_absent="student",
            review_on=DAY,
        )
        store.decisions.add_concern(decision, "drivers need a second person")
        store.decisions.add_concern(decision, "who pays")
    expected = Decision(
        decision,
        meeting.partnership_id,
        meeting.id,
        step,
        1,
        NOW,
        "pilot two buses",
        "fist",
        (0, 0, 1, 2, 3, 2),
        "agreed",
        "tried for a month only",
        ("drivers need a second person", "who pays"),
        ("school", "family"),
        ("student",),
        DAY,
    )
    assert store.decisions.get(decision) == expected
    for found in (
        store.decisions.all(),
        store.decisions.all(meeting.partnership_id),
        store.decisions.of_meeting(meeting.id),
        store.decisions.of_step(step),
    ):
        assert found == [expected]
    assert store.decisions.all("nobody") == store.decisions.of_step("nobody") == []
    assert store.decisions.get("nobody") is None


def test_a_decision_that_was_only_written_down(store: Store) -> None:
    meeting = make_meeting(store)
    with store.write("decisions"):
        for text in ("one", "two"):
            store.decisions.add(meeting.partnership_id, meeting.id, step_id(store, meeting, 3), text)
    found = store.decisions.of_meeting(meeting.id)
    assert [(it.number, it.text, it.method, it.result, it.tally, it.groups_present) for it in found] == [
        (1, "one", "noted", "agreed", (), ()),
        (2, "two", "noted", "agreed", (), ()),
    ]


def test_a_decision_taken_out_comes_back_whole(store: Store) -> None:
    meeting = make_meeting(store)
    with store.write("a decision"):
        decision = store.decisions.add(meeting.partnership_id, meeting.id, step_id(store, meeting, 3), "pilot")
        store.decisions.add_concern(decision, "who pays")
    before = store.decisions.get(decision)
    with store.write("away"):
        store.decisions.delete(decision)
    assert store.decisions.all() == []
    store.undo()
    assert store.decisions.get(decision) == before
