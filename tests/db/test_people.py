from __future__ import annotations

from datetime import date

import pytest

from facilitator.db import Store
from facilitator.errors import FacilitatorError
from facilitator.model.people import Group, Organisation, Partnership, Person
from support import make_partnership

DAY = date(2026, 11, 21)


def test_a_partnership_comes_back_as_it_was_kept(store: Store) -> None:
    with store.write("new"):
        partnership_id = store.people.add_partnership(
            "Northside Works", "A next step for all", model="integrated", started_on=DAY, cadence="every 4 weeks"
        )
        store.people.update_partnership(partnership_id, usual_place="Library", data_statement="D", review_on=DAY)
    assert store.people.partnership(partnership_id) == Partnership(
        partnership_id, "Northside Works", "A next step for all", "integrated", "active", DAY, DAY, "every 4 weeks",
        "Library", "D",
    )  # fmt: skip
    assert store.people.partnership("nobody") is None


def test_partnerships_come_by_name_whatever_the_case(store: Store) -> None:
    with store.write("new"):
        for name in ("beta", "Alpha", "Gamma"):
            store.people.add_partnership(name)
    assert [it.name for it in store.people.partnerships()] == ["Alpha", "beta", "Gamma"]


def test_a_person_speaks_for_the_own_group_or_the_organisations(store: Store) -> None:
    partnership_id = make_partnership(store)
    school = next(it for it in store.people.organisations() if it.name == "Northside High")
    with store.write("people"):
        an = store.people.add_person(
            partnership_id,
            "An Nguyen",
            organisation_id=school.id,
            group="educator",
            role="counsellor",
            email="an@x.org",
        )
        minor = store.people.add_person(partnership_id, "student 1", is_minor=True, may_be_named="no")
    assert store.people.person(an) == Person(
        an, partnership_id, "An Nguyen", school.id, "Northside High", "counsellor", "educator", "an@x.org"
    )
    assert store.people.person(minor) == Person(minor, partnership_id, "student 1", is_minor=True, may_be_named="no")
    assert [(it.name, it.group) for it in store.people.people(partnership_id)] == [
        ("Amina Diallo", "family"),
        ("An Nguyen", "educator"),
        ("Ana Ruiz", "school"),
        ("Ben O'Connor", "business"),
        ("student 1", ""),
    ]


def test_people_who_left_are_kept_but_not_listed(store: Store) -> None:
    partnership_id = make_partnership(store)
    ana = store.people.people()[1]
    with store.write("gone"):
        store.people.update_person(ana.id, is_active=False)
    assert ana.name not in [it.name for it in store.people.people(partnership_id)]
    assert store.people.person(ana.id) == ana


def test_each_partnership_has_its_own_people(store: Store) -> None:
    one, two = make_partnership(store), make_partnership(store, "Southside Works")
    assert len(store.people.people(one)) == len(store.people.people(two)) == 3
    assert len(store.people.people()) == 6
    assert len(store.people.organisations()) == 6


def test_an_organisation_comes_back_as_it_was_kept(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("new"):
        library = store.people.add_organisation(partnership_id, "City Library", "cultural", "Books for all")
        store.people.update_organisation(library, joined_on=DAY, left_on=DAY)
        nameless = store.people.add_organisation(partnership_id, "A group of friends")
    found = {it.id: it for it in store.people.organisations(partnership_id)}
    assert found[library] == Organisation(
        library, partnership_id, "City Library", "cultural", "Books for all", DAY, DAY
    )
    assert found[nameless].group == ""


def test_a_new_group_stands_at_the_end(store: Store) -> None:
    with store.write("group"):
        store.people.add_group("grandparents", "grandparent", "grandparents")
        store.people.update_group("grandparents", is_family=True, is_priority_voice=True)
    last = store.people.groups()[-1]
    assert last == Group("grandparents", "grandparent", "grandparents", 17, is_family=True, is_priority_voice=True)


@pytest.mark.parametrize("values", [{"name": ""}, {"group_key": "nobody"}, {"may_be_named": "maybe"}])
def test_what_the_file_cannot_hold_is_refused(store: Store, values: dict[str, object]) -> None:
    make_partnership(store)
    person = store.people.people()[0]
    with pytest.raises(FacilitatorError), store.write("wrong"):
        store.people.update_person(person.id, **values)
    assert store.people.person(person.id) == person


def test_a_forgotten_name_is_not_in_the_journal_either(store: Store) -> None:
    make_partnership(store)
    amina, ana, _ = store.people.people()
    for name in ("Ana Maria Ruiz", "somebody of Northside High"):
        with store.write("forget", final=name.startswith("somebody")):
            store.people.update_person(ana.id, name=name)
            store.people.update_person(amina.id, name=f"A. {name}")
            if name.startswith("somebody"):
                store.people.forget_name(ana.id)
    assert store.rows("SELECT old FROM change WHERE row = ? AND field = 'name'", ana.id) == []
    assert len(store.rows("SELECT old FROM change WHERE row = ? AND field = 'name'", amina.id)) == 2


def test_consents_come_in_the_order_given(store: Store) -> None:
    one, two = make_partnership(store), make_partnership(store, "Southside Works")
    person, stranger = store.people.people(one)[0], store.people.people(two)[0]
    with store.write("consent"):
        store.people.add_consent(person.id, "notes", "given", DAY)
        store.people.add_consent(stranger.id, "notes", "given", DAY)
        store.people.add_consent(person.id, "notes", "withdrawn", DAY, "herself")
    assert store.people.consents(one) == [(person.id, "notes", "given", DAY), (person.id, "notes", "withdrawn", DAY)]
    assert store.value("SELECT by_whom FROM consent ORDER BY id DESC") == "herself"


def test_group_agreements_hold_until_they_end(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("agreements"):
        ids = [store.people.add_norm(partnership_id, text, DAY) for text in ("one at a time", "phones away", "ask")]
        store.people.end_norm(ids[1], DAY)
    assert store.people.norms(partnership_id) == [(ids[0], "one at a time"), (ids[2], "ask")]
    assert store.rows("SELECT position, until FROM norm ORDER BY position") == [
        (1, None),
        (2, "2026-11-21"),
        (3, None),
    ]
