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


ROWS = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(TEXTS, st.text(st.sampled_from('a",\n '), max_size=5)), min_size=width, max_size=width)
    )
)


@given(ROWS, st.sampled_from(["\n", "\r\n"]))
@settings(deadline=None)
def test_records_are_those_of_the_csv_module(rows: list[list[str]], end: str) -> None:
    rows = [[cells.exact_text(cell) for cell in row] for row in rows]
    written = cells.lines(list(zip(*rows, strict=True)), end)
    assert list(csv.reader(io.StringIO(written, newline=""), strict=True)) == rows
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows(rows)
    assert written == out.getvalue()


def test_only_what_needs_quotes_has_them() -> None:
    assert cells.lines([["a", "f"], ['say "x"', "g"], ["b,c", ""], ["d\ne", "'h'"]], "\n") == (
        'a,"say ""x""","b,c","d\ne"\nf,g,,\'h\'\n'
    )


@given(
    st.lists(st.one_of(st.none(), st.text(max_size=12), st.text(st.sampled_from("a=\t\u0301\r\u3000 é"), max_size=4)))
)
@settings(deadline=None)
def test_a_column_is_made_as_its_cells_are(values: list[str | None]) -> None:
    assert list(cells.texts(values)) == [cells.text(value) for value in values]
    assert list(cells.exact_texts(values)) == [cells.exact_text(value) for value in values]
