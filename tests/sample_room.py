"""A room of people, goals and dates to read lines against. It is Saturday 21 November 2026."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from facilitator.model.line import GoalRef, Line, LineContext, Waiting, parse
from facilitator.model.names import Names
from facilitator.model.people import Group, Organisation, Party, Person
from facilitator.model.when import Days

TODAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 27)


def person(name: str, organisation: str = "", group: str = "") -> Person:
    key = "|".join(filter(None, (name, organisation, group)))
    return Person(f"person:{key}", "p", name, organisation=organisation, group=group)


def organisation(name: str, group: str = "") -> Organisation:
    return Organisation(f"organisation:{name}", "p", name, group)


PEOPLE = (
    person("Ana Ruiz", "Northside High", "school"),
    person("An Nguyen", "Northside High", "school"),
    person("Amina Diallo", "Parents’ Council", "family"),
    person("Ben O'Connor", "Harbor Print Works", "business"),
    person("Tomasz Żółć", "", "resident"),
    person("María Silva", "Parents’ Council", "family"),
    person("student 1", "", "student"),
    person("student 2", "", "student"),
)
ORGANISATIONS = (
    organisation("Northside High", "school"),
    organisation("Harbor Print Works", "business"),
    organisation("City Library", "cultural"),
)
GROUPS = (
    Group("school", "School", "Schools", 1),
    Group("student", "Student", "Students", 2),
    Group("family", "Family", "Families", 3),
    Group("business", "Business", "Businesses", 4),
)
ATTENDANCE = GoalRef("g1", "Raise ninth grade attendance")
ARRIVALS = GoalRef("g2", "Cut late arrivals")
INTERNSHIPS = GoalRef("g3", "Thirty internships for late starters")


def names_of(
    people: Iterable[Person] = PEOPLE,
    organisations: Iterable[Organisation] = ORGANISATIONS,
    groups: Iterable[Group] = GROUPS,
    absent: Collection[str] = (),
) -> Names:
    people = tuple(people)
    return Names(people, organisations, groups, {one.id for one in people if one.name not in absent})


NAMES = names_of()
DAYS = Days(TODAY)
ROOM = LineContext(
    NAMES, (ATTENDANCE, ARRIVALS, INTERNSHIPS), ("success", "concern", "idea", "need", "strength", "señal"), DAYS
)


def party(typed: str) -> Party:
    found = NAMES.find(typed)
    assert found is not None
    return found


ANA, AMINA, BEN, MARIA = party("ana"), party("amina"), party("ben"), party("maria")
TOMASZ, LIBRARY, FAMILY = party("tomasz"), party("library"), party("family")

SPOKEN = replace(ROOM, last_speaker=AMINA)
WAITING = replace(
    ROOM,
    waiting=(
        Waiting("n1", ANA, "no bus after four"),
        Waiting("n2", Party("unknown", "", "tomaz"), "the doors are shut"),
        Waiting("n3", AMINA, "evenings are out for you"),
    ),
)


def read(raw: str, context: LineContext = ROOM) -> Line:
    return parse(raw, context)
