from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.errors import NotFound
from facilitator.model.agenda import (
    GRACE_SECONDS,
    LEVELS,
    WayOut,
    changes,
    clock_of,
    gap,
    next_step,
    numbers,
    pace,
    previous_step,
    split_stretches,
    to_minute,
    ways_out,
)
from facilitator.model.meeting import Meeting, Step, Stretch

THREE = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def step(position: int, kind: str = "discuss", planned: int = 10, floor: int = 5) -> Step:
    return Step(f"s{position}", "m", position, kind, f"Step {position}", "", planned, floor)


def meeting(planned: int, state: str = "running", started: datetime | None = THREE) -> Meeting:
    return Meeting("m", "p", "Works", "Check-in", "check_in", state, "room", "", "", THREE, "UTC", planned, started)


CHECK_IN = (
    ("open", "Arrive", 5, 3),
    ("review_delta", "We said", 3, 2),
    ("actions_review", "Promises due", 10, 6),
    ("round", "News", 8, 5),
    ("discuss", "Main topic", 14, 9),
    ("decide", "Decision", 7, 4),
    ("goal_review", "Goals", 5, 3),
    ("actions", "Promises", 5, 3),
    ("close", "Close", 3, 2),
)


def check_in(running: int, since: datetime) -> list[Step]:
    """The check-in with step number `running` in hand since `since`; those before it are done."""
    steps = []
    for position, (kind, title, planned, floor) in enumerate(CHECK_IN, start=1):
        fresh = Step(f"s{position}", "m", position, kind, title, "", planned, floor)
        if position < running:
            fresh = replace(fresh, state="done", started_at=THREE, seconds=planned * 60.0)
        elif position == running:
            fresh = replace(fresh, state="running", started_at=since, running_since=since)
        steps.append(fresh)
    return steps


class TestStepClock:
    @pytest.mark.parametrize(
        ("ran", "level"),
        [(0, "fine"), (479, "fine"), (480, "low"), (569, "low"), (570, "last"), (600, "last"), (601, "over")],
    )
    def test_levels_at_20_and_5_percent_left(self, ran: int, level: str) -> None:
        clock = clock_of(replace(step(1), state="running", running_since=THREE), THREE + timedelta(seconds=ran))
        assert (clock.level, clock.seconds, clock.left_seconds) == (level, ran, 600 - ran)

    def test_every_level_has_its_own_word_and_shape(self) -> None:
        assert len({word for word, _ in LEVELS.values()}) == len({shape for _, shape in LEVELS.values()}) == 4
        clock = clock_of(replace(step(1), seconds=700.0), THREE)
        assert (clock.word, clock.shape) == LEVELS["over"]

    def test_a_step_without_minutes_is_over_as_soon_as_it_runs(self) -> None:
        bare = step(1, planned=0, floor=0)
        assert clock_of(bare, THREE).level == "last"
        assert clock_of(replace(bare, running_since=THREE), THREE + timedelta(seconds=1)).level == "over"


