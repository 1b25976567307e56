"""A frame comes at once when there was none for a while, and not more often than the pace in the long run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.widgets.frames import Pace


def test_a_second_frame_need_not_wait_for_the_one_before() -> None:
    pace = Pace(10)
    assert pace.early(100) == 0
    assert pace.early(101) == 0
    assert pace.early(102) == pytest.approx(8)
    assert pace.early(110) == 0
    assert pace.early(111) == pytest.approx(9)
    assert pace.early(200) == 0
    assert pace.early(200) == 0
    assert pace.early(200) == pytest.approx(10)


@given(st.lists(st.floats(0, 30), max_size=60))
def test_in_the_long_run_there_is_one_in_each_interval(gaps: list[float]) -> None:
    pace, now, frames = Pace(10), 1000.0, []
    for gap in gaps:
        now += gap
        while early := pace.early(now):
            now += early
        frames.append(now)
    for first in range(len(frames)):
        for last in range(first + 1, len(frames)):
            count, span = last - first + 1, frames[last] - frames[first]
            assert count <= span / 10 + 2 + 1e-6
