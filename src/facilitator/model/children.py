"""Words that may be a child's name: a hint, for somebody to look at, and no proof."""

from __future__ import annotations

import re

from facilitator.model.name_words import ORDINARY
from facilitator.model.text import fold

_CHILD_WORDS = """
    student pupil child kid son daughter boy girl baby toddler grandson granddaughter grandchild nephew niece
    hijo hija nino nina alumno alumna nieto nieta fils fille eleve enfant
"""
CHILD_WORDS = frozenset(_CHILD_WORDS.split())
"""Words for a child (en, es, fr), folded."""

_BESIDE_NO_NAME = "council services union government support association body affairs id"
_NO_NAMES = ORDINARY.union(_BESIDE_NO_NAME.split())
_BESIDE = re.compile(r"([^\W\d_]+)(?:,? (?:named|called|llamad[oa]|nommée?|appelée?))?,? ([^\W\d_][^\W\d_]+)")


def child_names(text: str) -> list[str]:
    """Of `text` each word for a child with the word behind it that begins with a capital: `student Timmy`."""
    found = []
    at = 0
    while met := _BESIDE.search(text, at):
        at = met.end(1)
        if met[2][0].isupper() and fold(met[1]) in CHILD_WORDS and fold(met[2]) not in _NO_NAMES:
            found.append(met[0])
    return found
