from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from facilitator.exports.columns import Level
from facilitator.exports.names import Everybody, Naming
from facilitator.model.people import Group, Organisation, Person

GROUPS = (
    Group("school", "school", "schools", 1),
    Group("family", "family", "families", 2, is_family=True),
    Group("student", "student", "students", 3, is_student=True),
    Group("business", "business", "businesses", 4),
    Group("health", "health provider", "health providers", 5),
    Group("resident", "resident", "residents", 6),
)
ORGANISATIONS = (
    Organisation("school", "p", "Northside High", "school"),
    Organisation("bakery", "p", "Golden Crust", "business"),
    Organisation("clinic", "p", "Harbour Clinic", "health"),
    Organisation("council", "p", "Parents’ Council", "family"),
)


def person(name: str, organisation: str = "", group: str = "", **more: Any) -> Person:
    own = {"school": "school", "bakery": "business", "clinic": "health", "council": "family"}.get(organisation, "")
    return Person(name, "p", name, organisation or None, organisation, group=group or own, **more)


PEOPLE = (
    person("Ana Ruiz", "school", role="principal"),
    person("Tom Katz", "school", role="nurse", may_be_named="no"),
    person("Ben Moss", "bakery", role="owner"),
    person("Dora Lind", "clinic"),
    person("Rosa Quispe", "council"),
    person("Carla Mendes", "council", may_be_named="yes"),
    person("Pia Roth", "school", "family", role="mother of Tom Katz"),
    person("Sam Vale", "", "resident"),
    person("Uma Wirth", "", "business"),
    person("Vic Xu", ""),
    person("student 1", "school", "student", is_minor=True, may_be_named="yes"),
    person("Kid Realname", "", "student", is_minor=True),
)
KNOWN = Everybody(PEOPLE, ORGANISATIONS, GROUPS, frozenset(person.id for person in PEOPLE))


def naming(level: Level, **changes: Any) -> Naming:
    return Naming(level, replace(KNOWN, **changes))


def name(level: Level, who: str, **changes: Any) -> str:
    return naming(level, **changes).party(who, None, None, "").name


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("Ana Ruiz", "Ana Ruiz"),  # nobody asked, speaks for an organisation
        ("Tom Katz", "nurse, Northside High"),  # said no
        ("Ben Moss", "Ben Moss"),
        ("Rosa Quispe", "Parents’ Council"),  # a family, though of an organisation
        ("Carla Mendes", "Carla Mendes"),  # a family that said yes
        ("Pia Roth", "mother of somebody, Northside High"),  # her own group counts
        ("Sam Vale", "resident"),
        ("Uma Wirth", "business"),  # speaks for no organisation
        ("Vic Xu", "somebody"),
        ("student 1", "student 1"),  # a minor's label, whatever was answered
        ("Kid Realname", "student"),
    ],
)
def test_consented(who: str, shown: str) -> None:
    assert name("consented", who) == shown


def test_full_names_everybody_and_roles_nobody() -> None:
    assert {name("full", person.id) for person in PEOPLE} == {person.name for person in PEOPLE}
    shown = {name("roles", person.id) for person in PEOPLE} - {"student 1"}
    assert not shown & {person.name for person in PEOPLE}
    assert name("roles", "Ana Ruiz") == "principal, Northside High"


@pytest.mark.parametrize("level", ["consented", "roles", "anonymous", "chatham"])
def test_minors_are_never_named(level: Level) -> None:
    assert "Realname" not in name(level, "Kid Realname")
    assert "Realname" not in naming(level).text("Kid Realname was here")[0]


def test_an_answer_that_was_withdrawn_outweighs_a_yes() -> None:
    assert name("consented", "Carla Mendes", unwilling=frozenset({"Carla Mendes"})) == "Parents’ Council"


CHAIN = (
    person("Karen Price", "bakery", role="owner, Price’s Diner", may_be_named="no"),
    person("Tom Vale", "", "family", role="husband of Karen Price"),
    person("Sue Hill", "", "family", role="neighbour of Tom Vale"),
    person("Ivo Reed", "", "family", role="uncle of Sue Hill, cousin of Karen Price, called Ivo Reed"),
    person("Lou Berg", "", "resident", role="resident"),
)
DINER = (*ORGANISATIONS[:1], Organisation("bakery", "p", "Price’s Diner", "business"), *ORGANISATIONS[2:])


