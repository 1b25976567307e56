"""The line field in a real terminal: everything in one write."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from burst import Typist, random_burst
from facilitator.model.text import LINE_LIMIT
from pty_driver import PtyProgram

PROGRAM = Path(__file__).parents[1] / "field_program.py"
pytestmark = pytest.mark.pty


class Field:
    """The program with the line field, and what it has taken."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "taken.jsonl"
        self.program = PtyProgram.python(str(PROGRAM), str(self.log), home=folder)
        self.program.wait_for("ready")

    def taken(self, what: str) -> list[str]:
        entries = [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]
        return [text for kind, text in entries if kind == what]

    def wait_for_lines(self, count: int) -> list[str]:
        self.program.wait_for(rf"taken {count}\b")
        return self.taken("line")


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    running = Field(tmp_path)
    with running.program:
        yield running


def test_bursts_of_twenty_lines_arrive_exact_and_in_order(field: Field) -> None:
    everything = Typist()
    for seed in range(6):
        keys, typist = random_burst(100 + seed, lines=20)
        keys += "\x05\x15"  # empties the field before the next burst
        field.program.send(keys)
        everything.lines += typist.lines
        everything.commands += typist.commands
        assert field.wait_for_lines(len(everything.lines)) == everything.lines
    assert field.taken("command") == everything.commands


def test_two_thousand_keys_in_one_write(field: Field) -> None:
    lines = [f"@ana line {number} of many, with words" for number in range(60)]
    field.program.send("".join(f"{line}\r" for line in lines))
    assert field.wait_for_lines(len(lines)) == lines


def test_a_paste_of_a_megabyte_is_bounded_and_does_not_enter(field: Field) -> None:
    field.program.send("a\x1b[200~" + "x\r\n\x1b[2J" * 170_000 + "\x1b[201~")
    field.program.send("\r")
    [line] = field.wait_for_lines(1)
    assert len(line) == LINE_LIMIT
    assert line.startswith("ax [2Jx [2J")


def test_bytes_that_are_no_text_do_no_harm(field: Field) -> None:
    field.program.send(b"caf\xe9 \xff ol\xc3\xa9\r")
    assert field.wait_for_lines(1) == ["caf\ufffd \ufffd ol\u00e9"]


def test_what_is_typed_never_reaches_the_terminal_as_control(field: Field) -> None:
    field.program.send("\x1b[200~\x1b]0;owned\x07\x1b[2J\x9b31m[/]\u202e\x1b[201~")
    field.program.wait_for(r"\[2J31m\[/\]")
    assert b"\x1b]0;owned" not in field.program.raw
    assert "\x9b".encode() not in field.program.raw
    assert "\u202e".encode() not in field.program.raw
    field.program.send("\r")
    assert field.wait_for_lines(1) == ["]0;owned[2J31m[/]"]


def test_the_cursor_stays_with_wide_and_joined_text(field: Field) -> None:
    field.program.send("日本 👩‍🏫 e\u0301x|")
    field.program.wait_for(r"日本 👩🏫 éx\|")


def test_escape_alone_is_a_prefix_and_alt_with_a_letter_the_same(field: Field) -> None:
    field.program.send("half\x1b")
    field.program.wait_for(r"a letter\?")
    field.program.send("n done\x1bq\r")
    assert field.wait_for_lines(1) == ["half done"]
    assert field.taken("command") == ["n", "q"]


def test_the_program_ends_at_once_and_leaves_the_terminal_in_order(field: Field) -> None:
    field.program.send("\x11")
    assert field.program.wait_exit() == 0
    assert b"\x1b[?1049l\x1b[?25h" in field.program.raw


def test_a_closed_terminal_does_not_become_an_error_of_the_reader(field: Field) -> None:
    assert field.program.hang_up() == -signal.SIGHUP
