"""Whose a record is: a person, an organisation, a group, or a name as typed, in four columns with one prefix."""

from __future__ import annotations

from typing import Any

from facilitator.model.people import Party


def values(prefix: str, party: Party | None) -> dict[str, object]:
    """The four columns for `party`."""
    kind, key = (party.kind, party.id) if party else ("", "")
    return {
        f"{prefix}_person_id": key if kind == "person" else None,
        f"{prefix}_organisation_id": key if kind == "organisation" else None,
        f"{prefix}_group": key if kind == "group" else None,
        f"{prefix}_text": party.name if party and kind == "unknown" else "",
    }


def select(table: str, prefix: str) -> str:
    """The columns that `read` turns into a Party; needs `joins` of the same table and prefix."""
    return (
        f"{table}.{prefix}_person_id, pp.name, po.name, coalesce(pp.group_key, po.group_key, ''), "
        f"{table}.{prefix}_organisation_id, oo.name, coalesce(oo.group_key, ''), "
        f"{table}.{prefix}_group, gg.label, {table}.{prefix}_text"
    )


def joins(table: str, prefix: str) -> str:
    """The joins that name the party."""
    return (
        f" LEFT JOIN person pp ON pp.id = {table}.{prefix}_person_id"
        " LEFT JOIN organisation po ON po.id = pp.organisation_id"
        f" LEFT JOIN organisation oo ON oo.id = {table}.{prefix}_organisation_id"
        f" LEFT JOIN stakeholder_group gg ON gg.key = {table}.{prefix}_group "
    )


def read(cells: tuple[Any, ...]) -> Party | None:
    """The party in the columns of `select`."""
    person, name, employer, group, organisation, called, of_group, key, label, text = cells
    if person:
        return Party("person", person, name, employer or "", group)
    if organisation:
        return Party("organisation", organisation, called, called, of_group)
    if key:
        return Party("group", key, label, "", key)
    return Party("unknown", "", text) if text else None
