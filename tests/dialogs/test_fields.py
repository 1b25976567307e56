"""What is typed into a field: read, refused with what to do, echoed, narrowed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.dialogs.fields import Choice, Field, Kind, echo, narrowed, read, typed
from facilitator.errors import Invalid
from facilitator.model.when import Days
from hostile import HOSTILE

DAYS = Days(date(2026, 11, 21))
GROUPS = (Choice("school", "School"), Choice("student", "Student"), Choice("health", "Health provider"))
GROUP = Field("group", "Group", "choice", choices=GROUPS)
DAY = Field("due", "Due", "date")
TIME = Field("time", "Begins at", "time")
NUMBER = Field("target", "Target", "number")
FLAG = Field("minor", "Under age", "flag")


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (Field("a", "A"), "  two   words ", "two words"),
        (Field("a", "A", choices=(Choice("x", "Northside High"),)), "northside high", "Northside High"),
        (Field("a", "A", choices=(Choice("x", "Northside High"),)), "North", "North"),
        (GROUP, "school", "school"),
        (GROUP, "STUD", "student"),
        (GROUP, "provider", "health"),
        (GROUP, "", ""),
        (FLAG, "y", "yes"),
        (FLAG, "No", "no"),
        (DAY, "fri", "2026-11-27"),
        (DAY, "by 3 dec", "2026-12-03"),
        (DAY, "2027-6-30", "2027-06-30"),
        (DAY, "next meeting", "next meeting"),
        (TIME, "15:00", "15:00"),
        (TIME, "9", "09:00"),
        (TIME, "3:30 pm", "15:30"),
        (TIME, "12am", "00:00"),
        (TIME, "15h30", "15:30"),
        (NUMBER, "84.5", "84.5"),
        (NUMBER, "-3", "-3"),
    ],
)
def test_reads_what_people_type(asked: Field, text: str, value: str) -> None:
    assert read(asked, text, DAYS) == value


@pytest.mark.parametrize(
    ("asked", "text", "what_to_do"),
    [
        (Field("a", "A", is_required=True), "   ", "needed"),
        (GROUP, "s", "which one: School, Student?"),
        (GROUP, "zebra", "none of: School, Student, Health provider"),
        (FLAG, "maybe", "none of: yes, no"),
        (DAY, "10", "write it like 3 dec"),
        (DAY, "31 feb", "write it like 3 dec"),
        (TIME, "25:00", "write it like 15:00"),
        (TIME, "13 pm", "write it like 15:00"),
        (NUMBER, "84 %", "write it like 84"),
        (NUMBER, "1e999", "write it like 84"),
    ],
)
def test_says_what_to_type_instead(asked: Field, text: str, what_to_do: str) -> None:
    with pytest.raises(Invalid, match=what_to_do.replace("?", r"\?")) as caught:
        read(asked, text, DAYS)
    assert caught.value.field == asked.key


def test_next_meeting_is_its_day_where_that_is_known() -> None:
    assert read(DAY, "next meeting", Days(DAYS.today, next_meeting=date(2026, 12, 17))) == "2026-12-17"


def test_shows_a_kept_choice_by_its_label() -> None:
    assert typed(GROUP, "health") == "Health provider"
    assert typed(FLAG, "no") == "no"
    assert typed(DAY, "2026-11-27") == "2026-11-27"


def test_a_day_is_echoed_in_full() -> None:
    assert echo(DAY, "fri", DAYS) == "Fri 27 Nov 2026"
    assert echo(DAY, "soon", DAYS) == ""
    assert echo(DAY, "next meeting", DAYS) == "when that day is known"
    assert echo(TIME, "15:00", DAYS) == ""


def test_choices_narrow_by_the_start_of_any_word() -> None:
    assert [it.key for it in narrowed(GROUP, "")] == ["school", "student", "health"]
    assert [it.key for it in narrowed(GROUP, "prov")] == ["health"]
    assert [it.key for it in narrowed(GROUP, "S")] == ["school", "student"]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["text", "choice", "date", "time", "number", "flag", "lines"]),
    st.text(max_size=40) | st.sampled_from(sorted(HOSTILE.values())),
)
def test_a_value_is_read_again_as_itself_and_nothing_else_is_raised(kind: Kind, text: str) -> None:
    asked = Field("key", "Label", kind, choices=GROUPS if kind == "choice" else ())
    try:
        value = read(asked, text, DAYS)
    except Invalid:
        return
    assert read(asked, typed(asked, value), DAYS) == value


def test_of_two_choices_of_one_name_the_one_that_stood_there_stays() -> None:
    choices = (Choice("1", "Northside Works"), Choice("2", "Northside Works"))
    assert read(Field("who", "Who", "choice", "2", choices=choices), "Northside Works") == "2"
    with pytest.raises(Invalid, match="which one"):
        read(Field("who", "Who", "choice", choices=choices), "Northside Works")
