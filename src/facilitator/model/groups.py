"""The words people use for stakeholder groups: key, label, plural, and everyday words such as `parents`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facilitator.model.people import Group
from facilitator.model.text import fold

EVERYDAY = {
    "family": "parent parents guardian guardians carer carers caregiver caregivers mother mothers father fathers",
    "student": "pupil pupils learner learners",
    "educator": "teacher teachers",
    "business": "company companies firm firms employer employers",
    "nonprofit": "charity charities ngo ngos",
    "health": "nurse nurses doctor doctors",
    "resident": "neighbour neighbours neighbor neighbors citizen citizens",
    "media": "journalist journalists press",
}
"""Other words, folded, for the seeded groups, by key.

Only words that say the same, and none that is likelier to be a part of an organisation's name (`council`, `clinic`):
what is found counts as that group without a question.
"""


def everyday(groups: Iterable[Group]) -> Iterator[tuple[str, Group]]:
    """Everyday words with the group each means.

    A word that is some group's own key, label or plural is left out, one or several of them: where a file has a group
    `parents`, `parent` is no word for families.
    """
    by_key = {group.key: group for group in groups}
    own = {fold(word) for group in by_key.values() for word in (group.key, group.label, group.plural)}
    own |= {word.removesuffix("s") for word in own} | {f"{word}s" for word in own}
    for key, words in EVERYDAY.items():
        if key in by_key:
            yield from ((word, by_key[key]) for word in words.split() if word not in own)


def by_word(groups: Iterable[Group]) -> dict[str, Group]:
    """The groups by each folded word or words that name them whole; a key beats a label, a label a plural."""
    known = tuple(groups)
    found = dict(everyday(known))
    for words in zip(*((fold(it.plural), fold(it.label), fold(it.key)) for it in known), strict=True):
        found |= zip(words, known, strict=True)
    return found
