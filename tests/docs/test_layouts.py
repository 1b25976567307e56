"""docs/layouts.md names every value, filter and chart that a layout can use, and no others."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from facilitator.exports import agenda, layouts
from facilitator.exports.minutes import model
from facilitator.exports.papers import model as papers

PAGE = (Path(__file__).parent.parent.parent / "docs" / "layouts.md").read_text("utf-8")
OBJECTS = (
    model.Minutes,
    model.Party,
    model.Decided,
    model.Promise,
    model.GoalRead,
    model.StepHeld,
    model.Said,
    model.Asked,
    model.Voices,
    agenda.Agenda,
    agenda.AgendaStep,
    papers.Head,
    papers.NextMeeting,
    papers.Slips,
    papers.Slip,
    papers.MissedPages,
    papers.Missed,
    papers.Kept,
    papers.Brief,
    papers.Year,
)


def described(title: str) -> set[str]:
    """The names in the table under a heading."""
    found = re.search(rf"^### [^\n]*`{title}`$(.*?)(?=^##|\Z)", PAGE, re.S | re.M)
    assert found is not None, f"docs/layouts.md has no heading for {title}"
    return set(re.findall(r"^\| `(\w+)", found[1], re.M))


@pytest.mark.parametrize("it", OBJECTS, ids=lambda it: it.__name__)
def test_every_value_is_described(it: type) -> None:
    own = {name for name, value in vars(it).items() if isinstance(value, property)}
    assert described(it.__name__) == {field.name for field in fields(it)} | own


def test_every_filter_and_chart_is_described() -> None:
    assert described("Filters") == set(layouts._FILTERS)
    assert described("Charts") == set(layouts._CHARTS)


def test_every_layout_is_named() -> None:
    for name in layouts.names():
        assert f"`{name}`" in PAGE
