"""Completing what is being typed: `@who`, `#goal` and `/command`."""

from __future__ import annotations

import re

from facilitator.commands import starting_with
from facilitator.model.line import LineContext
from facilitator.model.text import fold, folded_words

_TOKEN = re.compile(r"(?:^|(?<=\s)|(?<=[<?+!~>=]))([@#])(\S*)$")
_COMMAND = re.compile(r"/([a-z]*)$")


def candidates(text: str, cursor: int, context: LineContext) -> tuple[int, tuple[tuple[str, str], ...]] | None:
    """What the word before the cursor could become.

    Returns where that word starts and pairs of (what is put in its place, how it is shown), the best first; None when
    it is nothing to complete.
    """
    before = text[:cursor]
    if found := _COMMAND.fullmatch(before):
        return 0, tuple((f"/{c.slash}", f"/{c.slash} {c.usage}".strip()) for c in starting_with(found[1]))
    found = _TOKEN.search(before)
    if not found:
        return None
    mark, typed = found.groups()
    if mark == "@":
        people = ((context.names.handle(party), party.name) for party in context.names.candidates(typed))
        return found.start(1), tuple((f"@{handle}", name) for handle, name in people if handle)
    wanted = fold(typed)
    goals = []
    for goal in context.goals:
        word = next((word for word in folded_words(goal.statement) if word.startswith(wanted)), None)
        if word:
            goals.append((f"#{_telling(goal.statement, word, context)}", goal.statement))
    return found.start(1), tuple(goals)


def complete(text: str, cursor: int, context: LineContext) -> tuple[str, int] | None:
    """The text and cursor with the best candidate put in; None when there is none."""
    found = candidates(text, cursor, context)
    if not found or not found[1]:
        return None
    start, choices = found
    put = choices[0][0]
    rest = text[cursor:]
    blank = "" if rest.startswith(" ") else " "
    return text[:start] + put + blank + rest, start + len(put) + 1


def _telling(statement: str, word: str, context: LineContext) -> str:
    """A word of the goal that no other goal has, the matching one if it tells."""
    others = {w for goal in context.goals if goal.statement != statement for w in folded_words(goal.statement)}
    words = folded_words(statement)
    if word not in others:
        return word
    return next((w for w in words if w not in others and len(w) > 3), word)
