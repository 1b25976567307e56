from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.model.when import Days, full_date, leading_day, longhand, parse_day, parse_due, split_due

SATURDAY = Days(date(2026, 11, 21))
MEETING = date(2026, 12, 17)

DATES = st.dates(date(1990, 1, 1), date(2190, 1, 1))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-03", date(2026, 12, 3)),
        ("2027-3-5", date(2027, 3, 5)),
        ("2020-01-01", date(2020, 1, 1)),
        ("3 dec", date(2026, 12, 3)),
        ("03 dec", date(2026, 12, 3)),
        ("dec 3", date(2026, 12, 3)),
        ("DEC 3", date(2026, 12, 3)),
        ("21 nov", date(2026, 11, 21)),
        ("20 nov", date(2027, 11, 20)),
        ("12/3", date(2026, 12, 3)),
        ("11/20", date(2027, 11, 20)),
        ("29 feb", date(2028, 2, 29)),
        ("2/29", date(2028, 2, 29)),
        ("today", date(2026, 11, 21)),
        ("Tomorrow", date(2026, 11, 22)),
        ("fri", date(2026, 11, 27)),
        ("sat", date(2026, 11, 28)),
        ("sun", date(2026, 11, 22)),
        ("Mon", date(2026, 11, 23)),
        ("next fri", date(2026, 11, 27)),
        ("next mon", date(2026, 11, 23)),
        ("next sat", date(2026, 11, 28)),
        ("in 1 day", date(2026, 11, 22)),
        ("in 10 days", date(2026, 12, 1)),
        ("in 2 weeks", date(2026, 12, 5)),
        ("IN 3 Months", date(2027, 2, 21)),
        ("end of month", date(2026, 11, 30)),
        ("  end   of  month ", date(2026, 11, 30)),
    ],
)
def test_every_form_of_a_due_date(words: str, day: date) -> None:
    assert parse_due(words, SATURDAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "", "10", "may", "dec", "friday", "3 december", "december 3", "sept 3", "3rd dec", "3 dec 2027", "dec 3 2027",
        "12/3/2026", "12/3/26", "2026/12/03", "03.12.", "26-12-03", "31 feb", "feb 30", "13/40", "25/12", "0/3", "3/0",
        "2026-13-01", "2026-02-30", "0000-01-01", "in a week", "in two weeks", "in 3", "in 3 years", "in 12345 days",
        "in -3 days", "week", "next week", "this fri", "last fri", "next meeting", "meeting", "end of year",
        "end of the month", "noon", "fri 5pm", "on fri", "by fri", "3dec", "dec. 3", "٣ dec", "tod ay", "xyz 3",
    ],
)  # fmt: skip
def test_anything_else_is_text(words: str) -> None:
    assert parse_due(words, SATURDAY) is None


def test_slashes_are_read_as_set() -> None:
    assert parse_due("12/3", replace(SATURDAY, day_first=True)) == date(2027, 3, 12)
    assert parse_due("25/12", replace(SATURDAY, day_first=True)) == date(2026, 12, 25)
    assert parse_due("12/25", replace(SATURDAY, day_first=True)) is None


def test_next_meeting_has_a_date_once_it_is_known() -> None:
    known = replace(SATURDAY, next_meeting=MEETING)
    assert parse_due("Next Meeting", known) == MEETING
    assert split_due("bring the map by next meeting", known) == ("bring the map", MEETING, "next meeting")
    assert split_due("bring the map next meeting", SATURDAY) == ("bring the map", None, "next meeting")


def test_months_end_where_the_month_does() -> None:
    assert parse_due("in 3 months", Days(date(2026, 1, 31))) == date(2026, 4, 30)
    assert parse_due("in 1 month", Days(date(2028, 1, 31))) == date(2028, 2, 29)
    assert parse_due("end of month", Days(date(2028, 2, 29))) == date(2028, 2, 29)
    assert parse_due("end of month", Days(date(2026, 12, 1))) == date(2026, 12, 31)


def test_a_century_without_a_leap_day() -> None:
    assert parse_due("29 feb", Days(date(2096, 3, 1))) == date(2104, 2, 29)


def test_the_last_day_of_all_breaks_nothing() -> None:
    end = Days(date.max)
    for words in ("tomorrow", "fri", "next fri", "in 9999 months", "1 jan", "in 1 week"):
        assert parse_due(words, end) is None
    assert parse_due("end of month", end) == date.max


@given(DATES, st.integers(0, 6))
@settings(max_examples=200, deadline=None)
def test_weekdays_lie_ahead(today: date, weekday: int) -> None:
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[weekday]
    coming, of_next_week = parse_due(name, Days(today)), parse_due(f"next {name}", Days(today))
    assert coming is not None
    assert of_next_week is not None
    assert coming.weekday() == of_next_week.weekday() == weekday
    assert 1 <= (coming - today).days <= 7
    monday = today - timedelta(days=today.weekday())
    assert 7 <= (of_next_week - monday).days <= 13


