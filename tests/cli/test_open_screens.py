"""Commands that put another file in the place of the data file wait until no screen has it open."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Cli
from facilitator.db import open_store
from facilitator.services import presence


@pytest.mark.parametrize("command", [("encrypt",), ("restore", "latest")])
def test_a_file_that_a_screen_has_open_is_not_replaced(cli: Cli, tmp_path: Path, command: tuple[str, ...]) -> None:
    if command == ("encrypt",):
        pytest.importorskip("sqlcipher3")
    cli("new", "partnership", "Northside Works")
    assert cli("backup").code == 0
    with open_store(tmp_path / "meetings.db", origin="screen") as screen:
        presence.arrive(screen)
        presence.settle(screen)
        before = (tmp_path / "meetings.db").stat().st_ino
        assert "is open on a screen of" in cli(*command).refusal
        presence.leave(screen)
    assert (tmp_path / "meetings.db").stat().st_ino == before
    if command[0] == "restore":
        assert cli(*command).code == 0
