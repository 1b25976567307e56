"""Words that may be names, said of what leaves with where they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from facilitator.exports.extract import Extract
from facilitator.exports.notices import Notice, suspicion
from facilitator.exports.tables import STORIES, TABLES
from facilitator.frozen import frozen
from facilitator.model.text import LINE_LIMIT
from facilitator.services.templates import built_in_words


@frozen
class Doubt:
    """A word that may be a name, and where it stands, in plain words."""

    word: str
    where: str

    def __str__(self) -> str:
        return f"“{self.word}” {suspicion(self.word)}, in {self.where}"


def doubts(records: Sequence[Extract], text: str) -> tuple[Doubt, ...]:
    """Of the words in `records` that may be names those that stand in `text`, each once.

    `text` was made from them and has no marks of a page in it. What the program itself says is in no doubt.
    """
    bare = _bare(text)
    met: dict[str, str] = {}
    for found in records:
        for notice in found.notices:
            if notice.word not in met and _whole(notice.word).search(text):
                where = next((it for it, around in _places(found, notice) if _bare(around) in bare), "")
                if where:
                    met[notice.word] = where
    return tuple(Doubt(word, where) for word, where in met.items())


def _places(found: Extract, notice: Notice) -> Iterator[tuple[str, str]]:
    """Where a word stands, `a promise: “ask Tomasz about the keys”`, and the words around it.

    Where its places are not all told one by one, every free text is looked through.
    """
    for table in (*TABLES, STORIES):
        if table.name in found.records and (notice.more or table.file == notice.file):
            rows = found.records[table.name]
            columns = [it.name for it in table.columns if it.kind in _FREE]
            for row in rows if notice.more else rows[notice.row - 2 : notice.row - 1]:  # the header is row 1
                for column in columns:
                    yield from _in_cell(table.name, row[column], notice.word)


def _in_cell(table: str, words: str, word: str) -> Iterator[tuple[str, str]]:
    if word.split(maxsplit=1)[0] not in words or words in built_in_words():
        return
    cell = " ".join(words.split())
    for place in _whole(word).finditer(cell):
        start, end = max(0, place.start() - _AROUND), place.end() + _AROUND
        around = cell[start:end]
        shown = f"{'…' if start else ''}{around}{'…' if end < len(cell) else ''}"
        yield f"{_KINDS.get(table, table.replace('_', ' '))}: “{shown}”", around


@lru_cache(1024)
def _whole(word: str) -> re.Pattern[str]:
    """Finds words as they stand in a page, where a line may end between them; `…` stands for words between."""
    parts = (r"\W+".join(map(re.escape, part.split())) for part in word.split(" … "))
    found = rf"\b.{{1,{LINE_LIMIT}}}?\b".join(parts)
    if word[:1].lower() == word[:1].upper():
        return re.compile(found, re.DOTALL)  # scripts that put no blanks between words have no capitals
    return re.compile(rf"(?<!\w){found}(?!\w)", re.DOTALL)


def _bare(text: str) -> str:
    """The letters and figures alone: what is laid out has other blanks, and signs before some of its own."""
    return "".join(it for it in text if it.isalnum()).casefold()


_AROUND = 30
_FREE = ("words", "texts")
"""Kinds of columns in which people may be named."""
_KINDS = {
    "meetings": "the meeting",
    "steps": "a step",
    "notes": "a note",
    "questions": "a question",
    "decisions": "a decision",
    "actions": "a promise",
    "goals": "a goal",
    "goal_readings": "a goal’s reading",
    "goal_changes": "a goal’s change",
    "parked": "parked",
    "feedback": "about the meeting",
    "appreciations": "thanks",
    "norms": "a group agreement",
    "partnerships": "the partnership",
    "organisations": "an organisation",
    "people": "a person",
    "concerns": "a concern",
    "stories": "a story",
}
"""What the files of the bundle hold, for people."""
