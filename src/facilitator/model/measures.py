"""What the figures of one meeting say, with their formulas.

Every measure keeps its numerator and denominator, so that a reader can judge how much stands behind it.
Nothing is rounded here, nothing ranks a person, and there is no overall score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from facilitator.frozen import frozen

LISTENING = frozenset({"reflections_per_question", "share_open", "heard_right", "checked", "facilitator_share"})
"""Measures that describe the facilitator: private, and out of exports unless chosen."""

QUALITY_SCORES = range(1, 6)
"""Scores of the Meeting Effectiveness Inventory (Goodman, Wandersman et al. 1996), 1 poor to 5 excellent.

Its conflict item also has a code 6, *there was no conflict*, which is no score.
"""

LEAST_FORMS = 5
"""Fewer quality forms than this give no mean: they would point at people."""

LEAST_PRESENT = 3
"""Groups with fewer people present are merged in anything that leaves the program."""

OTHER = "other"
"""The key of the merged groups."""


@frozen
class Measure:
    """One figure. `value` is numerator ÷ denominator, None where there is nothing to divide by.

    A figure that is no ratio, such as minutes, has its value as numerator and no denominator; a median has
    the number of answers as denominator and no numerator. After a colon the name says of which group,
    decision or item.
    """

    name: str
    numerator: float | None
    denominator: float | None
    value: float | None


@frozen
class StepTime:
    """Minutes of a step that was not skipped; `actual` leaves pauses out."""

    planned: float
    actual: float


@frozen
class GroupVoice:
    """A stakeholder group in one meeting. The key is empty for people whose group nobody noted.

    `people` are those present by name and `heard` those of them with a turn; `head_count` are those only
    counted. `turns` are the group's turns, whoever took them.
    """

    key: str
    people: int = 0
    heard: int = 0
    head_count: int = 0
    turns: int = 0

    @property
    def present(self) -> int:
        """Everybody of the group who was there."""
        return self.people + self.head_count


@frozen
class DecisionFacts:
    """A decision. `tally` counts its levels in order (gradients 1 to 8, fist 0 to 5) or is empty."""

    number: int
    method: str
    tally: tuple[int, ...] = ()
    open_objections: int = 0
    has_review_date: bool = False


@frozen
class MeetingFacts:
    """What the measures of a meeting are made of.

    `confirmed` and `corrected` count paraphrases that were answered. `turns_by_person` holds one number for
    each person present, zeros kept, in no order, and is None where the room did not agree to it. `outcomes`
    counts the done steps whose required record exists. `ratings` counts the time-worth scores 0 to 4.
    `quality` holds, for each item of the meeting-quality form, pairs of score and count.
    """

    planned_start: datetime
    planned_end: datetime
    started_at: datetime | None
    ended_at: datetime | None
    steps: tuple[StepTime, ...] = ()
    paraphrases: int = 0
    summaries: int = 0
    open_questions: int = 0
    closed_questions: int = 0
    confirmed: int = 0
    corrected: int = 0
    groups: tuple[GroupVoice, ...] = ()
    turns_by_person: tuple[int, ...] | None = None
    facilitator_turns: int = 0
    decisions: tuple[DecisionFacts, ...] = ()
    outcomes: int = 0
    steps_done: int = 0
    ratings: tuple[int, ...] = (0, 0, 0, 0, 0)
    quality: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()


def after_meeting(facts: MeetingFacts) -> tuple[Measure, ...]:
    """Every measure of a meeting, always in the same order: time, listening, voices, agreement, the rest."""
    by_person = facts.turns_by_person
    return (
        start_delay(facts),
        end_overrun(facts),
        pacing_accuracy(facts.steps),
        *listening(facts),
        *voices(facts.groups),
        evenness_by_group(facts.groups) if by_person is None else evenness(by_person),
        facilitator_share(facts),
        *(measure for decision in sorted(facts.decisions, key=lambda it: it.number) for measure in agreement(decision)),
        _ratio("step_outcomes", facts.outcomes, facts.steps_done),
        *time_worth(facts.ratings),
        *meeting_quality(facts),
    )


def start_delay(facts: MeetingFacts) -> Measure:
    """Actual start − planned start, in minutes; negative when early."""
    return _minutes_between("start_delay_minutes", facts.planned_start, facts.started_at)


def end_overrun(facts: MeetingFacts) -> Measure:
    """Actual end − planned end, in minutes; negative when early."""
    return _minutes_between("end_overrun_minutes", facts.planned_end, facts.ended_at)


def pacing_accuracy(steps: Sequence[StepTime]) -> Measure:
    """max(0, 1 − Σ|actual − planned| ÷ Σ planned)."""
    planned = sum(step.planned for step in steps)
    missed = sum(abs(step.actual - step.planned) for step in steps)
    return _ratio("pacing_accuracy", max(0.0, planned - missed), planned)


def listening(facts: MeetingFacts) -> tuple[Measure, ...]:
    """How the facilitator listened: reflections per question, share open, heard right, checked.

    A paraphrase that was corrected is checking that worked, so `checked` counts it like one that was
    confirmed.
    """
    questions = facts.open_questions + facts.closed_questions
    answered = facts.confirmed + facts.corrected
    return (
        _ratio("reflections_per_question", facts.paraphrases + facts.summaries, questions),
        _ratio("share_open", facts.open_questions, questions),
        _ratio("heard_right", facts.confirmed, answered),
        _ratio("checked", answered, facts.paraphrases),
    )


def voices(groups: Sequence[GroupVoice]) -> tuple[Measure, ...]:
    """Who was heard, over all and by group, and each group's share of the turns over its share of the room.

    `voices_heard` leaves people who were only counted out of the denominator: nobody can tell which of them
    spoke.
    """
    ordered = sorted((group for group in groups if group.key), key=lambda group: group.key)
    turns, present = sum(group.turns for group in groups), sum(group.present for group in groups)
    return (
        _ratio("voices_heard", sum(group.heard for group in groups), sum(group.people for group in groups)),
        *(_ratio(f"voices_heard:{group.key}", group.heard, group.people) for group in ordered if group.people),
        *(
            _proportion(f"voice_by_group:{group.key}", (group.turns, turns), (group.present, present))
            for group in ordered
            if group.present or group.turns
        ),
    )


def evenness(turns: Sequence[float], name: str = "evenness") -> Measure:
    """How evenly turns are spread: 1 all alike, 0 one speaks; None under three or without a turn.

    1 − G·n ÷ (n − 1) with the Gini coefficient G = 2Σ i·x₍ᵢ₎ ÷ (nΣx) − (n + 1) ÷ n, x ascending, which comes
    to 2Σ (n − i)·x₍ᵢ₎ ÷ ((n − 1)Σx).
    """
    count = len(turns)
    if count < 3:
        return Measure(name, None, None, None)
    weighted = sum((count - i) * x for i, x in enumerate(sorted(turns), start=1))
    return _ratio(name, 2 * weighted, (count - 1) * sum(turns))


def evenness_by_group(groups: Sequence[GroupVoice]) -> Measure:
    """Evenness over the groups' turns per head, where turns are not counted by person."""
    return evenness([group.turns / group.present for group in groups if group.present], "evenness_by_group")


