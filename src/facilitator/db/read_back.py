"""What an import has just put into the open act: as an export shows it, and what of it the program never writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from facilitator.db.bundle import Snapshot
from facilitator.db.store import Store
from facilitator.frozen import frozen

_TEMPORARY = "SELECT name FROM temp.sqlite_master WHERE type = 'table'"


@contextmanager
def as_exported(store: Store) -> Iterator[Snapshot]:
    """The whole record of an open act, to be read as an export reads it."""
    before = set(store.rows(_TEMPORARY))
    try:
        yield Snapshot(store, store._conn, None, None, everything=True)
    finally:
        for (name,) in set(store.rows(_TEMPORARY)) - before:
            store.execute(f"DROP TABLE temp.{name}")


@frozen
class Oddity:
    """A row of a bundle's file, by some of its cells, and why its cell in `column` cannot be."""

    file: str
    row: Mapping[str, str]
    column: str
    reason: str


def counts_that_do_not_fit(store: Store) -> Iterator[Oddity]:
    """Decisions with other counts than their way of deciding has."""
    return _found(store, (_COUNTS,))


def oddities(store: Store) -> Iterator[Oddity]:
    """Records that are sound one by one and that no act of the program leaves together."""
    return _found(store, _LOOKS)


def _found(store: Store, looks: Iterable[_Look]) -> Iterator[Oddity]:
    for file, keys, column, reason, sql in looks:
        for found in store.rows(sql):
            yield Oddity(file, dict(zip(keys, map(str, found), strict=True)), column, reason)


_Look = tuple[str, tuple[str, ...], str, str, str]
"""File, columns that tell its rows, the column that is wrong, why, and the SELECT of those columns."""

_WITH_STEPS = "notes questions decisions actions parked feedback appreciations stretches turns"
_TABLES = {
    "people": "person",
    "goal_changes": "goal_change",
    "parked": "parked",
    "feedback": "feedback",
    "stretches": "stretch",
    "attendance": "attendance",
}
_KEYS: dict[str, tuple[str, ...]] = {
    "attendance": ("meeting_id", "person_id"),
    "turns": ("meeting_id", "step_id", "person_id"),
    "goal_owners": ("goal_id", "organisation_id"),
    "action_helpers": ("action_id", "position"),
}
_OF_MEETING = "(SELECT partnership_id FROM meeting WHERE id = x.meeting_id)"
_OF_GOAL = "(SELECT partnership_id FROM goal WHERE id = x.goal_id)"
_LINKS = (
    ("people", "x.partnership_id", "organisation_id"),
    ("actions", "x.partnership_id", "meeting_id goal_id owner_person_id owner_organisation_id"),
    ("steps", _OF_MEETING, "goal_id"),
    ("attendance", _OF_MEETING, "person_id"),
    ("notes", _OF_MEETING, "goal_id speaker_person_id speaker_organisation_id"),
    ("turns", _OF_MEETING, "person_id"),
    ("questions", _OF_MEETING, "asker_person_id asker_organisation_id"),
    ("decisions", _OF_MEETING, "goal_id"),
    ("parked", _OF_MEETING, "goal_id raiser_person_id raiser_organisation_id"),
    ("appreciations", _OF_MEETING, "receiver_person_id receiver_organisation_id"),
    ("goal_owners", _OF_GOAL, "organisation_id"),
    ("goal_readings", _OF_GOAL, "meeting_id"),
    ("goal_changes", _OF_GOAL, "meeting_id"),
    (
        "action_helpers",
        "(SELECT partnership_id FROM action WHERE id = x.action_id)",
        "helper_person_id helper_organisation_id",
    ),
)
_STATES = (
    ("state", "it runs and has not begun", "state IN ('running', 'paused') AND started_at IS NULL"),
    ("state", "it runs and has ended", "state IN ('running', 'paused') AND ended_at IS NOT NULL"),
    ("state", "it is closed and never ran", "state = 'closed' AND (started_at IS NULL OR ended_at IS NULL)"),
    ("state", "it has begun already", "state IN ('draft', 'ready') AND coalesce(started_at, ended_at) IS NOT NULL"),
)


_COUNTS = (
    *("decisions", ("id",), "tally", "fist to five has six counts, gradients have eight, other ways have none"),
    "SELECT id FROM decision WHERE tally <> '' AND length(tally) - length(replace(tally, ' ', '')) + 1"
    " <> CASE method WHEN 'fist' THEN 6 WHEN 'gradients' THEN 8 ELSE 0 END",
)


def _table(file: str) -> str:
    return _TABLES.get(file, file.removesuffix("s"))


def _looks() -> Iterator[_Look]:
    for file in _WITH_STEPS.split():
        keys = _KEYS.get(file, ("id",))[:2]
        picked = ", ".join(f"x.{key}" for key in keys)
        yield (
            *(file, keys, "step_id", "that step is of another meeting"),
            f"SELECT {picked} FROM {_table(file)} x JOIN step s ON s.id = x.step_id"
            " WHERE s.meeting_id IS NOT x.meeting_id",
        )
    yield (
        *("meetings", ("id",), "current_step_id", "that step is of another meeting"),
        "SELECT x.id FROM meeting x JOIN step s ON s.id = x.current_step_id WHERE s.meeting_id <> x.id",
    )
    for file, whose, columns in _LINKS:
        keys = _KEYS.get(file, ("id",))
        picked = ", ".join(f"x.{key}" for key in keys)
        for column in columns.split():
            target = column.removesuffix("_id").rpartition("_")[2]
            yield (
                *(file, keys, column, f"that {target} is of another partnership"),
                f"SELECT {picked} FROM {_table(file)} x JOIN {target} t ON t.id = x.{column}"
                f" WHERE t.partnership_id <> {whose}",
            )
    for column, reason, where in _STATES:
        yield "meetings", ("id",), column, reason, f"SELECT id FROM meeting WHERE {where}"
    yield (
        *("stretches", ("id",), "ended_at", "it still runs and its meeting does not"),
        "SELECT x.id FROM stretch x JOIN meeting m ON m.id = x.meeting_id"
        " WHERE x.ended_at IS NULL AND m.state <> 'running'",
    )
    for kind in ("action", "decision", "question"):
        yield (
            *(f"{kind}s", ("id",), "number", f"numbers.csv does not say that so many {kind}s had a number"),
            f"SELECT x.id FROM {kind} x LEFT JOIN number_given g ON g.partnership_id = x.partnership_id"
            f" AND g.kind = '{kind}' AND g.detail = '' GROUP BY x.partnership_id"
            " HAVING max(x.number) > coalesce(g.last, 0)",
        )


_LOOKS = tuple(_looks())
