"""Partnerships, stakeholder groups, organisations, people, consents and group agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from facilitator.db.repository import Repository
from facilitator.db.values import day
from facilitator.model.people import Group, Organisation, Partnership, Person

_PARTNERSHIP = (
    "SELECT id, name, vision, model, state, started_on, review_on, cadence, usual_place, data_statement,"
    " retention_months"
    " FROM partnership"
)
_PERSON = (
    "SELECT p.id, p.partnership_id, p.name, p.organisation_id, coalesce(o.name, ''), p.role,"
    " coalesce(p.group_key, o.group_key, ''), p.email, p.is_minor, coalesce(p.may_be_named, '')"
    " FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id"
)
_ORGANISATION = (
    "SELECT id, partnership_id, name, coalesce(group_key, ''), mission, joined_on, left_on FROM organisation"
)


class PeopleRepository(Repository):
    """Who takes part."""

    # Partnerships

    def partnerships(self) -> list[Partnership]:
        """All partnerships by name."""
        return [_partnership(r) for r in self._store.rows(f"{_PARTNERSHIP} ORDER BY name COLLATE NOCASE, id")]

    def partnership(self, partnership_id: str) -> Partnership | None:
        """One partnership."""
        row = self._store.row(f"{_PARTNERSHIP} WHERE id = ?", partnership_id)
        return _partnership(row) if row else None

    def add_partnership(self, name: str, vision: str = "", **more: object) -> str:
        """Adds a partnership; returns its id."""
        return self._store.insert("partnership", name=name, vision=vision, **more)

    def update_partnership(self, partnership_id: str, **values: object) -> None:
        """Changes fields of a partnership."""
        self._store.update("partnership", partnership_id, **values)

    # Groups and tags

    def groups(self) -> list[Group]:
        """The stakeholder groups in their order."""
        return [
            Group(r[0], r[1], r[2], r[3], bool(r[4]), bool(r[5]), bool(r[6]))
            for r in self._store.rows(
                "SELECT key, label, plural, position, is_family, is_student, is_priority_voice"
                " FROM stakeholder_group ORDER BY position, key"
            )
        ]

    def add_group(self, key: str, label: str, plural: str) -> None:
        """Adds a stakeholder group at the end of the list."""
        last = self._store.value("SELECT coalesce(max(position), 0) FROM stakeholder_group")
        self._store.insert("stakeholder_group", key=key, label=label, plural=plural, position=last + 1)

    def update_group(self, key: str, **values: object) -> None:
        """Changes a group's label, plural, order or marks."""
        self._store.update("stakeholder_group", key, **values)

    def tags(self) -> tuple[str, ...]:
        """The keys of the file's tags in their order."""
        return tuple(r[0] for r in self._store.rows("SELECT key FROM tag ORDER BY position, key"))

    # Organisations

    def organisations(self, partnership_id: str | None = None) -> list[Organisation]:
        """The organisations of a partnership, or of all, by name."""
        return [
            Organisation(r[0], r[1], r[2], r[3], r[4], day(r[5]), day(r[6]))
            for r in self._store.rows(
                f"{_ORGANISATION} WHERE ?1 IS NULL OR partnership_id = ?1 ORDER BY name COLLATE NOCASE, id",
                partnership_id,
            )
        ]

    def add_organisation(self, partnership_id: str, name: str, group: str = "", mission: str = "") -> str:
        """Adds an organisation; returns its id."""
        return self._store.insert(
            "organisation", partnership_id=partnership_id, name=name, group_key=group or None, mission=mission
        )

    def update_organisation(self, organisation_id: str, **values: object) -> None:
        """Changes fields of an organisation."""
        self._store.update("organisation", organisation_id, **values)

    def is_referred_to(self, organisation_id: str) -> bool:
        """Whether any record names the organisation: somebody's, also of those who left, a line's, a goal's."""
        references = self._store.rows(
            'SELECT t.name, f."from" FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f'
            " WHERE t.type = 'table' AND f.\"table\" = 'organisation'"
        )
        found = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {column} = ?1)" for table, column in references)
        return bool(self._store.value(f"SELECT {found}", organisation_id))

    def delete_organisation(self, organisation_id: str) -> None:
        """Takes an organisation out of the record; nothing may refer to it."""
        self._store.delete("organisation", organisation_id)

    # People

    def people(self, partnership_id: str | None = None) -> list[Person]:
        """The people who take part in a partnership, or in all, by name."""
        return [
            _person(r)
            for r in self._store.rows(
                f"{_PERSON} WHERE p.is_active AND (?1 IS NULL OR p.partnership_id = ?1)"
                " ORDER BY p.name COLLATE NOCASE, p.id",
                partnership_id,
            )
        ]

    def everybody(self, partnership_id: str | None = None) -> list[Person]:
        """As `people`, and those who no longer take part."""
        return [
            _person(r)
            for r in self._store.rows(
                f"{_PERSON} WHERE ?1 IS NULL OR p.partnership_id = ?1 ORDER BY p.name COLLATE NOCASE, p.id",
                partnership_id,
            )
        ]

    def person(self, person_id: str) -> Person | None:
        """One person."""
        row = self._store.row(f"{_PERSON} WHERE p.id = ?", person_id)
        return _person(row) if row else None

    def add_person(
        self,
        partnership_id: str,
        name: str,
        *,
        organisation_id: str | None = None,
        group: str = "",
        role: str = "",
        email: str = "",
        is_minor: bool = False,
        may_be_named: str = "",
    ) -> str:
        """Adds a person; returns the id. The caller makes sure that a minor's name is a label."""
        return self._store.insert(
            "person",
            partnership_id=partnership_id,
            name=name,
            organisation_id=organisation_id,
            group_key=group or None,
            role=role,
            email=email,
            is_minor=is_minor,
            may_be_named=may_be_named or None,
        )

    def update_person(self, person_id: str, **values: object) -> None:
        """Changes fields of a person."""
        self._store.update("person", person_id, **values)

    def forget_name(self, person_id: str) -> None:
        """Takes a person's earlier names and addresses out of the journal."""
        self._store.execute(
            "DELETE FROM change WHERE tbl = 'person' AND row = ? AND field IN ('name', 'email')", person_id
        )

    def next_minor_number(self, partnership_id: str, group: str) -> int:
        """The number for the next minor's label in a group."""
        return self._store.next_number(partnership_id, "minor", group)

    # Consents and agreements

    def consents(self, partnership_id: str) -> list[tuple[str, str, str, date | None]]:
        """What people said about being written down: person id, scope, answer, day; newest last."""
        return [
            (r[0], r[1], r[2], day(r[3]))
            for r in self._store.rows(
                "SELECT c.person_id, c.scope, c.answer, c.on_date FROM consent c JOIN person p ON p.id = c.person_id"
                " WHERE p.partnership_id = ? ORDER BY c.id",
                partnership_id,
            )
        ]

    def add_consent(self, person_id: str, scope: str, answer: str, on: date, by_whom: str = "") -> str:
        """Records what a person said; returns the id."""
        return self._store.insert(
            "consent", person_id=person_id, scope=scope, answer=answer, on_date=on, by_whom=by_whom
        )

    def norms(self, partnership_id: str) -> list[tuple[str, str]]:
        """The group agreements in force: id and text, in their order."""
        return [
            (r[0], r[1])
            for r in self._store.rows(
                "SELECT id, text FROM norm WHERE partnership_id = ? AND until IS NULL ORDER BY position, id",
                partnership_id,
            )
        ]

    def add_norm(self, partnership_id: str, text: str, on: date) -> str:
        """Adds a group agreement at the end; returns the id."""
        last = self._store.value("SELECT coalesce(max(position), 0) FROM norm WHERE partnership_id = ?", partnership_id)
        return self._store.insert("norm", partnership_id=partnership_id, text=text, from_date=on, position=last + 1)

    def end_norm(self, norm_id: str, on: date) -> None:
        """A group agreement that no longer holds; it stays in the record."""
        self._store.update("norm", norm_id, until=on)


def _partnership(r: tuple[Any, ...]) -> Partnership:
    return Partnership(r[0], r[1], r[2], r[3], r[4], day(r[5]), day(r[6]), r[7], r[8], r[9], r[10])


def _person(r: tuple[Any, ...]) -> Person:
    return Person(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], bool(r[8]), r[9])