def facilitator_share(facts: MeetingFacts) -> Measure:
    """The facilitator's turns ÷ all turns."""
    turns = sum(group.turns for group in facts.groups)
    return _ratio("facilitator_share", facts.facilitator_turns, facts.facilitator_turns + turns)


def agreement(decision: DecisionFacts) -> tuple[Measure, ...]:
    """How far people stand behind a decision; nothing where nobody counted.

    Gradients give `agreement_support`, `agreement_warm` and `agreement_open`, abstentions (level 4) left out,
    and never a mean: the levels are no scale. Fist gives the lowest hand shown. Consent gives 1 when no
    objection is open and a review date is set, else 0.
    """
    number, counts = decision.number, decision.tally
    if decision.method == "consent":
        stands = decision.open_objections == 0 and decision.has_review_date
        return (_ratio(f"consent:{number}", int(stands), 1),)
    if decision.method == "fist" and any(counts):
        lowest = next(level for level, count in enumerate(counts) if count)
        return (_plain(f"fist_min:{number}", lowest),)
    if decision.method == "gradients" and len(counts) == 8 and any(counts):
        n1, n2, n3, n4, n5, n6, n7, n8 = counts
        counted = sum(counts) - n4
        return (
            _ratio(f"agreement_support:{number}", n1 + n2 + n3 + n6, counted),
            _ratio(f"agreement_warm:{number}", n1 + n2, counted),
            _ratio(f"agreement_open:{number}", n5 + n7 + n8, counted),
        )
    return ()


