"""The only way people's words reach a widget: as plain text, never as markup, never as terminal control.

Widths are counted in terminal cells. Terminals disagree about the width of joined emoji, so what is shown is
brought into a form that every terminal counts alike; what is stored stays as it was typed.
"""

from __future__ import annotations

import re

from rich.cells import cell_len, get_character_cell_size
from textual.content import Content

from facilitator.model.text import clean, one_line

ELLIPSIS = "…"

_STEADY: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]),  # controls
    **dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]),  # bidi, separators
    **dict.fromkeys([0x00AD, 0x200B, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF, 0x20E3]),  # joiners, emoji variation
    **dict.fromkeys([*range(0x1F3FB, 0x1F400), *range(0xE0000, 0xE0080)]),  # skin tones, tags
    **{0x1F1E6 + n: chr(ord("A") + n) for n in range(26)},  # a flag becomes its two letters
}
_NARROW = re.compile(r"[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482]*")
"""Text in which one character is one cell; most people's words are."""


def plain(text: str, style: str = "") -> Content:
    """`text` as content for a widget: no markup is read in it and no control character stays in it."""
    lines = "\n".join(steady(line) for line in clean(text).split("\n"))
    return Content.styled(lines, style) if style else Content(lines)


def steady(text: str) -> str:
    """One line of `text` in a form that every terminal counts alike.

    Character by character, so an index into `text` still finds its place: joiners, variation selectors, skin tones
    and controls show as nothing, the two halves of a flag as their letters.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_STEADY)


def cells(text: str) -> int:
    """The width of one line of `text` as `steady` shows it, in terminal cells."""
    return cell_len(steady(text))


def reach(text: str, start: int, width: int) -> int:
    """The index behind the last character of `text` that still fits when `width` cells are filled from `start`.

    `text` is one line in its steady form. Marks of no width stay with the character before them.
    """
    if _NARROW.fullmatch(text, start, min(len(text), start + width)):
        end = min(len(text), start + max(0, width))
        while end < len(text) and get_character_cell_size(text[end]) == 0:
            end += 1
        return end
    left = width
    for index in range(start, len(text)):
        left -= get_character_cell_size(text[index])
        if left < 0:
            return index
    return len(text)


def fit(text: str, width: int) -> str:
    """One line of `text` cut with an ellipsis, or padded with blanks, to exactly `width` cells."""
    shown = steady(one_line(text))
    size = cell_len(shown)
    if size > width:
        shown = shown[: reach(shown, 0, width - 1)] + ELLIPSIS if width > 0 else ""
        size = cell_len(shown)
    return shown + " " * (width - size)


def wrap(text: str, width: int) -> list[str]:
    """`text` as lines of at most `width` cells (at least 1), broken at blanks where there are any.

    A character wider than the line shows as an ellipsis.
    """
    width = max(1, width)
    lines: list[str] = []
    for paragraph in clean(text).replace("\t", " ").split("\n"):
        lines += _wrap_paragraph(steady(paragraph), width)
    return lines


def _wrap_paragraph(text: str, width: int) -> list[str]:
    text = text.rstrip()
    if width == 1:
        text = "".join(ELLIPSIS if get_character_cell_size(letter) > 1 else letter for letter in text)
    lines: list[str] = []
    start = 0
    while (end := reach(text, start, width)) < len(text):
        blank = text.rfind(" ", start, end + 1)
        if blank > start and (line := text[start:blank].rstrip()):
            lines.append(line)
            start = blank + 1
            while text[start] == " ":
                start += 1
        else:
            lines.append(text[start:end])
            start = end
    lines.append(text[start:])
    return lines
