import os
import pty
import subprocess
import sys
import termios

import pytest

from facilitator.cli.tables import Heading, table, width


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("abc", 3), ("Żółć", 4), ("日本", 4), ("cafe\u0301", 4), ("ｱ", 1), ("a\u200db", 2)]
)
def test_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


def test_numbers_stand_right_and_the_last_column_has_no_blanks_behind() -> None:
    assert table((Heading("no", right=True), Heading("what")), [("1", "abc"), ("12", "x")]) == (
        "no  what\n 1  abc\n12  x\n"
    )


def test_a_line_break_in_a_cell_does_not_break_the_row() -> None:
    assert table((Heading("a"), Heading("b")), [("x\ny", "z\x1b[2J")]).splitlines()[1] == "x y  z[2J"


def test_on_a_terminal_the_flexible_column_is_cut_to_the_width() -> None:
    code = (
        "from facilitator.cli.tables import Heading, table\n"
        "print(table((Heading('no'), Heading('what', flexible=True), Heading('id')), [('1', '日本語' * 30, 'abc')]))"
    )
    main, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 60))
    subprocess.run([sys.executable, "-c", code], stdout=end, check=True)
    os.close(end)
    shown = os.read(main, 10_000).decode().splitlines()
    os.close(main)
    assert width(shown[1]) == 60
    assert shown[1].endswith("…  abc") or shown[1].endswith("…   abc")
    assert shown[0].endswith("id")
