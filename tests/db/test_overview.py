"""Glances: what they hold, in which order, and that they use the indexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from facilitator.clock import zone_of
from facilitator.db import Store
from facilitator.db import overview as queries
from facilitator.model.overview import Overview
from facilitator.services import prepare, run
from support import NOW, make_meeting, make_partnership, make_store

TODAY = date(2026, 11, 21)
LISBON = zone_of("Europe/Lisbon")
START = datetime.combine(TODAY, time(), LISBON)
END = START + timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as made:
        yield made


def home(store: Store) -> Overview:
    return store.overview.home(TODAY, START, END)


def meeting_at(store: Store, partnership_id: str, start: datetime, title: str, state: str = "ready") -> str:
    meeting = make_meeting(store, partnership_id, title)
    with store.write("when"):
        store.meetings.update(meeting.id, planned_start=start, state=state)
    return meeting.id


def test_an_empty_file_has_nothing(store: Store) -> None:
    assert home(store) == Overview(0, False)
    partnership_id = make_partnership(store)
    assert home(store) == Overview(1, False)
    make_meeting(store, partnership_id)
    assert home(store).has_meetings


def test_meetings_stand_where_their_day_and_state_put_them(store: Store) -> None:
    partnership_id = make_partnership(store)
    day = timedelta(days=1)
    for title, start, state in (
        ("yesterday", START - timedelta(minutes=1), "ready"),
        ("first minute", START, "ready"),
        ("last minute", END - timedelta(minutes=1), "draft"),
        ("tomorrow", END, "ready"),
        ("old", NOW - 40 * day, "closed"),
        ("older", NOW - 50 * day, "closed"),
        ("oldest", NOW - 60 * day, "closed"),
        ("goes on", NOW, "running"),
        ("stands", NOW, "paused"),
    ):
        meeting_at(store, partnership_id, start, title, state)
    found = home(store)
    assert {it.title for it in found.running} == {"goes on", "stands"}
    assert [it.title for it in found.today] == ["first minute", "last minute"]
    assert [it.title for it in found.coming] == ["tomorrow"]
    assert [it.title for it in found.earlier] == ["yesterday"]
    assert [it.title for it in found.closed] == ["old", "older"]


def test_an_agreed_day_stands_until_a_meeting_is_planned(store: Store) -> None:
    partnership_id = make_partnership(store)
    week = timedelta(days=7)
    older = meeting_at(store, partnership_id, NOW - 2 * week, "older", "closed")
    latest = meeting_at(store, partnership_id, NOW - week, "latest", "closed")

    def agree(meeting_id: str, on: date | None) -> None:
        with store.write("the next date"):
            store.meetings.update(meeting_id, next_meeting_on=on)

    agree(older, TODAY + week)
    assert home(store).agreed == ()  # only the latest counts
    agree(latest, TODAY - timedelta(days=1))
    assert home(store).agreed == ()  # past
    agree(latest, TODAY)
    assert [it.day for it in home(store).agreed] == [TODAY]
    agree(latest, TODAY + 2 * week)
    (agreed,) = home(store).agreed
    assert (agreed.partnership_id, agreed.partnership, agreed.day) == (
        partnership_id,
        "Northside Works",
        TODAY + 2 * week,
    )
    assert agreed.last_start == NOW - week
    meeting_at(store, partnership_id, START - week / 2, "never held")
    meeting_at(store, make_partnership(store), END, "of others")
    assert home(store).agreed == (agreed,)
    planned = meeting_at(store, partnership_id, END + week, "planned")
    assert home(store).agreed == ()
    for state, start in (("draft", START), ("running", START - week), ("paused", START - week)):
        with store.write("where it stands"):
            store.meetings.update(planned, state=state, planned_start=start)
        assert home(store).agreed == ()


def test_a_meeting_tells_its_step_and_whether_it_fits(store: Store) -> None:
    meeting = make_meeting(store)
    run.enter(store, meeting.id)
    run.go_next(store, meeting.id)
    with store.write("shorter"):
        store.meetings.update(meeting.id, planned_minutes=20)
    (glance,) = home(store).running
    assert (glance.steps, glance.step, glance.agenda_minutes, glance.minutes_over) == (4, 2, 23, 3)
    run.leave_out(store, meeting.id, moved=False)
    assert home(store).running[0].agenda_minutes == 15
    assert home(store).running[0].minutes_over == 0


def test_promises_are_those_late_or_soon_due_the_earliest_first(store: Store) -> None:
    partnership_id = make_meeting(store).partnership_id
    with store.write("promises"):
        for days, state in ((8, "open"), (7, "open"), (-3, "open"), (-9, "done"), (0, "open"), (-1, "dropped")):
            store.actions.add(partnership_id, f"{days}", due=TODAY + timedelta(days=days), state=state)
        store.actions.add(partnership_id, "no date")
    found = home(store)
    assert [it.text for it in found.promises] == ["-3", "0", "7"]
    assert found.promise_count == 3
    with store.write("more"):
        for _ in range(10):
            store.actions.add(partnership_id, "late", due=TODAY - timedelta(days=30))
    found = home(store)
    assert len(found.promises) < found.promise_count == 13


def test_goals_are_those_that_need_a_look_the_worst_first(store: Store) -> None:
    partnership_id = make_meeting(store).partnership_id
    for statement, state, next_review, due in (
        ("fine", "on_track", TODAY + timedelta(days=1), None),
        ("look", "on_track", TODAY, None),
        ("past", "proposed", None, TODAY - timedelta(days=1)),
        ("risk", "at_risk", None, None),
        ("off", "off_track", None, None),
        ("reached", "reached", TODAY, TODAY - timedelta(days=1)),
    ):
        goal_id = prepare.add_goal(store, partnership_id, statement, due=due)
        with store.write("state"):
            store.goals.update(goal_id, state=state, next_review=next_review)
    found = home(store)
    assert [it.statement for it in found.goals] == ["off", "risk", "past", "look"]
    assert found.goal_count == 4


def test_quiet_groups_were_at_the_last_two_meetings_and_not_heard(store: Store) -> None:
    partnership_id = make_partnership(store)
    people = {it.name: it.id for it in store.people.people()}

    def held(days: int, there: dict[str, str], heard: tuple[str, ...]) -> str:
        meeting_id = meeting_at(store, partnership_id, NOW - timedelta(days=days), f"{days} days ago", "closed")
        step_id = store.meetings.steps(meeting_id)[0].id
        with store.write("who was there"):
            for attendee in store.meetings.attendance(meeting_id):
                assert attendee.person_id
                status = there.get(attendee.name, "absent")
                store.meetings.update_attendance(attendee.id, status=status)
            for group in heard:
                store.meetings.add_turn(meeting_id, step_id, group, None)
        return meeting_id

    everybody = dict.fromkeys(people, "present")
    held(30, everybody, ("school", "family", "business"))
    held(20, everybody, ("school",))
    assert home(store).quiet == ()
    held(10, {**everybody, "Amina Diallo": "left", "Ben O'Connor": "apologies"}, ("school",))
    (quiet,) = home(store).quiet
    assert (quiet.group, quiet.partnership) == ("families", "Northside Works")
    held(5, everybody, ())
    assert home(store).quiet == ()


def test_a_goal_shows_its_latest_reading_with_a_value(store: Store) -> None:
    partnership_id = make_partnership(store)
    goal_id = prepare.add_goal(store, partnership_id, "Raise attendance", baseline=81, target=90)
    with store.write("readings"):
        store.goals.add_reading(goal_id, TODAY - timedelta(days=2), 83.0)
        store.goals.add_reading(goal_id, TODAY - timedelta(days=1), 84.0)
        store.goals.add_reading(goal_id, TODAY, None, status="at_risk")
    (goal,) = store.overview.goals(partnership_id)
    assert (goal.baseline, goal.current, goal.target) == (81.0, 84.0, 90.0)


def test_a_partnership_tells_how_much_it_has(store: Store) -> None:
    meeting = make_meeting(store)
    later = meeting_at(store, meeting.partnership_id, NOW + timedelta(days=12), "later")
    meeting_at(store, meeting.partnership_id, NOW - timedelta(days=12), "before", "closed")
    prepare.add_goal(store, meeting.partnership_id, "Raise attendance")
    with store.write("promises"):
        store.actions.add(meeting.partnership_id, "open")
        store.actions.add(meeting.partnership_id, "done", state="done")
    make_partnership(store, "another")
    with store.write("moved"):
        store.meetings.update(meeting.id, state="closed", planned_start=NOW - timedelta(days=40))
    it = store.overview.partnership(meeting.partnership_id)
    assert it
    assert (it.people, it.organisations, it.goals, it.promises, it.meetings) == (3, 3, 1, 1, 3)
    assert it.next_start == NOW + timedelta(days=12)
    assert it.last_start == NOW - timedelta(days=12)
    assert [p.name for p in store.overview.partnerships()] == ["another", "Northside Works"]
    assert store.overview.meetings(meeting.partnership_id)[0].id == later


def test_promises_of_a_list_are_open_ones_or_all(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("promises"):
        for text, state, due in (("a", "open", None), ("b", "done", TODAY), ("c", "open", TODAY)):
            store.actions.add(partnership_id, text, state=state, due=due)
    assert [it.text for it in store.overview.promises()] == ["c", "a"]
    assert [it.text for it in store.overview.promises(is_all=True)] == ["c", "b", "a"]
    assert store.overview.promises("another") == []


def test_home_reads_large_tables_through_their_indexes(store: Store) -> None:
    plans = [
        row[3]
        for sql in (queries._ON, f"SELECT a.id {queries._DUE}")
        for row in store.rows(f"EXPLAIN QUERY PLAN {sql}", *[START.isoformat(), END.isoformat()][: sql.count("?2") + 1])
    ]
    scans = [plan for plan in plans if plan.startswith("SCAN") and "INDEX" not in plan and "(" not in plan]
    assert [scan for scan in scans if "meeting" in scan or scan == "SCAN a"] == []
    assert any("action_partnership" in plan for plan in plans)
    assert any("meeting_state" in plan for plan in plans)
