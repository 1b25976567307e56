"""People as they are typed, and changes to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.clock import today
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.people import Party, Person
from facilitator.services import people, prepare
from hostile import HOSTILE
from support import make_meeting, make_partnership, make_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as made:
        yield made


@pytest.fixture
def partnership_id(store: Store) -> str:
    with store.write("a partnership"):
        return store.people.add_partnership("Northside Works")


def change(store: Store, person: Person, **values: object) -> None:
    given: dict[str, object] = {
        "name": person.name,
        "organisation": person.organisation,
        "group": person.group,
        "role": person.role,
        "email": person.email,
        "is_minor": person.is_minor,
        "may_be_named": person.may_be_named,
    }
    people.change_person(store, person.id, **{**given, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "name", "organisation", "group", "role"),
    [
        ("Ana Ruiz", "Ana Ruiz", "", "", ""),
        ("Ana Ruiz, Northside High", "Ana Ruiz", "Northside High", "", ""),
        ("Ana Ruiz, Northside High, school", "Ana Ruiz", "Northside High", "school", ""),
        ("Ana Ruiz,Northside High,principal,Schools", "Ana Ruiz", "Northside High", "school", "principal"),
        ("Ana Ruiz, parent", "Ana Ruiz", "", "family", ""),
        ("Ana Ruiz, family", "Ana Ruiz", "", "family", ""),
        ("  Ana   Ruiz , ", "Ana Ruiz", "", "", ""),
        ("O'Connor, Ben; ", "O'Connor", "Ben", "", ""),
    ],
)
def test_a_typed_line_is_understood(
    store: Store, partnership_id: str, line: str, name: str, organisation: str, group: str, role: str
) -> None:
    people.add_typed(store, partnership_id, line)
    (person,) = store.people.people()
    assert (person.name, person.organisation, person.group, person.role) == (name, organisation, group, role)


def test_several_people_are_one_act_and_those_there_are_left(store: Store, partnership_id: str) -> None:
    people.add_typed(store, partnership_id, "Ana Ruiz, Northside High, school")
    said = people.add_typed(store, partnership_id, "ana ruiz, Northside High; Ben O'Connor")
    assert said == "ana ruiz is there already; Ben O'Connor"
    assert store.undo() == "Add people"
    assert [it.name for it in store.people.people()] == ["Ana Ruiz"]


def test_a_line_without_a_name_adds_nobody_of_it(store: Store, partnership_id: str) -> None:
    with pytest.raises(Invalid, match="no name in front"):
        people.add_typed(store, partnership_id, "Ana Ruiz; , Northside High")
    assert store.people.people() == []


def test_a_new_organisation_takes_the_group_but_never_that_of_families(store: Store, partnership_id: str) -> None:
    people.add_typed(store, partnership_id, "Ana, High, school; Amina, Council, family; Ben, High, business")
    assert {it.name: it.group for it in store.people.organisations()} == {"High": "school", "Council": ""}
    assert {it.name: it.group for it in store.people.people()} == {
        "Ana": "school", "Amina": "family", "Ben": "business",
    }  # fmt: skip


def test_a_child_has_a_number_for_a_name(store: Store, partnership_id: str) -> None:
    assert people.add_typed(store, partnership_id, "Kim, student, minor; Lee, minor") == (
        "student 1 · student; student 2"
    )
    assert [it.name for it in store.people.people()] == ["student 1", "student 2"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_lines_are_kept_clean_or_refused(store: Store, partnership_id: str, text: str) -> None:
    try:
        people.add_typed(store, partnership_id, text)
    except Invalid:
        assert store.people.people() == []
    for person in store.people.people():
        assert person.name == person.name.strip()
        assert not set(person.name) & set("\x00\x07\x1b\x7f\x9b\u202e\u2028\n\t")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aB ,;é\t", max_size=30))
def test_any_line_adds_people_with_names_or_is_refused(tmp_path_factory: pytest.TempPathFactory, line: str) -> None:
    with make_store(tmp_path_factory.mktemp("people")) as store:
        with store.write("a partnership"):
            partnership_id = store.people.add_partnership("P")
        try:
            people.add_typed(store, partnership_id, line)
        except Invalid:
            assert store.people.people() == []
        assert all(person.name.strip() for person in store.people.people())


def test_changes_a_person_in_one_act_and_back(store: Store) -> None:
    make_partnership(store)
    ana = store.people.people()[1]
    change(store, ana, name="Ana Ruiz Gil", organisation="City Library", group="cultural", email="a@b.org")
    changed = people.person_of(store, ana.id)
    assert (changed.name, changed.organisation, changed.group) == ("Ana Ruiz Gil", "City Library", "cultural")
    assert store.undo() == "Change a person"
    assert people.person_of(store, ana.id) == ana
    assert "City Library" not in [it.name for it in store.people.organisations()]


def test_a_change_to_nothing_new_leaves_no_trace(store: Store) -> None:
    make_partnership(store)
    change(store, store.people.people()[0])
    assert store.undo() == "a partnership"


def test_a_group_the_organisation_has_is_not_kept_twice(store: Store) -> None:
    make_partnership(store)
    ana = store.people.people()[1]
    change(store, ana, group="school")
    (northside,) = [it for it in store.people.organisations() if it.name == "Northside High"]
    people.change_organisation(store, northside.id, name=northside.name, group="educator", mission="", left_on=None)
    assert people.person_of(store, ana.id).group == "educator"


def test_a_person_keeps_a_name(store: Store) -> None:
    make_partnership(store)
    with pytest.raises(Invalid, match="name is empty"):
        change(store, store.people.people()[0], name=" ")


def test_who_turns_out_to_be_a_child_loses_the_name_for_good(store: Store, tmp_path: Path) -> None:
    partnership_id = make_partnership(store)
    people.add_typed(store, partnership_id, "Zebedee Secretname, student")
    (child,) = [it for it in store.people.people() if it.name.startswith("Zebedee")]
    change(store, child, name="Zebedee Secretname-Other", email="z@secretmail.org")
    change(store, people.person_of(store, child.id), is_minor=True)
    now = people.person_of(store, child.id)
    assert (now.name, now.email, now.is_minor) == ("student 1", "", True)
    with pytest.raises(Refused):
        store.undo()
    store.close()
    content = (tmp_path / "test.db").read_bytes()
    assert b"Secretname" not in content
    assert b"secretmail" not in content


def test_somebody_who_left_stays_in_the_record(store: Store) -> None:
    make_partnership(store)
    ana = store.people.people()[1]
    people.end_part(store, ana.id)
    assert ana not in store.people.people()
    assert people.person_of(store, ana.id) == ana
    store.undo()
    assert ana in store.people.people()


def test_an_organisation_keeps_a_name(store: Store) -> None:
    make_partnership(store)
    known = store.people.organisations()[0]
    with pytest.raises(Invalid, match="name is empty"):
        people.change_organisation(store, known.id, name="", group="", mission="", left_on=None)


def test_an_organisation_that_nothing_refers_to_is_removed_and_comes_back(store: Store, partnership_id: str) -> None:
    with store.write("an organisation"):
        typo = store.people.add_organisation(partnership_id, "Northsde High", "school", "a typo")
    (known,) = store.people.organisations()
    assert people.end_organisation(store, typo) == "Northsde High is removed: nothing in the record refers to it."
    assert store.people.organisations() == []
    with pytest.raises(NotFound):
        people.end_organisation(store, typo)
    assert store.undo() == "Remove an organisation"
    assert store.people.organisations() == [known]


def test_an_organisation_of_the_record_has_left_and_can_come_back(store: Store) -> None:
    make_partnership(store)
    school = next(it for it in store.people.organisations() if it.name == "Northside High")
    for person in store.people.people():
        people.end_part(store, person.id)  # who left still speaks for it in the record
    day = today(store.clock)
    assert people.end_organisation(store, school.id) == "Northside High no longer takes part; the record keeps it."
    assert people.organisation_of(store, school.id).left_on == day
    with pytest.raises(Refused, match="has left already"):
        people.end_organisation(store, school.id)
    assert store.undo() == "An organisation leaves"
    assert people.organisation_of(store, school.id) == school
    later = day + timedelta(days=30)
    people.change_organisation(store, school.id, name=school.name, group="school", mission="", left_on=later)
    people.end_organisation(store, school.id)
    assert people.organisation_of(store, school.id).left_on == day


def test_a_line_and_a_goal_keep_an_organisation(store: Store) -> None:
    meeting = make_meeting(store)
    with store.write("organisations"):
        ids = [store.people.add_organisation(meeting.partnership_id, name) for name in ("City Library", "Bus Works")]
    prepare.add_goal(store, meeting.partnership_id, "Raise attendance", owners=("City Library",))
    step = store.meetings.steps(meeting.id)[0]
    with store.write("a line"):
        party = Party("organisation", ids[1], "Bus Works")
        store.notes.add(meeting.id, step.id, "said", "buses stop at four", speaker=party)
    assert [store.people.is_referred_to(it) for it in ids] == [True, True]


def test_nobody_is_said_to_be_nobody(store: Store) -> None:
    with pytest.raises(NotFound):
        people.person_of(store, "nobody")


def test_a_file_says_what_it_added(store: Store, partnership_id: str, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,organisation\nAna,High\nBen,\n", "utf-8")
    assert people.import_file(store, partnership_id, file) == "2 added"
    assert people.import_file(store, partnership_id, file).startswith("0 added, 2 there already")
