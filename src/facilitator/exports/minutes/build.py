"""Makes the minutes of one meeting from what may leave of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from facilitator.clock import local
from facilitator.exports.extract import Extract, Record, day_of, moment_of, number_of, several
from facilitator.exports.minutes.model import (
    Asked,
    Decided,
    GoalRead,
    Minutes,
    Party,
    Promise,
    Said,
    StepHeld,
    Voices,
)
from facilitator.exports.names import FACILITATOR, ONE_OF_US
from facilitator.exports.voices import voices
from facilitator.model.when import full_date

_THERE = frozenset({"present", "late", "left"})
_TOLD_STATES = {
    "draft": "planned",
    "ready": "planned",
    "running": "still running",
    "paused": "still running",
    "closed": "",
}
_STEP_STATES = {"skipped": "left out", "moved": "moved to the next meeting", "waiting": "not begun"}
_KINDS = {"note": "noted", "said": "said", "paraphrase": "given back", "question": "asked"}
_SCORES = range(5)
_SOMEBODY = "somebody"
_OTHERS = "others"
_IN_FULL = {
    "consent": "by consent",
    "fist": "by fist to five",
    "gradients": "by gradients of agreement",
    "majority": "by majority",
}
_RESULTS = {"agreed": "Agreed", "not_agreed": "Not agreed", "open": "Left open"}


def minutes(extract: Extract, *, language: str, with_notes: bool = False) -> Minutes:
    """The minutes of the one meeting in `extract`.

    `with_notes` adds what was noted and said, in the step it was said in; summaries, thanks, decisions, promises and
    open questions are always there.
    """
    meeting = extract.records["meetings"][0]
    zone = meeting["time_zone"]
    began = moment_of(meeting["started_at"])
    ended = moment_of(meeting["ended_at"])
    planned = datetime.fromisoformat(meeting["planned_start"])
    start = local(began or planned, zone)
    end = local(ended or (began or planned) + timedelta(minutes=int(meeting["planned_minutes"])), zone)
    questions = [asked_of(it) for it in extract.of("questions")]
    states = [it["state"] for it in extract.of("questions")]
    return Minutes(
        level=extract.level,
        language=language,
        partnership=extract.records["partnerships"][0]["name"],
        title=meeting["title"],
        day=start.date(),
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
        place=place_of(meeting),
        facilitator=facilitator_of(meeting),
        purpose=meeting["purpose"],
        state=_TOLD_STATES[meeting["state"]],
        is_restricted=meeting["is_restricted"] == "true" and extract.level != "full",
        present=_parties(extract, _THERE),
        guests=_parties(extract, {"guest"}),
        apologies=_parties(extract, {"apologies"}),
        decisions=tuple(decided_of(extract, it) for it in extract.of("decisions")),
        promises=tuple(promise_of(it) for it in extract.of("actions")),
        goals=tuple(goal_of(extract, it) for it in extract.of("goals") if it["state"] != "retired"),
        steps=tuple(_steps(extract, with_notes=with_notes)),
        open_questions=tuple(it for it, state in zip(questions, states, strict=True) if state == "open"),
        answered=tuple(it for it, state in zip(questions, states, strict=True) if state == "answered"),
        parked=tuple(Said("parked", it["raised_by"], it["text"]) for it in extract.of("parked", state="parked")),
        plus=_words(extract.of("feedback", kind="plus")),
        delta=_words(extract.of("feedback", kind="delta")),
        concerns=_words(extract.of("feedback", kind="concern")),
        worth=_worth(extract),
        voices=voices(extract, (meeting,))[0],
        next_on=day_of(meeting["next_meeting_on"]),
        norms=_words(it for it in extract.of("norms") if _holds(it, start.date())),
    )


def place_of(meeting: Record) -> str:
    """Where a meeting is; nothing where an organisation in it may not be named: `one of us, room 2` is no place."""
    return meeting["place"] if ONE_OF_US not in meeting["place"] else ""


def facilitator_of(meeting: Record) -> str:
    """Who facilitates, where that name may leave."""
    return meeting["facilitator"] if meeting["facilitator"] != FACILITATOR else ""


# Who was there


def _parties(extract: Extract, statuses: Iterable[str]) -> tuple[Party, ...]:
    """People by organisation, those without one by stakeholder group; head-counts with their group."""
    named: dict[str, list[str]] = defaultdict(list)
    counted: dict[str, int] = defaultdict(int)
    for row in extract.of("attendance"):
        if row["status"] not in statuses:
            continue
        if row["name"]:
            place = row["organisation"] or extract.plural(row["group"]) or _SOMEBODY
            label = extract.label(row["group"])
            name = _role(row["name"], row["organisation"] or label)
            if name in (place, label, _SOMEBODY):
                counted[place] += 1
            else:
                named[place].append(name)
        else:
            # An empty count was hidden: that many would tell who they were.
            counted[extract.plural(row["group"])] += int(row["head_count"] or 0)
    places = dict.fromkeys((*named, *(group for group in counted if group)))
    return tuple(Party(place, tuple(named[place]), counted[place]) for place in places)


def _role(name: str, place: str) -> str:
    """A label such as `nurse, Northside High` without the place under which it stands."""
    return name.removesuffix(f", {place}")


# What came out


def decided_of(extract: Extract, row: Record) -> Decided:
    """A decision, from its record."""
    tally = tuple(int(count) for count in several(row["tally"]))
    return Decided(
        number=int(row["number"]),
        text=row["text"],
        standing=standing(row["method"], tally, row["result"]),
        concerns=several(row["concerns"]),
        present=tuple(extract.plural(key) for key in several(row["groups_present"])),
        absent=tuple(extract.plural(key) for key in several(row["groups_absent"])),
        reason=row["reason"],
        review_on=day_of(row["review_on"]),
    )


def standing(method: str, tally: tuple[int, ...], result: str) -> str:
    """What came out and how, for people who were not there: `Agreed by fist to five: 13 of 15 showed 4 or 5`."""
    words = " ".join(part for part in (_RESULTS[result], _IN_FULL.get(method, "")) if part)
    if not any(tally):
        return words  # hidden, or nobody counted
    total = sum(tally)
    if method == "fist":
        low = sum(tally[:3])
        return f"{words}: {sum(tally[4:])} of {total} showed 4 or 5{f', {low} less than 3' if low else ''}"
    if method == "gradients":
        behind, blocks = sum(tally[level] for level in (0, 1, 2, 5)), tally[7]
        return f"{words}: {behind} of {total - tally[3]} support it{f', {blocks} block' if blocks else ''}"
    return words


def promise_of(row: Record) -> Promise:
    """A promise, from its record."""
    due, first = day_of(row["due"]), day_of(row["due_first"])
    return Promise(
        number=int(row["number"]),
        text=row["text"],
        owner=row["owner"],
        helpers=_helpers(row["owner"], several(row["helpers"]), row["text"]),
        due=due,
        due_words=row["due_words"],
        first_due=first if first != due else None,
        state=row["state"],
        reason=row["reason"],
    )


def _helpers(owner: str, helpers: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Those whom the words do not name already, each label once, and none by the owner's.

    Nobody is told by `one of us with one of us`, or by `with Noor Haddad: renew the plans with Noor Haddad`.
    """
    unnamed = (it for it in helpers if not re.search(rf"(?<!\w){re.escape(it)}(?!\w)", text))
    return tuple(dict.fromkeys(_OTHERS if it == owner else it for it in unnamed))


