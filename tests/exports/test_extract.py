from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from every_record import Filled, fill
from facilitator.exports.cells import several as joined
from facilitator.exports.extract import day_of, moment_of, number_of, several
from facilitator.services.export import extract


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    it = fill(tmp_path)
    yield it
    it.store.close()


@given(st.lists(st.text(min_size=1), min_size=1))
def test_a_cell_with_several_values_reads_back(values: list[str]) -> None:
    assert several(joined(values)) == tuple(values)


def test_a_value_behind_no_blank_keeps_its_first_character() -> None:
    assert several("a;b; c;  d\\;e") == ("a", "b", "c", " d;e")
    assert several("a;") == ("a", "")


def test_empty_cells() -> None:
    assert several("") == ()
    assert (day_of(""), moment_of(""), number_of("")) == (None, None, None)


def test_an_extract_says_what_the_bundle_says(filled: Filled) -> None:
    found = extract(filled.store, "roles", meeting_id=filled["closed"])
    assert [it["title"] for it in found.of("meetings")] == ["Buses, “late” ones"]
    assert [it["owner"] for it in found.of("actions")][:1] == ["owner, business"]
    assert found.of("decisions")[0]["concerns"] == "who drives\\; when?; back\\\\slash"
    assert found.label("family") == "family"
    assert found.plural("family") == "families"
    assert found.plural("nobody knows") == "nobody knows"


def test_the_history_of_a_goal_leaves_out_repair_and_what_came_later(filled: Filled) -> None:
    below = extract(filled.store, "consented", meeting_id=filled["closed"])
    assert below.history[filled["goal"]] == ((date(2026, 10, 1), 85.0), (date(2026, 12, 3), 86.25))
    full = extract(filled.store, "full", meeting_id=filled["repair"])
    assert full.history[filled["goal"]][-1] == (date(2026, 12, 4), 99.0)


def test_private_lines_are_counted_where_they_leave(filled: Filled) -> None:
    assert extract(filled.store, "full", meeting_id=filled["closed"]).private_lines == 1
    assert extract(filled.store, "consented", meeting_id=filled["closed"]).private_lines == 0
