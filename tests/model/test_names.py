from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.model.names import Names
from facilitator.model.people import Group, Party, Person
from sample_room import GROUPS, NAMES, ORGANISATIONS, PEOPLE, names_of, organisation, person


def found(names: Names, typed: str) -> str | None:
    party = names.find(typed)
    return party.name if party else None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ana", "Ana Ruiz"),
        ("an", "An Nguyen"),
        ("ami", "Amina Diallo"),
        ("AMINA", "Amina Diallo"),
        ("diallo", "Amina Diallo"),
        ("rui", "Ana Ruiz"),
        ("ar", "Ana Ruiz"),
        ("ana.r", "Ana Ruiz"),
        ("a.r", "Ana Ruiz"),
        ("Ana Ruiz", "Ana Ruiz"),
        ("tomasz", "Tomasz Żółć"),
        ("zolc", "Tomasz Żółć"),
        ("żółć", "Tomasz Żółć"),
        ("tz", "Tomasz Żółć"),
        ("maria", "María Silva"),
        ("maría.s", "María Silva"),
        ("o'connor", "Ben O'Connor"),
        ("o’c", "Ben O'Connor"),
        ("connor", "Ben O'Connor"),
        ("bo", "Ben O'Connor"),
        ("library", "City Library"),
        ("harb", "Harbor Print Works"),
        ("print.works", "Harbor Print Works"),
        ("hpw", "Harbor Print Works"),
        ("family", "Family"),
        ("fam", "Family"),
        ("families", "Family"),
        ("business", "Business"),
        ("student.1", "student 1"),
        ("student.2", "student 2"),
        ("stud.2", "student 2"),
    ],
)
def test_ways_to_type_a_name(typed: str, name: str) -> None:
    assert found(NAMES, typed) == name


@pytest.mark.parametrize(
    "typed",
    ["", " ", ".", "@", "xavier", "anaruiz", "ruiz.ana", "a", "tomaz", "stud", "ana/ben", "ana@ben", "ar.x", "na"],
)
def test_nobody_or_several(typed: str) -> None:
    assert NAMES.find(typed) is None


def test_a_whole_word_beats_a_start_even_of_somebody_present() -> None:
    names = names_of([person("Ana Ruiz"), person("An Nguyen")], absent=["An Nguyen"])
    assert found(names, "an") == "An Nguyen"
    assert found(names_of([person("Schooley Smith")], []), "school") == "School"


def test_present_beats_absent() -> None:
    people = [person("Ana Ruiz"), person("Ana Silva")]
    assert found(names_of(people), "ana") is None
    assert found(names_of(people, absent=["Ana Ruiz"]), "ana") == "Ana Silva"
    assert found(names_of(people, absent=["Ana Ruiz", "Ana Silva"]), "ana") is None


def test_people_beat_organisations_and_those_beat_groups() -> None:
    harbor, centre = organisation("Harbor Print Works"), organisation("Family Centre")
    assert found(names_of([person("Ed Harbor")], [harbor], absent=["Ed Harbor"]), "harbor") == "Ed Harbor"
    assert found(names_of([], [harbor, centre]), "family") == "Family Centre"
    assert found(names_of([], [harbor, centre]), "families") == "Family"
    assert found(names_of([], [harbor, organisation("Harbor Mentoring")]), "harbor") is None


def test_initials_count_as_a_start() -> None:
    assert found(names_of([person("Ana Ruiz"), person("Armando Vega")]), "ar") is None
    assert found(names_of([person("Jean-Luc Picard")]), "jp") == "Jean-Luc Picard"
    assert found(names_of([person("Jean-Luc Picard")]), "jlp") == "Jean-Luc Picard"


def test_joined_words_follow_each_other_in_order() -> None:
    names = names_of([person("María del Carmen López"), person("María Silva")])
    assert found(names, "maria.carmen") == "María del Carmen López"
    assert found(names, "maria.l") == "María del Carmen López"
    assert found(names, "maria.del.carmen.lopez") == "María del Carmen López"
    assert names.find("lopez.maria") is None
    assert names.find("maria.maria") is None


def test_a_name_typed_whole_beats_a_longer_one() -> None:
    people = [person("Ana"), person("Ana Ruiz"), person("Ana Ruiz Ortega")]
    names = names_of(people)
    assert found(names, "ana") == "Ana"
    assert found(names, "ana.ruiz") == "Ana Ruiz"
    assert found(names, "ana.ruiz.ortega") == "Ana Ruiz Ortega"
    assert found(names, "ana.r") is None


def test_a_group_typed_whole_is_better_than_several_equal_others() -> None:
    assert found(NAMES, "student") == "Student"
    assert found(names_of(absent=["student 2"]), "student") == "student 1"
    schools = [organisation("Northside School"), organisation("Eastside School")]
    assert found(names_of([], schools), "school") == "School"
    assert found(names_of([], schools), "scho") is None
    assert found(names_of([], schools[:1]), "school") == "Northside School"


def test_joined_words_may_go_on_into_the_organisation() -> None:
    names = names_of(
        [person("Maria Lopez", "City Library", "cultural"), person("Maria Lopez", "Northside High", "school")]
    )
    assert names.find("maria") is names.find("maria.lopez") is None
    there = names.find("maria.library")
    assert there is not None
    assert there.organisation == "City Library"
    assert names.find("maria.lopez.north") == names.find("maria.school")
    # the organisation never makes a name unclear that is clear without it
    rotary = names_of([person("Ana Ruiz"), person("Ana Silva", "Rotary Club")])
    assert found(rotary, "ana.r") == "Ana Ruiz"
    assert rotary.find("rotary") is None


