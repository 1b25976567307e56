"""Words that may tell who a child is: a hint, for somebody to look at, and no proof."""

from __future__ import annotations

import re

from facilitator.model.text import fold
from facilitator.model.word_lists import ORDINARY

_CHILD_WORDS = """
    student pupil child kid son daughter boy girl baby toddler grandson granddaughter grandchild nephew niece
    hijo hija niño niña alumno alumna nieto nieta fils fille élève enfant
"""
_GRADE_WORDS = "grade grader graders"
CHILD_WORDS = frozenset(fold(it) for it in (_CHILD_WORDS + _GRADE_WORDS).split())
"""Words for a child (en, es, fr), folded; without one of them no sign is found."""

_BESIDE_NO_NAME = "council services union government support association body affairs id"
_NO_NAMES = ORDINARY.union(_BESIDE_NO_NAME.split())
_BESIDE = re.compile(
    rf"\b(?:{'|'.join(_CHILD_WORDS.split())})"
    r"(?:,? (?:named|called|llamad[oa]|nommée?|appelée?))?,? ([^\W\d_][^\W\d_]+)",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:grade \d{1,2}|(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth)[- ]grader?)\b",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"\b(?:asthma|adhd|autis\w+|diagnos\w+|depress\w+|anxiety|pregnan\w+|medicat\w+|therap\w+|seizures?|diabet\w+|iep"
    r"|suspen\w+|expel\w+|expulsion|detention|truan\w+|arrest\w+|probation|drugs?|self-harm\w*)\b",
    re.IGNORECASE,
)
"""Health and discipline: beside a grade they can tell a small school whose child is meant."""


def signs_of_a_child(text: str) -> list[str]:
    """What in `text` may tell who a child is.

    Each word for a child with the capitalised word behind it, `student Timmy`; a grade beside a word of health or
    discipline, `ninth grader … suspended`.
    """
    found = [it[0] for it in _BESIDE.finditer(text) if it[1][0].isupper() and fold(it[1]) not in _NO_NAMES]
    if (grade := _GRADE.search(text)) and (trouble := _TROUBLE.search(text)):
        first, second = sorted((grade, trouble), key=lambda it: it.start())
        between = " " if first.end() + 1 == second.start() else " … "
        found.append(f"{first[0]}{between}{second[0]}")
    return found
