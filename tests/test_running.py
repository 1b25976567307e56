"""The program from the open file to the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator import running
from facilitator.app import FacilitatorApp
from facilitator.db import Store
from facilitator.errors import FacilitatorError
from facilitator.services import backups
from facilitator.settings import Settings
from support import make_meeting, make_store


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Store]:
    """The store of each program that is run; none of them draws anything."""
    stores: list[Store] = []

    def run(app: FacilitatorApp) -> None:
        stores.append(app.store)
        if len(stores) == 1 and (app.store.path.parent / "go back").exists():
            app.backup_to_restore = "latest"

    monkeypatch.setattr(FacilitatorApp, "run", run)
    return stores


def is_closed(store: Store) -> bool:
    try:
        store.meetings.all()
    except FacilitatorError as error:
        return "closed database" in str(error)
    return False


def test_an_open_store_is_taken_over_and_closed(
    tmp_path: Path, shown: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(running, "open_store")
    store = make_store(tmp_path, origin="screen")
    make_meeting(store)
    assert running.run_app(store.path, Settings(), store=store) == 0
    assert shown == [store]
    assert is_closed(store)


def test_going_back_to_a_backup_lets_go_of_it_and_opens_the_file_anew(tmp_path: Path, shown: list[Store]) -> None:
    store = make_store(tmp_path, origin="screen")
    make_meeting(store)
    backups.make(store)
    (tmp_path / "go back").touch()
    assert running.run_app(store.path, Settings(), store=store, create=False) == 0
    first, second = shown
    assert first is store
    assert second is not store
    assert is_closed(first)
    assert is_closed(second)
