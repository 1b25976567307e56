"""Makes a half-page for each partner nobody of whom was at a meeting, in words that may leave."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.exports.extract import THERE, Extract, Record
from facilitator.exports.minutes.build import asked_of, decided_of, goal_of, promise_of
from facilitator.exports.minutes.model import Asked, Said
from facilitator.exports.papers.model import Head, Missed, MissedPages
from facilitator.exports.papers.side import Side, day_met, next_meeting, organisation_side, told_apart
from facilitator.exports.papers.slips import open_before, open_questions_before

_EXPECTED = frozenset({"expected", "apologies", "absent"})


def missed(meeting_record: Extract, partnership_record: Extract, *, language: str) -> MissedPages:
    """A half-page for each organisation of which somebody was expected and nobody was there.

    `partnership_record` is as for slips.
    """
    here = meeting_record
    meeting = here.records["meetings"][0]
    absent = sorted(_absent(here), key=lambda it: (it["name"], it["id"]))
    names = told_apart(it["name"] for it in absent)
    return MissedPages(
        Head(
            level=here.level,
            language=language,
            partnership=here.records["partnerships"][0]["name"],
            title=meeting["title"],
            day=day_met(meeting),
        ),
        tuple(_page(here, partnership_record, meeting, it, name) for it, name in zip(absent, names, strict=True)),
        tuple(decided_of(here, it) for it in here.of("decisions")),
        next_meeting(meeting, partnership_record.of("meetings")),
    )


def _absent(here: Extract) -> Iterator[Record]:
    places = {it["id"]: it["organisation_id"] for it in here.of("people")}
    by_status = [(it["status"], places.get(it["person_id"], "")) for it in here.of("attendance")]
    there = {place for status, place in by_status if status in THERE}
    expected = {place for status, place in by_status if status in _EXPECTED}
    return (it for it in here.of("organisations") if it["id"] in expected - there)


def _page(here: Extract, before: Extract, meeting: Record, organisation: Record, name: str) -> Missed:
    side = organisation_side(here, organisation)
    carried = [it for it in here.of("goals") if it["id"] in side.goals and it["state"] != "retired"]
    theirs = [it for it in here.of("actions") if side.has(here, it, "owner")]
    earlier = [it for it in open_before(before, meeting) if side.has(before, it, "owner")]
    return Missed(
        whose=name,
        goals=tuple(goal_of(here, it) for it in carried),
        said=tuple(_said(here, side)),
        answered=tuple(asked_of(it) for it in here.of("questions", state="answered") if _is_theirs(here, side, it)),
        by_them=tuple(promise_of(it) for it in (*theirs, *earlier)),
        for_them=tuple(promise_of(it) for it in here.of("actions") if side.concerns(here, it)),
        question=_question(here, before, meeting, side),
    )


def _said(here: Extract, side: Side) -> Iterator[Said]:
    """Summaries of their goals and of what names them, and topics of theirs that were parked."""
    steps = {it["id"] for it in here.of("steps") if it["goal_id"] in side.goals}
    for it in here.of("notes", kind="summary"):
        if it["goal_id"] in side.goals or it["step_id"] in steps or side.is_named_in(it["text"]):
            yield Said("summary", "", it["text"])
    for it in here.of("parked", state="parked"):
        if it["goal_id"] in side.goals or side.has(here, it, "raiser") or side.is_named_in(it["text"]):
            yield Said("parked", "", it["text"])


def _is_theirs(extract: Extract, side: Side, question: Record) -> bool:
    return side.has(extract, question, "asker") or side.is_named_in(question["text"])


def _question(here: Extract, before: Extract, meeting: Record, side: Side) -> Asked | None:
    """One open question to answer: one that names them, of this meeting first, else one about a goal they carry."""
    now, earlier = here.of("questions", state="open"), list(open_questions_before(before, meeting))
    naming = (it for it in (*now, *earlier) if side.is_named_in(it["text"]))
    steps = {it["id"] for it in here.of("steps") if it["goal_id"] in side.goals}
    about = (it for it in now if it["step_id"] in steps and not side.has(here, it, "asker"))
    found = next(naming, None) or next(about, None)
    return asked_of(found) if found else None