class TestPace:
    def test_before_the_start_it_counts_down(self) -> None:
        it = pace(meeting(20, "ready", None), [step(1), step(2)], THREE - minutes(7))
        assert it.starts_in_seconds == 7 * 60
        assert (it.projected_end, it.ahead_minutes) == (THREE + minutes(20), 0)

    def test_an_agenda_that_is_too_long_shows_before_the_start(self) -> None:
        it = pace(meeting(60, "draft", None), [step(1, planned=72)], THREE - minutes(90))
        assert (it.ahead_minutes, it.likely_minutes, it.words) == (-12, 72, "12 min behind")

    def test_a_meeting_not_begun_in_time_is_behind(self) -> None:
        it = pace(meeting(20, "ready", None), [step(1), step(2)], THREE + minutes(4))
        assert (it.starts_in_seconds, it.ahead_minutes) == (-4 * 60, -4)

    def test_a_late_start_is_behind_at_once(self) -> None:
        start = THREE + minutes(6)
        steps = [replace(step(1), state="running", started_at=start, running_since=start), step(2)]
        it = pace(meeting(20, started=start), steps, start)
        assert (it.ahead_minutes, it.words, it.starts_in_seconds) == (-6, "6 min behind", None)
        assert (it.projected_end, it.planned_end) == (THREE + minutes(26), THREE + minutes(20))
        assert it.likely_minutes == 20

    def test_a_step_done_early_puts_the_meeting_ahead(self) -> None:
        steps = check_in(4, THREE + minutes(17))
        it = pace(meeting(60), steps, THREE + minutes(22))
        assert (it.ahead_minutes, it.words, it.likely_minutes) == (1, "1 min ahead", 59)
        assert it.projected_end == THREE + minutes(59)

    def test_a_step_in_time_does_not_move_the_end(self) -> None:
        steps = check_in(4, THREE + minutes(18))
        ends = {pace(meeting(60), steps, THREE + minutes(at)).projected_end for at in (18, 21, 26)}
        assert ends == {THREE + minutes(60)}

    def test_a_step_over_its_time_pushes_the_end(self) -> None:
        steps = check_in(4, THREE + minutes(18))
        it = pace(meeting(60), steps, THREE + minutes(29))
        assert (it.projected_end, it.ahead_minutes) == (THREE + minutes(63), -3)

    def test_a_pause_stops_the_steps_time_and_pushes_the_end(self) -> None:
        paused = replace(step(1), state="running", started_at=THREE, seconds=240.0, running_since=None)
        it = pace(meeting(20, "paused"), [paused, step(2)], THREE + minutes(9))
        assert (paused.active_seconds(THREE + minutes(9)), it.projected_end) == (240, THREE + minutes(25))

    def test_skipped_and_moved_steps_take_no_time(self) -> None:
        steps = [replace(step(1), state="skipped"), replace(step(2), state="moved"), step(3)]
        assert pace(meeting(30), steps, THREE).ahead_minutes == 20

    def test_a_step_left_for_another_still_needs_the_rest(self) -> None:
        left = replace(step(1), started_at=THREE, seconds=180.0)
        assert pace(meeting(10), [left], THREE + minutes(3)).projected_end == THREE + minutes(10)

    def test_half_a_minute_is_on_time(self) -> None:
        for seconds, ahead in ((GRACE_SECONDS, 0), (GRACE_SECONDS + 1, -1), (-29, 0), (-31, 1)):
            start = THREE + timedelta(seconds=seconds)
            steps = [replace(step(1), state="running", started_at=start, running_since=start)]
            it = pace(meeting(10, started=start), steps, start)
            assert it.ahead_minutes == ahead
            assert to_minute(it.projected_end) == it.planned_end - minutes(ahead)
        assert replace(it, ahead_minutes=0).words == "on time"

    def test_a_closed_meeting_stands_still(self) -> None:
        closed = replace(meeting(60, "closed"), ended_at=THREE + minutes(64))
        it = pace(closed, check_in(10, THREE), THREE + minutes(999))
        assert (it.projected_end, it.ahead_minutes) == (THREE + minutes(64), -4)


