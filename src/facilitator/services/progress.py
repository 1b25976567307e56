"""How far a long act is."""

from __future__ import annotations

import time
from collections.abc import Callable

Progress = Callable[[int, int], object]
"""Told again and again how much is done of about how much, in whatever unit."""

PATIENCE = 1.0
"""Seconds in which nobody needs to be told: what is done sooner needs no bar."""
_BETWEEN = 0.2


def silent(done: int, total: int) -> None:
    """Where nobody wants to know."""


def at_times(progress: Progress, now: Callable[[], float] = time.monotonic) -> Progress:
    """What tells `progress` nothing in the first second, and later at most every fifth of one."""
    soonest = now() + PATIENCE

    def told(done: int, total: int) -> None:
        nonlocal soonest
        if now() >= soonest:
            soonest = now() + _BETWEEN
            progress(done, total)

    return told


def counted(progress: Progress, total: int) -> Callable[[int], None]:
    """What tells `progress` the sum of the numbers it is told itself."""
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    return told
