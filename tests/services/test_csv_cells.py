from datetime import date

import pytest

from facilitator.errors import Invalid
from facilitator.services.csv_cells import boolean, day, number, parts
from facilitator.services.csv_table import Row


def row(cell: str) -> Row:
    return Row(2, {"x": cell})


@pytest.mark.parametrize(
    ("cell", "value"),
    [("yes", True), ("TRUE", True), ("1", True), ("No", False), ("false", False), ("0", False), ("", None)],
)
def test_booleans(cell: str, value: bool | None) -> None:
    assert boolean(row(cell), "x") is value


@pytest.mark.parametrize("cell", ["maybe", "y", "2", "ja"])
def test_no_boolean(cell: str) -> None:
    with pytest.raises(Invalid, match="yes or no"):
        boolean(row(cell), "x")


@pytest.mark.parametrize(
    ("cell", "value"), [("84", 84.0), ("-0.5", -0.5), ("+3", 3.0), (".5", 0.5), ("1e+16", 1e16), ("", None)]
)
def test_numbers(cell: str, value: float | None) -> None:
    assert number(row(cell), "x") == value


@pytest.mark.parametrize("cell", ["84,5", "1,000", "84 %", "nan", "inf", "1e999", "1_000", "٣", "0x1", "--1", "."])
def test_no_number(cell: str) -> None:
    with pytest.raises(Invalid, match="84"):
        number(row(cell), "x")


@pytest.mark.parametrize(
    ("cell", "value"), [("2027-06-30", date(2027, 6, 30)), ("2027-6-3", date(2027, 6, 3)), ("", None)]
)
def test_days(cell: str, value: date | None) -> None:
    assert day(row(cell), "x") == value


@pytest.mark.parametrize("cell", ["30.6.2027", "6/30/2027", "2027-06-31", "0000-01-01", "tomorrow", "2027-06-30 10:00"])
def test_no_day(cell: str) -> None:
    with pytest.raises(Invalid, match="2027-06-30"):
        day(row(cell), "x")


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("", [""]),
        ("a; b;c", ["a", " b", "c"]),
        ("Smith\\; Sons; Bo", ["Smith; Sons", " Bo"]),
        ("a\\\\;b", ["a\\", "b"]),
        ("C:\\x", ["C:\\x"]),
        ("end\\", ["end\\"]),
    ],
)
def test_several_values_in_one_cell(cell: str, values: list[str]) -> None:
    assert parts(cell) == values
