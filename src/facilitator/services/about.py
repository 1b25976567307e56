"""What is kept about one person, in headings, for them to read."""

from __future__ import annotations

from facilitator.clock import local
from facilitator.db import Store, about
from facilitator.db import forget as rows
from facilitator.db.values import moment
from facilitator.db.words import rows as word_rows
from facilitator.db.words import word_columns
from facilitator.frozen import frozen
from facilitator.model.people import Person
from facilitator.services.consent import WITH_NAMES
from facilitator.services.forget import kind_of, search_of
from facilitator.services.people import person_of

NOTHING = "nothing"
"""Stands under a heading that has no lines."""


@frozen
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[str, ...]


def about_person(store: Store, person_id: str) -> tuple[Section, ...]:
    """Everything the file holds about a person, private lines too. Raises NotFound."""
    person = person_of(store, person_id)
    own = [Section(title, tuple(about.lines(store, query, person_id))) for title, query in about.SECTIONS]
    named, perhaps = _in_words(store, person)
    return (
        Section(person.name, tuple(_who(store, person))),
        *own,
        Section("Lines that name them", named),
        Section("Lines that may mean them (first name, or a name that others have, too)", perhaps),
        Section("The history of changes", (_history(store, person),)),
        Section("Files that may hold their name", tuple(_exports(store))),
    )


def _who(store: Store, person: Person) -> list[str]:
    names = {it.id: it.name for it in store.people.partnerships()}
    groups = {it.key: it.label for it in store.people.groups()}
    named = {"yes": "yes", "no": "no"}.get(person.may_be_named, "nobody asked yet")
    told = (
        ("Partnership", names[person.partnership_id]),
        ("Organisation", person.organisation),
        ("Group", groups.get(person.group, "")),
        ("Role", person.role),
        ("Email", person.email),
        ("May be named", "never: a child, no name is kept" if person.is_minor else named),
        ("Takes part", "yes" if about.is_active(store, person.id) else "no longer"),
        ("Id", person.id),
    )
    return [f"{label}: {value or '–'}" for label, value in told]


def _in_words(store: Store, person: Person) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines of words with the name, and with what may be it."""
    search = search_of(store, person)
    named: list[str] = []
    perhaps: list[str] = []
    for table, columns in word_columns(store).items():
        if table in ("person", "act"):
            continue
        for row in word_rows(store, table, columns):
            for text in filter(None, row.words):
                found = named if search.holds(text) else perhaps if search.is_doubtful(text) else None
                if found is not None:
                    found.append(f"{row.day} {kind_of(table)}: “{text}”".lstrip())
    return tuple(named), tuple(perhaps)


def _history(store: Store, person: Person) -> str:
    search = search_of(store, person)
    earlier = sum(
        any(search.holds(it) for it in (old, new) if isinstance(it, str))
        for _, table, row, old, new in rows.history(store)
        if (table, row) != ("person", person.id)
    )
    return f"entries about them: {about.changes(store, person.id)}; earlier wordings that name them: {earlier}"


def _exports(store: Store) -> list[str]:
    zone = store.clock.zone_name()
    found = []
    for at, what, level, _, path in store.drafts.exports():
        when = moment(at)
        if level in WITH_NAMES and when:
            found.append(f"{local(when, zone):%Y-%m-%d}: {what}, names {level}, {path}")
    return found
