from __future__ import annotations

from datetime import date, timedelta

import pytest

from facilitator.db import Store
from facilitator.errors import Conflict
from facilitator.model.meeting import Meeting
from facilitator.model.people import Party
from support import NOW, STEPS, FixedClock, make_meeting, make_partnership, parties


@pytest.fixture
def meeting(store: Store) -> Meeting:
    return make_meeting(store)


def test_a_meeting_comes_back_as_it_was_kept(store: Store, meeting: Meeting) -> None:
    step = store.meetings.steps(meeting.id)[0]
    with store.write("all of it"):
        store.meetings.update(
            meeting.id, state="running", mode="hybrid", place="Library", facilitator="Dana", started_at=NOW,
            purpose="why", counts_by_person=True, is_restricted=True, current_step_id=step.id,
        )  # fmt: skip
    assert store.meetings.get(meeting.id) == Meeting(
        meeting.id, meeting.partnership_id, "Northside Works", "Check-in", "check_in", "running", "hybrid", "Library",
        "Dana", NOW, "Europe/Lisbon", 23, NOW, None, "why", "Every learner finishes school with a next step.",
        True, True, step.id,
    )  # fmt: skip
    assert store.meetings.get("nobody") is None


def planned(store: Store, partnership_id: str, days: int, state: str) -> str:
    with store.write("plan"):
        return store.meetings.add(
            partnership_id=partnership_id,
            title=f"{days}",
            state=state,
            planned_start=NOW + timedelta(days=days),
            time_zone="UTC",
            planned_minutes=60,
            started_at=NOW if state in ("running", "paused") else None,
        )


def test_meetings_are_found_by_state_and_day(store: Store) -> None:
    one, two = make_partnership(store), make_partnership(store, "Southside Works")
    for days, state in ((-8, "closed"), (-4, "closed"), (-1, "ready"), (0, "running"), (4, "draft"), (8, "ready")):
        planned(store, one, days, state)
    planned(store, two, -2, "closed")
    planned(store, two, 1, "paused")

    def title(meeting: Meeting | None) -> str:
        return meeting.title if meeting else "none"

    assert [it.title for it in store.meetings.all()] == ["-8", "-4", "-2", "-1", "0", "1", "4", "8"]
    assert [it.title for it in store.meetings.all(two)] == ["-2", "1"]
    assert [it.title for it in store.meetings.all() if it.state != "closed"] == ["-1", "0", "1", "4", "8"]
    assert title(store.meetings.running()) == "1"
    assert title(store.meetings.latest_closed(one)) == "-4"
    assert title(store.meetings.latest_closed(one, NOW - timedelta(days=4))) == "-8"
    assert title(store.meetings.latest_closed(one, NOW - timedelta(days=8))) == "none"
    following = store.meetings.next_planned(one, NOW)
    assert title(following) == "4"
    assert following is not None
    assert title(store.meetings.next_planned(one, NOW, following.id)) == "8"
    assert title(store.meetings.next_planned(two, NOW)) == "none"


def test_steps_stand_in_order_and_one_can_be_put_between(store: Store, meeting: Meeting) -> None:
    with store.write("a break"):
        store.meetings.add_step(meeting.id, 2, kind="discuss", title="Break", planned_minutes=5)
    assert [(it.position, it.title) for it in store.meetings.steps(meeting.id)] == [
        (1, "Arrive"), (2, "Break"), (3, "News and concerns"), (4, "Decision"), (5, "Read back"),
    ]  # fmt: skip
    with store.write("the other way round"):
        store.meetings.reorder([it.id for it in reversed(store.meetings.steps(meeting.id))])
    assert [it.title for it in store.meetings.steps(meeting.id)] == [
        "Read back", "Decision", "News and concerns", "Break", "Arrive",
    ]  # fmt: skip
    store.undo()
    store.undo()
    assert [it.title for it in store.meetings.steps(meeting.id)] == [title for _, title, _ in STEPS]


