from __future__ import annotations

import pytest

from facilitator.exports.notices import PLACES, Notice, Notices
from facilitator.model.children import signs_of_a_child


def test_places_of_one_word_are_told_one_by_one_up_to_a_few() -> None:
    found = Notices()
    for row in range(2, 5):
        found.add("notes.csv", row, "Rosa")
    found.add("parked.csv", 2, "rosa")
    assert [str(it) for it in found.all()] == [
        "notes.csv row 2: “Rosa” may be a name",
        "notes.csv row 3: “Rosa” may be a name",
        "notes.csv row 4: “Rosa” may be a name",
        "parked.csv row 2: “rosa” may be a name",
    ]


def test_the_last_place_told_says_how_many_more_there_are() -> None:
    found = Notices()
    for row in range(2, 2002):
        found.add("notes.csv", row, "Rosa")
        if row % 2:
            found.add("notes.csv", row, "Ben")
    rosa, ben = ([it for it in found.all() if it.word == word] for word in ("Rosa", "Ben"))
    assert len(rosa) == len(ben) == PLACES
    assert rosa[-1] == Notice("notes.csv", 1 + PLACES, "Rosa", 2000 - PLACES)
    assert str(ben[-1]) == "notes.csv row 21, and in 990 more places: “Ben” may be a name"
    assert {it.more for it in (*rosa[:-1], *ben[:-1])} == {0}


def test_one_more_place_is_said_so() -> None:
    found = Notices()
    for row in range(PLACES + 1):
        found.add("notes.csv", row, "Rosa")
    assert str(found.all()[-1]) == "notes.csv row 9, and in 1 more place: “Rosa” may be a name"


def test_what_is_kept_grows_with_the_words_and_not_with_the_rows() -> None:
    found = Notices()
    for row in range(50_000):
        found.add("notes.csv", row, ("Rosa", "Ben", "Ana")[row % 3])
    assert len(found.all()) == 3 * PLACES
    assert sum(it.more for it in found.all()) == 50_000 - 3 * PLACES


@pytest.mark.parametrize(
    "text",
    ["the student Timmy left", "our ninth grader was suspended twice", "alergia grave, alumno de 3º de primaria"],
)
def test_what_may_tell_of_a_child_is_called_so(text: str) -> None:
    notices = Notices()
    for sign in signs_of_a_child(text):
        notices.add("notes.csv", 2, sign)
    assert [str(it).partition("” ")[2] for it in notices.all()] == ["may tell who a child is"]
