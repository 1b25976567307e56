"""Hostile text in a real terminal: columns stay, nothing drives the terminal, any size is survived."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile import HOSTILE
from pty_driver import PtyProgram

PROGRAM = Path(__file__).parents[1] / "notes_program.py"
ITEMS = len(HOSTILE) - 2
pytestmark = pytest.mark.pty


@pytest.fixture
def program(tmp_path: Path) -> Iterator[PtyProgram]:
    with PtyProgram.python(str(PROGRAM), home=tmp_path, size=(90, 40)) as running:
        running.wait_for("ready")
        running.wait_for(f"end {ITEMS - 1} ")
        yield running


def test_the_state_of_every_row_stands_at_the_right_edge(program: PtyProgram) -> None:
    first_rows = [row for row in program.text().split("\n") if row.startswith("15:22")]
    assert len(first_rows) == ITEMS
    for number, row in enumerate(first_rows):
        # the scroll bar has the last column; a wide letter is one character in two columns
        assert re.search(rf"  end {number} $", row), row
    assert program.lines()[-2].rstrip().endswith("at the edge")


def test_no_control_of_the_text_reaches_the_terminal(program: PtyProgram) -> None:
    sent = re.sub(r"\x1b\]22;[a-z]*\x07", "", program.raw.decode("utf-8"))  # the mouse pointer, Textual's own
    for control in ("\x1b]0;owned", "\x1b[31mred", "\x07", "\x9b", "\u202e", "\u2067", "\u2028", "\x08"):
        assert control not in sent
    assert "[/] [bold]x[/bold]" in sent


@pytest.mark.parametrize("size", [(1, 1), (2, 40), (200, 1), (9, 3), (300, 100)])
def test_any_size_is_survived_and_keys_still_reach_the_line(program: PtyProgram, size: tuple[int, int]) -> None:
    program.resize(*size)
    program.send("one ")
    for columns in range(1, 60, 7):
        program.resize(columns, columns // 3 + 1)
    program.send("two")
    program.resize(90, 40)
    program.wait_for("one two")
    program.wait_for(f"end {ITEMS - 1} ")