def test_a_steps_time_is_the_sum_of_its_stretches(store: Store, meeting: Meeting, clock: FixedClock) -> None:
    step = store.meetings.steps(meeting.id)[0]

    def run(minutes: int) -> None:
        with store.write("go on"):
            store.meetings.open_stretch(meeting.id, step.id, store.now())
        clock.forward(minutes=minutes)
        with store.write("pause"):
            store.meetings.close_stretch(meeting.id, store.now())

    run(3)
    clock.forward(minutes=10)
    run(4)
    with store.write("go on"):
        store.meetings.open_stretch(meeting.id, step.id, store.now())
    clock.forward(minutes=1)
    found = store.meetings.step(step.id)
    assert found is not None
    assert found.seconds == pytest.approx(7 * 60, abs=0.001)
    assert found.active_seconds(store.now()) == pytest.approx(8 * 60, abs=0.001)
    assert [it.seconds for it in store.meetings.steps(meeting.id)[1:]] == [0, 0, 0]
    assert store.meetings.step("nobody") is None


def test_one_clock_runs_in_a_meeting(store: Store, meeting: Meeting) -> None:
    one, two, *_ = store.meetings.steps(meeting.id)
    with store.write("first"):
        store.meetings.open_stretch(meeting.id, one.id, NOW)
    with pytest.raises(Conflict), store.write("second"):
        store.meetings.open_stretch(meeting.id, two.id, NOW)


def test_a_clock_set_back_never_makes_time_negative(store: Store, meeting: Meeting) -> None:
    step = store.meetings.steps(meeting.id)[0]
    with store.write("run"):
        store.meetings.open_stretch(meeting.id, step.id, NOW)
        store.meetings.close_stretch(meeting.id, NOW - timedelta(minutes=5))
        store.meetings.close_stretch(meeting.id, NOW)
    assert [it.seconds for it in store.meetings.steps(meeting.id)] == [0, 0, 0, 0]


def test_attendance_lists_people_by_name_then_head_counts(store: Store, meeting: Meeting) -> None:
    ana = parties(store)["Ana"]
    with store.write("arrivals"):
        found = store.meetings.attendee(meeting.id, ana.id)
        assert found is not None
        store.meetings.update_attendance(found[0], status="late", mode="remote", arrived_at=NOW, heard=True)
        store.meetings.add_attendance(meeting.id, group_key="student", status="present", head_count=12)
    listed = store.meetings.attendance(meeting.id)
    assert [(it.name, it.organisation, it.group, it.status, it.mode, it.head_count, it.heard) for it in listed] == [
        ("Amina Diallo", "Parents’ Council", "family", "expected", "room", None, False),
        ("Ana Ruiz", "Northside High", "school", "late", "remote", None, True),
        ("Ben O'Connor", "Harbor Print Works", "business", "expected", "room", None, False),
        ("students", "", "student", "present", "room", 12, False),
    ]
    assert (listed[1].arrived_at, listed[1].left_at, listed[1].is_present) == (NOW, None, True)
    assert store.meetings.head_count(meeting.id, "student") == listed[3].id
    assert store.meetings.head_count(meeting.id, "family") is None
    assert store.meetings.attendee(meeting.id, "nobody") is None


def test_nobody_stands_twice_on_a_list(store: Store, meeting: Meeting) -> None:
    ana = parties(store)["Ana"]
    with store.write("a head-count"):
        store.meetings.add_attendance(meeting.id, group_key="student", status="present", head_count=12)
    for values in ({"person_id": ana.id}, {"group_key": "student", "head_count": 3}):
        with pytest.raises(Conflict), store.write("again"):
            store.meetings.add_attendance(meeting.id, status="present", **values)


def test_people_who_came_later_are_not_on_the_list_yet(store: Store, meeting: Meeting) -> None:
    assert store.meetings.uninvited(meeting.id) == []
    with store.write("people"):
        zoe = store.people.add_person(meeting.partnership_id, "Zoe")
        away = store.people.add_person(meeting.partnership_id, "Bo")
        store.people.update_person(away, is_active=False)
    assert store.meetings.uninvited(meeting.id) == [zoe]


