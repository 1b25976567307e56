"""Which records are one person's or one organisation's: for papers that are handed to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from facilitator.clock import local
from facilitator.exports.extract import Extract, Record, day_of, moment_of
from facilitator.exports.papers.model import NextMeeting
from facilitator.frozen import frozen
from facilitator.model.text import folded_words


@frozen
class Side:
    """One person, or one organisation with its people, and the goals it carries, by ids.

    `name` is the name that may stand in words about them, empty where they may not be named.
    """

    people: frozenset[str] = frozenset()
    organisation: str = ""
    goals: frozenset[str] = frozenset()
    name: str = ""

    def has(self, extract: Extract, record: Record, prefix: str) -> bool:
        """Whether a record is theirs as its `owner`, `helper`, `asker`, `raiser`, `receiver` or `speaker`."""
        return any(
            it.person_id in self.people or (it.organisation_id and it.organisation_id == self.organisation)
            for it in extract.whose.get((record["id"], prefix), ())
        )

    def is_named_in(self, words: str) -> bool:
        """Whether their whole name stands in `words`."""
        wanted, met = folded_words(self.name), folded_words(words)
        size = len(wanted)
        return size > 0 and any(met[at : at + size] == wanted for at in range(len(met) - size + 1))

    def concerns(self, extract: Extract, action: Record) -> bool:
        """Whether somebody else's promise is one to them: with their help, for their goal, or with their name."""
        return not self.has(extract, action, "owner") and (
            self.has(extract, action, "helper") or action["goal_id"] in self.goals or self.is_named_in(action["text"])
        )


def person_side(extract: Extract, person: Record) -> Side:
    """One person."""
    return Side(people=frozenset({person["id"]}), name=person["name"] if person["id"] in extract.named else "")


def organisation_side(extract: Extract, organisation: Record) -> Side:
    """One organisation."""
    return Side(
        people=frozenset(it["id"] for it in extract.of("people", organisation_id=organisation["id"])),
        organisation=organisation["id"],
        goals=frozenset(it["goal_id"] for it in extract.of("goal_owners", organisation_id=organisation["id"])),
        name=organisation["name"] if organisation["id"] in extract.named else "",
    )


def day_met(meeting: Record) -> date:
    """The day a meeting was held, or is planned for, where people meet."""
    at = moment_of(meeting["started_at"]) or datetime.fromisoformat(meeting["planned_start"])
    return local(at, meeting["time_zone"]).date()


def next_meeting(meeting: Record, meetings: Iterable[Record]) -> NextMeeting | None:
    """When people meet after `meeting`: on the date agreed at its close, else at the next one planned."""
    agreed = day_of(meeting["next_meeting_on"])
    later = sorted(
        (it for it in meetings if it["planned_start"] > meeting["planned_start"] and it["id"] != meeting["id"]),
        key=lambda it: it["planned_start"],
    )
    for it in later:
        start = local(datetime.fromisoformat(it["planned_start"]), it["time_zone"])
        if agreed in (None, start.date()):
            return NextMeeting(start.date(), f"{start:%H:%M}", " ".join(it["place"].split()))
    return NextMeeting(agreed) if agreed else None


def told_apart(labels: Iterable[str]) -> list[str]:
    """The labels, numbered where several are alike: `parent (1 of 2)`."""
    labels = list(labels)
    met: dict[str, int] = {}
    found = []
    for label in labels:
        alike = labels.count(label)
        met[label] = met.get(label, 0) + 1
        found.append(f"{label} ({met[label]} of {alike})" if alike > 1 else label)
    return found
