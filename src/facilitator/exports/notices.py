"""Words that left and may be the names of people who may not be named."""

from __future__ import annotations

from collections import Counter

from facilitator.frozen import frozen
from facilitator.model.children import signs_of_a_child

PLACES = 10
"""So many places of one word are told one by one."""


@frozen
class Notice:
    """A word in a file that may be the name of somebody who may not be named. The header is row 1.

    `more` places of the word, further down or in later files, are not told one by one.
    """

    file: str
    row: int
    word: str
    more: int = 0

    @property
    def elsewhere(self) -> str:
        """How many more places there are, to be said after the row."""
        return f", and in {self.more:,} more place{'' if self.more == 1 else 's'}" if self.more else ""

    def __str__(self) -> str:
        return f"{self.file} row {self.row}{self.elsewhere}: “{self.word}” {suspicion(self.word)}"


def suspicion(word: str) -> str:
    """Why a word is pointed out."""
    return "may tell who a child is" if signs_of_a_child(word) else "may be a name"


class Notices:
    """Collects the first `PLACES` of each word in the order they are met: as many as there are names, not rows."""

    def __init__(self) -> None:
        self._first: list[Notice] = []
        self._met: Counter[str] = Counter()

    def add(self, file: str, row: int, word: str) -> None:
        """One more place of a word."""
        self._met[word] += 1
        if self._met[word] <= PLACES:
            self._first.append(Notice(file, row, word))

    def all(self) -> tuple[Notice, ...]:
        """The first places; the last of a word that has more of them says how many."""
        found, told = [], Counter[str]()
        for it in self._first:
            told[it.word] += 1
            more = self._met[it.word] - PLACES if told[it.word] == PLACES else 0
            found.append(Notice(it.file, it.row, it.word, more))
        return tuple(found)
