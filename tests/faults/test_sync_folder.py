"""A data file in a folder that a sync service keeps: named at the start and by `check`, and one file at rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import program
from fault_tools import assert_sound, draft, notes
from pty_driver import PtyProgram

pytestmark = pytest.mark.pty

FOLDERS = {
    "Dropbox": "Dropbox",
    "Dropbox (Northside High)": "Dropbox",
    "OneDrive - Northside High": "OneDrive",
    "iCloudDrive": "iCloud",
    "Library/Mobile Documents/com~apple~CloudDocs": "iCloud",
    "Google Drive/My Drive": "Google Drive",
    "Nextcloud": "Nextcloud",
    "Syncthing": "Syncthing",
}
COPIES = [
    "facilitator (conflicted copy 2026-11-21 150203).db",
    "facilitator (Ana's conflicted copy 2026-11-21).db",
    "facilitator-LAPTOP.db",
    "facilitator.sync-conflict-20261121-150203-ABCDEFG.db",
    "facilitator (1).db",
]
STRANGERS = ["facilitator-old.db", "facilitator.txt", "facilitator.replaced-20261121T150203.db", "notes (1).db"]


def put(home: Path, folder: str, prepared: bytes) -> Path:
    """The data file in a folder as a service calls it."""
    place = home / folder / "school"
    place.mkdir(parents=True)
    place.chmod(0o700)
    file = place / "facilitator.db"
    file.write_bytes(prepared)
    file.chmod(0o600)
    return file


def screen_of(file: Path, home: Path, *arguments: str) -> PtyProgram:
    return PtyProgram.python("-m", "facilitator", "--file", str(file), *arguments, home=home, size=(100, 30))


@pytest.mark.parametrize("folder", FOLDERS)
def test_check_names_the_service(tmp_path: Path, prepared: bytes, folder: str) -> None:
    checked = program(tmp_path, "check", "--file", put(tmp_path, folder, prepared))
    assert checked.code == 0
    assert f"NOTE: the file seems to be in a folder of {FOLDERS[folder]}, which" in checked.out


@pytest.mark.parametrize("marker", [".stfolder", ".dropbox"])
def test_a_folder_is_known_by_what_the_service_keeps_in_it(tmp_path: Path, prepared: bytes, marker: str) -> None:
    file = put(tmp_path, "Shared", prepared)
    assert "seems to be" not in program(tmp_path, "check", "--file", file).out
    (tmp_path / "Shared" / marker).mkdir()
    assert "seems to be in a folder of" in program(tmp_path, "check", "--file", file).out


def test_a_link_into_such_a_folder_does_not_hide_it(tmp_path: Path, prepared: bytes) -> None:
    file = put(tmp_path, "Dropbox", prepared)
    (tmp_path / "plain").symlink_to(file.parent)
    for way in (tmp_path / "plain" / "facilitator.db", file):
        assert "folder of Dropbox" in program(tmp_path, "check", "--file", way).out


@pytest.mark.parametrize("arguments", [(), ("run",)], ids=["home", "meeting"])
def test_a_screen_says_it_at_the_start_and_one_file_is_left_at_rest(
    tmp_path: Path, prepared: bytes, arguments: tuple[str, ...]
) -> None:
    file = put(tmp_path, "OneDrive - Northside High", prepared)
    for name in (*COPIES, *STRANGERS):
        (file.parent / name).write_bytes(prepared)
    before = {it.name: it.read_bytes() for it in file.parent.iterdir() if it != file}
    with screen_of(file, tmp_path, *arguments) as screen:
        screen.wait_for("Kept in OneDrive, which may copy it in mid-write")
        if arguments:
            screen.send("a line\r")
            screen.wait_for("Saved · 1 line ")
            screen.send("half")
            screen.wait_until(lambda: draft(file) == "half")
        else:
            assert "5 files beside it may hold other" in " ".join(screen.text().split())
        screen.send("\x11")  # after a signal a disk that stalls would be left alone within a second
        assert screen.wait_exit() == 0
    assert {it.name: it.read_bytes() for it in file.parent.iterdir() if it != file} == before
    assert notes(file) == ["a line"] * len(arguments)
    assert_sound(file)


def test_no_second_file_is_there_whenever_the_service_looks(tmp_path: Path, prepared: bytes) -> None:
    """After every command, and while a screen waits for keys: never a -wal, a -shm or a journal that stays."""
    file = put(tmp_path, "Dropbox", prepared)
    (tmp_path / "people.csv").write_text("name\nOlu Ade\n")
    for arguments in (
        ("list", "people"),
        ("new", "partnership", "Harbor"),
        ("import", "people", tmp_path / "people.csv", "--partnership", "Harbor"),
        ("backup",),
        ("restore", "latest"),
        ("check",),
    ):
        said = program(tmp_path, *arguments, "--file", file)
        assert said.code == 0, said
        there = {it.name for it in file.parent.iterdir()} - {Path(said.out.strip()).name}
        assert there == {"facilitator.db"}, arguments
        for kept in file.parent.glob("*.replaced-*"):
            kept.unlink()
    with screen_of(file, tmp_path, "run") as screen:
        screen.wait_for("Kept in Dropbox")
        screen.send("a line\r")
        screen.wait_for("Saved · 1 line ")
        screen.wait_until(lambda: [it.name for it in file.parent.iterdir()] == ["facilitator.db"])
    assert [it.name for it in file.parent.iterdir()] == ["facilitator.db"]


def test_conflict_copies_are_listed_and_can_be_looked_into(tmp_path: Path, prepared: bytes) -> None:
    file = put(tmp_path, "Nextcloud", prepared)
    for name in (*COPIES, *STRANGERS):
        (file.parent / name).write_bytes(prepared)
        (file.parent / name).chmod(0o600)
    checked = program(tmp_path, "check", "--file", file)
    assert checked.code == 0
    [note] = [it for it in checked.out.splitlines() if "left by a sync service" in it]
    assert ": " + ", ".join(sorted(COPIES)) + "; look into each" in note
    assert not any(name in note for name in STRANGERS)
    for name in COPIES:
        assert "Check-in" in program(tmp_path, "list", "meetings", "--file", file.parent / name).out
