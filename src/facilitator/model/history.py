"""What the history shows: acts, what each changed, and in which words."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from facilitator.frozen import frozen
from facilitator.model.screens import PROGRAM

Value = str | int | float | None
"""What a field holds."""


@frozen
class Scope:
    """Which acts are meant: those of a `meeting`, of a `partnership`, to one `record` of a table, or all."""

    kind: Literal["all", "meeting", "partnership", "record"] = "all"
    id: str = ""
    table: str = ""


@frozen
class Deed:
    """One act as a list shows it. `about` names the record it was about where its name does not say, or is empty.

    `taken_back` is the moment it was taken back, None while it stands.
    """

    id: int
    name: str
    at: datetime
    origin: str
    device: str
    meeting_id: str | None
    meeting: str
    about: str
    taken_back: datetime | None
    is_final: bool


@frozen
class Turn:
    """A moment at which an act was taken back or done again, and where."""

    at: datetime
    origin: str
    device: str
    is_undo: bool


@frozen
class Changed:
    """A field of one record before and after. `old` and `new` are as the file holds them, references by name."""

    field: str
    old: Value
    new: Value


@frozen
class ChangedRecord:
    """One record that an act added, changed or took away; `called` is its name or its first words."""

    table: str
    op: Literal["insert", "update", "delete"]
    called: str
    fields: tuple[Changed, ...]


KINDS = {
    "action": "promise",
    "action_helper": "helper of a promise",
    "appreciation": "thanks",
    "attendance": "attendance",
    "consent": "consent",
    "decision": "decision",
    "decision_concern": "concern with a decision",
    "feedback": "feedback",
    "goal": "goal",
    "goal_change": "agreed change of a goal",
    "goal_owner": "who carries a goal",
    "goal_reading": "goal reading",
    "measure": "figure",
    "meeting": "meeting",
    "meeting_event": "history of the meeting",
    "norm": "group agreement",
    "note": "note",
    "organisation": "organisation",
    "parked": "parked topic",
    "partnership": "partnership",
    "person": "person",
    "question": "question",
    "queue_entry": "speaking queue",
    "rating": "rating",
    "setting": "setting",
    "stakeholder_group": "group",
    "step": "step",
    "stretch": "clock",
    "tag": "tag",
    "turn": "turns",
}
"""What a row of each table is called."""

_PARTIES = {
    "asker": "asked by",
    "helper": "helper",
    "owner": "owner",
    "raiser": "raised by",
    "receiver": "to",
    "speaker": "whose",
}
_FIELDS = {
    "agreed_on": "agreed on",
    "answered_at": "answered",
    "at": "when",
    "baseline": "starts at",
    "by_whom": "answered by",
    "cadence": "meets",
    "called_at": "had the word",
    "confirmed": "heard right",
    "correction": "what they meant",
    "count": "how many",
    "counts_by_person": "turns counted by person",
    "created_at": "promised",
    "current_step_id": "step in hand",
    "data_statement": "what is written down",
    "due": "by when",
    "due_first": "first promised for",
    "due_words": "by when, in words",
    "fixed_start": "begins at",
    "floor_minutes": "at least, minutes",
    "from_date": "from",
    "group_key": "group",
    "groups_absent": "affected but absent",
    "groups_present": "groups in the room",
    "head_count": "heads",
    "heard": "was heard",
    "is_active": "takes part",
    "is_family": "parents and guardians",
    "is_minor": "a child",
    "is_open_question": "open question",
    "is_priority_voice": "a voice to hear more",
    "is_restricted": "restricted",
    "is_student": "pupils",
    "key": "short name",
    "may_be_named": "may be named",
    "next_meeting_on": "next meeting",
    "next_review": "looked at again",
    "on_date": "day",
    "orid": "level",
    "planned_minutes": "planned minutes",
    "planned_start": "planned for",
    "position": "place in the order",
    "retention_months": "kept for, months",
    "review_on": "looked at again",
    "started_at": "began",
    "started_on": "first day",
    "tally": "counts",
    "target": "aims at",
    "template_key": "template",
    "template_version": "version of the template",
    "text": "words",
    "time_zone": "time zone",
    "told_back_on": "told back on",
    "until": "last day",
    "usual_place": "usual place",
    "vision_affirmed_on": "vision affirmed on",
}
_YES_OR_NO = frozenset({"counts_by_person", "heard"})


def field_label(field: str) -> str:
    """What a column is called; one without a name of its own by its words."""
    prefix = field.partition("_")[0]
    if prefix in _PARTIES and field.endswith(("_person_id", "_organisation_id", "_group", "_text")):
        return _PARTIES[prefix]
    return _FIELDS.get(field) or field.removesuffix("_id").replace("_", " ")


def is_yes_or_no(field: str) -> bool:
    """Whether 0 and 1 of a column mean no and yes."""
    return field.startswith("is_") or field in _YES_OR_NO


_ORIGINS = {"screen": "first screen", "cli": "command line", "second": "second terminal", PROGRAM: "the program"}


def origin_words(origin: str, own: str) -> str:
    """Where an act was done, as the reader at `own` calls it."""
    if origin == own:
        return "this screen"
    return _ORIGINS.get(origin, origin)
