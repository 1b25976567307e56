import csv
import io
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.exports import cells

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (84.0, "84"),
        (0.5, "0.5"),
        (-3.0, "-3"),
        (-0.0, "0"),
        (1e15, "1000000000000000"),
        (9e15, "9000000000000000"),
        (1e16, "1e+16"),
        (0.1 + 0.2, "0.30000000000000004"),
        (math.inf, "INF"),
        (-math.inf, "-INF"),
        (math.nan, "NaN"),
        (7, "7"),
    ],
)
def test_a_number_is_short_and_exact(value: float | None, cell: str) -> None:
    assert cells.number(value) == cell


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None)
def test_a_number_reads_back_as_the_same(value: float) -> None:
    cell = cells.number(value)
    assert float(cell) == value
    assert not cell.endswith(".0")


def test_booleans() -> None:
    assert [cells.boolean(value) for value in (0, 1, None)] == ["false", "true", ""]


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", " =", "\u00a0@", "\n-", "\u3000＝", "\r=", "\t\t+"]
)
def test_a_formula_gets_an_apostrophe_unless_exact(start: str) -> None:
    text = f"{start}1+1"
    assert cells.text(text) == "'" + text.replace("\r", "\n")
    assert cells.exact_text(text) == text.replace("\r", "\n")


@pytest.mark.parametrize("text", ["'tis", "5 = 5", "a@b", "1-2", "", "  a", "'=1"])
def test_other_text_is_left_alone(text: str) -> None:
    assert cells.text(text) == text


@given(TEXTS)
@settings(deadline=None)
def test_text_never_drives_a_terminal_and_cleaning_twice_changes_nothing(text: str) -> None:
    cell = cells.exact_text(text)
    assert not set(cell) & {chr(code) for code in [*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x202E]}
    assert cells.exact_text(cell) == cell


def _apart(cell: str) -> list[str]:
    values, escaped = [""], False
    for letter in cell:
        if escaped or letter not in "\\;":
            values[-1] += letter
            escaped = False
        elif letter == "\\":
            escaped = True
        else:
            values.append("")
    return [values[0], *(value.removeprefix(" ") for value in values[1:])]


@given(st.lists(st.text(st.sampled_from("ab ;\\"), max_size=6), min_size=1, max_size=5))
@settings(deadline=None)
def test_several_values_come_apart_again(values: list[str]) -> None:
    assert _apart(cells.several(values)) == values


def test_several_values_as_the_contract_writes_them() -> None:
    assert cells.several(["library", "Smith; Sons", "back\\slash"]) == "library; Smith\\; Sons; back\\\\slash"
    assert cells.several([]) == ""


@given(
    st.lists(st.lists(TEXTS.map(cells.exact_text), min_size=2, max_size=4), max_size=5), st.sampled_from(["\n", "\r\n"])
)
@settings(deadline=None)
def test_records_read_back_as_they_were(rows: list[list[str]], end: str) -> None:
    written = cells.lines(rows, end)
    assert list(csv.reader(io.StringIO(written, newline=""), strict=True)) == rows
    assert written == "" or written.endswith(end)


def test_only_what_needs_quotes_has_them() -> None:
    assert cells.lines([["a", 'say "x"', "b,c", "d\ne", None, 5]], "\n") == 'a,"say ""x""","b,c","d\ne",,5\n'