def test_a_party_knows_its_organisation_and_group() -> None:
    amina = PEOPLE[2]
    assert NAMES.find("amina") == Party("person", amina.id, "Amina Diallo", "Parents’ Council", "family")
    assert NAMES.find("library") == Party(
        "organisation", "organisation:City Library", "City Library", "City Library", "cultural"
    )
    assert NAMES.find("family") == Party("group", "family", "Family", "", "family")


def test_candidates_are_those_it_could_mean_best_first() -> None:
    assert [party.name for party in NAMES.candidates("an")] == ["An Nguyen", "Ana Ruiz"]
    assert [party.name for party in NAMES.candidates("s")] == [
        "María Silva",
        "student 1",
        "student 2",
        "School",
        "Student",
    ]
    assert [party.name for party in names_of(absent=["Amina Diallo"]).candidates("a", 2)] == ["An Nguyen", "Ana Ruiz"]
    assert [party.name for party in names_of(absent=["An Nguyen"]).candidates("an")] == ["An Nguyen", "Ana Ruiz"]
    assert NAMES.candidates("an", 1) == NAMES.candidates("an")[:1]


def test_candidates_for_nothing_typed_are_the_people_in_the_room_first() -> None:
    names = names_of(absent=["Amina Diallo"])
    order = [party.name for party in names.candidates("", 99)]
    assert order == [
        "An Nguyen", "Ana Ruiz", "Ben O'Connor", "María Silva", "student 1", "student 2", "Tomasz Żółć", "Amina Diallo",
        "City Library", "Harbor Print Works", "Northside High", "Business", "Family", "School", "Student",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name"),
    [("tomaz", "Tomasz Żółć"), ("bne", "Ben O'Connor"), ("dialo", "Amina Diallo"), ("lybrary", "City Library")],
)
def test_candidates_for_a_misspelt_name_are_spelt_like_it(typed: str, name: str) -> None:
    assert NAMES.find(typed) is None
    assert NAMES.candidates(typed)[0].name == name


def test_no_candidates_for_what_is_like_nobody() -> None:
    assert NAMES.candidates("xqwv") == NAMES.candidates("...") == NAMES.candidates("ana/ben") == ()
    assert names_of([], [], []).candidates("ana") == ()


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("ana.ruiz", "ana"),
        ("an.nguyen", "an"),
        ("tomasz", "tomasz"),
        ("maria", "maria"),
        ("ben", "ben"),
        ("student.2", "student.2"),
        ("city", "city"),
        ("family", "family"),
    ],
)
def test_handles_are_short_and_readable(typed: str, handle: str) -> None:
    party = NAMES.find(typed)
    assert party is not None
    assert NAMES.handle(party) == handle


def test_handles_go_as_far_as_they_must() -> None:
    names = names_of(
        [
            person("Ana Ruiz"),
            person("Ana Rosa Silva"),
            person("Maria Lopez", "City Library"),
            person("Maria Lopez", "Northside High"),
            person("Sam Lee"),
            person("Sam Lee", group="family"),
        ]
    )
    handles = [names.handle(party) for party in names.candidates("", 6)]
    assert handles == ["ana.s", "ana.ru", "maria.lopez.c", "maria.lopez.n", "", "sam.lee.f"]
    assert names.handle(Party("person", "gone", "Somebody Gone")) == ""
    assert names.handle(Party("unknown", "", "ana")) == ""


def test_a_handle_begins_with_a_letter_because_only_then_the_at_counts() -> None:
    names = names_of([], [organisation("21st Century Club"), organisation("2020")], [])
    assert [names.handle(party) for party in names.candidates("")] == ["", "century"]


WORDS = "Ana An Anna Ruiz Rosa Silva O’Connor Jean-Luc Żółć María Δημήτρης 李 सिंह 1 student"
NAME_WORDS = st.sampled_from(WORDS.split())
ROOMS = st.lists(st.tuples(st.lists(NAME_WORDS, max_size=3), st.booleans()), max_size=8)


def room(drawn: list[tuple[list[str], bool]]) -> Names:
    people = [
        Person(str(number), "p", " ".join(words), organisation="City Library" if number % 2 else "", group="family")
        for number, (words, _) in enumerate(drawn)
    ]
    present = {one.id for one, (_, is_absent) in zip(people, drawn, strict=True) if not is_absent}
    return Names(people, ORGANISATIONS, GROUPS, present)


@given(ROOMS)
@settings(max_examples=150, deadline=None)
def test_every_handle_leads_back_to_its_party(drawn: list[tuple[list[str], bool]]) -> None:
    names = room(drawn)
    for party in names.candidates("", 99):
        handle = names.handle(party)
        assert handle == "" or (names.find(handle) == party and not set(handle) & set(" ,;:"))


@given(ROOMS, st.text(max_size=12) | NAME_WORDS | st.lists(NAME_WORDS, max_size=3).map(".".join))
@settings(max_examples=200, deadline=None)
def test_any_typed_text_finds_one_or_nobody(drawn: list[tuple[list[str], bool]], typed: str) -> None:
    names = room(drawn)
    party = names.find(typed)
    matches = names.matches(typed)
    assert party is None or party in matches
    assert len(matches) != 1 or party == matches[0]
    assert len(names.candidates(typed)) <= 6
    assert names.find(typed.upper().lower()) == names.find(typed.lower())


def test_groups_are_found_by_each_word_of_label_and_plural() -> None:
    names = Names([], [], [*GROUPS, Group("civic", "Civic group", "Civic groups", 9)], set())
    assert found(names, "civic.groups") == "Civic group"
    assert found(names, "groups") == "Civic group"
