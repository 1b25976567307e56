from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.model.cadence import describe, next_meeting_on


@pytest.mark.parametrize(
    ("cadence", "last", "then"),
    [
        ("weekly", date(2026, 11, 19), date(2026, 11, 26)),
        ("every 2 weeks", date(2026, 12, 24), date(2027, 1, 7)),
        ("Every 4  Weeks", date(2026, 11, 19), date(2026, 12, 17)),
        ("every 1 week", date(2026, 11, 19), date(2026, 11, 26)),
        # the third Thursday of November and of December
        ("monthly", date(2026, 11, 19), date(2026, 12, 17)),
        ("every third thursday", date(2026, 11, 19), date(2026, 12, 17)),
        ("every Fourth Monday", date(2026, 2, 23), date(2026, 3, 23)),
        ("every last friday", date(2027, 1, 29), date(2027, 2, 26)),
        # a fifth Thursday comes back as the last one
        ("monthly", date(2026, 10, 29), date(2026, 11, 26)),
        # held off its usual day: the next one of the month, unless that is within the week
        ("every third thursday", date(2026, 12, 3), date(2026, 12, 17)),
        ("every third thursday", date(2026, 12, 15), date(2027, 1, 21)),
    ],
)
def test_the_day_after(cadence: str, last: date, then: date) -> None:
    assert next_meeting_on(cadence, last) == then


@pytest.mark.parametrize(
    "cadence", ["", "when we can", "every 0 weeks", "every 53 weeks", "every ² weeks", "every fifth friday"]
)
def test_words_not_known_give_no_date(cadence: str) -> None:
    assert next_meeting_on(cadence, date(2026, 11, 19)) is None
    assert describe(cadence) == cadence


def test_the_end_of_the_calendar_gives_no_date() -> None:
    assert next_meeting_on("weekly", date.max) is None
    assert next_meeting_on("monthly", date.max) is None


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        ("weekly", "every week"),
        ("EVERY 6 WEEKS", "every 6 weeks"),
        ("monthly", "every month on the same weekday"),
        ("every third thursday", "every third Thursday of the month"),
    ],
)
def test_described_in_plain_words(cadence: str, words: str) -> None:
    assert describe(cadence) == words


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_monthly_keeps_the_weekday_and_comes_once_a_month(last: date) -> None:
    then = next_meeting_on("monthly", last)
    assert then is not None
    assert then.weekday() == last.weekday()
    assert timedelta(weeks=4) <= then - last <= timedelta(weeks=5)
    assert (then.year * 12 + then.month) - (last.year * 12 + last.month) == 1
