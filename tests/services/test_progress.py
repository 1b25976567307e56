"""How far a long act is."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.services.progress import at_times, counted


def clock(*moments: float) -> Callable[[], float]:
    return iter(moments).__next__


def test_nothing_is_told_in_the_first_second_and_then_now_and_again() -> None:
    told: list[tuple[int, int]] = []
    progress = at_times(lambda done, total: told.append((done, total)), clock(0, 0.1, 0.99, 1.2, 1.2, 1.25, 1.4, 1.4))
    for done in (1, 2, 3, 4, 5):
        progress(done, 10)
    assert told == [(3, 10), (5, 10)]


def test_numbers_are_added_up() -> None:
    told: list[tuple[int, int]] = []
    more = counted(lambda done, total: told.append((done, total)), 10)
    more(2)
    more(3)
    assert told == [(2, 10), (5, 10)]
