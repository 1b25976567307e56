from __future__ import annotations

from facilitator.model.echo import MARKS, placeholder
from facilitator.steps.kinds import KINDS, keys, kind_of


def test_a_key_is_one_kind_and_an_unknown_one_runs_as_a_discussion() -> None:
    assert len(set(keys())) == len(KINDS)
    assert all(kind_of(kind.key) is kind for kind in KINDS)
    assert kind_of("unheard of").key == "discuss"


def test_the_empty_line_teaches_what_a_kind_is_for() -> None:
    assert placeholder(kind_of("actions").marks).startswith("! promise · ")
    assert placeholder(kind_of("decide").marks).startswith("= agree · ")
    assert placeholder(kind_of("recognise").marks).startswith("+ thank · ")


def test_every_kind_of_step_has_a_line_of_marks_that_fits_into_80_columns() -> None:
    for kind in KINDS:
        taught = placeholder(kind.marks)
        items = taught.split(" · ")
        assert len(items) == len(set(items)) == 6
        assert set(items) <= {f"{mark.mark} {mark.words}" for mark in MARKS}
        assert len(taught) <= 66
