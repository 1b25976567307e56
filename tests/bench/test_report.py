"""The bench's arithmetic and its table."""

from __future__ import annotations

import pytest
from bench.report import BEGIN, END, Figure, at_percentile, by_round, machine, percentile, put_into, table


def test_a_percentile_is_a_sample_that_was_measured() -> None:
    samples = [float(n) for n in range(100, 0, -1)]

    assert percentile(samples, 0.5) == 50
    assert percentile(samples, 0.99) == 99
    assert percentile(samples, 1.0) == 100
    assert percentile([7.0], 0.01) == 7


def test_rounds_are_compared_within_themselves() -> None:
    """The second round was three times as slow for both; that tells nothing about the program."""
    figure = by_round("start", "bare", [1.1, 3.6, 1.3], [1.0, 3.0, 1.0], 1.25)

    assert figure.ratio == pytest.approx(1.2)
    assert figure.low == pytest.approx(1.1)
    assert figure.high == pytest.approx(1.3)


def test_a_round_that_is_missing_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        by_round("start", "bare", [1.0, 2.0], [1.0], 1)


def test_percentiles_are_of_all_samples() -> None:
    assert at_percentile("key", "bare", [1.0, 2.0, 9.0], [1.0, 4.0, 3.0], 0.5, 1).ratio == pytest.approx(2 / 3)


def test_a_budget_is_kept_as_the_table_shows_it() -> None:
    assert Figure("start", "bare", 1.254, 1.25).is_kept
    assert not Figure("start", "bare", 1.256, 1.25).is_kept


def test_the_table_names_what_was_missed() -> None:
    lines = table([Figure("start", "bare", 1.1, 1.25, 1.05, 1.2), Figure("key, p50", "bare", 2.0, 1.2)]).splitlines()

    assert lines[2] == "| start | bare | 1.10 (1.05–1.20) | 1.25 | yes |"
    assert lines[3] == "| key, p50 | bare | 2.00 | 1.2 | no |"


def test_where_nobody_set_a_budget_none_is_missed() -> None:
    figure = Figure("start", "bare", 3.0, None)

    assert figure.is_kept
    assert table([figure]).splitlines()[2] == "| start | bare | 3.00 | – | |"


def test_the_machine_is_named() -> None:
    assert "Textual 8." in machine(0.5)


def test_the_table_replaces_the_old_one_in_the_readme() -> None:
    readme = f"# A\n\n{BEGIN}\nold\n{END}\n\nlast words\n"

    changed = put_into(readme, "| new |\n")

    assert changed == f"# A\n\n{BEGIN}\n| new |\n{END}\n\nlast words\n"
    assert put_into(changed or "", "| new |") == changed
    assert put_into("# A\n", "| new |") is None