def time_worth(ratings: Sequence[int]) -> tuple[Measure, Measure]:
    """The share of time-worth ratings of 2 or more out of 0 to 4, and their median."""
    scores = [score for score, count in enumerate(ratings) for _ in range(count)]
    return (
        _ratio("time_worth", sum(ratings[2:]), len(scores)),
        Measure("time_worth_median", None, len(scores), median(scores)),
    )


def meeting_quality(facts: MeetingFacts) -> Iterator[Measure]:
    """The mean over the items of the meeting-quality form and each item's own, from `LEAST_FORMS` forms on.

    Nothing where no form was filled in. *No conflict* (6) is left out of the mean.
    """
    forms = max((sum(count for _, count in counts) for _, counts in facts.quality), default=0)
    if forms == 0:
        return
    items = []
    for item, counts in facts.quality:
        scored = [(score, count) for score, count in counts if score in QUALITY_SCORES]
        total, answers = sum(score * count for score, count in scored), sum(count for _, count in scored)
        items.append(_ratio(f"meeting_quality:{item}", total, answers))
    if forms < LEAST_FORMS:
        yield Measure("meeting_quality", None, None, None)
        return
    means = [item.value for item in items if item.value is not None]
    yield _ratio("meeting_quality", sum(means), len(means))
    yield from items


def large_groups(sizes: Mapping[str, int], fewest: int = LEAST_PRESENT) -> set[str]:
    """The groups that keep their own figures; the others are merged, with the next smallest while they are too few."""
    by_size = sorted(sizes, key=lambda group: (sizes[group], group))
    large = [group for group in by_size if sizes[group] >= fewest]
    others = sum(sizes[group] for group in by_size if sizes[group] < fewest)
    while large and 0 < others < fewest:
        others += sizes[large.pop(0)]
    return set(large)


def _ratio(name: str, numerator: float, denominator: float) -> Measure:
    return Measure(name, numerator, denominator, numerator / denominator if denominator else None)


def _plain(name: str, value: float | None) -> Measure:
    return Measure(name, value, None, value)


def _proportion(name: str, upper: tuple[int, int], lower: tuple[int, int]) -> Measure:
    """One share over another; the value from the whole numbers, so that 3/40 over 5/20 is 0.3 exactly."""
    if not upper[1] or not lower[1]:
        return Measure(name, None, None, None)
    bottom = upper[1] * lower[0]
    value = upper[0] * lower[1] / bottom if bottom else None
    return Measure(name, upper[0] / upper[1], lower[0] / lower[1], value)


def _minutes_between(name: str, planned: datetime, actual: datetime | None) -> Measure:
    return _plain(name, (actual - planned).total_seconds() / 60 if actual is not None else None)


def median(scores: Sequence[float]) -> float | None:
    """The middle of scores in ascending order, the mean of the two middle ones of an even number."""
    if not scores:
        return None
    middle = len(scores) // 2
    return float(scores[middle]) if len(scores) % 2 else (scores[middle - 1] + scores[middle]) / 2
