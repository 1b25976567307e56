"""What the program always writes, and how large the numbers are that it writes: narrower than a column's type.

A bundle says less of its columns, so that other programs can read it; but what no act of the program leaves behind,
minutes, lists and calendars need not be ready for.
"""

from __future__ import annotations

from dataclasses import replace

from facilitator.exports.columns import Column, Table

_ALWAYS = {
    "partnerships": "name",
    "groups": "key label",
    "organisations": "name",
    "people": "name",
    "consents": "on",
    "norms": "text from",
    "meetings": "title planned_start time_zone",
    "steps": "kind title",
    "notes": "at",
    "questions": "at text",
    "decisions": "at text",
    "actions": "text created_at",
    "goals": "statement",
    "goal_readings": "on",
    "goal_changes": "at field",
    "parked": "at text",
    "feedback": "at text",
    "ratings": "instrument count",
    "appreciations": "at text",
    "measures": "measure",
    "turns": "turns",
    "stretches": "started_at",
    "meeting_events": "at",
    "concerns": "at text",
    "tags": "key label",
    "settings": "key",
}

LARGEST_COUNT = 100_000
"""More people than that are in no room, nor do so many minutes fit into a meeting."""
_RANGES = {
    "retention_months": (1, 1200),
    "planned_minutes": (0, LARGEST_COUNT),
    "floor_minutes": (0, LARGEST_COUNT),
    "head_count": (0, LARGEST_COUNT),
    "count": (0, LARGEST_COUNT),
    "number": (1, 1_000_000_000),
}
_ANY = (0, 1_000_000_000)
LARGEST_NUMBER = 1e100
"""Larger ones cannot be added up or drawn."""
YEARS = range(1970, 3000)
"""Of moments; what is near the ends of the calendar cannot be shown in another time zone."""


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns of a file, those as required that the program never leaves empty."""
    always = _ALWAYS.get(table.name, "").split()
    return tuple(replace(it, required=True) if it.name in always else it for it in table.columns)


def range_of(column: Column) -> tuple[int, int]:
    """The least and the largest whole number that a column holds."""
    return _RANGES.get(column.name, _ANY)
