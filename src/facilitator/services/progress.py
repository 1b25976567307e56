"""How far a long act is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], object]
"""Told again and again how much is done of about how much, in whatever unit."""


def silent(done: int, total: int) -> None:
    """Where nobody wants to know."""


def counted(progress: Progress, total: int) -> Callable[[int], None]:
    """What tells `progress` the sum of the numbers it is told itself."""
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    return told
