"""Imports people and goals from CSV files: all of a file or nothing, and twice adds nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from facilitator.db import Store
from facilitator.errors import Invalid
from facilitator.frozen import frozen
from facilitator.model.groups import by_word
from facilitator.model.people import Group
from facilitator.model.template import shown
from facilitator.model.text import fold, folded_words, tidy
from facilitator.services.csv_cells import boolean, day, number, parts
from facilitator.services.csv_table import Row, Table, read, refuse
from facilitator.services.prepare import MINOR_GROUP, add_goal, add_group, add_person, words

PEOPLE_COLUMNS = ("name", "organisation", "group", "role", "email", "is_minor", "may_be_named")
GOAL_COLUMNS = ("statement", "why", "measure", "unit", "baseline", "target", "due", "owner_organisations")


_Record = TypeVar("_Record")


@frozen
class Imported:
    """What an import did: how many were `added` and how many `left` because they were there already.

    `groups` and `organisations` are the names of those it had to add. `notices` are sentences for the user.
    """

    added: int
    left: int
    groups: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@frozen
class _Person:
    name: str
    organisation: str
    group: str
    role: str
    email: str
    is_minor: bool
    may_be_named: str


@frozen
class _Goal:
    statement: str
    why: str
    measure: str
    unit: str
    baseline: float | None
    target: float | None
    due: date | None
    owners: tuple[str, ...]


def people(store: Store, partnership_id: str, path: Path) -> Imported:
    """Adds the people of a CSV file, with their organisations and groups where these are new.

    Somebody there already by name and organisation is left and counted. Of a minor no name is kept, so minors are
    compared by how many there are of an organisation and group.

    Raises:
        Invalid: (`file`) the file or any row of it is wrong; nothing was added.
    """
    table = read(path, PEOPLE_COLUMNS, "name")
    problems = list(table.problems)
    rows = _collected(table.rows, _person, problems)
    refuse(path, problems)
    notices = [*_back_up(store), *_ignored(path, table)]
    with store.write("Import people"):
        return _add_people(store, partnership_id, rows, notices)


def goals(store: Store, partnership_id: str, path: Path) -> Imported:
    """Adds the goals of a CSV file as proposed goals, with their owner organisations where these are new.

    A goal there already by its statement is left and counted.

    Raises:
        Invalid: (`file`) the file or any row of it is wrong; nothing was added.
    """
    table = read(path, GOAL_COLUMNS, "statement")
    problems = list(table.problems)
    rows = _collected(table.rows, _goal, problems)
    refuse(path, problems)
    notices = [*_back_up(store), *_ignored(path, table)]
    with store.write("Import goals"):
        return _add_goals(store, partnership_id, rows, notices)


def _back_up(store: Store) -> list[str]:
    """An import can be taken back: it goes on without a backup, and says so."""
    from facilitator.services import backups

    said = "" if store.is_thrown_away else backups.attempt(store.path, store.clock, "import", store.raw_key)
    return [said] if said else []


def _collected(
    rows: Iterable[Row], made: Callable[[Row], _Record], problems: list[tuple[int, str]]
) -> list[tuple[int, _Record]]:
    """What each row says, with its line; the rows that say nothing sound go to `problems`."""
    collected = []
    for row in rows:
        try:
            collected.append((row.line, made(row)))
        except Invalid as mistake:
            problems.append((row.line, str(mistake)))
    return collected


def _ignored(path: Path, table: Table) -> list[str]:
    if not table.ignored:
        return []
    names = ", ".join(shown(name) for name in table.ignored)
    return [f"{path.name}: these columns mean nothing here and were left out: {names}"]


# People


def _person(row: Row) -> _Person:
    is_minor = boolean(row, "is_minor") or False
    may_be_named = boolean(row, "may_be_named")
    group = tidy(row["group"])
    if group and not folded_words(group):
        raise Invalid("group", f"{shown(group)} cannot name a group")
    return _Person(
        name="" if is_minor else words("name", row["name"], "the name"),
        organisation=tidy(row["organisation"]),
        group=group,
        role=row["role"],
        email="" if is_minor else row["email"],
        is_minor=is_minor,
        may_be_named="" if may_be_named is None else "yes" if may_be_named else "no",
    )


def _add_people(store: Store, partnership_id: str, rows: list[tuple[int, _Person]], notices: list[str]) -> Imported:
    there: set[tuple[str, str]] = set()
    minors: Counter[tuple[str, str]] = Counter()
    for known in store.people.people(partnership_id):
        if known.is_minor:
            minors[fold(known.organisation), known.group] += 1
        else:
            there.add((fold(known.name), fold(known.organisation)))
    groups = _Groups(store)
    organisations = _Organisations(store, partnership_id, groups, [person for _, person in rows])
    added = left = minors_left = 0
    for line, person in rows:
        employer = fold(person.organisation)
        if person.is_minor:
            alike = (employer, groups.known(person.group) or MINOR_GROUP)
            if minors[alike]:
                minors[alike] -= 1
                left, minors_left = left + 1, minors_left + 1
                continue
        elif (fold(person.name), employer) in there:
            left += 1
            continue
        else:
            there.add((fold(person.name), employer))
        person_id = add_person(
            store,
            partnership_id,
            person.name,
            organisation_id=organisations.id_of(person.organisation),
            group=groups.key_of(person.group),
            role=person.role,
            email=person.email,
            is_minor=person.is_minor,
            may_be_named=person.may_be_named,
        )
        added += 1
        if person.is_minor:
            label = next(it.name for it in (store.people.person(person_id),) if it)
            notices.append(f"line {line}: a minor, so no name is kept; stored and shown as {label}")
    if minors_left:
        notices.append(
            f"{_counted(minors_left, 'minor')} taken as there already: no names are kept, so they are compared by how"
            " many there are of an organisation and group"
        )
    notices += [f"the group {label} was not known yet and was added" for label in groups.added]
    return Imported(added, left, tuple(groups.added), tuple(organisations.added), tuple(notices))


class _Groups:
    """The file's stakeholder groups by every word for them; new ones are added as they are needed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_word = by_word(store.people.groups())
        self.added: list[str] = []

    def known(self, typed: str) -> str:
        """The key of a group, or the word that will name it; empty for none."""
        group = self._by_word.get(fold(typed))
        return group.key if group else fold(typed)

    def find(self, typed: str) -> Group | None:
        """A group that is there already."""
        return self._by_word.get(fold(typed))

    def key_of(self, typed: str) -> str:
        """The key of a group, added when there is none; empty for none."""
        if typed and fold(typed) not in self._by_word:
            group = add_group(self._store, typed)
            if group.key not in self._by_word:
                self.added.append(group.label)
            self._by_word |= dict.fromkeys((group.key, fold(group.label), fold(typed)), group)
        return self._by_word[fold(typed)].key if typed else ""


