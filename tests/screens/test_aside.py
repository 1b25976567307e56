"""Long work beside a screen, when the program is left meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from every_record import fill
from facilitator.db import Store
from facilitator.screens.exporting import ExportScreen
from facilitator.services import export
from facilitator.settings import Settings
from home_program import WIDE, at_home, settled


async def test_what_is_being_written_is_finished_when_the_program_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = fill(tmp_path)
    begun, may_go_on = threading.Event(), threading.Event()
    threads: list[threading.Thread] = []
    whole = export.export_bundle

    def slow(store: Store, folder: Path, **options: object) -> export.ExportResult:
        threads.append(threading.current_thread())
        begun.set()
        may_go_on.wait(10)
        return whole(store, folder, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(export, "export_bundle", slow)
    async with at_home(filled.store, WIDE) as pilot:
        pilot.app.push_screen(ExportScreen(filled.store, Settings(), None, str(tmp_path / "out")))
        await pilot.pause()
        await settled(pilot)
        await pilot.press("enter")
        assert begun.wait(10)
        pilot.app.exit(0)
    [thread] = threads
    assert not thread.daemon  # Python waits for it
    may_go_on.set()
    thread.join(10)
    assert (tmp_path / "out" / "notes.csv").is_file()
    assert [it.name for it in tmp_path.iterdir() if it.name.startswith(".facilitator-")] == []
    filled.store.close()