@pytest.mark.parametrize("people", [CHAIN, CHAIN[::-1]])
def test_a_role_that_holds_a_name_gives_no_name_away_whatever_comes_first(people: tuple[Person, ...]) -> None:
    it = naming("roles", people=people, organisations=DINER, in_bundle=frozenset(it.id for it in people))
    assert [it.party(who.id, None, None, "").name for who in CHAIN] == [
        "owner, business",
        "husband of somebody, family",
        "neighbour of somebody, family",
        "uncle of somebody, cousin of somebody, called somebody, family",
        "resident",
    ]
    assert list(it.roles([CHAIN[1].role])) == [(0, "husband of somebody", ())]
    assert it.text("Sue Hill came")[0] == "neighbour of somebody, family came"


def test_an_organisation_of_one_unnamed_person_counts_as_that_person() -> None:
    quiet = [replace(person, may_be_named="no") if person.id == "Ben Moss" else person for person in PEOPLE]
    it = naming("consented", people=quiet)
    shown = it.party("Ben Moss", None, None, "")
    assert (shown.name, shown.organisation, shown.group) == ("owner, business", "", "business")
    assert it.party(None, "bakery", None, "").name == "business"
    assert it.party(None, "bakery", None, "").organisation == ""
    assert it.text("Golden Crust bakes, GOLDEN crust")[0] == "business bakes, business"
    assert it.text("goldencrust and GoldenCrust")[0] == "business and business"
    assert naming("consented").party(None, "bakery", None, "").name == "Golden Crust"


def test_only_people_in_the_bundle_make_an_organisation_large_enough() -> None:
    assert name("roles", "Tom Katz", in_bundle=frozenset({"Tom Katz"})) == "nurse, school"
    assert name("roles", "Tom Katz", in_bundle=frozenset({"Tom Katz", "Ana Ruiz"})) == "nurse, Northside High"
    alone = naming("roles", in_bundle=frozenset())
    assert alone.party(None, "school", None, "").name == "Northside High"
    assert alone.party(None, "clinic", None, "").name == "health provider"


def test_ids_leave_with_the_name_only() -> None:
    it = naming("consented")
    assert it.party("Ana Ruiz", None, None, "").person_id == "Ana Ruiz"
    assert it.party("Tom Katz", None, None, "").person_id == ""
    assert it.party(None, "school", None, "").organisation_id == "school"


def test_groups_and_names_nobody_was_found_for() -> None:
    for level in ("full", "consented", "roles"):
        assert naming(level).party(None, None, "health", "").name == "health"
    assert naming("full").party(None, None, None, "tomaz").name == "tomaz"
    assert naming("consented").party(None, None, None, "tomaz").name == "somebody"
    assert naming("consented").party(None, None, None, "").name == ""


def test_free_text_hides_who_may_not_be_named() -> None:
    text, noticed = naming("consented").text("Ana Ruiz, Tom Katz, katz and Tom; Quispe; Carla Mendes of Golden Crust")
    assert text == (
        "Ana Ruiz, nurse, Northside High, nurse, Northside High and Tom; Parents’ Council; Carla Mendes of Golden Crust"
    )
    assert noticed == ("Tom",)
    assert naming("full").text("Tom Katz") == ("Tom Katz", ())


def test_addresses_and_names_as_typed() -> None:
    people = [replace(person, email="t.k@example.org") if person.id == "Tom Katz" else person for person in PEOPLE]
    it = naming("consented", people=people, as_typed=frozenset({"zed", "an"}))
    assert it.text("T.K@example.org, Zed, an egg") == ("nurse, Northside High, Zed, an egg", ("Zed",))


@pytest.mark.parametrize(
    ("typed", "text", "noticed"),
    [
        ("kovacs", "Kovács and kovacs; Kovácsnak", ("Kovács", "kovacs", "Kovácsnak")),
        ("kati.kovacs", "Kati Kovacs; ask Kovacs; kati", ("Kati Kovacs", "Kovacs", "kati")),
        ("mrs van der kovacs", "Kovacs, Mrs Moss, van, der Plan", ("Kovacs",)),
        ("mo", "Mo said more; mo", ("Mo",)),
        ("may", "may we ask May", ("May",)),
        ("bus driver 2", "the bus and 2 drivers", ()),
    ],
)
def test_each_word_of_a_name_nobody_was_found_for_is_pointed_out(
    typed: str, text: str, noticed: tuple[str, ...]
) -> None:
    left, found = naming("roles", as_typed=frozenset({typed}), people=PEOPLE[:1]).text(text)
    assert (left, set(found)) == (text, set(noticed))


