"""Which item stands in which row of a long list, measured from the bottom and only as far as somebody looks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable


class Measured:
    """Items of different heights, numbered from the oldest. An item not measured yet counts as one row.

    `height_of(index)` says how many rows (at least 1) an item takes; it is asked once for each item that is needed.
    """

    def __init__(self, height_of: Callable[[int], int]) -> None:
        self._height_of = height_of
        self._lines: deque[tuple[int, int]] = deque()
        """Item and row of every measured line, the bottom line first."""
        self.unmeasured = 0
        """So many of the oldest items are not measured."""

    @property
    def total(self) -> int:
        """The height of the list in rows, as far as it is known."""
        return self.unmeasured + len(self._lines)

    def reset(self, count: int) -> None:
        """There are `count` items now, and no height is known."""
        self._lines.clear()
        self.unmeasured = count

    def append(self, index: int) -> None:
        """Item `index` comes new at the bottom."""
        self._lines.extendleft((index, row) for row in range(self._height_of(index)))

    def measure_item(self, index: int) -> int:
        """Measures down to the old item `index`; returns by how many rows the list has grown."""
        before = self.total
        while self.unmeasured > max(0, index):
            self._measure_next()
        return self.total - before

    def measure_rows(self, count: int) -> None:
        """Measures until `count` rows of the bottom are known."""
        while self.unmeasured and len(self._lines) < count:
            self._measure_next()

    def at(self, y: int) -> tuple[int, int] | None:
        """The item in row `y` of the list, and which of its rows that is; None outside the list."""
        if not 0 <= y < self.total:
            return None
        return (y, 0) if y < self.unmeasured else self._lines[self.total - 1 - y]

    def start_of(self, index: int) -> int:
        """The row of the list where item `index` begins."""
        if index < self.unmeasured:
            return index
        return self.total - 1 - self._lines.index((index, 0))

    def _measure_next(self) -> None:
        self.unmeasured -= 1
        index = self.unmeasured
        self._lines.extend((index, row) for row in reversed(range(self._height_of(index))))
