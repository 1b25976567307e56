"""An error nobody foresaw: the terminal is as it was, the words are kept, and the report holds none of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from command_line import program
from facilitator import crash
from fault_tools import draft, notes
from pty_driver import PtyProgram

SECRET = "worried about her job"

BREAKS = f"""
import sys
from pathlib import Path
from facilitator import clock, cli

class Unforeseen(Exception):
    pass

def broken(where):
    words = {SECRET!r} + " in a variable"
    if Path("break").exists():
        Path("break").unlink()
        raise Unforeseen(words)

now = clock.SystemClock.now
clock.SystemClock.now = lambda self: broken(self) or now(self)
"""
"""The program with a clock that fails once when a file says so, with somebody's words in its message."""

THREAD = """
from threading import Thread
from facilitator.app import FacilitatorApp
FacilitatorApp.key_f9 = lambda self: Thread(target=broken, args=(self,)).start()
"""


def reports(home: Path) -> list[Path]:
    return sorted(home.rglob("crash-*.txt"))


def assert_wordless(report: Path) -> None:
    text = report.read_text("utf-8")
    for word in (*SECRET.split()[0::3], "variable", "half typed", "Northside", str(report.parent)):
        assert word not in text, text
    assert "Unforeseen" in text
    assert "textual" in text
    assert re.search(r"facilitator/\w+[./]\S*:\d+:\w+", text)
    assert report.stat().st_mode & 0o777 == 0o600
    assert report.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.pty
@pytest.mark.parametrize("where", ["a key", "a thread"])
def test_a_screen_that_breaks_keeps_the_words_and_prints_none(file: Path, where: str) -> None:
    home = file.parent
    code = BREAKS + THREAD * (where == "a thread") + "\ncli.main()\n"
    with PtyProgram.python("-c", code, "--file", str(file), "run", home=home) as screen:
        screen.wait_for("F1 help")
        screen.send(f"@ana is {SECRET}\r")
        screen.wait_for("Saved · 1 line ")
        screen.send("half typed")
        screen.wait_for("half typed")
        screen.raw.clear()
        (home / "break").touch()
        if where == "a thread":
            screen.send("\x1b[20~")
        assert screen.wait_exit() == 1
        screen.read_rest()
        left = bytes(screen.raw)
        after = left[left.rindex(b"\x1b[?1049l") :].decode()
    assert "Traceback" not in left.decode()
    assert SECRET not in after
    assert "facilitator: something went wrong inside the program. Your record is safe" in " ".join(after.split())
    [report] = reports(home)
    assert_wordless(report)
    assert notes(file)[0].endswith(SECRET)
    assert draft(file) == "half typed"


def test_a_command_that_breaks_says_one_line(tmp_path: Path) -> None:
    assert program(tmp_path, "new", "partnership", "X").code == 0
    (tmp_path / "break").touch()
    said = program(tmp_path, "new", "partnership", SECRET, code=BREAKS + "\ncli.main()\n").refusal
    assert SECRET not in said
    [report] = reports(tmp_path)
    assert str(report) in said
    assert_wordless(report)


def test_where_no_report_can_be_written_it_is_said_without_words(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    (tmp_path / "break").touch()
    said = program(
        tmp_path, "new", "partnership", SECRET, code=BREAKS + "\ncli.main()\n", XDG_STATE_HOME=str(tmp_path / "state")
    ).refusal
    assert "no report could be written" in said
    assert SECRET not in said


def test_the_newest_reports_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "facilitator"
    folder.mkdir()
    for number in range(15):
        (folder / f"crash-20200101-0000{number:02}-1.txt").touch()
    made = crash.write(ValueError(SECRET))
    assert made is not None
    kept = reports(tmp_path)
    assert len(kept) == crash.KEPT
    assert kept[-1] == made
    assert kept[0].name == "crash-20200101-000006-1.txt"


def test_what_led_to_an_error_is_in_the_report_by_type_alone() -> None:
    try:
        try:
            raise OSError(28, SECRET)
        except OSError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        text = crash.text(error)
    assert "builtins.KeyError" in text
    assert "builtins.OSError (28)" in text
    assert SECRET not in text
