"""How often a partnership meets, in the words kept on it, and the day that follows from them.

Known words, in any case: `weekly`, `every 2 weeks` (1 to 52), `monthly` (the same weekday of the month: after
the second Tuesday the next second Tuesday) and `every third Thursday` (of each month; `first` to `fourth` and
`last`). Anything else is kept as written and gives no date.
"""

from __future__ import annotations

from datetime import date, timedelta

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_NUMBERS = tuple(str(weeks) for weeks in range(1, 53))
_LEAST_DAYS = 7
"""A meeting moved by a few days stands for its month: the next one is not two days later."""


def next_meeting_on(cadence: str, last: date) -> date | None:
    """The day of the meeting after the one on `last`; None where the words are not known."""
    try:
        weeks = _weeks(cadence)
        if weeks is not None:
            return last + timedelta(weeks=weeks)
        of_month = _weekday_of_month(cadence)
        if of_month is not None:
            return _next_weekday_of_month(*of_month, last)
        if cadence.strip().lower() == "monthly":
            # Not every month has a fifth Thursday; every month has a last one.
            nth = (last.day - 1) // 7 + 1
            return _next_weekday_of_month(nth if nth < 5 else -1, last.weekday(), last)
    except (OverflowError, ValueError):
        return None  # past the year 9999
    return None


def describe(cadence: str) -> str:
    """The cadence in plain words; as written where the words are not known."""
    weeks = _weeks(cadence)
    if weeks is not None:
        return "every week" if weeks == 1 else f"every {weeks} weeks"
    of_month = _weekday_of_month(cadence)
    if of_month is not None:
        ordinal = next(word for word, nth in _ORDINALS.items() if nth == of_month[0])
        return f"every {ordinal} {_WEEKDAYS[of_month[1]]} of the month"
    if cadence.strip().lower() == "monthly":
        return "every month on the same weekday"
    return cadence.strip()


def _weeks(cadence: str) -> int | None:
    match cadence.lower().split():
        case ["weekly"]:
            return 1
        case ["every", number, "week" | "weeks"] if number in _NUMBERS:
            return _NUMBERS.index(number) + 1
    return None


def _weekday_of_month(cadence: str) -> tuple[int, int] | None:
    """Which of the month (1 to 4, -1 for the last) and which weekday (0 is Monday)."""
    match cadence.lower().split():
        case ["every", ordinal, weekday] if ordinal in _ORDINALS and weekday.title() in _WEEKDAYS:
            return _ORDINALS[ordinal], _WEEKDAYS.index(weekday.title())
    return None


def _next_weekday_of_month(nth: int, weekday: int, last: date) -> date:
    # Imported here: most commands ask for no date.
    from dateutil.relativedelta import relativedelta
    from dateutil.relativedelta import weekday as weekday_of

    for months in range(3):
        edge = last + relativedelta(months=months, day=1 if nth > 0 else 31)
        found = edge + relativedelta(weekday=weekday_of(weekday, nth))
        if found >= last + timedelta(days=_LEAST_DAYS):
            return found
    raise AssertionError("every month has a first to fourth and a last of each weekday")