def test_turns_are_summed_by_step_group_and_person(store: Store, meeting: Meeting) -> None:
    one, two, *_ = store.meetings.steps(meeting.id)
    ana = parties(store)["Ana"]
    with store.write("turns"):
        for step, group, person in (
            (one, "school", None), (two, "school", ana.id), (one, "school", None), (one, "", None),
            (two, "family", None),
        ):  # fmt: skip
            store.meetings.add_turn(meeting.id, step.id, group, person)
    assert store.meetings.turns(meeting.id) == [
        (one.id, "", None, 1),
        (one.id, "school", None, 2),
        (two.id, "family", None, 1),
        (two.id, "school", ana.id, 1),
    ]
    with store.write("close", final=True):
        store.meetings.forget_who_spoke(meeting.id)
    assert {(group, person, turns) for _, group, person, turns in store.meetings.turns(meeting.id)} == {
        ("", None, 1), ("school", None, 2), ("family", None, 1), ("school", None, 1),
    }  # fmt: skip


def test_the_queue_is_called_in_order(store: Store, meeting: Meeting, clock: FixedClock) -> None:
    who = parties(store)
    step = store.meetings.steps(meeting.id)[0]
    with store.write("queue"):
        store.meetings.update_step(step.id, started_at=NOW)
        store.meetings.join_queue(meeting.id, who["Ben"])
        store.meetings.join_queue(meeting.id, Party("group", "student", "student", "", "student"))
        store.meetings.join_queue(meeting.id, Party("unknown", "", "tomaz"))
    assert [party.name for _, party in store.meetings.queue(meeting.id)] == ["Ben O'Connor", "student", "tomaz"]
    assert store.meetings.called(meeting.id, step.id) is None
    for name in ("Ben O'Connor", "student"):
        clock.forward(minutes=1)
        with store.write("call"):
            store.meetings.call(store.meetings.queue(meeting.id)[0][0])
        called = store.meetings.called(meeting.id, step.id)
        assert called is not None
        assert called.name == name
    assert [party.name for _, party in store.meetings.queue(meeting.id)] == ["tomaz"]
    with store.write("a later step"):
        store.meetings.update_step(step.id, started_at=NOW + timedelta(minutes=30))
    assert store.meetings.called(meeting.id, step.id) is None


def test_figures_take_the_place_of_earlier_ones(store: Store, meeting: Meeting) -> None:
    with store.write("first"):
        store.meetings.save_measures(meeting.id, [("b", 1.0, 2.0, 0.5), ("a", None, None, None)])
    with store.write("again"):
        store.meetings.save_measures(meeting.id, [("b", 2.0, 2.0, 1.0)])
    assert store.meetings.measures(meeting.id) == [("b", 2.0, 2.0, 1.0)]
    store.undo()
    assert store.meetings.measures(meeting.id) == [("b", 1.0, 2.0, 0.5), ("a", None, None, None)]


def test_the_next_date_and_the_meetings_own_history(store: Store, meeting: Meeting) -> None:
    assert store.meetings.next_date(meeting.id) is None
    with store.write("close"):
        store.meetings.update(meeting.id, next_meeting_on=date(2026, 12, 19))
        store.meetings.add_event(meeting.id, "reopened", "a name was wrong")
    assert store.meetings.next_date(meeting.id) == date(2026, 12, 19)
    assert store.rows("SELECT event, reason, at FROM meeting_event") == [
        ("reopened", "a name was wrong", "2026-11-21T15:00:00.000Z")
    ]


def test_whether_a_step_left_a_record(store: Store, meeting: Meeting) -> None:
    one, two, *_ = store.meetings.steps(meeting.id)
    every = (
        "note", "question", "action", "decision", "parked", "appreciation", "feedback", "attendance", "goal_reading",
        "goal_change", "consent", "norm",
    )  # fmt: skip

    def left(step: object) -> list[str]:
        return [table for table in every if store.meetings.left_record(step, (table,))]  # type: ignore[arg-type]

    assert left(one) == []
    with store.write("a record"):
        store.notes.add(meeting.id, one.id, "note", "quiet")
        store.notes.add_parked(meeting.partnership_id, meeting.id, two.id, "menu", None)
        store.people.add_norm(meeting.partnership_id, "ask", NOW.date())
        store.people.add_consent(parties(store)["Ana"].id, "notes", "given", NOW.date())
        goal = store.goals.add(meeting.partnership_id, "Attendance")
        store.goals.add_reading(goal, NOW.date(), 84.0, meeting_id=meeting.id)
    assert left(one) == ["note", "goal_reading", "consent", "norm"]
    assert left(two) == ["parked", "goal_reading", "consent", "norm"]