def test_the_facilitator() -> None:
    assert naming("consented").facilitator("Nadia Haddad") == "Nadia Haddad"
    assert naming("consented").facilitator("tom katz") == "nurse, Northside High"
    assert naming("roles").facilitator("Nadia Haddad") == "facilitator"
    assert naming("roles", facilitators=frozenset({"Nadia Haddad"})).text("Haddad said")[0] == "facilitator said"
    assert naming("roles").facilitator("") == ""
    assert naming("consented", facilitators=frozenset({"Nadia Katz"})).text("Nadia Katz met Katz")[0] == (
        "Nadia Katz met nurse, Northside High"
    )


def test_who_answered_for_somebody() -> None:
    assert naming("consented").answerer("Ana Ruiz") == "Ana Ruiz"
    assert naming("consented").answerer("Rosa Quispe") == "Parents’ Council"
    assert naming("consented").answerer("Greta Holm") == "somebody"
    assert naming("full").answerer("Greta Holm") == "Greta Holm"


def test_anonymous_leaves_groups_only_and_none_that_is_too_small() -> None:
    it = naming("anonymous", group_sizes={"school": 3, "family": 2})
    shown = it.party("Ana Ruiz", None, None, "")
    assert (shown.name, shown.organisation, shown.group, shown.person_id) == ("school", "", "school", "")
    assert it.party("Rosa Quispe", None, None, "").name == "somebody"
    assert it.party("Rosa Quispe", None, None, "").group == ""
    assert it.text("Ruiz of Northside High and Rosa Quispe")[0] == "school of school and somebody"


def test_a_group_of_which_few_were_at_a_meeting_is_not_told_there() -> None:
    it = naming("anonymous", group_sizes={"school": 9}, heads={("one", "school"): 1, ("many", "school"): 3})
    assert [it.party("Ana Ruiz", None, None, "", meeting).name for meeting in ("one", "many", "not there")] == [
        "somebody",
        "school",
        "school",
    ]
    assert it.group("school", "one") == ""
    assert it.group("school", "many") == "school"


def test_chatham_says_neither_who_nor_from_where() -> None:
    it = naming("chatham", group_sizes={"school": 9})
    for party in (
        ("Ana Ruiz", None, None, ""),
        (None, "school", None, ""),
        (None, None, "school", ""),
        (None,) * 3 + ("x",),
    ):
        shown = it.party(*party)
        assert (shown.name, shown.organisation, shown.group, shown.person_id) == ("one of us", "", "", "")
    assert it.group("school") == ""
    assert it.text("Ruiz of Northside High")[0] == "one of us of one of us"


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("full", "student 1 and Student 1, not student 12"),
        ("consented", "student 1 and Student 1, not student 12"),
        ("roles", "student 1 and Student 1, not student 12"),
        ("anonymous", "student and student, not student 12"),
        ("chatham", "one of us and one of us, not student 12"),
    ],
)
def test_a_minors_number_leaves_free_text_where_nobody_may_be_told_apart(level: Level, shown: str) -> None:
    text = "student 1 and Student 1, not student 12"
    assert naming(level, group_sizes={"student": 5}).text(text)[0] == shown


@pytest.mark.parametrize(
    ("level", "shown"), [("roles", "family 1 here"), ("anonymous", "family here"), ("chatham", "one of us here")]
)
def test_the_number_of_somebody_forgotten_leaves_free_text_too(level: Level, shown: str) -> None:
    forgotten = person("family 1", "", "family")
    it = naming(level, people=(*PEOPLE, forgotten), group_sizes={"family": 5})
    assert it.text("family 1 here")[0] == shown


def test_a_minors_number_goes_where_the_groups_label_has_changed_since_too() -> None:
    minor = person("pupil 2", "", "student", is_minor=True)
    shown = naming("anonymous", people=(*PEOPLE, minor), group_sizes={"student": 5})
    assert shown.text("as pupil 2 said") == ("as student said", ())
    few = naming("anonymous", group_sizes={"student": 2})
    assert few.text("as student 1 said") == ("as somebody said", ())  # the group alone would tell who
