"""Who takes part: people and organisations as they are typed, and changes to them. Each function is one act."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from facilitator.clock import today
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.groups import by_word
from facilitator.model.people import Group, Organisation, Person
from facilitator.model.text import clean, fold, tidy
from facilitator.services import prepare
from facilitator.services.prepare import add_organisation, words

MINOR_WORDS = frozenset({"minor", "child", "pupil"})
_AGE = re.compile(r"(?:age|aged)\s+(\d{1,2})")
"""An age under 18 says the same."""
"""Said of a person in a typed line: no name is kept."""


def add_typed(store: Store, partnership_id: str, line: str) -> str:
    """Adds the people of a line such as `Ana Ruiz, Northside High, school`; returns what to say.

    After the name stand, in any order, a stakeholder group and `minor`; of what is left the first is the organisation
    and the next the role. Several people are separated by `;`. Somebody there already is left as they are.

    Raises:
        Invalid: (`name`) a person has no name; nobody of the line was added.
    """
    groups = by_word(store.people.groups())
    there = {(fold(it.name), fold(it.organisation)) for it in store.people.people(partnership_id)}
    said: list[str] = []
    with store.write("Add people"):
        for entry in (part for part in line.split(";") if part.strip(" ,")):
            name, organisation, role, group, is_minor = _understood(entry, groups)
            if not is_minor and (fold(name), fold(organisation)) in there:
                said.append(f"{name} is there already")
                continue
            there.add((fold(name), fold(organisation)))
            person_id = new_person(
                store,
                partnership_id,
                name=name,
                organisation=organisation,
                group=group.key if group else "",
                role=role,
                is_minor=is_minor,
            )
            person = person_of(store, person_id)
            about = " · ".join(part for part in (person.organisation, group.label if group else "", role) if part)
            said.append(f"{person.name}{f' · {about}' if about else ''}")
    return "; ".join(said)


def _is_minor(part: str) -> bool:
    age = _AGE.fullmatch(fold(part))
    return fold(part) in MINOR_WORDS or (age is not None and int(age[1]) < 18)


def _understood(entry: str, groups: dict[str, Group]) -> tuple[str, str, str, Group | None, bool]:
    """Name, organisation, role, group, and whether it is a minor."""
    name, *parts = (tidy(part) for part in entry.split(","))
    group: Group | None = None
    is_minor = False
    rest: list[str] = []
    for part in parts:
        if _is_minor(part):
            is_minor = True
        elif group is None and fold(part) in groups:
            group = groups[fold(part)]
        elif part:
            rest.append(part)
    if not name and not is_minor:
        raise Invalid(
            "name", f"“{tidy(entry)[:40]}” has no name in front: write it like Ana Ruiz, Northside High, school"
        )
    return name, rest[0] if rest else "", ", ".join(rest[1:]), group, is_minor


def new_person(
    store: Store,
    partnership_id: str,
    *,
    name: str,
    organisation: str = "",
    group: str = "",
    role: str = "",
    email: str = "",
    is_minor: bool = False,
    may_be_named: str = "",
) -> str:
    """Adds a person, and their organisation by name where it is new; returns the id.

    A new organisation takes the person's group, unless that is families or students: these are people's own.

    Raises:
        Invalid: (`name`, `organisation`, `group`) as `prepare.add_person` and `prepare.add_organisation`.
    """
    with store.write("Add a person"):
        organisation_id = _organisation_id(store, partnership_id, organisation, group)
        return prepare.add_person(
            store,
            partnership_id,
            name,
            organisation_id=organisation_id,
            group=_own_group(store, partnership_id, organisation_id, group),
            role=role,
            email=email,
            is_minor=is_minor,
            may_be_named=may_be_named,
        )


def change_person(
    store: Store,
    person_id: str,
    *,
    name: str,
    organisation: str,
    group: str,
    role: str,
    email: str,
    is_minor: bool,
    may_be_named: str,
) -> None:
    """Changes a person. Of somebody who turns out to be a minor name and address go, and that cannot be taken back.

    Raises:
        Invalid: (`name`) it is empty or too long; (`group`) a minor needs one that is known.
        NotFound: the person is not there any more.
    """
    person = person_of(store, person_id)
    becomes_minor = is_minor and not person.is_minor
    kept = person.name if person.is_minor else "" if becomes_minor else words("name", name, "the person’s name")
    with store.write("Change a person", final=becomes_minor):
        organisation_id = _organisation_id(store, person.partnership_id, organisation, group)
        if becomes_minor:
            group = group or prepare.MINOR_GROUP
            label = next((it.label for it in store.people.groups() if it.key == group), group)
            kept = f"{label} {store.people.next_minor_number(person.partnership_id, group)}"
        store.people.update_person(
            person_id,
            name=kept,
            organisation_id=organisation_id,
            group_key=_own_group(store, person.partnership_id, organisation_id, group) or None,
            role=tidy(role),
            email="" if is_minor else tidy(email),
            is_minor=is_minor,
            may_be_named=may_be_named or None,
        )
        if becomes_minor:
            store.people.forget_name(person_id)


def end_part(store: Store, person_id: str) -> None:
    """The person no longer takes part: not expected any more, still in the record. Raises NotFound."""
    person_of(store, person_id)
    with store.write("No longer takes part"):
        store.people.update_person(person_id, is_active=False)


def import_file(store: Store, partnership_id: str, path: Path) -> str:
    """Adds the people of a CSV file, all or none; returns what to say.

    Raises:
        Invalid: (`file`) the file or any row of it is wrong.
    """
    from facilitator.services import importing

    done = importing.people(store, partnership_id, path)
    left = f", {done.left} there already" if done.left else ""
    return "; ".join((f"{done.added} added{left}", *done.notices))


def change_organisation(
    store: Store, organisation_id: str, *, name: str, group: str, mission: str, left_on: date | None
) -> None:
    """Changes an organisation. `group` is a key or empty; `left_on` is None while it takes part.

    Raises:
        Invalid: (`name`) it is empty or too long.
    """
    name = words("name", name, "the organisation’s name")
    with store.write("Change an organisation"):
        store.people.update_organisation(
            organisation_id, name=name, group_key=group or None, mission=clean(mission).strip(), left_on=left_on
        )


def end_organisation(store: Store, organisation_id: str) -> str:
    """The organisation no longer takes part; returns what to say.

    One that nothing in the record refers to is removed, any other has left today and stays in the record.

    Raises:
        NotFound: it is not there any more.
        Refused: it has left already and is needed in the record.
    """
    known = organisation_of(store, organisation_id)
    if not store.people.is_referred_to(organisation_id):
        with store.write("Remove an organisation"):
            store.people.delete_organisation(organisation_id)
        return f"{known.name} is removed: nothing in the record refers to it."
    day = today(store.clock)
    if known.left_on is not None and known.left_on <= day:
        raise Refused(f"{known.name} has left already; c changes the day, or empties it when it is back.")
    with store.write("An organisation leaves"):
        store.people.update_organisation(organisation_id, left_on=day)
    return f"{known.name} no longer takes part; the record keeps it."


def person_of(store: Store, person_id: str) -> Person:
    """The person as they stand. Raises NotFound."""
    person = store.people.person(person_id)
    if person is None:
        raise NotFound("That person is not there any more; look again.")
    return person


def organisation_of(store: Store, organisation_id: str) -> Organisation:
    """The organisation as it stands. Raises NotFound."""
    for it in store.people.organisations():
        if it.id == organisation_id:
            return it
    raise NotFound("That organisation is not there any more; look again.")


def _organisation_id(store: Store, partnership_id: str, name: str, group: str) -> str | None:
    if not tidy(name):
        return None
    known = next((it for it in store.people.groups() if it.key == group), None)
    belongs_to_people = known is not None and (known.is_family or known.is_student)
    return add_organisation(store, partnership_id, name, "" if belongs_to_people else group)


def _own_group(store: Store, partnership_id: str, organisation_id: str | None, group: str) -> str:
    """The group to keep with a person: none where the organisation's says the same."""
    theirs = {it.id: it.group for it in store.people.organisations(partnership_id)}
    return "" if organisation_id and theirs.get(organisation_id) == group else group
