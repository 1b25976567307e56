"""The fields of a form as data, and what is typed into them: read, echoed, narrowed. Knows no widget."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import Literal

from facilitator.errors import Invalid
from facilitator.frozen import frozen
from facilitator.model.template import shown as quoted
from facilitator.model.text import fold, folded_words, one_line
from facilitator.model.when import NEXT_MEETING, Days, full_date, parse_day

Kind = Literal["text", "choice", "date", "time", "number", "flag", "lines"]

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))? ?(am|pm)?")


@frozen
class Choice:
    """One answer: the `key` is kept, the `label` is typed and shown, with a `note` behind it.

    `also` are other words that mean it when they are typed whole.
    """

    key: str
    label: str
    note: str = ""
    also: tuple[str, ...] = ()


YES_NO = (Choice("yes", "yes"), Choice("no", "no"))


@frozen
class Field:
    """One question of a form. Values are text:

    - `text`: as typed; `choices` are only offered.
    - `choice`: the key of one of `choices`. `flag`: `yes` or `no`.
    - `date`: an ISO date, or `next meeting` while that is not known. `time`: `HH:MM`. `number`: digits.
    - `lines`: several, one on a line; Enter takes each, `choices` are only offered.

    Empty is a value unless `is_required`. `help` says in a few words what to type. `question` is told a value that was
    not there before and returns what to ask about it, such as a name nobody has; the same value once more is the yes.
    """

    key: str
    label: str
    kind: Kind = "text"
    value: str = ""
    help: str = ""
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    question: Callable[[str], str] | None = None

    @property
    def offers(self) -> tuple[Choice, ...]:
        """What Up and Down go through."""
        return YES_NO if self.kind == "flag" else self.choices


def typed(asked: Field, value: str) -> str:
    """What stands in the line of a field that holds `value`."""
    if asked.kind in ("choice", "flag"):
        return next((choice.label for choice in asked.offers if choice.key == value), "")
    return value


def read(asked: Field, text: str, days: Days | None = None) -> str:
    """The value that was typed.

    Raises:
        Invalid: (the field's key) it cannot be one; the message says what to type.
    """
    text = " ".join(one_line(text).split())
    if not text:
        if asked.is_required:
            raise Invalid(asked.key, "this is needed")
        return ""
    match asked.kind:
        case "choice" | "flag":
            return _read_choice(asked, text)
        case "date":
            return _read_date(asked, text, days)
        case "time":
            return _read_time(asked, text)
        case "number":
            if not _NUMBER.fullmatch(text) or not isfinite(float(text)):
                raise Invalid(asked.key, f"{quoted(text)} is no number; write it like 84 or 84.5")
            return text
        case _:
            same = [choice.label for choice in asked.choices if fold(choice.label) == fold(text)]
            return same[0] if same else text


def _read_choice(asked: Field, text: str) -> str:
    wanted = fold(text)
    found = [choice for choice in asked.offers if wanted in (fold(choice.label), fold(choice.key))]
    found = found or [choice for choice in asked.offers if wanted in map(fold, choice.also)]
    found = found or list(narrowed(asked, text))
    if len(found) == 1:
        return found[0].key
    if any(choice.key == asked.value for choice in found):
        return asked.value  # two of one name: the one that stood there
    if found:
        raise Invalid(asked.key, f"which one: {_listed(found)}?")
    raise Invalid(asked.key, f"{quoted(text)} is none of: {_listed(asked.offers)}")


def _listed(choices: tuple[Choice, ...] | list[Choice]) -> str:
    return ", ".join(choice.label for choice in choices[:5]) + (" …" if len(choices) > 5 else "")


def _read_date(asked: Field, text: str, days: Days | None) -> str:
    day = parse_day(text, days or Days(date.min))
    if day is not None:
        return day.isoformat()
    if text.lower() == NEXT_MEETING and days is not None and days.next_meeting is None:
        return NEXT_MEETING
    raise Invalid(asked.key, f"{quoted(text)} is no day; write it like 3 dec, fri, in 2 weeks or 2027-06-30")


def _read_time(asked: Field, text: str) -> str:
    found = _TIME.fullmatch(text.lower())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 24
        if hour < 24 and minute < 60:
            return f"{hour:02}:{minute:02}"
    raise Invalid(asked.key, f"{quoted(text)} is no time of day; write it like 15:00")


def narrowed(asked: Field, text: str) -> tuple[Choice, ...]:
    """The choices whose words begin with the words typed, in order; all for nothing typed."""
    parts = folded_words(text)
    return tuple(
        choice
        for choice in asked.offers
        if all(any(word.startswith(part) for word in folded_words(choice.label)) for part in parts)
    )


def echo(asked: Field, text: str, days: Days | None = None) -> str:
    """How a day is understood, in full; nothing where there is nothing to say."""
    if asked.kind != "date":
        return ""
    try:
        value = read(asked, text, days)
        return full_date(date.fromisoformat(value))
    except ValueError:
        return "when that day is known" if text.strip() else ""
    except Invalid:
        return ""
