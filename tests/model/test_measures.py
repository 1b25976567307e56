from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.model.measures import (
    LISTENING,
    DecisionFacts,
    GroupVoice,
    Measure,
    MeetingFacts,
    StepTime,
    after_meeting,
    agreement,
    evenness,
    evenness_by_group,
    meeting_quality,
    pacing_accuracy,
    time_worth,
    voices,
)

THREE = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
NOTHING = MeetingFacts(THREE, THREE + timedelta(hours=1), None, None)

FULL = replace(
    NOTHING,
    started_at=THREE + timedelta(minutes=4, seconds=30),
    ended_at=THREE + timedelta(minutes=58),
    steps=tuple(map(StepTime, (5, 10, 20, 15, 10), (7, 9, 28, 12, 10))),
    paraphrases=8,
    summaries=2,
    open_questions=4,
    closed_questions=1,
    confirmed=5,
    corrected=1,
    groups=(
        GroupVoice("student", people=5, heard=2, turns=3),
        GroupVoice("school", people=12, heard=9, turns=30),
        GroupVoice("family", head_count=3, turns=7),
    ),
    turns_by_person=(6, 5, 4, 3, 2, 0),
    facilitator_turns=10,
    decisions=(
        DecisionFacts(2, "fist", (0, 0, 0, 2, 4, 1)),
        DecisionFacts(1, "gradients", (3, 2, 1, 2, 1, 0, 1, 0)),
        DecisionFacts(3, "consent", open_objections=0, has_review_date=True),
        DecisionFacts(4, "noted"),
    ),
    outcomes=6,
    steps_done=8,
    ratings=(0, 1, 1, 2, 2),
)


def values(measures: tuple[Measure, ...]) -> dict[str, float | None]:
    named = {measure.name: measure.value for measure in measures}
    assert len(named) == len(measures), "a name is used twice"
    return named


def test_every_measure_of_a_meeting() -> None:
    assert values(after_meeting(FULL)) == {
        "start_delay_minutes": 4.5,
        "end_overrun_minutes": -2,
        "pacing_accuracy": pytest.approx(46 / 60),
        "reflections_per_question": 2,
        "share_open": 0.8,
        "heard_right": pytest.approx(5 / 6),
        "checked": 0.75,
        "voices_heard": pytest.approx(11 / 17),
        "voices_heard:school": 0.75,
        "voices_heard:student": 0.4,
        "voice_by_group:family": pytest.approx((7 / 40) / (3 / 20)),
        "voice_by_group:school": 1.25,
        "voice_by_group:student": 0.3,
        "evenness": pytest.approx(0.6),
        "facilitator_share": 0.2,
        "agreement_support:1": 0.75,
        "agreement_warm:1": 0.625,
        "agreement_open:1": 0.25,
        "fist_min:2": 3,
        "consent:3": 1,
        "step_outcomes": 0.75,
        "time_worth": pytest.approx(5 / 6),
        "time_worth_median": 3,
    }


def test_nothing_noted_gives_no_figure_and_no_zero() -> None:
    measures = values(after_meeting(NOTHING))
    assert set(measures.values()) == {None}
    assert "pacing_accuracy" in measures


def test_a_figure_keeps_what_it_was_made_of() -> None:
    by_name = {measure.name: measure for measure in after_meeting(FULL)}
    assert by_name["share_open"] == Measure("share_open", 4, 5, 0.8)
    assert by_name["start_delay_minutes"] == Measure("start_delay_minutes", 4.5, None, 4.5)
    assert by_name["voice_by_group:student"] == Measure("voice_by_group:student", 0.075, 0.25, 0.3)
    assert by_name["time_worth_median"] == Measure("time_worth_median", None, 6, 3)


def test_listening_figures_are_measures_of_a_meeting() -> None:
    assert {measure.name for measure in after_meeting(FULL)} > LISTENING
    assert "voices_heard" not in LISTENING


def test_pacing() -> None:
    steps = tuple(map(StepTime, (5, 10, 20, 15, 10), (7, 9, 28, 12, 10)))
    assert pacing_accuracy(steps) == Measure("pacing_accuracy", 46, 60, 46 / 60)
    assert pacing_accuracy(steps).value == pytest.approx(0.77, abs=0.005)
    assert pacing_accuracy((StepTime(5, 20),)).value == 0


def test_people_only_counted_are_left_out_of_voices_heard_but_not_of_the_share_of_turns() -> None:
    groups = (GroupVoice("school", people=2, heard=1, turns=2), GroupVoice("student", head_count=8, turns=2))
    named = values(voices(groups))
    assert named == {
        "voices_heard": 0.5,
        "voices_heard:school": 0.5,
        "voice_by_group:school": 2.5,
        "voice_by_group:student": 0.625,
    }


