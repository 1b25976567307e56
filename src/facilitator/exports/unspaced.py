"""Names in scripts that put no blanks between words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from facilitator.exports.name_words import UNSPACED, UNSPACED_NAME
from facilitator.exports.phrases import SOMEBODY

_HONORIFICS = (
    "老师|老師|先生|女士|小姐|太太|同学|同學|医生|醫生|校长|校長|主任|教授|师傅|さん|様|さま|君|くん|ちゃん|氏"
    "|선생님|선생|씨|님|교장|교수"
)
"""Titles behind a surname."""


class Unspaced:
    """Names in scripts that put no blanks between words, found anywhere in a text in NFC."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._labels: dict[str, str] = {}
        self._family: dict[str, str] = {}
        given: set[str] = set()
        for name, label in names:
            whole = "".join(name.split())
            if len(whole) < 2 or not UNSPACED_NAME.search(name):
                continue
            self._labels[whole] = label
            family, own = _family_first(name)
            self._family[family] = label if self._family.get(family, label) == label else SOMEBODY
            if len(own) > 1:
                given.add(own)
        longest_first = sorted(self._labels, key=len, reverse=True)
        self._whole = _any_of(r"\s*".join(map(re.escape, name)) for name in longest_first)
        families = "|".join(map(re.escape, sorted(self._family, key=len, reverse=True))) or "(?!)"
        self._titled = re.compile(rf"({families})\s?(?:{_HONORIFICS})")
        alone = f"(?<![{UNSPACED}])(?:{families})(?![{UNSPACED}])"
        self._given = _any_of([*map(re.escape, sorted(given, key=len, reverse=True)), alone])
        self.is_needed = bool(self._labels)

    def __call__(self, text: str) -> tuple[str, list[str]]:
        """The text with labels for full names and surnames with a title; given names and surnames alone in it."""
        text = self._whole.sub(lambda found: self._labels["".join(found[0].split())], text)
        text = self._titled.sub(lambda found: self._family[found[1]], text)
        return text, self._given.findall(text)


def _family_first(name: str) -> tuple[str, str]:
    """Surname and given name: the first of several words, else one letter of two or three and two of more."""
    family, *own = name.split()
    if own:
        return family, "".join(own)
    size = 1 if len(family) < 4 else 2
    return family[:size], family[size:]


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)")
