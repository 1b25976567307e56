"""The line that says how far a long command is."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from command_line import Cli
from facilitator.cli.progress import Bar, progress


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_a_long_act_says_how_far_it_is_and_takes_the_line_away() -> None:
    stream = Terminal()
    bar = Bar("Writing", stream)
    bar(5, 10)
    bar(12, 10)
    bar.erase()
    assert stream.getvalue() == (
        "\r\x1b[KWriting ━━━━━━━━━━··········  50%\r\x1b[KWriting ━━━━━━━━━━━━━━━━━━━━  99%\r\x1b[K"
    )


def test_what_was_not_shown_is_not_taken_away() -> None:
    stream = Terminal()
    Bar("Writing", stream).erase()
    assert stream.getvalue() == ""


def test_of_nothing_nothing_is_done() -> None:
    stream = Terminal()
    Bar("Writing", stream)(0, 0)
    assert stream.getvalue().endswith("   0%")


def test_a_terminal_that_cannot_draw_it_is_no_trouble() -> None:
    stream = Terminal()
    stream.encoding = "ascii"
    Bar("Writing", stream)(5, 10)
    assert stream.getvalue() == "\r\x1b[KWriting ????????????????????  50%"


def test_it_is_gone_after_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("facilitator.services.progress.PATIENCE", 0.0)

    def interrupted() -> None:
        with progress("Writing") as told:
            told(1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "50%" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_nobody_who_reads_a_file_later_is_shown_a_bar(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.services.progress.PATIENCE", 0.0)
    cli("new", "partnership", "Northside Works")
    assert cli("export", "out", "--names", "full", "--exact").err == ""
    assert cli("--file", "new.db", "import", "bundle", "out").err == ""
