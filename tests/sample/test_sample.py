"""The sample of `facilitator demo`: one story, sound, whatever day it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from facilitator.clock import local, today
from facilitator.db import Store
from facilitator.errors import FileTrouble, Refused
from facilitator.model.meeting import Meeting
from facilitator.sample import build
from facilitator.sample.build import next_five_minutes
from facilitator.sample.story import NAMES, load
from facilitator.services import readback, run
from file_schema import tables
from support import NOW, FixedClock, make_store

DAYS = (
    ("a leap day", "2028-02-29T12:00", "Europe/Lisbon"),
    ("a year after a leap day", "2029-02-28T09:00", "Europe/Lisbon"),
    ("the night the clocks go forward", "2026-03-08T06:58", "America/New_York"),
    ("the hour that comes twice", "2026-11-01T06:30", "America/New_York"),
    ("the last minute of a year", "2026-12-31T10:59:30", "Pacific/Auckland"),
    ("exactly at midnight, zone unknown", "2027-01-01T00:00", "Nowhere/Atall"),
)
EVERYWHERE = ("text", "statement", "note", "reason", "answer", "outcome", "correction")


def built(folder: Path, now: datetime, zone: str = "Europe/Lisbon") -> Store:
    store = make_store(folder, FixedClock(now, zone))
    build(store, now)
    return store


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with built(tmp_path_factory.mktemp("sample"), NOW) as store:
        yield store


def northside(store: Store) -> str:
    return next(it.id for it in store.people.partnerships() if it.name == "Northside Works")


def held(store: Store) -> list[Meeting]:
    return [it for it in store.meetings.all(northside(store)) if it.state == "closed"]


def story(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """What is told, without ids, moments, days and the titles that name a month."""
    return {
        "people": store.rows("SELECT name, role, group_key, is_minor, may_be_named FROM person ORDER BY id"),
        "notes": store.rows("SELECT kind, text, confirmed, correction, tags, speaker_text FROM note ORDER BY id"),
        "promises": store.rows("SELECT number, text, state, reason, done_on <= due_first FROM action ORDER BY id"),
        "late": store.rows(
            "SELECT number, julianday(?) - julianday(due) FROM action WHERE state = 'open' ORDER BY id",
            today(store.clock),
        ),
        "decisions": store.rows(
            "SELECT number, text, method, tally, result, groups_present, review_on <= ? FROM decision ORDER BY id",
            today(store.clock),
        ),
        "goals": store.rows(
            "SELECT statement, state, target, next_review <= ? FROM goal ORDER BY id", today(store.clock)
        ),
        "readings": store.rows("SELECT value, status, note FROM goal_reading ORDER BY id"),
        "feedback": store.rows("SELECT kind, text, state FROM feedback ORDER BY id"),
        "ratings": store.rows("SELECT score, count FROM rating ORDER BY id"),
        "turns": store.rows("SELECT group_key, sum(turns) FROM turn GROUP BY group_key ORDER BY group_key"),
        "meetings": store.rows("SELECT template_key, state, planned_minutes FROM meeting ORDER BY id"),
        "steps": store.rows("SELECT title, planned_minutes, state FROM step ORDER BY id"),
    }


# It holds together


def test_the_file_is_sound(sample: Store) -> None:
    assert sample.rows("PRAGMA foreign_key_check") == []
    assert sample.rows("PRAGMA integrity_check") == [("ok",)]


def test_every_kind_of_record_is_there(sample: Store) -> None:
    empty = {table for table in tables(sample) if sample.value(f"SELECT count(*) FROM {table}") == 0}
    assert empty == {"setting", "draft", "presence", "screen", "export_log", "act_open"}


def test_every_line_was_understood(sample: Store) -> None:
    lines = [line for name in NAMES for it in load(name).meetings for step in it.steps for line in step]
    marks = Counter(re.match(r"<<|\?@|[@<?+!=>~/%]|[yn](?= |$)|", line)[0] for line in lines)  # type: ignore[index]
    kinds = Counter(dict(sample.rows("SELECT kind, count(*) FROM note GROUP BY kind")))
    assert kinds == {
        "said": marks["@"],
        "paraphrase": marks["<"],
        "summary": marks["<<"],
        "question": marks["?"],
        "note": marks[""] + marks["~"],
    }
    parked_by_lines = "SELECT count(*) FROM parked WHERE goal_id IS NULL"
    for sql, mark in (
        ("SELECT count(*) FROM question", "?@"),
        ("SELECT count(*) FROM appreciation", "+"),
        ("SELECT count(*) FROM action", "!"),
        ("SELECT count(*) FROM decision", "="),
        (parked_by_lines, ">"),
        ("SELECT count(*) FROM note WHERE confirmed = 'yes'", "y"),
        ("SELECT count(*) FROM note WHERE confirmed = 'corrected'", "n"),
        ("SELECT count(*) FROM note WHERE visibility = 'private'", "~"),
    ):
        assert sample.value(sql) == marks[mark], mark


def test_no_mark_was_left_in_the_words(sample: Store) -> None:
    for table, columns in tables(sample).items():
        for column in columns:
            if column.name in EVERYWHERE and table not in ("act", "change"):
                for (words,) in sample.rows(f"SELECT {column.name} FROM {table} WHERE {column.name} IS NOT NULL"):
                    assert not re.search(r"(?:^|\s)[@#:%]\w", words), words
                    assert words == " ".join(words.split())


def test_every_name_was_found(sample: Store) -> None:
    assert [it for meeting in sample.meetings.all() for it in sample.timeline.unknown_names(meeting.id)] == []


def test_no_child_is_named(sample: Store) -> None:
    minors = [it for it in sample.people.people() if it.is_minor]
    assert [it.name for it in minors] == ["student 1", "student 2", "student 3"]
    assert all(it.email == "" and it.may_be_named != "yes" for it in minors)


# The year


def test_a_year_of_meetings_was_held_four_weeks_apart(sample: Store) -> None:
    days = [local(it.planned_start, it.time_zone).date() for it in held(sample)]
    assert len(days) == 12
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(weeks=4)}
    assert days[-1] == NOW.date() - timedelta(weeks=4)
    assert held(sample)[0].template == "kick_off"
    assert len({it.template for it in held(sample)}) == 8


def test_meetings_begin_and_end_as_meetings_do(sample: Store) -> None:
    for meeting in sample.meetings.all():
        if meeting.state == "closed":
            figures = {name: value for name, _, _, value in sample.meetings.measures(meeting.id)}
            assert 0 <= (figures["start_delay_minutes"] or 0) <= 9
            assert -3 <= (figures["end_overrun_minutes"] or 0) <= 10
            assert (figures["pacing_accuracy"] or 0) > 0.8
            assert (figures["voices_heard"] or 0) > 0.3
            assert (figures["step_outcomes"] or 0) == 1
            assert {step.state for step in sample.meetings.steps(meeting.id)} == {"done"}
            assert {it.status for it in sample.meetings.attendance(meeting.id)} >= {"present"}


def test_fewer_people_rated_and_leaned_than_were_there(sample: Store) -> None:
    for meeting in held(sample):
        there = sum(it.is_present or it.status == "left" for it in sample.meetings.attendance(meeting.id))
        assert 0 < sum(it.count for it in sample.notes.ratings(meeting.id)) <= there
        for decision in sample.decisions.of_meeting(meeting.id):
            assert sum(decision.tally) <= there
            assert not set(decision.groups_absent) & set(decision.groups_present)


def test_who_spoke_how_often_is_not_in_the_file(sample: Store) -> None:
    assert sample.value("SELECT count(*) FROM meeting WHERE counts_by_person") == 1
    assert sample.value("SELECT count(*) FROM turn WHERE person_id IS NOT NULL") == 0
    assert sample.value("SELECT count(*) FROM attendance WHERE heard") == 0
    assert sample.value("SELECT count(*) FROM change WHERE tbl = 'turn' AND field = 'person_id'") == 0


def test_promises_were_kept_late_moved_and_dropped(sample: Store) -> None:
    actions = sample.actions.all(northside(sample))
    assert [it.number for it in actions] == list(range(1, len(actions) + 1))
    assert all(it.owner and it.owner.kind == "person" and it.due and it.due_first for it in actions)
    done = [it for it in actions if it.state == "done"]
    on_time = [it for it in done if it.done_on and it.due_first and it.done_on <= it.due_first]
    assert 0.7 < len(on_time) / len(done) < 0.95
    assert [it.reason != "" for it in actions if it.state == "dropped"] == [True]
    assert all(it.reason for it in actions if it.due != it.due_first)
    still = [it for it in actions if it.state == "open"]
    late = [it for it in still if it.days_late(NOW.date())]
    assert 1 <= len(late) < len(still)


def test_the_goals_stand_differently_and_moved(sample: Store) -> None:
    goals = sample.goals.all(northside(sample))
    assert [it.state for it in goals] == ["on_track", "at_risk", "off_track"]
    assert all(len(it.readings) >= 6 and 0 < (it.progress() or 0) < 1 and it.owners for it in goals)
    changed = [change for it in goals for change in sample.goals.changes(it.id) if change.field != "next_review"]
    assert [(it.field, it.old, it.new, it.reason != "") for it in changed] == [("target", "40", "30", True)]


def test_what_the_room_asked_to_change_was_answered_at_the_next_meeting(sample: Store) -> None:
    for meeting in held(sample)[:-1]:
        deltas = [it for it in sample.notes.feedback(meeting.id) if it.kind == "delta"]
        assert all(it.state in ("changed", "not_changed") and it.told_back_on for it in deltas)
    assert sample.value("SELECT count(*) FROM feedback WHERE state = 'not_changed' AND reason <> ''") == 1


def test_decisions_show_every_way_of_deciding(sample: Store) -> None:
    decisions = sample.decisions.all(northside(sample))
    assert {it.method for it in decisions} == {"noted", "fist", "gradients", "consent"}
    assert {it.result for it in decisions} == {"agreed", "not_agreed"}
    assert any(it.concerns for it in decisions)
    assert any(it.reason for it in decisions)
    due = [it for it in decisions if it.review_on and it.review_on <= NOW.date()]
    assert len(due) == 2


# What is there today


def test_the_latest_meeting_agreed_promised_and_left_something_open(sample: Store) -> None:
    latest = max((it for it in sample.meetings.all() if it.state == "closed"), key=lambda it: it.planned_start)
    assert latest.partnership_id == northside(sample)
    found = readback.gather(sample, latest.id)
    assert found.decisions
    assert len(found.promises) >= 4
    assert found.unanswered
    assert found.unconfirmed
    assert any(it.state == "parked" for it in found.parked)
    assert found.next_on == NOW.date()


def test_one_meeting_is_ready_to_run_now_and_the_next_ones_are_planned(tmp_path: Path) -> None:
    now = NOW + timedelta(minutes=2, seconds=17)
    with built(tmp_path, now) as store:
        ready, draft, following = [m for m in store.meetings.all() if m.state != "closed"]
        assert (ready.state, draft.state, following.state) == ("ready", "draft", "ready")
        assert ready.planned_start == NOW + timedelta(minutes=5)
        assert sum(step.planned_minutes for step in store.meetings.steps(draft.id)) > draft.planned_minutes
        assert local(following.planned_start, following.time_zone).date() == now.date() + timedelta(weeks=4)
        assert {it.status for it in store.meetings.attendance(ready.id)} == {"expected"}
        assert run.enter(store, ready.id).state == "running"


@pytest.mark.parametrize(
    ("now", "expected"), [("15:00:00", "15:00"), ("15:00:01", "15:05"), ("15:04:59", "15:05"), ("23:55:00.5", "00:00")]
)
def test_the_next_five_minutes(now: str, expected: str) -> None:
    moment = datetime.fromisoformat(f"2026-11-21T{now}").replace(tzinfo=UTC)
    assert f"{next_five_minutes(moment):%H:%M}" == expected
    assert timedelta() <= next_five_minutes(moment) - moment < timedelta(minutes=5)


def test_nothing_lies_in_the_future_but_what_is_planned(sample: Store) -> None:
    now = NOW.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for table, columns in tables(sample).items():
        for column in columns:
            if column.name in ("at", "started_at", "ended_at", "created_at", "arrived_at", "answered_at"):
                assert (sample.value(f"SELECT max({column.name}) FROM {table}") or "") <= now
    newest = sample.value("SELECT max(id) FROM meeting")
    assert int(newest.replace("-", "")[:12], 16) <= NOW.timestamp() * 1000


# Building it


@pytest.mark.parametrize(("now", "zone"), [it[1:] for it in DAYS], ids=[it[0] for it in DAYS])
def test_the_story_is_the_same_whatever_the_day(sample: Store, tmp_path: Path, now: str, zone: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    with built(tmp_path, moment, zone) as store:
        assert story(store) == story(sample)
        assert store.rows("PRAGMA foreign_key_check") == []
        ready = next(m for m in store.meetings.all() if m.state != "closed")
        assert timedelta() <= ready.planned_start - moment < timedelta(minutes=5)


def test_the_journal_tells_the_year_in_order(sample: Store) -> None:
    moments = [at for (at,) in sample.rows("SELECT at FROM act ORDER BY id")]
    assert moments == sorted(moments)
    assert moments[0] < "2025-12-20" < moments[-1]
    assert sample.value("SELECT count(*) FROM act WHERE meeting_id IS NOT NULL") == 14


def test_the_stores_own_clock_and_name_are_back(tmp_path: Path) -> None:
    clock = FixedClock()
    with make_store(tmp_path, clock, origin="home") as store:
        build(store, NOW)
        assert store.clock is clock
        assert store.origin == "home"
        with pytest.raises(Refused, match="nothing to undo"):
            store.undo()


def test_they_are_back_after_trouble_too(tmp_path: Path) -> None:
    clock = FixedClock()
    store = make_store(tmp_path, clock)
    store.close()
    with pytest.raises(FileTrouble):
        build(store, NOW)
    assert store.clock is clock
    assert store.origin == "test"
