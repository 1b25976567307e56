from __future__ import annotations

from datetime import date

from facilitator.db import Store
from facilitator.model.goals import Goal, GoalChange, Reading
from support import NOW, make_meeting, make_partnership

DAY, LATER = date(2026, 11, 21), date(2027, 6, 30)


def test_a_goal_comes_back_with_owners_and_readings(store: Store) -> None:
    meeting = make_meeting(store)
    library, school = (store.people.organisations()[number].id for number in (0, 1))
    with store.write("a goal"):
        goal = store.goals.add(
            meeting.partnership_id, "Raise attendance", why="W", measure="ninth graders present", unit="%",
            baseline=81.0, target=90, due=LATER, started_on=DAY,
        )  # fmt: skip
        store.goals.update(goal, state="on_track", agreed_on=DAY, next_review=LATER)
        store.goals.add_owner(goal, school)
        store.goals.add_owner(goal, library)
        late = store.goals.add_reading(goal, LATER, None, status="reached", note="the board says so")
        early = store.goals.add_reading(goal, DAY, 84.5, meeting_id=meeting.id)
    names = {it.id: it.name for it in store.people.organisations()}
    readings = (
        Reading(early, goal, meeting.id, DAY, 84.5),
        Reading(late, goal, None, LATER, None, "reached", "the board says so"),
    )
    expected = Goal(
        goal, meeting.partnership_id, "Raise attendance", "W", (names[school], names[library]), "ninth graders present",
        "%", 81.0, 90.0, 84.5, LATER, "on_track", DAY, DAY, LATER, readings,
    )  # fmt: skip
    assert store.goals.get(goal) == expected
    assert store.goals.all(meeting.partnership_id) == store.goals.all() == [expected]


def test_a_goal_without_figures(store: Store) -> None:
    with store.write("a goal"):
        goal = store.goals.add(make_partnership_id(store), "Be kinder")
    found = store.goals.get(goal)
    assert found is not None
    assert (found.current, found.state, found.owners, found.readings) == (None, "proposed", (), ())
    assert store.goals.get("nobody") is None


def make_partnership_id(store: Store) -> str:
    return store.people.add_partnership("P")


def test_each_partnership_has_its_own_goals_in_the_order_made(store: Store) -> None:
    one, two = make_partnership(store), make_partnership(store, "Southside Works")
    with store.write("goals"):
        for partnership_id, words in ((one, "B"), (two, "C"), (one, "A")):
            store.goals.add_reading(store.goals.add(partnership_id, words), DAY, float(ord(words)))
    assert [(it.statement, it.current) for it in store.goals.all(one)] == [("B", 66.0), ("A", 65.0)]
    assert [it.statement for it in store.goals.all()] == ["B", "C", "A"]


def test_the_newest_value_counts_whatever_the_order_of_entry(store: Store) -> None:
    with store.write("goal"):
        goal = store.goals.add(make_partnership_id(store), "A")
        for on, value in ((LATER, 3.0), (DAY, 1.0), (LATER, None), (DAY, 2.0)):
            store.goals.add_reading(goal, on, value)
    found = store.goals.get(goal)
    assert found is not None
    assert found.current == 3.0
    assert [it.value for it in found.readings] == [1.0, 2.0, 3.0, None]
    assert store.value("SELECT current FROM goals_now") == 3.0


def test_changes_keep_their_reason(store: Store) -> None:
    meeting = make_meeting(store)
    with store.write("change"):
        goal = store.goals.add(meeting.partnership_id, "A")
        one = store.goals.add_change(goal, "target", "40", "30", "two firms closed", meeting.id)
        two = store.goals.add_change(goal, "due", "", "2027-06-30", "school year")
    assert store.goals.changes(goal) == [
        GoalChange(one, goal, meeting.id, NOW, "target", "40", "30", "two firms closed"),
        GoalChange(two, goal, None, NOW, "due", "", "2027-06-30", "school year"),
    ]
