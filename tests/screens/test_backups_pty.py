"""Going back to a backup from the screen, in a real terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from command_line import program
from facilitator.db import open_store
from pty_driver import PtyProgram


@pytest.mark.pty
def test_the_program_opens_again_with_the_file_of_then(tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path / ".local/state"), "TZ": "UTC"}
    for name in ("Northside Works", "Harbor"):
        program(tmp_path, "new", "partnership", name, **state)
    program(tmp_path, "backup", **state)
    program(tmp_path, "new", "partnership", "Too Much", **state)
    path = tmp_path / "meetings.db"
    with PtyProgram.python(
        "-m", "facilitator", home=tmp_path, size=(100, 24), env={"FACILITATOR_FILE": str(path), "TZ": "UTC"}
    ) as terminal:
        terminal.wait_for("facilitator")
        terminal.send("b")
        terminal.wait_for("asked for .* good")
        terminal.send("j\r")
        terminal.wait_for("Put the file back as it was on")
        terminal.send("y")
        terminal.wait_for("The file is back; the one it replaced is kept as")
        terminal.send("p")
        terminal.wait_for("Northside Works")
        assert "Too Much" not in terminal.text()
        terminal.send("qq")
        assert terminal.wait_exit() == 0
    with open_store(path) as store:
        assert [it.name for it in store.people.partnerships()] == ["Harbor", "Northside Works"]
    assert len(list(tmp_path.glob("meetings.replaced-*.db"))) == 1
