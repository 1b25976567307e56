"""What is written down while a meeting runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from facilitator.frozen import frozen
from facilitator.model.people import Party

NoteKind = Literal["note", "said", "paraphrase", "summary", "question"]
Visibility = Literal["shared", "private", "restricted"]


@frozen
class Item:
    """One line of a step's record as the meeting screen lists it, whatever table it stands in.

    `table` and `id` name the record. `kind` is one of `note said paraphrase summary question` (a note), `asked` (a
    question that needs an answer), `action`, `decision`, `parked`, `appreciation`, `concern`, `plus`, `delta`.
    `word` is the state to show at the end of the row: `waiting`, `yes`, `corrected`, a tag, a due date.
    """

    table: str
    id: str
    step_id: str
    at: datetime
    kind: str
    text: str
    party: Party | None = None
    visibility: Visibility = "shared"
    number: int | None = None
    word: str = ""
    is_waiting: bool = False
    """Something is still to be done with it: a paraphrase without its yes, a name nobody knows, an owner missing."""


@frozen
class Note:
    """A listening note."""

    id: str
    meeting_id: str
    step_id: str
    at: datetime
    kind: NoteKind
    text: str
    speaker: Party | None = None
    is_open_question: bool | None = None
    confirmed: Literal["yes", "corrected", ""] = ""
    correction: str = ""
    visibility: Visibility = "shared"
    tags: tuple[str, ...] = ()
    orid: str = ""
    goal_id: str | None = None


@frozen
class Question:
    """A question somebody asked that needs an answer. `state` is `open answered dropped`."""

    id: str
    meeting_id: str
    step_id: str
    number: int
    at: datetime
    text: str
    asked_by: Party | None = None
    state: str = "open"
    answer: str = ""
    answered_at: datetime | None = None


@frozen
class Parked:
    """A topic for later. `state` is `parked scheduled closed`."""

    id: str
    meeting_id: str
    step_id: str
    at: datetime
    text: str
    raised_by: Party | None = None
    state: str = "parked"
    outcome: str = ""


@frozen
class Appreciation:
    """Thanks to somebody, or a success with nobody named."""

    id: str
    meeting_id: str
    step_id: str
    at: datetime
    text: str
    to: Party | None = None


@frozen
class Feedback:
    """What the room says about its meetings. `kind` is `plus delta concern`.

    `state` is `heard considered changed not_changed`.
    """

    id: str
    meeting_id: str
    step_id: str
    at: datetime
    kind: str
    text: str
    group: str = ""
    state: str = "heard"
    told_back_on: date | None = None


@frozen
class Rating:
    """How many gave one score to one item. Tallies, not people."""

    instrument: str
    item: str
    group: str
    score: int
    count: int
