from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from facilitator.db.schema import ENCRYPTED_MARK
from facilitator.errors import DiskTrouble, FileTrouble, Refused
from facilitator.exports import writer

RECORD = Path("p.db")
"""A data file that is elsewhere."""


def write(target: Path, *, force: bool = False, **files: str) -> None:
    with writer.new_folder(target, RECORD, force=force) as folder:
        for name, text in files.items():
            with writer.file_in(folder, name) as file:
                file.write(text.encode())


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text() if path.is_file() else "folder" for path in folder.rglob("*")
    }


def failing(monkeypatch: pytest.MonkeyPatch, call: str, code: int, at: int) -> None:
    """Makes the `at`-th call of a function of `os` fail, as the disk would."""
    real: Callable[..., object] = getattr(os, call)
    calls = iter(range(1, 1000))

    def fail(*arguments: object, **options: object) -> object:
        if next(calls) == at:
            raise OSError(code, os.strerror(code))
        return real(*arguments, **options)

    monkeypatch.setattr(os, call, fail)


def put(target: Path, words: str, *, record: Path = RECORD, force: bool = False) -> None:
    with writer.new_file(target, record, force=force) as file:
        file.write(words.encode())


def test_a_new_file_is_there_whole_and_its_owners_only(tmp_path: Path) -> None:
    put(tmp_path / "out.md", "words")
    assert tree(tmp_path) == {"out.md": "words"}
    assert stat.S_IMODE((tmp_path / "out.md").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_replaced_only_by_force(tmp_path: Path) -> None:
    (tmp_path / "out.md").write_text("mine")
    with pytest.raises(Refused, match="--force"):
        put(tmp_path / "out.md", "words")
    assert tree(tmp_path) == {"out.md": "mine"}
    put(tmp_path / "out.md", "words", force=True)
    assert tree(tmp_path) == {"out.md": "words"}


def test_a_file_cannot_stand_where_a_folder_is_or_no_folder_is(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(Refused, match="is a folder"):
        put(tmp_path / "out", "words", force=True)
    with pytest.raises(FileTrouble, match="does not exist"):
        put(tmp_path / "no" / "out", "words")


def test_no_data_file_is_replaced(tmp_path: Path) -> None:
    record, backup, locked = tmp_path / "p.db", tmp_path / "backup.db", tmp_path / "locked.db"
    record.write_bytes(b"the one in hand")
    backup.write_bytes(b"SQLite format 3\0 and more")
    locked.write_bytes(ENCRYPTED_MARK + b"salt and more")
    (tmp_path / "link").symlink_to(record)
    for name in ("p.db", "backup.db", "locked.db", "link", "p.db-journal"):
        with pytest.raises(Refused, match="holds a record of meetings"):
            put(tmp_path / name, "words", record=record, force=True)
    with pytest.raises(Refused, match="holds a record of meetings"):
        write(tmp_path, force=True, **{"backup.db": "words", "a": "1"})
    assert {it.name for it in tmp_path.iterdir()} == {"p.db", "backup.db", "locked.db", "link"}
    assert backup.read_bytes().startswith(b"SQLite")


def test_a_file_somebody_else_made_meanwhile_stays(tmp_path: Path) -> None:
    def meanwhile() -> None:
        with writer.new_file(tmp_path / "out", RECORD) as file:
            file.write(b"words")
            (tmp_path / "out").write_text("theirs")

    with pytest.raises(Refused, match="--force"):
        meanwhile()
    assert tree(tmp_path) == {"out": "theirs"}


@pytest.mark.parametrize(("call", "code"), [("fsync", errno.ENOSPC), ("fsync", errno.EIO), ("link", errno.ENOSPC)])
def test_a_file_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    failing(monkeypatch, call, code, at=1)
    if call == "link":
        put(tmp_path / "out", "words")  # a file system without links
        assert tree(tmp_path) == {"out": "words"}
        return
    with pytest.raises(DiskTrouble):
        put(tmp_path / "out", "words")
    assert tree(tmp_path) == {}


def test_a_new_folder_is_there_whole_and_its_owners_only(tmp_path: Path) -> None:
    write(tmp_path / "out", a="1", b="2")
    assert tree(tmp_path) == {"out": "folder", "out/a": "1", "out/b": "2"}
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "out/a").stat().st_mode) == 0o600


def test_an_empty_folder_is_filled_and_stays_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    before = (tmp_path / "out").stat().st_ino
    write(tmp_path / "out", a="1")
    assert tree(tmp_path) == {"out": "folder", "out/a": "1"}
    assert (tmp_path / "out").stat().st_ino == before


def test_a_folder_with_files_is_refused_without_force(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="--force"):
        write(tmp_path, a="1")
    assert tree(tmp_path) == {"mine.txt": "mine"}


def test_with_force_only_files_of_the_same_names_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "a").write_text("old")
    write(tmp_path, force=True, a="new", b="2")
    assert tree(tmp_path) == {"mine.txt": "mine", "a": "new", "b": "2"}


def test_a_folder_in_a_files_place_is_never_taken_away(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/mine").write_text("mine")
    (tmp_path / "a").write_text("old")
    with pytest.raises(Refused, match="move it away"):
        write(tmp_path, force=True, a="new", b="2")
    assert tree(tmp_path) == {"a": "old", "b": "folder", "b/mine": "mine"}


def test_a_file_is_no_folder_and_a_missing_parent_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="is a file"):
        write(tmp_path / "file", a="1")
    with pytest.raises(FileTrouble, match="does not exist"):
        write(tmp_path / "no/out", a="1")


@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, at: int) -> None:
    failing(monkeypatch, "fsync", code, at)
    with pytest.raises(DiskTrouble):
        write(tmp_path / "out", a="1", b="2")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("call", ["rename", "fsync"])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_replacement_that_fails_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, at: int
) -> None:
    for name in ("a", "b", "mine"):
        (tmp_path / name).write_text("old")
    before = tree(tmp_path)
    failing(monkeypatch, call, errno.EIO, at)
    with pytest.raises(DiskTrouble):
        write(tmp_path, force=True, a="new", b="new", c="new")
    assert tree(tmp_path) == before


def test_an_error_inside_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with writer.new_folder(tmp_path / "out", RECORD) as folder:
            (folder / "a").write_text("1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert tree(tmp_path) == {}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_named() -> None:
    with pytest.raises(OSError, match="No space") as caught, open("/dev/full", "wb", buffering=0) as full:
        full.write(b"x")
    assert "disk is full" in str(writer._trouble(caught.value, Path("out")))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(DiskTrouble, match="rights"):
            write(tmp_path / "out", a="1")
    finally:
        tmp_path.chmod(0o700)
