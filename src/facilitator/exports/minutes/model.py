"""What minutes say, ready to be laid out: words, numbers and dates, with names already as they may leave.

A layout gets nothing but these objects. Whatever is not in them cannot be printed.
"""

from __future__ import annotations

from datetime import date

from facilitator.exports.columns import Level
from facilitator.frozen import frozen


@frozen
class Party:
    """Who of one organisation or stakeholder group: names or labels, and how many more whom nothing tells apart."""

    name: str
    people: tuple[str, ...] = ()
    others: int = 0

    @property
    def told(self) -> str:
        """They in words: `Ana Reyes, nurse, 4 others`; empty where it is hidden how many there were."""
        if not self.others:
            return ", ".join(self.people)
        counted = f"{self.others} {'other' if self.others == 1 else 'others'}" if self.people else str(self.others)
        return ", ".join((*self.people, counted))


@frozen
class Decided:
    """A decision. `standing` says in words how it was made and what came out."""

    number: int
    text: str
    standing: str
    concerns: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    """Stakeholder groups that were in the room."""
    absent: tuple[str, ...] = ()
    """Groups it affects that were not."""
    reason: str = ""
    review_on: date | None = None


@frozen
class Promise:
    """An action: who does what by when. `due_words` stands where there is no date yet."""

    number: int
    text: str
    owner: str
    helpers: tuple[str, ...] = ()
    due: date | None = None
    due_words: str = ""
    first_due: date | None = None
    """The date first promised, where it is another."""
    state: str = "open"
    reason: str = ""


@frozen
class GoalRead:
    """A goal as it stands. `readings` are all values up to this meeting, the oldest first."""

    statement: str
    state: str
    """In words, such as `on track`."""
    owners: tuple[str, ...] = ()
    measure: str = ""
    unit: str = ""
    baseline: float | None = None
    current: float | None = None
    target: float | None = None
    due: date | None = None
    readings: tuple[tuple[date, float], ...] = ()
    notes: tuple[str, ...] = ()
    """What was said with this meeting's readings, and what was changed and why."""


@frozen
class Said:
    """A line: who, and the words. `kind` is in words: `said`, `given back`, `asked`, `noted`."""

    kind: str
    who: str
    text: str


@frozen
class StepHeld:
    """An agenda step and what it left."""

    position: int
    title: str
    planned_minutes: int
    actual_minutes: int | None
    state: str
    """In words, where it was not held: `left out`, `moved to the next meeting`."""
    summaries: tuple[str, ...] = ()
    thanks: tuple[Said, ...] = ()
    lines: tuple[Said, ...] = ()
    """Notes and remarks; only where they were asked for."""

    @property
    def has_record(self) -> bool:
        """It left something to print."""
        return bool(self.summaries or self.thanks or self.lines)


@frozen
class Asked:
    """A question that somebody asked."""

    number: int
    who: str
    text: str
    answer: str = ""


@frozen
class Voices:
    """How often a stakeholder group spoke, and how many of it were there.

    `in_proportion` is its share of the turns over its share of the room: 1 is in proportion. None where nobody spoke.
    """

    group: str
    turns: int
    present: int
    in_proportion: float | None = None


@frozen
class Minutes:
    """The minutes of one meeting."""

    level: Level
    language: str
    partnership: str
    title: str
    day: date
    start: str
    """Local time, such as `15:00`; the planned one while it has not begun."""
    end: str
    place: str
    facilitator: str
    purpose: str
    state: str
    """In words where it is not closed: `still running`."""
    is_restricted: bool = False
    """A repair meeting: its words stay in the room, and are not here."""
    present: tuple[Party, ...] = ()
    guests: tuple[Party, ...] = ()
    apologies: tuple[Party, ...] = ()
    decisions: tuple[Decided, ...] = ()
    promises: tuple[Promise, ...] = ()
    goals: tuple[GoalRead, ...] = ()
    steps: tuple[StepHeld, ...] = ()
    open_questions: tuple[Asked, ...] = ()
    answered: tuple[Asked, ...] = ()
    parked: tuple[Said, ...] = ()
    plus: tuple[str, ...] = ()
    delta: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    worth: tuple[int, ...] = ()
    """How many gave each score of time-worth, 0 to 4; empty where nobody was asked or counts are hidden."""
    voices: tuple[Voices, ...] = ()
    next_on: date | None = None
    """The day of the next meeting, where it is agreed."""
    norms: tuple[str, ...] = ()
    """Group agreements that held on the day."""

    @property
    def naming(self) -> str:
        """How people are named, in a sentence."""
        return _NAMING.get(self.level, "Nobody is named in these minutes.")


_NAMING: dict[Level, str] = {
    "full": "Full record with all names, for the facilitator’s own keeping.",
    "consented": "People are named as each of them agreed to.",
    "chatham": "Written under the Chatham House Rule: nobody is named.",
}
