"""How one line of the record looks in the notes list: columns, marks, words. Sizes are in terminal cells."""

from __future__ import annotations

from datetime import tzinfo
from typing import Literal

from facilitator.frozen import frozen
from facilitator.model.notes import Item
from facilitator.model.text import one_line
from facilitator.widgets.plain import cells, fit, wrap

Part = Literal["", "time", "who", "text", "word", "waiting", "private"]
Row = list[tuple[str, Part]]
"""Pieces of text that fill the width exactly, each with what it is, for its style."""

MARKS = {
    "paraphrase": "↩",
    "summary": "↩↩",
    "question": "?",
    "asked": "??",
    "action": "!",
    "decision": "=",
    "parked": ">",
    "appreciation": "+",
    "concern": "concern",
    "plus": "plus",
    "delta": "delta",
}
"""What stands before the name; kinds that are not here need no mark."""

_TIME = 6
_WHO_SHARE, _WHO_MOST = 4, 24
_ROOM_FOR_TIME, _ROOM_FOR_WHO = 40, 24


@frozen
class Columns:
    """The widths of the columns; a column that has no room is 0 wide. `time` and `who` include the blank behind."""

    time: int
    who: int
    text: int


def columns(width: int) -> Columns:
    """The columns of a list of this width."""
    time = _TIME if width >= _ROOM_FOR_TIME else 0
    who = min(width // _WHO_SHARE, _WHO_MOST) + 1 if width >= _ROOM_FOR_WHO else 0
    return Columns(time, who, max(1, width - time - who))


def height(item: Item, width: int) -> int:
    """How many rows `item` takes in a list of this width."""
    text, _word = _text_and_word(item, columns(width))
    return len(text)


def rows(item: Item, width: int, zone: tzinfo) -> list[Row]:
    """`item` as rows of exactly `width` cells; the time is that of `zone`."""
    layout = columns(width)
    text, word = _text_and_word(item, layout)
    text_cells = layout.text - cells(word)
    first: Row = [
        (fit(item.at.astimezone(zone).strftime("%H:%M"), layout.time), "time"),
        (_who_column(item, layout.who), "who"),
        (fit(text[0], text_cells), "text"),
        (word, _word_part(item)),
    ]
    indent = " " * (layout.time + layout.who)
    later: list[Row] = [[(indent, ""), (fit(line, layout.text), "text")] for line in text[1:]]
    return [first, *later]


def _text_and_word(item: Item, layout: Columns) -> tuple[list[str], str]:
    """The wrapped text, and the state word with two blanks before it; the text never runs under the word."""
    word = one_line(_word(item))
    if not word or layout.text < 8:
        return wrap(item.text, layout.text), ""
    word = "  " + fit(word, min(cells(word), layout.text // 2 - 2))
    return wrap(item.text, layout.text - cells(word)), word


def _word(item: Item) -> str:
    word = item.word or ("waiting" if item.is_waiting else "")
    if item.visibility == "private":
        return f"{word} · private" if word else "private"
    return word


def _word_part(item: Item) -> Part:
    if item.is_waiting:
        return "waiting"
    return "private" if item.visibility == "private" else "word"


def _who_column(item: Item, width: int) -> str:
    return fit(_who(item, width - 1), width - 1) + " " if width else ""


def _who(item: Item, room: int) -> str:
    """Mark, number, name, and the group where there is room for it."""
    mark = MARKS.get(item.kind, "")
    number = "" if item.number is None else str(item.number)
    party = item.party
    name = "" if party is None else f"{party.name}?" if party.kind == "unknown" else party.name
    who = " ".join(part for part in (mark + number, name) if part)
    if party is None or not party.group or party.group == party.name:
        return who
    with_group = f"{who} · {party.group}"
    return with_group if cells(one_line(with_group)) <= room else who
