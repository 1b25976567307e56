"""What may stand among the words of a line: `#goal`, `:tag`, and the `@who` of an action's helpers."""

from __future__ import annotations

import re

from facilitator.frozen import frozen
from facilitator.model.names import Names
from facilitator.model.people import Party
from facilitator.model.text import cut, fold, folded_words

MENTION = re.compile(r"(?<!\S)@(\S+)")
"""An `@` at the start of a word, with what is attached to it."""
OFFERED = 3
"""Names or goals that fit into a hint."""

_WORD_MARK = re.compile(r"(?<!\S)([#:])(\S+)")
_TAIL = ".,;:!?)]}…”»›’\"'"
"""Punctuation that can be attached behind a name, a goal or a tag."""


@frozen
class GoalRef:
    """A goal a line can link to."""

    id: str
    statement: str


def without_tail(word: str) -> tuple[str, str]:
    """A word and the punctuation attached behind it."""
    bare = word.rstrip(_TAIL)
    return bare, word[len(bare) :]


def take_word_marks(
    text: str, goals: tuple[GoalRef, ...], tags: tuple[str, ...]
) -> tuple[str, GoalRef | None, tuple[str, ...], list[str]]:
    """`text` without its goal and its tags, those, and a hint on each that stays.

    `goals` and `tags` are those the record can have.
    """
    goal: GoalRef | None = None
    tagged: dict[str, None] = {}
    hints: list[str] = []
    taken: list[tuple[int, int]] = []
    for found in _WORD_MARK.finditer(text):
        word, _ = without_tail(found[2])
        hint = ""
        if found[1] == "#":
            meant = _goals_meant(word, goals)
            hint = _goal_hint(word, goal, meant)
            goal = goal if hint else meant[0]
        elif tag := next((key for key in tags if fold(key) == fold(word)), None):
            tagged[tag] = None
        else:
            hint = f'":{word}" is no tag here: kept as text'
        if not hint:
            taken.append((found.start(), found.start() + 1 + len(word)))
        elif word[:1].isalpha():
            hints.append(hint)
    for start, end in reversed(taken):
        text = cut(text, start, end)
    return text, goal, tuple(tagged), hints


def name_helpers(text: str, owner: Party | None, names: Names) -> tuple[str, tuple[Party, ...], list[str]]:
    """`text` with each `@who` as that party's name, those parties, and a hint on each that stays."""
    helpers: dict[Party, None] = {}
    hints: list[str] = []

    def named(found: re.Match[str]) -> str:
        name, tail = without_tail(found[1])
        if not name[:1].isalpha():
            return found[0]
        party = names.find(name)
        if party is None:
            could = " or ".join(one.name for one in names.matches(name)[:OFFERED])
            hints.append(f'"@{name}" {"could be " + could if could else "is nobody known"}: kept as text')
            return found[0]
        if party != owner:
            helpers[party] = None
        return party.name + tail

    text = MENTION.sub(named, text)
    return text, tuple(helpers), hints


def _goals_meant(word: str, goals: tuple[GoalRef, ...]) -> list[GoalRef]:
    """The goals with words that begin so; a whole word beats a start."""
    parts = folded_words(word)
    if not parts:
        return []
    words_of = {goal: folded_words(goal.statement) for goal in goals}
    begun = [
        goal for goal, words in words_of.items() if all(any(word.startswith(part) for word in words) for part in parts)
    ]
    whole = [goal for goal in begun if set(parts) <= set(words_of[goal])]
    return whole or begun


def _goal_hint(word: str, goal: GoalRef | None, meant: list[GoalRef]) -> str:
    """Why `#word` stays in the text; empty when it links to a goal."""
    if not meant:
        return f'"#{word}" meets no goal here: kept as text'
    if len(meant) > 1:
        several = " or ".join(f"“{one.statement}”" for one in meant[:OFFERED])
        return f'"#{word}" could be {several}: kept as text'
    if goal not in (None, meant[0]):
        return f'one goal a line: "#{word}" kept as text'
    return ""
