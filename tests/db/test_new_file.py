from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.db import open_store
from facilitator.db.new_file import new_store
from facilitator.errors import DiskTrouble, FileTrouble, Refused


def make(path: Path, *, fails: bool = False) -> None:
    with new_store(path) as store, store.write("a partnership"):
        store.people.add_partnership("Northside Works")
        assert not path.exists()
        if fails:
            raise Refused("no")


def test_it_is_there_when_the_block_ends(tmp_path: Path) -> None:
    make(tmp_path / "new.db")
    assert [it.name for it in tmp_path.iterdir()] == ["new.db"]
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600
    with open_store(tmp_path / "new.db") as store:
        assert [it.name for it in store.people.partnerships()] == ["Northside Works"]
        assert store.undo() == "a partnership"


def test_it_is_nowhere_when_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        make(tmp_path / "new.db", fails=True)
    assert list(tmp_path.iterdir()) == []


def test_what_another_program_made_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "new.db"

    def meanwhile() -> None:
        with new_store(path):
            path.write_text("theirs")

    with pytest.raises(FileTrouble, match="made by another program meanwhile"):
        meanwhile()
    assert [(it.name, it.read_text()) for it in tmp_path.iterdir()] == [("new.db", "theirs")]


def test_errors_name_its_place(tmp_path: Path) -> None:
    with pytest.raises(DiskTrouble, match=r"none/new\.db cannot be made"):
        make(tmp_path / "none" / "new.db")
    with new_store(tmp_path / "new.db") as store, pytest.raises(FileTrouble, match=r"new\.db: no such table"):
        store.rows("SELECT * FROM absent")
