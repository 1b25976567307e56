"""What a file of the CSV bundle is declared with: its columns, their types, units and meanings, and its keys."""

from __future__ import annotations

from typing import Literal

from facilitator.frozen import frozen

Level = Literal["full", "consented", "roles", "anonymous", "chatham"]
"""How far names leave the data file."""

LEVELS: tuple[Level, ...] = ("full", "consented", "roles", "anonymous", "chatham")

BY_PERSON: frozenset[Level] = frozenset({"full", "consented", "roles"})
"""Levels at which there are rows about people and organisations, named or not."""

Kind = Literal[
    "id", "choice", "key", "words", "keys", "groups", "counts", "texts", "parties",
    "integer", "number", "boolean", "date", "moment",
]  # fmt: skip
"""What a cell holds.

`id` and `choice` are texts of our own making, `key` is a short text of the users' (guarded against formulas), `words`
is free text in which people may be named. `keys`, `groups`, `counts`, `texts` and `parties` are several in one cell.
"""

Part = Literal["speaker", "doer", "person", "organisation", "group", "person_id", "organisation_id"]
"""What of a party a cell shows.

`speaker` is a name beside words, `doer` one beside a deed, `person` that of people alone.
"""


@frozen
class Column:
    """One column. `to` is the `file.column` it refers to.

    A column that shows whose a record is names the party's prefix in `whose` and the `part` it shows. Text that would
    give away an organisation whose name may not leave stands only where that party is named (`if_named`).
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    to: str = ""
    required: bool = False
    whose: str = ""
    part: Part = "speaker"
    if_named: str = ""

    @property
    def type(self) -> str:
        """The Table Schema type."""
        if self.kind in ("integer", "number", "boolean", "date"):
            return self.kind
        return "datetime" if self.kind == "moment" else "string"


@frozen
class Table:
    """One file of the bundle. At levels of names not in `levels` it has its header only."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    levels: frozenset[Level] = frozenset(LEVELS)

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"


def own_id() -> Column:
    """The record's own id."""
    return Column("id", "id", "id of the record, a UUID", required=True)


def link(name: str, to: str, meaning: str, *, required: bool = False) -> Column:
    """An id of a record in another file; `to` is that file."""
    return Column(name, "id", meaning, to=f"{to}.id", required=required)


def words(name: str, meaning: str, *, if_named: str = "") -> Column:
    """Free text."""
    return Column(name, "words", meaning, if_named=if_named)


def key(name: str, meaning: str) -> Column:
    """A short text from a list of the users'."""
    return Column(name, "key", meaning)


def group(meaning: str, name: str = "group") -> Column:
    """The key of a stakeholder group, where no party is shown."""
    return Column(name, "key", meaning, to="groups.key")


def choice(name: str, meaning: str, choices: str, *, required: bool = True) -> Column:
    """One of a closed list, given separated by blanks."""
    return Column(name, "choice", meaning, choices=tuple(choices.split()), required=required)


def integer(name: str, meaning: str, unit: str = "", *, required: bool = False) -> Column:
    """A whole number."""
    return Column(name, "integer", meaning, unit, required=required)


def number(name: str, meaning: str, unit: str = "") -> Column:
    """A number."""
    return Column(name, "number", meaning, unit)


def yes_no(name: str, meaning: str, *, required: bool = True) -> Column:
    """A boolean."""
    return Column(name, "boolean", meaning, required=required)


def day(name: str, meaning: str) -> Column:
    """A date."""
    return Column(name, "date", meaning)


def moment(name: str, meaning: str) -> Column:
    """A moment, UTC."""
    return Column(name, "moment", meaning)


def several(name: str, kind: Kind, meaning: str, *, part: Part = "speaker") -> Column:
    """A cell with several values."""
    return Column(name, kind, meaning, part=part)


def party(name: str, whose: str, part: Part, meaning: str) -> Column:
    """A cell that shows a part of whose a record is."""
    to = {"person_id": "people.id", "organisation_id": "organisations.id", "group": "groups.key"}.get(part, "")
    return Column(name, "id" if part.endswith("_id") else "key", meaning, to=to, whose=whose, part=part)


def ids_of(prefix: str, who: str) -> tuple[Column, Column]:
    """The two columns with the ids of the person or organisation; both are empty where nobody is named."""
    return (
        party(f"{prefix}_person_id", prefix, "person_id", f"id of the person {who}, where named"),
        party(f"{prefix}_organisation_id", prefix, "organisation_id", f"id of the organisation {who}, where named"),
    )
