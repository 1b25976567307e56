"""Figures across meetings, with the examples of the formulas."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.model.across import (
    FeedbackFacts,
    GroupShare,
    Period,
    PromiseFacts,
    Ratio,
    Times,
    concerns_answered,
    on_time,
    promises_kept,
    told_back,
    voices,
)

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
START = datetime(2026, 3, 5, 15, tzinfo=UTC)


def promise(due: str, state: str = "open", done: str = "", reason: str = "") -> PromiseFacts:
    return PromiseFacts(
        date.fromisoformat(due) if due else None, state, date.fromisoformat(done) if done else None, reason
    )


def test_a_ratio_of_nothing_has_no_value() -> None:
    assert Ratio(0, 0).value is None
    assert Ratio(3, 4).value == 0.75


def test_both_ends_of_a_period_count() -> None:
    assert date(2026, 3, 1) in MARCH
    assert date(2026, 3, 31) in MARCH
    assert date(2026, 4, 1) not in MARCH
    assert None not in MARCH


def test_a_promise_is_kept_by_its_first_date_alone() -> None:
    kept = promises_kept(
        [
            promise("2026-03-01", "done", "2026-03-01"),
            promise("2026-03-10", "done", "2026-02-20"),
            promise("2026-03-10", "done", "2026-03-11", "moved once"),
            promise("2026-03-31"),
            promise("2026-03-12", "done"),
            promise("2026-04-01", "done", "2026-03-01"),
            promise("", "done", "2026-03-01"),
        ],
        MARCH,
    )
    assert kept.kept == Ratio(2, 5)
    assert kept.dropped == ()


def test_what_was_dropped_for_a_reason_is_shown_apart() -> None:
    kept = promises_kept(
        [
            promise("2026-03-02", "dropped", reason="the grant was refused"),
            promise("2026-03-02", "dropped"),
            promise("2026-02-02", "dropped", reason="before"),
        ],
        MARCH,
    )
    assert kept.kept == Ratio(0, 1)
    assert kept.dropped == ("the grant was refused",)
    assert promises_kept([], MARCH).kept.value is None


@pytest.mark.parametrize(
    ("delay", "overrun", "punctual"), [(5, 2, 1), (-10, -10, 1), (5.1, 0, 0), (0, 2.1, 0), (0, 2, 1)]
)
def test_on_time_is_five_minutes_at_the_start_and_two_at_the_end(delay: float, overrun: float, punctual: int) -> None:
    end = START + timedelta(hours=1)
    times = Times(START, end, START + timedelta(minutes=delay), end + timedelta(minutes=overrun))
    assert on_time([times]) == Ratio(punctual, 1)
    assert on_time([]) == Ratio(0, 0)


def test_concerns_and_what_was_told_back() -> None:
    raised = date(2026, 3, 1)
    said = [
        FeedbackFacts("concern", raised, "heard"),
        FeedbackFacts("concern", raised, "changed", date(2026, 3, 11)),
        FeedbackFacts("concern", raised, "not_changed", date(2026, 3, 5)),
        FeedbackFacts("concern", raised, "considered"),
        FeedbackFacts("delta", raised, "changed", date(2026, 3, 2)),
        FeedbackFacts("plus", raised, "heard"),
    ]
    assert concerns_answered(said) == (Ratio(2, 4), 7.0)
    assert told_back(said) == Ratio(3, 4)
    assert concerns_answered([]) == (Ratio(0, 0), None)
    assert concerns_answered(said[:1]) == (Ratio(0, 1), None)


def test_voice_by_group_in_proportion_is_one() -> None:
    # 3 of 40 turns by 5 of 20 people
    shares = voices([{"family": (3, 5), "school": (37, 15)}])
    assert shares[1] == GroupShare("family", 3, 5, 0.3)
    assert shares[0].in_proportion == pytest.approx(37 * 20 / (40 * 15))


def test_a_group_is_small_meeting_by_meeting() -> None:
    # One student at each of five meetings must not become five students.
    shares = voices([{"student": (2, 1), "family": (3, 4), "school": (5, 6)}] * 5)
    assert "student" not in [it.group for it in shares]
    assert shares[-1] == GroupShare("other", 25, 25, 1.1)


def test_nobody_spoke_and_nobody_was_there() -> None:
    assert voices([]) == ()
    assert voices([{"family": (2, 2)}]) == ()
    assert voices([{"family": (0, 4)}])[0].in_proportion is None


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 9), st.integers(0, 9)))


@settings(max_examples=100)
@given(st.lists(COUNTS, max_size=6))
def test_no_small_group_shows_and_nothing_is_counted_twice(meetings: list[dict[str, tuple[int, int]]]) -> None:
    shares = voices(meetings)
    counted = [it for it in meetings if sum(there for _, there in it.values()) >= 3]
    assert sum(it.present for it in shares) == sum(there for it in counted for _, there in it.values())
    assert sum(it.turns for it in shares) == sum(turns for it in counted for turns, _ in it.values())
    assert all(it.present >= 3 or (it.group == "other" and it.present == 0) for it in shares)
