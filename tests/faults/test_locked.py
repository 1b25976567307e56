"""The data file cannot be read or written for a while: no key ends the program, and afterwards it goes on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.app import FacilitatorApp
from facilitator.commands import MEETING
from facilitator.db import connection, open_store
from facilitator.db.driver import sqlite3
from facilitator.settings import Settings
from support import FixedClock, make_meeting, make_store

KEYS = {
    "meeting": [
        *(f"alt+{command.letter}" for command in MEETING if command.letter and command.letter not in "l"),
        *("tab", "down", "h", "enter", "tab", "shift+tab", "e", "d", "y", "escape", "f1", "escape", "f8", "f8"),
        *(
            "@",
            "a",
            "tab",
            "enter",
            "/",
            "f",
            "enter",
            "ctrl+u",
            "up",
            "down",
            "!",
            "x",
            "#",
            "enter",
            "ctrl+p",
            "escape",
        ),
    ],
    "home": [
        *("n", "escape", "escape", "p", "escape", "g", "escape", "a", "escape", "w", "escape", "m", "enter", "escape"),
        *("e", "escape", "c", "enter", "escape", "u", "r", "f1", "escape", "down", "enter", "ctrl+p", "escape"),
    ],
}


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the file for itself."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.parametrize("where", KEYS)
async def test_no_key_ends_the_program_while_another_holds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.001)
    with make_store(tmp_path, FixedClock(), origin="screen") as store:
        meeting = make_meeting(store)
        app = FacilitatorApp(store, Settings(), meeting.id if where == "meeting" else None)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for key in KEYS[where]:
                with locked(store.path):
                    await pilot.press(key)
                    await pilot.pause()
                await pilot.press(key)
                await pilot.pause()
            assert app.failure is None
            assert app.is_running
    with open_store(tmp_path / "test.db") as store:
        assert store.value("PRAGMA integrity_check") == "ok"
