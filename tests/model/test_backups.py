"""Which copies are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from facilitator.model.backups import DAILY, MONTHLY, WEEKLY, Backup, last_days, superfluous

TODAY = date(2026, 11, 21)


def kept(days: list[date], today: date = TODAY) -> list[date]:
    gone = set(superfluous(days, today))
    return [day for place, day in enumerate(days) if place not in gone]


def back(*days: int) -> list[date]:
    return [TODAY - timedelta(days=it) for it in days]


def test_of_two_days_all_are_kept_and_of_earlier_ones_the_last() -> None:
    assert kept(back(0, 0, 0, 1, 1, 2, 2, 3, 3)) == back(0, 0, 0, 1, 1, 2, 3)


def test_after_the_days_come_weeks_and_then_months() -> None:
    every_day = back(*range(800))
    found = kept(every_day)
    assert found[:14] == back(*range(14))
    assert len(found) == 2 + DAILY + WEEKLY + MONTHLY
    weeks = [day.isocalendar()[:2] for day in found[14 : 14 + WEEKLY]]
    months = [(day.year, day.month) for day in found[14 + WEEKLY :]]
    assert len(set(weeks)) == WEEKLY
    assert len(set(months)) == MONTHLY
    assert all((a - b).days in (6, 7, 8) for a, b in pairwise(found[15 : 14 + WEEKLY]))


def test_what_a_clock_dated_later_is_kept() -> None:
    assert kept(back(0, -300, -300, 5)) == back(0, -300, -300, 5)


def test_nothing_is_nothing() -> None:
    assert superfluous([], TODAY) == []
    assert last_days([], TODAY) == []


@given(st.lists(st.integers(-3, 900), max_size=60), st.booleans())
def test_the_last_one_stays_thinning_twice_is_thinning_once_and_few_are_left(ages: list[int], is_sorted: bool) -> None:
    days = back(*(sorted(ages) if is_sorted else ages))
    found = kept(days)
    assert found[:1] == days[:1]
    assert kept(found) == found
    assert sum((TODAY - day).days >= 2 for day in found) <= 1 + DAILY + WEEKLY + MONTHLY
    assert [day for day in days if (TODAY - day).days < 2] == [day for day in found if (TODAY - day).days < 2]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=120))
def test_day_after_day_the_last_weeks_and_months_are_never_without_one(pattern: list[int]) -> None:
    """As the program does it: some are made each day, then thinned out; a day is never further off than its class."""
    standing: list[date] = []
    first = TODAY - timedelta(days=len(pattern))
    for offset, count in enumerate(pattern):
        today = first + timedelta(days=offset)
        for _ in range(count):
            standing = kept([today, *standing], today)
    made = [first + timedelta(days=offset) for offset, count in enumerate(pattern) if count]
    assert set(made[-DAILY:]) <= set(standing)
    weeks = sorted({day.isocalendar()[:2] for day in made})
    assert set(weeks[-WEEKLY:]) <= {day.isocalendar()[:2] for day in standing}


@given(st.lists(st.integers(0, 400), max_size=20))
def test_every_copy_has_a_last_day_which_later_ones_do_not_outlive_by_chance(ages: list[int]) -> None:
    days = back(*sorted(ages))
    until = last_days(days, TODAY)
    assert len(until) == len(days)
    assert all(TODAY < last <= TODAY + timedelta(days=500) for last in until)


def test_a_copy_is_called_by_its_file() -> None:
    made = Backup(
        Path("/b/20261121T150203.123Z-start.db"), 1, datetime(2026, 11, 21, tzinfo=UTC), "start", 1, "", 1, "", ()
    )
    assert made.name == "20261121T150203.123Z-start"
