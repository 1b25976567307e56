"""One command as typed, and what its words mean."""

from __future__ import annotations

import math

from facilitator.db import Store
from facilitator.errors import Invalid
from facilitator.frozen import frozen
from facilitator.model.line import LineContext
from facilitator.model.meeting import Meeting
from facilitator.model.people import Party
from facilitator.services import attend


@frozen
class Call:
    """One command as typed in a meeting."""

    store: Store
    meeting: Meeting
    words: str
    context: LineContext


def whole(typed: str) -> int | None:
    """A whole number of at most nine digits."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def only_number(call: Call, what: str) -> int:
    """The number that is the first word. Raises Invalid: give the number of `what`."""
    return numbered(call, what)[0]


def numbered(call: Call, what: str) -> tuple[int, str]:
    """The number that is the first word, `3` or `#3`, and the other words. Raises Invalid as `only_number`."""
    first, _, rest = call.words.partition(" ")
    found = whole(first.lstrip("#"))
    if found is None:
        raise Invalid("number", f"Give the number of {what}")
    return found, rest.strip()


def number(typed: str) -> float:
    """A value as people type it: `84`, `84.5`, `84,5`, `84%`. Raises Invalid."""
    try:
        value = float(typed.removesuffix("%").replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Invalid("value", f'"{typed}" is no number; write it like 84 or 84.5')
    return value


def counts(words: str) -> tuple[int, ...]:
    """Whole numbers, one for each level. Raises Invalid."""
    parts = words.replace(",", " ").split()
    if not parts or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        raise Invalid("counts", "Give whole numbers with blanks between them, one for each level.")
    return tuple(int(part) for part in parts)


def yes(said: str, example: str) -> bool:
    """Whether `said` is a yes; raises Invalid with `example` for anything but yes and no."""
    word = said.lower()
    if word not in ("yes", "y", "no", "n"):
        raise Invalid("answer", f"End with yes or no: {example}")
    return word in ("yes", "y")


def one(call: Call, words: str, example: str) -> Party:
    """The one person, organisation or group that `words` name. Raises Invalid."""
    named = attend.parties(call.context.names, words)
    if len(named) != 1:
        raise Invalid("who", f"Name one: {example}")
    return named[0]