class _Organisations:
    """The partnership's organisations by name; new ones are added as they are needed."""

    def __init__(self, store: Store, partnership_id: str, groups: _Groups, people: list[_Person]) -> None:
        self._store = store
        self._partnership_id = partnership_id
        self._groups = groups
        self._ids = {fold(it.name): it.id for it in store.people.organisations(partnership_id)}
        self._words: dict[str, set[str]] = defaultdict(set)
        self.added: list[str] = []
        for person in people:
            if person.group:
                self._words[fold(person.organisation)].add(person.group)

    def id_of(self, name: str) -> str | None:
        """The id of an organisation, added when there is none; None for none."""
        if not name:
            return None
        if fold(name) not in self._ids:
            self._ids[fold(name)] = self._store.people.add_organisation(
                self._partnership_id, name, self._group_of(name)
            )
            self.added.append(name)
        return self._ids[fold(name)]

    def _group_of(self, name: str) -> str:
        """The group that all of a new organisation's people are in, families and students aside."""
        keys = {self._groups.key_of(word) for word in self._words[fold(name)]}
        if len(keys) != 1:
            return ""
        (key,) = keys
        group = self._groups.find(key)
        return "" if group is None or group.is_family or group.is_student else key


# Goals


def _goal(row: Row) -> _Goal:
    return _Goal(
        statement=words("statement", row["statement"], "the statement"),
        why=row["why"],
        measure=row["measure"],
        unit=row["unit"],
        baseline=number(row, "baseline"),
        target=number(row, "target"),
        due=day(row, "due"),
        owners=tuple(name for name in map(tidy, parts(row["owner_organisations"])) if name),
    )


def _add_goals(store: Store, partnership_id: str, rows: list[tuple[int, _Goal]], notices: list[str]) -> Imported:
    there = {fold(tidy(known.statement)) for known in store.goals.all(partnership_id)}
    before = {it.id for it in store.people.organisations(partnership_id)}
    added = 0
    for _, goal in rows:
        if fold(goal.statement) in there:
            continue
        there.add(fold(goal.statement))
        add_goal(
            store,
            partnership_id,
            goal.statement,
            why=goal.why,
            measure=goal.measure,
            unit=goal.unit,
            baseline=goal.baseline,
            target=goal.target,
            due=goal.due,
            owners=goal.owners,
        )
        added += 1
    new = tuple(it.name for it in store.people.organisations(partnership_id) if it.id not in before)
    notices += [f"the organisation {name} was not known yet and was added" for name in new]
    return Imported(added, len(rows) - added, (), new, tuple(notices))


def _counted(count: int, what: str) -> str:
    return f"1 {what} was" if count == 1 else f"{count} {what}s were"
