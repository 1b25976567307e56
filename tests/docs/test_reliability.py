"""Every promise of docs/reliability.md names a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "reliability.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and "`test_" in line
]


def test_every_row_names_an_existing_test() -> None:
    assert len(ROWS) >= 18
    for fault, how, proof in ROWS:
        assert fault
        assert how
        names = re.findall(r"`(test_\w+\.py)`", proof)
        assert names, fault
        for name in names:
            assert "def test_" in (ROOT / "tests" / "faults" / name).read_text("utf-8"), name


def test_every_fault_test_is_in_the_table() -> None:
    named = {name for *_, proof in ROWS for name in re.findall(r"test_\w+\.py", proof)}
    assert named == {it.name for it in (ROOT / "tests" / "faults").glob("test_*.py")}