class TestWaysOut:
    def late_by(self, count: float) -> tuple[WayOut, ...]:
        """The check-in at the beginning of its fourth step, `count` minutes late."""
        now = THREE + minutes(18 + count)
        return ways_out(meeting(60), check_in(4, now), now)

    def test_on_time_needs_none(self) -> None:
        assert self.late_by(0) == ()
        assert self.late_by(-3) == ()
        assert self.late_by(0.5) == ()

    def test_shrink_spreads_the_minutes_over_what_is_to_come(self) -> None:
        shrink = self.late_by(6)[0]
        assert (shrink.number, shrink.name) == (1, "Shrink")
        assert shrink.minutes == (("s5", 11), ("s6", 6), ("s7", 4), ("s8", 4))
        assert (shrink.ends_at, shrink.fits) == (THREE + minutes(60), True)
        words = "Main topic 14→11, Decision 7→6, Goals 5→4, Promises 5→4"
        assert changes(shrink, check_in(4, THREE)) == words

    def test_shrink_takes_what_there_is_and_says_the_end(self) -> None:
        shrink = self.late_by(15)[0]
        assert shrink.minutes == (("s5", 9), ("s6", 4), ("s7", 3), ("s8", 3))
        assert (shrink.ends_at, shrink.fits) == (THREE + minutes(63), False)

    def test_leave_out_takes_the_latest_and_then_the_one_before(self) -> None:
        few, many = self.late_by(5)[1], self.late_by(6)[1]
        assert (few.number, few.name) == (2, "Leave out")
        assert (few.leave_out, few.ends_at, few.fits) == (("s7",), THREE + minutes(60), True)
        assert (many.leave_out, many.ends_at, many.fits) == (("s7", "s5"), THREE + minutes(47), True)
        assert changes(many, check_in(4, THREE)) == "7 Goals, 5 Main topic"

    def test_leave_out_stops_when_none_is_left(self) -> None:
        way = self.late_by(25)[1]
        assert (way.leave_out, way.ends_at, way.fits) == (("s7", "s5"), THREE + minutes(66), False)

    def test_end_later_makes_the_meeting_longer(self) -> None:
        later = self.late_by(6)[2]
        assert (later.number, later.name, later.planned_minutes) == (3, "End later", 66)
        assert (later.ends_at, later.fits) == (THREE + minutes(66), True)
        assert changes(later, check_in(4, THREE)) == ""

    def test_a_begun_minute_is_saved_whole(self) -> None:
        assert self.late_by(5.6)[2].planned_minutes == 66

    def test_steps_with_a_clock_time_are_left_alone(self) -> None:
        now = THREE + minutes(15)
        steps = [
            replace(step(1), state="done", started_at=THREE, seconds=900.0),
            replace(step(2), fixed_start="15:10"),
        ]
        shrink, leave_out, later = ways_out(meeting(20), steps, now)
        assert (shrink.minutes, shrink.ends_at, shrink.fits) == ((), THREE + minutes(25), False)
        assert (leave_out.leave_out, leave_out.fits) == ((), False)
        assert later.ends_at == THREE + minutes(25)

    def test_steps_begun_are_left_alone(self) -> None:
        begun = replace(step(2), started_at=THREE, seconds=60.0)
        running = replace(step(1), state="running", started_at=THREE, running_since=THREE)
        shrink, leave_out, _ = ways_out(meeting(5), [running, begun], THREE + minutes(2))
        assert (shrink.minutes, leave_out.leave_out) == ((), ())

    def test_a_closed_meeting_has_none(self) -> None:
        closed = replace(meeting(60, "closed"), ended_at=THREE + minutes(64))
        assert ways_out(closed, check_in(10, THREE), THREE + minutes(64)) == ()

    def test_what_a_way_promises_comes_true(self) -> None:
        now = THREE + minutes(26)
        steps = check_in(4, now)
        shrink, leave_out, later = ways_out(meeting(60), steps, now)
        shorter = [replace(it, planned_minutes=dict(shrink.minutes).get(it.id, it.planned_minutes)) for it in steps]
        fewer = [replace(it, state="skipped") if it.id in leave_out.leave_out else it for it in steps]
        assert pace(meeting(60), shorter, now).projected_end == shrink.ends_at
        assert pace(meeting(60), fewer, now).projected_end == leave_out.ends_at
        assert later.planned_minutes is not None
        assert pace(meeting(later.planned_minutes), steps, now).ahead_minutes == 0


kinds = st.sampled_from(["open", "actions_review", "decide", "actions", "close", "round", "discuss", "listen"])
waiting = st.tuples(kinds, st.integers(1, 30), st.integers(1, 30), st.booleans())


