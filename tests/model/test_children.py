from __future__ import annotations

import pytest

from facilitator.model.children import CHILD_WORDS, signs_of_a_child
from facilitator.model.text import folded_words


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("too late for his child Timmy", ["child Timmy"]),
        ("our son, Leo, and the student named Kim", ["son, Leo", "student named Kim"]),
        ("a ninth grader was suspended twice", ["ninth grader … suspended"]),
        ("asthma grade 4", ["asthma grade 4"]),
        ("two 10th-grade pupils and their therapy dog", ["10th-grade … therapy"]),
    ],
)
def test_what_may_tell_who_a_child_is(text: str, signs: list[str]) -> None:
    assert signs_of_a_child(text) == signs
    assert not CHILD_WORDS.isdisjoint(folded_words(text.replace("-", " ")))


@pytest.mark.parametrize(
    "text",
    [
        "the Student Council met",
        "student voices",
        "Student 1 spoke",
        "ninth grade attendance is up",
        "suspended the rule",
        "every child may come",
    ],
)
def test_what_tells_nobody(text: str) -> None:
    assert signs_of_a_child(text) == []
