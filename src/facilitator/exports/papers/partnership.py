"""Makes the brief of one partner, and the year of a partnership on one page, in words that may leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from facilitator.clock import local
from facilitator.exports.extract import THERE, Extract, Record, day_of, moment_of
from facilitator.exports.minutes.build import asked_of, decided_of, goal_of, promise_of
from facilitator.exports.minutes.model import GoalRead, Said
from facilitator.exports.papers.model import Brief, Head, Kept, Year
from facilitator.exports.papers.side import day_met, organisation_side
from facilitator.exports.voices import voices
from facilitator.model import across
from facilitator.model.across import FeedbackFacts, Period, PromiseFacts, Ratio, Times

FILES = frozenset(
    {
        *("partnerships", "groups", "organisations", "people", "meetings", "attendance", "turns", "questions"),
        *("decisions", "actions", "action_helpers", "goals", "goal_owners", "goal_readings", "goal_changes"),
        *("feedback", "appreciations", "stories"),
    }
)
"""What these papers are made from."""

_SCHOOL = frozenset({"school", "educator"})
_MOST = 6
"""Decisions, stories and thanks of a year that are printed, the latest; of the others only how many."""


def brief(extract: Extract, organisation_id: str, period: Period, *, language: str) -> Brief:
    """What one organisation gave and got, promised and carried in a period."""
    organisation = extract.of("organisations", id=organisation_id)[0]
    side = organisation_side(extract, organisation)
    held = [it for it in _held(extract, period) if _was_partner(organisation, it)]
    attended = {
        it["meeting_id"] for it in extract.of("attendance") if it["status"] in THERE and it["person_id"] in side.people
    }
    actions = extract.of("actions", partnership_id=organisation["partnership_id"])
    theirs = [it for it in actions if side.has(extract, it, "owner")]
    others = [it for it in actions if side.concerns(extract, it)]
    readable = [it for it in extract.of("goals") if it["id"] in side.goals and it["state"] != "retired"]
    return Brief(
        head=_head(extract, period, language),
        organisation=organisation["name"],
        mission=organisation["mission"],
        since=day_of(organisation["joined_on"]),
        attended=Ratio(sum(it["id"] in attended for it in held), len(held)),
        kept=(_kept("by them", theirs, period), _kept("to them", others, period)),
        given=tuple(promise_of(it) for it in _done(theirs, period)),
        received=tuple(promise_of(it) for it in _done(others, period)),
        open_by=tuple(promise_of(it) for it in theirs if it["state"] == "open"),
        open_to=tuple(promise_of(it) for it in others if it["state"] == "open"),
        goals=tuple(_goal(extract, it, period) for it in readable),
        stories=tuple(
            _story(it)
            for it in _said_in(extract, "stories", period)
            if side.has(extract, it, "speaker") or it["goal_id"] in side.goals
        ),
        thanks=tuple(
            Said("thanks", it["to"], it["text"])
            for it in _said_in(extract, "appreciations", period)
            if side.has(extract, it, "receiver")
        ),
        asked=tuple(asked_of(it) for it in extract.of("questions", state="open") if side.has(extract, it, "asker")),
    )


def year(extract: Extract, period: Period, *, language: str) -> Year:
    """What a partnership did in a period, for one page."""
    held = _held(extract, period)
    decisions = list(_said_in(extract, "decisions", period))
    stories = list(_said_in(extract, "stories", period))
    thanks = list(_said_in(extract, "appreciations", period))
    feedback = [_feedback(it) for it in _said_in(extract, "feedback", period)]
    concerns, days = across.concerns_answered(feedback)
    heard, voices_of = voices(extract, held)
    return Year(
        head=_head(extract, period, language),
        vision=extract.records["partnerships"][0]["vision"],
        meetings=len(held),
        on_time=across.on_time(_times(it) for it in held if it["state"] == "closed"),
        goals=tuple(_goal(extract, it, period) for it in extract.of("goals") if _was_carried(it, period)),
        decisions=tuple(decided_of(extract, it) for it in decisions[-_MOST:]),
        more_decisions=max(0, len(decisions) - _MOST),
        kept=tuple(_sides(extract, period)),
        voices=heard,
        voices_of=voices_of,
        stories=tuple(_story(it) for it in stories[-_MOST:]),
        more_stories=max(0, len(stories) - _MOST),
        thanks=tuple(Said("thanks", it["to"], it["text"]) for it in thanks[-_MOST:]),
        more_thanks=max(0, len(thanks) - _MOST),
        concerns=concerns,
        concern_days=days,
        told_back=across.told_back(feedback),
    )


def _head(extract: Extract, period: Period, language: str) -> Head:
    name = extract.records["partnerships"][0]["name"]
    return Head(extract.level, language, name, name, period.first, period.last)


# Meetings


def _held(extract: Extract, period: Period) -> list[Record]:
    return [it for it in extract.of("meetings") if it["started_at"] and day_met(it) in period]


def _was_partner(organisation: Record, meeting: Record) -> bool:
    joined, left, day = day_of(organisation["joined_on"]), day_of(organisation["left_on"]), day_met(meeting)
    return (joined is None or joined <= day) and (left is None or day <= left)


def _times(meeting: Record) -> Times:
    planned = datetime.fromisoformat(meeting["planned_start"])
    began = moment_of(meeting["started_at"]) or planned
    end = planned + timedelta(minutes=int(meeting["planned_minutes"]))
    return Times(planned, end, began, moment_of(meeting["ended_at"]) or end)


def _said_in(extract: Extract, file: str, period: Period) -> Iterable[Record]:
    """What was written down in the period, by the day where people met."""
    zones = {it["id"]: it["time_zone"] for it in extract.of("meetings")}
    for it in extract.of(file):
        if local(datetime.fromisoformat(it["at"]), zones[it["meeting_id"]]).date() in period:
            yield it


def _story(row: Record) -> Said:
    return Said("story", row["speaker"], row["text"])


# Goals and promises


def _goal(extract: Extract, goal: Record, period: Period) -> GoalRead:
    """A goal with its readings up to the end of the period."""
    it = goal_of(extract, goal)
    readings = tuple((day, value) for day, value in it.readings if day <= period.last)
    current = readings[-1][1] if readings else None
    return GoalRead(
        it.statement, it.state, it.owners, it.measure, it.unit, it.baseline, current, it.target, it.due, readings
    )


def _was_carried(goal: Record, period: Period) -> bool:
    agreed = day_of(goal["agreed_on"]) or day_of(goal["started_on"])
    return goal["state"] != "retired" and (agreed is None or agreed <= period.last)


def _kept(name: str, actions: Iterable[Record], period: Period) -> Kept:
    facts = (PromiseFacts(day_of(it["due_first"]), it["state"], day_of(it["done_on"]), it["reason"]) for it in actions)
    kept = across.promises_kept(facts, period)
    return Kept(name, kept.kept, kept.dropped)


def _sides(extract: Extract, period: Period) -> Iterable[Kept]:
    """Promises kept by the school, by its partners, and by whoever's group is not told."""
    groups = {it["key"] for it in extract.of("groups")}
    sides: tuple[tuple[str, Collection[str]], ...] = (
        ("by the school", _SCHOOL),
        ("by its partners", groups - _SCHOOL),
    )
    by_group = [(name, [it for it in extract.of("actions") if it["owner_group"] in keys]) for name, keys in sides]
    rest = [it for it in extract.of("actions") if it["owner_group"] not in groups]
    if extract.level != "chatham":
        yield from (_kept(name, actions, period) for name, actions in by_group)
    others = _kept("by all of us" if extract.level == "chatham" else "by others", rest, period)
    if others.ratio.lower or others.dropped or extract.level == "chatham":
        yield others


def _done(actions: Iterable[Record], period: Period) -> list[Record]:
    return [it for it in actions if it["state"] == "done" and day_of(it["done_on"]) in period]


def _feedback(row: Record) -> FeedbackFacts:
    raised = datetime.fromisoformat(row["at"]).date()
    return FeedbackFacts(row["kind"], raised, row["state"], day_of(row["told_back_on"]))