@settings(max_examples=200, deadline=None)
@given(st.lists(waiting, max_size=10), st.integers(1, 120))
def test_ways_out_keep_the_rules(rows: list[tuple[str, int, int, bool]], seconds_late: int) -> None:
    steps = [
        replace(step(number, kind, planned, floor), fixed_start="16:00" if fixed else "")
        for number, (kind, planned, floor, fixed) in enumerate(rows, start=1)
    ]
    by_id = {it.id: it for it in steps}
    total = sum(it.planned_minutes for it in steps)
    now = THREE + timedelta(seconds=GRACE_SECONDS + seconds_late)
    shrink, leave_out, _ = ways_out(meeting(total), steps, now)
    needed = 1 if seconds_late <= 60 else 2
    saved = 0
    for id_, left in shrink.minutes:
        before = by_id[id_]
        assert before.kind != "close"
        assert not before.fixed_start
        assert before.floor_minutes <= left < before.planned_minutes
        saved += before.planned_minutes - left
    assert saved <= needed
    assert shrink.fits == (saved == needed)
    skipped = [by_id[id_] for id_ in leave_out.leave_out]
    assert [it.position for it in skipped] == sorted((it.position for it in skipped), reverse=True)
    assert not any(
        it.fixed_start or it.kind in {"open", "actions_review", "decide", "actions", "close"} for it in skipped
    )
    assert sum(it.planned_minutes for it in skipped[:-1]) < needed


class TestOrder:
    steps = (step(1), replace(step(2), state="skipped"), replace(step(3), state="moved"), step(5))

    def test_numbers_run_without_holes(self) -> None:
        assert numbers(self.steps[::-1]) == {"s1": 1, "s2": 2, "s3": 3, "s5": 4}

    def test_next_leaves_skipped_and_moved_steps_aside(self) -> None:
        assert next_step(self.steps, None) == self.steps[0]
        assert next_step(self.steps, "s1") == self.steps[3]
        assert next_step(self.steps, "s2") == self.steps[3]
        assert next_step(self.steps, "s5") is None
        assert next_step((), None) is None

    def test_previous_is_the_other_way(self) -> None:
        assert previous_step(self.steps, "s5") == self.steps[0]
        assert previous_step(self.steps, "s1") is None
        assert previous_step(self.steps, None) is None

    def test_a_step_that_is_gone_is_said(self) -> None:
        with pytest.raises(NotFound, match="/goto"):
            next_step(self.steps, "s9")


class TestStretches:
    def test_a_gap_is_named_after_a_minute(self) -> None:
        assert gap(THREE, THREE + timedelta(seconds=60)) is None
        assert gap(THREE, THREE + timedelta(seconds=61)) == timedelta(seconds=61)
        assert gap(THREE, THREE - minutes(60)) is None
        assert gap(None, THREE) is None

    def test_a_gap_splits_the_stretch_that_runs_across_it(self) -> None:
        done = Stretch("a", "s1", THREE - minutes(9), THREE - minutes(5))
        gone, back = THREE + minutes(5), THREE + minutes(20)
        assert split_stretches((done, Stretch("b", "s2", THREE, None)), gone, back) == (
            done,
            Stretch("b", "s2", THREE, gone),
            Stretch("", "s2", back, None),
        )

    def test_a_stretch_begun_or_ended_in_the_gap_is_cut(self) -> None:
        gone, back = THREE + minutes(5), THREE + minutes(20)
        inside = Stretch("b", "s1", THREE + minutes(6), THREE + minutes(7))
        stretches = (
            Stretch("a", "s1", THREE, THREE + minutes(6)),
            inside,
            Stretch("c", "s2", THREE + minutes(7), THREE + minutes(30)),
        )
        assert split_stretches(stretches, gone, back) == (
            Stretch("a", "s1", THREE, gone),
            Stretch("c", "s2", back, THREE + minutes(30)),
        )

    @settings(max_examples=200, deadline=None)
    @given(st.integers(0, 100), st.integers(1, 100) | st.none(), st.integers(0, 100), st.integers(1, 100))
    def test_exactly_the_gap_is_taken_out(self, start: int, length: int | None, gone: int, away: int) -> None:
        now = THREE + minutes(300)
        ended = None if length is None else THREE + minutes(start + length)
        whole = Stretch("a", "s1", THREE + minutes(start), ended)
        pieces = split_stretches((whole,), THREE + minutes(gone), THREE + minutes(gone + away))
        end = 300 if length is None else start + length
        overlap = max(0, min(end, gone + away) - max(start, gone))
        before, after = (
            sum(((it.ended_at or now) - it.started_at for it in ran), timedelta()) for ran in ((whole,), pieces)
        )
        assert before - after == minutes(overlap)
