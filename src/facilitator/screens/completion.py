"""Completing what is being typed: `@who`, `#goal`, `:tag`, `/command`, and the names behind a command."""

from __future__ import annotations

import re

from facilitator.commands import BY_SLASH, starting_with
from facilitator.model.line import LineContext
from facilitator.model.text import fold, folded_words

_TOKEN = re.compile(r"(?:^|(?<=\s)|(?<=[<?+!~>=]))([@#:])(\S*)$")
_COMMAND = re.compile(r"/([a-z]*)$")
_BEHIND_COMMAND = re.compile(r"/([a-z]+)\s(?:.*\s)?(\S+)$")

Choice = tuple[str, str]
"""What is put in place of the word, and how it is shown."""


def candidates(text: str, cursor: int, context: LineContext) -> tuple[int, tuple[Choice, ...]] | None:
    """What the word before the cursor could become.

    Returns where that word starts and the choices, the best first; None when it is nothing to complete.
    """
    before = text[:cursor]
    if found := _COMMAND.fullmatch(before):
        return 0, tuple((f"/{c.slash}", f"/{c.slash} {c.usage}".strip()) for c in starting_with(found[1]))
    if found := _TOKEN.search(before):
        mark, typed = found.groups()
        choices = {"@": _people, "#": _goals, ":": _tags}[mark](typed, context)
        return found.start(1), tuple((f"{mark}{put}", shown) for put, shown in choices)
    if found := _BEHIND_COMMAND.fullmatch(before):
        command = BY_SLASH.get(found[1])
        if command and "WHO" in command.usage:
            return found.start(2), tuple(_people(found[2], context))
        is_first_word = before[: found.start(2)].split() == [f"/{found[1]}"]
        if command and is_first_word and command.slash in ("goal", "adjust"):
            return found.start(2), tuple(_goals(found[2], context))
    return None


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


def _people(typed: str, context: LineContext) -> list[Choice]:
    named = ((context.names.handle(party), party.name) for party in context.names.candidates(typed))
    return [(handle, name) for handle, name in named if handle]


def _tags(typed: str, context: LineContext) -> list[Choice]:
    return [(tag, f":{tag}") for tag in context.tags if tag.startswith(fold(typed))]


def _goals(typed: str, context: LineContext) -> list[Choice]:
    wanted = fold(typed)
    found = []
    for goal in context.goals:
        word = next((word for word in folded_words(goal.statement) if word.startswith(wanted)), None)
        if word:
            found.append((_telling(goal.statement, word, context), goal.statement))
    return found


def _telling(statement: str, word: str, context: LineContext) -> str:
    """A word of the goal that no other goal has, the matching one if it tells."""
    others = {w for goal in context.goals if goal.statement != statement for w in folded_words(goal.statement)}
    if word not in others:
        return word
    return next((w for w in folded_words(statement) if w not in others and len(w) > 3), word)
