from __future__ import annotations

import pytest

from facilitator.db.schema import GROUPS
from facilitator.model.groups import EVERYDAY, by_word, everyday
from facilitator.model.names import Names
from facilitator.model.people import Group, Organisation, Person
from facilitator.model.text import folded_words

SEEDED = tuple(Group(key, label, plural, at) for at, (key, label, plural) in enumerate(GROUPS))


def found(typed: str, groups: tuple[Group, ...] = SEEDED, people: tuple[Person, ...] = ()) -> str | None:
    organisations = (Organisation("o", "p", "Parent Teacher Association"),)
    party = Names(people, organisations, groups, {it.id for it in people}).find(typed)
    return party.id if party else None


def test_the_table_names_seeded_groups_by_single_folded_words_each_once() -> None:
    words = [word for words in EVERYDAY.values() for word in words.split()]
    assert set(EVERYDAY) <= {key for key, _, _ in GROUPS}
    assert len(words) == len(set(words))
    assert all(folded_words(word) == (word,) for word in words)
    assert not set(words) & {word for group in GROUPS for name in group for word in folded_words(name)}


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("parents", "family"),
        ("Guardians", "family"),
        ("pupil", "student"),
        ("PUPILS", "student"),
        ("employers", "business"),
        ("neighbors", "resident"),
        ("press", "media"),
    ],
)
def test_everyday_words_find_the_seeded_group(typed: str, key: str) -> None:
    assert found(typed) == key
    assert by_word(SEEDED)[typed.lower()].key == key


def test_they_count_whole_and_after_whoever_has_the_word_in_the_name() -> None:
    assert found("paren") == "o"
    assert found("parent") == "o"
    assert found("teachers") == "educator"
    assert found("pupi") is None
    assert found("pupils", people=(Person("x", "p", "Ana Pupils"),)) == "x"
    assert found("pupils", people=(Person("x", "p", "Ana Pupilson"),)) == "student"


def test_the_users_own_group_of_that_word_wins() -> None:
    own = Group("parents", "Parents", "Parents", 20)
    labelled = Group("pta", "Mothers", "Mothers", 21)
    council = Group("council", "Pupils’ council", "Pupils’ councils", 22)
    groups = (*SEEDED, own, labelled, council)
    assert by_word(groups)["parents"] is own
    assert by_word(groups)["mothers"] is labelled
    assert by_word(groups)["guardians"].key == by_word(groups)["father"].key == "family"
    assert not {"parent", "mother"} & by_word(groups).keys()
    assert (found("parents", groups), found("mothers", groups)) == ("parents", "pta")
    assert found("pupils'", groups) == "council"
    assert by_word(groups)["pupils"].key == "student"


def test_a_group_that_is_not_in_the_file_has_no_words() -> None:
    assert list(everyday(SEEDED[:1])) == []
    assert by_word(()) == {}
