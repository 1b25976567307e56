"""Which table of the data file the rows of each file of a bundle go to, and how its cells become their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from facilitator.exports.extract import several
from facilitator.frozen import frozen

Cells = Mapping[str, Sequence[str]]
"""The cells of some rows, by column."""
Values = Sequence[str | int | float]
"""Where nothing is, an empty text."""
Field = Callable[[Cells], Values]


@frozen
class Target:
    """Where the rows of one file go. `fields` makes the values of each column of the table from the cells of the rows.

    `counts` is the column that numbers the rows of one meeting; `has_own_id` says that the bundle gives no id. What
    `replaces` is set for stands in an empty data file already.
    """

    file: str
    table: str
    fields: Mapping[str, Field]
    has_own_id: bool = False
    counts: str = ""
    replaces: bool = False


def _text(name: str) -> Field:
    return lambda cells: cells[name]


def _whole(name: str) -> Field:
    return lambda cells: [int(cell) if cell else "" for cell in cells[name]]


def _number(name: str) -> Field:
    return lambda cells: [float(cell) if cell else "" for cell in cells[name]]


def _flag(name: str) -> Field:
    return lambda cells: list(map(_FLAGS.__getitem__, cells[name]))


def _keys(name: str) -> Field:
    return lambda cells: [" ".join(several(cell)) if cell else "" for cell in cells[name]]


def _party(prefix: str, name: str, group: str, who: str) -> dict[str, Field]:
    """The four columns that say whose a record is, from the cells `name`, `group` and the two ids of `who`."""
    ids = f"{who}_person_id", f"{who}_organisation_id"

    def group_of(cells: Cells) -> Values:
        rows = zip(cells[ids[0]], cells[ids[1]], cells[group], strict=True)
        return ["" if person or organisation else key for person, organisation, key in rows]

    def typed(cells: Cells) -> Values:
        rows = zip(cells[ids[0]], cells[ids[1]], cells[group], cells[name], strict=True)
        return ["" if person or organisation or key else words for person, organisation, key, words in rows]

    return {
        f"{prefix}_person_id": _text(ids[0]),
        f"{prefix}_organisation_id": _text(ids[1]),
        f"{prefix}_group": group_of,
        f"{prefix}_text": typed,
    }


def _group_unless_person(cells: Cells) -> Values:
    rows = zip(cells["person_id"], cells["group"], strict=True)
    return ["" if person else key for person, key in rows]


def _plain(texts: str = "", wholes: str = "", numbers: str = "", flags: str = "") -> dict[str, Field]:
    """Fields that are called as their columns are."""
    makers = ((texts, _text), (wholes, _whole), (numbers, _number), (flags, _flag))
    return {name: make(name) for names, make in makers for name in names.split()}


_FLAGS: dict[str, int | str] = {"true": 1, "false": 0, "": ""}
_HEAD = "id meeting_id step_id at"

TARGETS = (
    Target(
        "groups", "stakeholder_group", replaces=True,
        fields=_plain("key label plural", wholes="position", flags="is_family is_student is_priority_voice"),
    ),
    Target("tags", "tag", replaces=True, fields=_plain("key label", wholes="position")),
    Target("settings", "setting", replaces=True, fields=_plain("key value")),
    Target(
        "partnerships", "partnership",
        fields=_plain(
            "id name vision model state cadence usual_place data_statement started_on review_on vision_affirmed_on",
            wholes="retention_months",
        ),
    ),
    Target(
        "organisations", "organisation",
        fields={
            **_plain("id partnership_id name mission joined_on left_on"),
            "group_key": _text("group"),
        },
    ),
    Target(
        "people", "person",
        fields={
            **_plain("id partnership_id name role organisation_id may_be_named", flags="is_minor is_active"),
            "group_key": _text("own_group_key"),
        },
    ),
    Target(
        "consents", "consent",
        fields={
            **_plain("id person_id scope answer until"),
            "on_date": _text("on"),
            "by_whom": _text("by"),
        },
    ),
    Target(
        "norms", "norm",
        fields={**_plain("id partnership_id text until", wholes="position"), "from_date": _text("from")},
    ),
    Target(
        "goals", "goal",
        fields=_plain(
            "id partnership_id statement why measure unit state due started_on agreed_on next_review",
            numbers="baseline target",
        ),
    ),
    Target("goal_owners", "goal_owner", has_own_id=True, fields=_plain("goal_id organisation_id")),
    Target(
        "meetings", "meeting",
        fields={
            **_plain(
                "id partnership_id title state mode place facilitator planned_start time_zone purpose started_at"
                " ended_at current_step_id next_meeting_on",
                wholes="planned_minutes template_version",
                flags="counts_by_person is_restricted",
            ),
            "template_key": _text("template"),
        },
    ),
    Target(
        "steps", "step",
        fields=_plain(
            "id meeting_id kind title state prompt fixed_start started_at ended_at goal_id",
            wholes="position planned_minutes floor_minutes",
        ),
    ),
    Target("stretches", "stretch", fields=_plain("id meeting_id step_id started_at ended_at")),
    Target("meeting_events", "meeting_event", fields=_plain("id meeting_id at event reason")),
    Target(
        "attendance", "attendance", has_own_id=True,
        fields={
            **_plain("meeting_id status mode person_id arrived_at left_at", wholes="head_count"),
            "group_key": _group_unless_person,
        },
    ),
    Target(
        "notes", "note",
        fields={
            **_plain(f"{_HEAD} kind text correction visibility orid confirmed goal_id", flags="is_open_question"),
            "tags": _keys("tags"),
            **_party("speaker", "speaker", "group", "speaker"),
        },
    ),
    Target(
        "turns", "turn", has_own_id=True,
        fields={**_plain("meeting_id step_id person_id", wholes="turns"), "group_key": _text("group")},
    ),
    Target(
        "questions", "question",
        fields={
            **_plain(f"{_HEAD} partnership_id text state answer answered_at", wholes="number"),
            **_party("asker", "asked_by", "group", "asker"),
        },
    ),
    Target(
        "decisions", "decision",
        fields={
            **_plain(f"{_HEAD} partnership_id text method result reason review_on goal_id", wholes="number"),
            "tally": _keys("tally"),
            "groups_present": _keys("groups_present"),
            "groups_absent": _keys("groups_absent"),
        },
    ),
    Target("concerns", "decision_concern", fields=_plain("id decision_id at text")),
    Target(
        "actions", "action",
        fields={
            **_plain(
                "id partnership_id text due_words state reason created_at meeting_id step_id goal_id due_first due"
                " done_on",
                wholes="number",
            ),
            **_party("owner", "owner", "owner_group", "owner"),
        },
    ),
    Target(
        "action_helpers", "action_helper", has_own_id=True,
        fields={**_plain("action_id", wholes="position"), **_party("helper", "helper", "group", "helper")},
    ),
    Target(
        "goal_readings", "goal_reading",
        fields={**_plain("id goal_id status note meeting_id", numbers="value"), "on_date": _text("on")},
    ),
    Target("goal_changes", "goal_change", fields=_plain("id goal_id at field old new reason meeting_id")),
    Target(
        "parked", "parked",
        fields={
            **_plain(f"{_HEAD} partnership_id text state outcome goal_id"),
            **_party("raiser", "raised_by", "raiser_group", "raiser"),
        },
    ),
    Target(
        "feedback", "feedback",
        fields={**_plain(f"{_HEAD} kind text state reason told_back_on"), "group_key": _text("group")},
    ),
    Target(
        "ratings", "rating", has_own_id=True,
        fields={**_plain("meeting_id instrument item", wholes="score count"), "group_key": _text("group")},
    ),
    Target(
        "appreciations", "appreciation",
        fields={**_plain(f"{_HEAD} text"), **_party("receiver", "to", "receiver_group", "receiver")},
    ),
    Target(
        "measures", "measure", has_own_id=True, counts="position",
        fields=_plain("meeting_id measure", numbers="numerator denominator value"),
    ),
)  # fmt: skip
"""In an order in which what is referred to comes first, but for a meeting's step in hand."""

OF_THE_MEETING = frozenset({"questions", "decisions", "parked"})
"""Files whose rows belong to a partnership through their meeting."""
