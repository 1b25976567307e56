"""One look at a column tells what a look at each of its cells does."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.exports.columns import Column
from facilitator.exports.tables import TABLES
from facilitator.services.unbundle.cells import all_sound, checker
from facilitator.services.unbundle.limits import columns_of

KINDS = {
    (it.kind, it.required, it.choices, it.name if it.name in ("id", "key", "name", "fixed_start") else ""): it
    for table in TABLES
    for it in columns_of(table)
}
IDS = st.integers(0, 2**128 - 1).map(lambda number: str(UUID(int=number)))
CELLS = st.one_of(
    IDS,
    st.tuples(IDS, st.sampled_from(["\n", "x", " ", "", "-0"])).map("".join),
    st.sampled_from(
        [
            "",
            "7",
            "7.5",
            "1e999",
            "25:00",
            "15:30",
            "a b",
            "1; 2",
            "0001-01-01T00:00:00.000Z",
            "true",
            "2027-02-28",
            "2027-02-30",
            "2026-12-03T14:00:00.000Z",
            "said",
            "open",
            "\x1b",
        ]
    ),
    st.text(max_size=40),
)


@pytest.mark.parametrize("column", KINDS.values(), ids=lambda it: f"{it.name}-{it.kind}")
@settings(max_examples=25, deadline=None)
@given(pieces=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=3))
def test_a_column_is_sound_when_each_of_its_cells_is(column: Column, pieces: list[list[str]]) -> None:
    are_sound, check = all_sound(column), checker(column)
    for cells in pieces:
        assert are_sound(cells) == (not any(map(check, cells)))


@given(ids=st.lists(IDS, min_size=1, max_size=5), break_at=st.integers(0, 200))
@settings(max_examples=50, deadline=None)
def test_ids_are_told_from_what_only_looks_like_them_together(ids: list[str], break_at: int) -> None:
    (column,) = (it for it in TABLES[0].columns if it.name == "id")
    are_sound = all_sound(column)
    assert are_sound(ids)
    together = "\n".join(ids)
    assert not are_sound([f"{together}\n", *ids])
    cut = [together[: break_at % len(together)], together[break_at % len(together) :]]
    assert are_sound(cut) == (not any(map(checker(column), cut)))