def goal_of(extract: Extract, row: Record) -> GoalRead:
    """A goal with its readings, from its record."""
    readings = extract.of("goal_readings", goal_id=row["id"])
    changes = extract.of("goal_changes", goal_id=row["id"])
    said = [it["note"] for it in readings if it["note"]]
    said += [
        f"{it['field'].replace('_', ' ')} from {it['old'] or 'nothing'} to {it['new'] or 'nothing'}: {it['reason']}"
        for it in changes
        if it["reason"]  # the day of the next review moves on by itself
    ]
    return GoalRead(
        statement=row["statement"],
        state=row["state"].replace("_", " "),
        owners=several(row["owner_organisations"]),
        measure=row["measure"],
        unit=row["unit"],
        baseline=number_of(row["baseline"]),
        current=number_of(row["current"]),
        target=number_of(row["target"]),
        due=day_of(row["due"]),
        readings=extract.history.get(row["id"], ()),
        notes=tuple(said),
    )


def asked_of(row: Record) -> Asked:
    """A question, from its record."""
    return Asked(int(row["number"]), row["asked_by"], row["text"], row["answer"])


# Step by step


def _steps(extract: Extract, *, with_notes: bool) -> Iterator[StepHeld]:
    for row in extract.of("steps"):
        was_held = bool(row["started_at"])
        notes = extract.of("notes", step_id=row["id"])
        yield StepHeld(
            position=int(row["position"]),
            title=row["title"],
            planned_minutes=int(row["planned_minutes"]),
            actual_minutes=round(float(row["active_seconds"]) / 60) if was_held else None,
            state="" if was_held else _STEP_STATES.get(row["state"], ""),
            summaries=_words(it for it in notes if it["kind"] == "summary"),
            thanks=tuple(Said("thanks", it["to"], it["text"]) for it in extract.of("appreciations", step_id=row["id"])),
            lines=tuple(_line(it) for it in notes if it["kind"] != "summary") if with_notes else (),
        )


def _line(row: Record) -> Said:
    kind = _KINDS[row["kind"]]
    if row["confirmed"] == "yes":
        kind += ", confirmed"
    text = f"{row['text']} → {row['correction']}" if row["correction"] else row["text"]
    return Said(kind, row["speaker"], text)


# What people said of the meeting


def _worth(extract: Extract) -> tuple[int, ...]:
    rows = [it for it in extract.of("ratings", instrument="time_worth") if not it["group"]]
    if not rows or not all(it["count"] for it in rows):
        return ()
    return tuple(sum(int(it["count"]) for it in rows if it["score"] == str(score)) for score in _SCORES)


def _words(rows: Iterable[Record]) -> tuple[str, ...]:
    return tuple(row["text"] for row in rows)


def _holds(norm: Record, day: date) -> bool:
    since, until = day_of(norm["from"]), day_of(norm["until"])
    return (since is None or since <= day) and (until is None or day <= until)


def due_of(promise: Promise) -> str:
    """By when, in words: the date in full, `next meeting`, or that there is none."""
    return full_date(promise.due) if promise.due else promise.due_words or "no date yet"


def worth_of(worth: tuple[int, ...]) -> str:
    """How many found the meeting worth their time: `15 answered: 7 gave 4, 7 gave 3, 1 gave 2, of 4`."""
    counts = [f"{count} gave {score}" for score, count in reversed(list(enumerate(worth))) if count]
    return f"{sum(worth)} answered: {', '.join(counts)} (0 is worthless, 4 is superb)"


def party_of(party: Party) -> str:
    """Who of one place, in words: `Northside High: Ana Reyes, 4 others`, `students: 4`."""
    return f"{party.name}: {party.told}" if party.told else party.name


def voice_of(voices: Voices) -> str:
    """How often a group spoke, and how many of it were there: `1 turn, 4 here`."""
    return f"{voices.turns} {'turn' if voices.turns == 1 else 'turns'}, {voices.present} here"