def test_turns_of_a_group_nobody_counted_as_present_give_no_share() -> None:
    groups = (GroupVoice("school", people=2, heard=2, turns=2), GroupVoice("family", turns=1))
    assert values(voices(groups))["voice_by_group:family"] is None


def test_people_without_a_group_count_in_the_whole_alone() -> None:
    groups = (GroupVoice("", people=1, heard=1, turns=1), GroupVoice("school", people=1, turns=1))
    assert values(voices(groups)) == {
        "voices_heard": 0.5,
        "voices_heard:school": 0,
        "voice_by_group:school": 1,
    }


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        ((6, 5, 4, 3, 2, 0), 0.60),
        ((9, 3, 2, 1, 0, 0), 0.27),
        ((4, 4, 4), 1),
        ((0, 0, 7, 0), 0),
        ((5, 5), None),
        ((0, 0, 0), None),
    ],
)
def test_evenness(turns: tuple[int, ...], value: float | None) -> None:
    found = evenness(turns).value
    assert found == (None if value is None else pytest.approx(value, abs=0.005))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=3, max_size=30).filter(any))
def test_evenness_is_one_minus_the_corrected_gini(turns: list[int]) -> None:
    x, n = sorted(turns), len(turns)
    gini = 2 * sum(i * each for i, each in enumerate(x, start=1)) / (n * sum(x)) - (n + 1) / n
    found = evenness(turns).value
    assert found is not None
    assert found == pytest.approx(1 - gini * n / (n - 1))
    assert 0 <= found <= 1
    assert evenness(turns[::-1]).value == found


def test_without_the_rooms_yes_evenness_is_over_groups_per_head() -> None:
    groups = (
        GroupVoice("school", people=2, turns=4),
        GroupVoice("family", people=3, turns=6),
        GroupVoice("student", head_count=5, turns=10),
        GroupVoice("media", turns=9),
    )
    assert evenness_by_group(groups) == Measure("evenness_by_group", 12, 12, 1)
    measures = values(after_meeting(replace(NOTHING, groups=groups)))
    assert measures["evenness_by_group"] == 1
    assert "evenness" not in measures


def test_abstentions_are_left_out_of_agreement() -> None:
    support, warm, still_open = agreement(DecisionFacts(7, "gradients", (1, 1, 4, 5, 1, 2, 0, 1)))
    assert support == Measure("agreement_support:7", 8, 10, 0.8)
    assert warm == Measure("agreement_warm:7", 2, 10, 0.2)
    assert still_open == Measure("agreement_open:7", 2, 10, 0.2)
    only_abstained = agreement(DecisionFacts(7, "gradients", (0, 0, 0, 3, 0, 0, 0, 0)))
    assert [measure.value for measure in only_abstained] == [None] * 3


def test_a_decision_nobody_counted_has_no_figure() -> None:
    assert agreement(DecisionFacts(1, "gradients")) == ()
    assert agreement(DecisionFacts(1, "fist", (0, 0, 0, 0, 0, 0))) == ()
    assert agreement(DecisionFacts(1, "noted")) == ()


@pytest.mark.parametrize(("objections", "review", "value"), [(0, True, 1), (0, False, 0), (1, True, 0)])
def test_consent_needs_no_objection_and_a_review_date(objections: int, review: bool, value: int) -> None:
    (measure,) = agreement(DecisionFacts(5, "consent", (), objections, review))
    assert measure == Measure("consent:5", value, 1, value)


def test_time_worth_is_a_share_and_a_median() -> None:
    share, median = time_worth((1, 0, 1, 1, 1))
    assert share == Measure("time_worth", 3, 4, 0.75)
    assert median == Measure("time_worth_median", None, 4, 2.5)
    assert time_worth((0, 0, 0, 0, 5))[1].value == 4


def test_no_conflict_is_no_score_of_the_meetings_quality() -> None:
    facts = replace(
        NOTHING,
        quality=(("goal_clarity", ((4, 3), (5, 2))), ("conflict", ((2, 1), (6, 4))), ("cohesion", ((6, 5),))),
    )
    assert values(tuple(meeting_quality(facts))) == {
        "meeting_quality": pytest.approx((4.4 + 2) / 2),
        "meeting_quality:goal_clarity": 4.4,
        "meeting_quality:conflict": 2,
        "meeting_quality:cohesion": None,
    }


def test_four_quality_forms_give_no_mean() -> None:
    facts = replace(NOTHING, quality=(("cohesion", ((4, 4),)),))
    assert tuple(meeting_quality(facts)) == (Measure("meeting_quality", None, None, None),)
