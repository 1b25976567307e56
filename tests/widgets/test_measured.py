from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.widgets.measured import Measured

HEIGHTS = st.lists(st.integers(1, 5), min_size=1, max_size=40)


def measured(heights: list[int]) -> Measured:
    rows = Measured(lambda index: heights[index])
    rows.reset(len(heights))
    return rows


def test_nothing_is_measured_until_it_is_needed() -> None:
    asked: list[int] = []

    def height_of(index: int) -> int:
        asked.append(index)
        return 2

    rows = Measured(height_of)
    rows.reset(2000)
    rows.measure_rows(7)
    assert asked == [1999, 1998, 1997, 1996]
    assert (rows.total, rows.unmeasured) == (1996 + 8, 1996)


def test_measuring_says_how_much_the_list_has_grown() -> None:
    rows = measured([3, 1, 2])
    assert rows.measure_item(1) == 1
    assert rows.measure_item(0) == 2
    assert rows.measure_item(0) == 0


@given(heights=HEIGHTS, wanted=st.integers(0, 60), new=st.lists(st.integers(1, 5), max_size=3))
@settings(deadline=None)
def test_rows_and_items_agree(heights: list[int], wanted: int, new: list[int]) -> None:
    rows = measured(heights)
    rows.measure_rows(wanted)
    for height in new:
        heights.append(height)
        rows.append(len(heights) - 1)
    lines = [rows.at(y) for y in range(rows.total)]
    expected = [(index, 0) for index in range(rows.unmeasured)]
    for index in range(rows.unmeasured, len(heights)):
        expected += [(index, row) for row in range(heights[index])]
    assert lines == expected
    assert [rows.start_of(index) for index in range(len(heights))] == [
        expected.index((index, 0)) for index in range(len(heights))
    ]
    assert rows.at(-1) is None
    assert rows.at(rows.total) is None
