"""Figures, and the table they make. Every figure is a ratio within one run: absolute times tell about the machine."""

from __future__ import annotations

import math
import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
"""The table in README stands between these."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How often as long, or as much, as `against`; `budget` is the most it may be, None where nobody set one.

    `low` and `high` are the quartiles of the ratios of single rounds, where it was measured in rounds.
    """

    what: str
    against: str
    ratio: float
    budget: float | None
    low: float | None = None
    high: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the budget is kept, as the table shows it: to two places."""
        return self.budget is None or round(self.ratio, 2) <= self.budget


def percentile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that is not exceeded by the `share` (0 to 1) of all."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def by_round(what: str, against: str, ours: Sequence[float], theirs: Sequence[float], budget: float | None) -> Figure:
    """The median of the ratios within each round; `ours[i]` and `theirs[i]` are of round i."""
    ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
    return Figure(what, against, median(ratios), budget, percentile(ratios, 0.25), percentile(ratios, 0.75))


def at_percentile(
    what: str, against: str, ours: Sequence[float], theirs: Sequence[float], share: float, budget: float | None
) -> Figure:
    """One percentile of all our samples over the same of theirs."""
    return Figure(what, against, percentile(ours, share) / percentile(theirs, share), budget)


def table(figures: Sequence[Figure]) -> str:
    """A Markdown table."""
    lines = ["| what | × | measured | budget | kept |", "|---|---|---|---|---|"]
    for figure in figures:
        spread = "" if figure.low is None else f" ({figure.low:.2f}–{figure.high:.2f})"
        budget = "– |" if figure.budget is None else f"{figure.budget:g} | {'yes' if figure.is_kept else 'no'}"
        lines.append(f"| {figure.what} | {figure.against} | {figure.ratio:.2f}{spread} | {budget} |")
    return "\n".join(lines)


def machine(load_before: float) -> str:
    """One sentence on what it was measured on; `load_before` is the load average before the run."""
    return (
        f"Measured on {_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()},"
        f" Textual {version('textual')}, SQLite {sqlite3.sqlite_version}; load {load_before:.2f} before,"
        f" {os.getloadavg()[0]:.2f} after. In brackets the quartiles of single rounds."
    )


def put_into(readme: str, text: str) -> str | None:
    """`readme` with `text` between the markers, None where they are missing."""
    found = re.search(f"{re.escape(BEGIN)}.*?{re.escape(END)}", readme, re.DOTALL)
    if not found:
        return None
    return f"{readme[: found.start()]}{BEGIN}\n{text.strip()}\n{END}{readme[found.end() :]}"


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return found[1].strip() if found else platform.machine()
