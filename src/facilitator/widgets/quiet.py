"""Rows that change often and never ask the screen for a layout: echo, glance row, hints, clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from facilitator.model.agenda import StepClock
from facilitator.model.text import one_line
from facilitator.widgets.plain import cells, fit, steady, wrap
from facilitator.widgets.still import Still
from facilitator.widgets.tones import Tone as Tone
from facilitator.widgets.tones import Tones

Piece = tuple[str, Tone]
"""Some words and how they stand out."""

FILL: Piece = ("\t", "")
"""What follows it stands at the right edge."""
BREAK: Piece = ("\n", "")
"""What follows it stands on the next row."""

_LONGEST_BAR, _SHORTEST_BAR = 40, 4
"""In cells; with less room there is no bar."""
_LEVEL_TONES: dict[str, Tone] = {"fine": "good", "low": "strong", "last": "warning", "over": "error"}


class QuietLine(Still, Widget):
    """One row of pieces of text, or as many rows as its height has; what does not fit is cut with an ellipsis."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    QuietLine {
        height: 1;
        width: 1fr;
    }
    """

    def __init__(
        self, *pieces: Piece, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._rows = _rows(pieces)
        self._fitting: Callable[[Size], Sequence[Piece]] | None = None
        self._fitted = Size()
        self._tones = Tones(self)

    def show(self, *pieces: Piece) -> None:
        """Shows `pieces` instead; only the cells that changed are drawn again."""
        self._fitting = None
        self._change(pieces)

    def show_fitting(self, fitting: Callable[[Size], Sequence[Piece]]) -> None:
        """Shows what `fitting` gives for the size of the content, and gives anew when that is another one."""
        self._fitting, self._fitted = fitting, self.content_size
        self._change(fitting(self._fitted))

    def _change(self, pieces: Sequence[Piece]) -> None:
        old, self._rows = self._rows, _rows(pieces)
        if old == self._rows:
            return
        width = self.content_size.width
        for y, (before, now) in enumerate(zip_longest(old, self._rows, fillvalue=())):
            start, end = changed_cells(lay_out(before, width), lay_out(now, width))
            if start < end:
                self.refresh(Region(start, y, end - start, 1))

    def render_line(self, y: int) -> Strip:
        """Row `y`, as wide as the widget."""
        width = self.content_size.width
        if self._fitting and self._fitted != self.content_size:
            self._fitted = self.content_size
            self._rows = _rows(self._fitting(self._fitted))
        if y >= len(self._rows):
            return Strip.blank(width, self._tones[""])
        return Strip([Segment(text, self._tones[tone]) for text, tone in lay_out(self._rows[y], width)], width)

    def notify_style_update(self) -> None:
        """Forgets the old colours."""
        super().notify_style_update()
        self._tones.forget()


class ClockBar(QuietLine):
    """A step's clock: the time, a bar, and the level by shape, by word once it matters, and by colour."""

    def show_clock(self, clock: StepClock | None) -> None:
        """Shows `clock`, or nothing."""
        self.show_fitting(lambda size: clock_pieces(clock, size.width) if clock else ())


class QuietText(QuietLine):
    """A text, wrapped; with `height: auto` as high as it needs, but at most `rows`."""

    def __init__(self, rows: int, tone: Tone = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._most = rows
        self._tone = tone
        self._text = ""

    def show_text(self, text: str) -> None:
        """Shows `text` instead; asks for a layout only when it is another one."""
        if text != self._text:
            self._text = text
            self.show_fitting(self._wrapped)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The rows it takes in this width."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[str]:
        return wrap(self._text, width)[: self._most]

    def _wrapped(self, size: Size) -> list[Piece]:
        pieces: list[Piece] = []
        for line in self._lines(size.width):
            pieces += [BREAK, (line, self._tone)] if pieces else [(line, self._tone)]
        return pieces


def clock_pieces(clock: StepClock, width: int) -> tuple[Piece, ...]:
    """Shape, time run and time planned, the level's word, then a bar as long as `width` cells allow.

    What changes every second stands first: everything left of a change is sent to the terminal again.
    """
    minutes, seconds = divmod(int(clock.seconds), 60)
    word = "" if clock.level == "fine" else f"  {clock.word}"
    text = f"{clock.shape} {minutes}:{seconds:02} of {clock.planned_seconds / 60:.0f}{word}"
    tone = _LEVEL_TONES[clock.level]
    bar = min(_LONGEST_BAR, width - cells(text) - 2)
    if bar < _SHORTEST_BAR:
        return ((text, tone),)
    share = min(1.0, clock.seconds / clock.planned_seconds) if clock.planned_seconds else 1.0
    full = int(bar * share)
    return ((text, tone), ("  ", ""), ("█" * full, tone), ("░" * (bar - full), "muted"))


def lay_out(row: Sequence[Piece], width: int) -> list[Piece]:
    """`row` cut or padded to exactly `width` cells. What stands behind `FILL` has room first."""
    fill = next((index for index, piece in enumerate(row) if piece is FILL), len(row))
    right = _take(row[fill + 1 :], width)
    right_cells = sum(cells(text) for text, _ in right)
    gap = 1 if 0 < right_cells < width else 0
    left = _take(row[:fill], width - right_cells - gap)
    blank = width - right_cells - sum(cells(text) for text, _ in left)
    return [*left, (" " * blank, ""), *right]


def changed_cells(old: Sequence[Piece], new: Sequence[Piece]) -> tuple[int, int]:
    """The span of cells, end excluded, in which two rows of the same width differ."""
    before, now = _letters(old), _letters(new)
    shortest = min(len(before), len(now))
    head = next((i for i in range(shortest) if before[i] != now[i]), shortest)
    tail = next((i for i in range(shortest - head) if before[-1 - i] != now[-1 - i]), shortest - head)
    start = sum(size for _, _, size in now[:head])
    end = sum(size for _, _, size in now[: len(now) - tail])
    return start, end


def _letters(row: Sequence[Piece]) -> list[tuple[str, Tone, int]]:
    """Each letter with its marks, its tone and its width."""
    letters: list[tuple[str, Tone, int]] = []
    for text, tone in row:
        for character in text:
            size = cells(character)
            if size == 0 and letters:
                letters[-1] = (letters[-1][0] + character, *letters[-1][1:])
            else:
                letters.append((character, tone, size))
    return letters


def _take(pieces: Sequence[Piece], room: int) -> list[Piece]:
    taken: list[Piece] = []
    for text, tone in pieces:
        if room <= 0:
            break
        size = cells(text)
        taken.append((text if size <= room else fit(text, room), tone))
        room -= size
    return taken


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece is BREAK:
            rows.append([])
        else:
            rows[-1].append(piece if piece is FILL else (steady(one_line(piece[0])), piece[1]))
    return rows
