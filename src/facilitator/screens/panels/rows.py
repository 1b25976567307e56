"""Parts that panels make their rows of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from facilitator.model.actions import Action
from facilitator.model.people import Party
from facilitator.model.when import full_date
from facilitator.screens.panels.base import Row
from facilitator.widgets.plain import cells, fit, wrap
from facilitator.widgets.quiet import Piece, Tone

_BARS = "▁▂▃▄▅▆▇█"


def head(text: str, more: str = "") -> Row:
    """A heading that the cursor passes over."""
    return Row("", ((text, "strong"), (f"  {more}" if more else "", "muted")))


def hint(text: str) -> Row:
    """A quiet sentence that the cursor passes over."""
    return Row("", ((text, "muted"),))


def number(value: int) -> Piece:
    """A number in front of a row."""
    return f"{value:>3}  ", "muted"


def column(text: str, width: int, tone: Tone = "") -> Piece:
    """`text` in exactly `width` cells and a blank behind it."""
    return fit(text, width) + " ", tone


def wrapped(
    first: Sequence[Piece], text: str, width: int, *, id: str = "", tone: Tone = "", most: int | None = None
) -> list[Row]:
    """`text` behind the pieces `first`, on as many rows as it takes (`most` at most), all indented alike.

    Only the first row has the id.
    """
    indent = sum(cells(piece[0]) for piece in first)
    lines = wrap(text, max(8, width - indent))
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    later = [Row("", ((" " * indent, ""), (line, tone))) for line in lines[1:]]
    return [Row(id, (*first, (lines[0], tone))), *later]


def name_cells(width: int) -> int:
    """How wide a column of names may be in rows of this width."""
    return max(10, min(26, width // 3))


def whose(party: Party | None) -> str:
    """Who owns or said something, `name?` for a name nobody was found for."""
    if party is None:
        return "nobody yet"
    return f"{party.name}?" if party.kind == "unknown" else party.name


def due(action: Action) -> str:
    """By when, in full; a date is not broken over two rows."""
    return full_date(action.due).replace(" ", "\xa0") if action.due else action.due_words or "no date"


def short(day: date) -> str:
    """A day without its year: `Fri 27 Nov`."""
    return full_date(day)[:-5]


def lateness(action: Action, today: date) -> tuple[str, Tone]:
    """How a promise stands on a day, in words."""
    if action.state != "open":
        return action.state, "good" if action.state == "done" else "muted"
    late = action.days_late(today)
    if late:
        return f"{late} day{'s' if late > 1 else ''} late", "warning"
    if action.due == today:
        return "due today", "strong"
    return ("no date", "warning") if action.due is None and not action.due_words else ("open", "muted")


def bars(values: Sequence[float], *ends: float) -> str:
    """A bar for each value, from the lowest to the highest of them and `ends`; figures stand beside it."""
    bottom, top = min([*values, *ends], default=0.0), max([*values, *ends], default=0.0)
    if top <= bottom:
        return _BARS[0] * len(values)
    return "".join(_BARS[round((value - bottom) / (top - bottom) * (len(_BARS) - 1))] for value in values)