@given(DATES, DATES, st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_day_without_a_year_is_the_first_from_today_on(today: date, day: date, day_first: bool) -> None:
    days = Days(today, day_first)
    month = full_date(day).split()[2].lower()
    slashed = f"{day.day}/{day.month}" if day_first else f"{day.month}/{day.day}"
    found = parse_due(f"{day.day} {month}", days)
    assert found is not None
    assert found == parse_due(f"{month} {day.day}", days) == parse_due(slashed, days)
    assert (found.month, found.day) == (day.month, day.day)
    assert found >= today
    assert found.year - today.year <= (8 if (day.month, day.day) == (2, 29) else 1)
    assert parse_due(day.isoformat(), days) == day


@pytest.mark.parametrize(
    ("text", "rest", "day", "words"),
    [
        # at the end
        ("draft the agreement fri", "draft the agreement", date(2026, 11, 27), "fri"),
        ("call about dec 3", "call about", date(2026, 12, 3), "dec 3"),
        ("send the map Next Fri", "send the map", date(2026, 11, 27), "next fri"),
        ("send the map 2026-12-03.", "send the map.", date(2026, 12, 3), "2026-12-03"),
        ("send the map, tomorrow", "send the map", date(2026, 11, 22), "tomorrow"),
        ("send the map – end of month", "send the map", date(2026, 11, 30), "end of month"),
        # after by
        ("draft the agreement by fri", "draft the agreement", date(2026, 11, 27), "fri"),
        ("draft the agreement BY 3 Dec", "draft the agreement", date(2026, 12, 3), "3 dec"),
        ("by fri draft the agreement", "draft the agreement", date(2026, 11, 27), "fri"),
        ("send by fri the list", "send the list", date(2026, 11, 27), "fri"),
        ("send by fri, then call", "send, then call", date(2026, 11, 27), "fri"),
        ("send by fri the list for dec 3", "send the list for dec 3", date(2026, 11, 27), "fri"),
        ("stand by mon and send by fri a list", "stand by mon and send a list", date(2026, 11, 27), "fri"),
        ("bring it by the end of month", "bring it", date(2026, 11, 30), "end of month"),
        ("bring it by the next meeting", "bring it", None, "next meeting"),
        # begins with in
        ("look again in 10 days", "look again", date(2026, 12, 1), "in 10 days"),
        ("in 2 weeks call the library", "call the library", date(2026, 12, 5), "in 2 weeks"),
        ("fri", "", date(2026, 11, 27), "fri"),
    ],
)
def test_where_a_due_phrase_stands(text: str, rest: str, day: date | None, words: str) -> None:
    assert split_due(text, SATURDAY) == (rest, day, words)


@pytest.mark.parametrize(
    "text",
    [
        "prepare the dec 3 meeting",
        "fri call ben",
        "buy fries",
        "fry it, Fri-end",
        "a map by the river",
        "stand by",
        "by",
        "in",
        "put 3 in 2 boxes",
        "fill the form by 3 dec 2031",
        "fill the form by dec 3, 2031 at the desk",
        "fill by 31 feb",
        "meet friday",
        "see dec, 3",
        "",
    ],
)
def test_what_is_no_due_phrase_stays(text: str) -> None:
    assert split_due(text, SATURDAY) == (text, None, "")


PIECES = "by By the in next end of month meeting fri, dec 3 10 days weeks. 31 2031 12/3 2026-12-03 call – - … ٣ İ"


def bare(text: str, taken: list[str]) -> list[str]:
    """The words of `text` without punctuation and without those in `taken`."""
    words = (word.strip(".,;:!?)…-–—") for word in text.lower().split())
    return [word for word in words if word and word not in taken]


@given(st.lists(st.sampled_from(PIECES.split()), max_size=12).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_splitting_takes_the_phrase_and_nothing_else(text: str) -> None:
    rest, day, words = split_due(text, SATURDAY)
    assert day == parse_due(words, SATURDAY)
    taken = f"by the {words}".split() if words else []
    assert bare(rest, taken) == bare(text, taken)
    assert len(bare(text, [])) - len(bare(rest, [])) <= len(words.split()) + 2
    assert words or rest == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("call by friday", "fri"),
        ("call next Tuesday.", "next tue"),
        ("call december 3", "dec 3"),
        ("call 3 sept", "3 sep"),
        ("ask april", ""),
        ("call fri", ""),
        ("friday call", ""),
        ("call fridays", ""),
        ("", ""),
    ],
)
def test_a_long_name_is_no_form_but_its_short_form_is_known(text: str, read: str) -> None:
    assert longhand(text, SATURDAY) == read


def test_a_field_takes_the_same_forms_with_or_without_by() -> None:
    assert parse_day("by fri", SATURDAY) == parse_day(" fri ", SATURDAY) == date(2026, 11, 27)
    assert parse_day("by", SATURDAY) is None
    assert parse_day("", SATURDAY) is None
    assert parse_day("friday", SATURDAY) is None


@pytest.mark.parametrize(
    ("text", "day", "words", "rest"),
    [
        ("fri the printer broke", date(2026, 11, 27), "fri", "the printer broke"),
        ("3 dec: waits for the council", date(2026, 12, 3), "3 dec", "waits for the council"),
        ("to 3 dec", None, "", "to 3 dec"),
        ("in 2 weeks holidays", date(2026, 12, 5), "in 2 weeks", "holidays"),
        ("by end of month – snow", date(2026, 11, 30), "end of month", "snow"),
        ("next meeting no time", None, "next meeting", "no time"),
        ("3 dec 2031 late", None, "", "3 dec 2031 late"),
        ("fri", date(2026, 11, 27), "fri", ""),
        ("", None, "", ""),
    ],
)
def test_a_day_at_the_start_with_a_reason_behind_it(text: str, day: date | None, words: str, rest: str) -> None:
    assert leading_day(text, SATURDAY) == (day, words, rest)


def test_full_date_has_its_weekday() -> None:
    assert full_date(date(2026, 11, 27)) == "Fri 27 Nov 2026"
    assert full_date(date(2027, 5, 2)) == "Sun 2 May 2027"
