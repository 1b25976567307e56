"""Folders of sync services and what they leave beside a file, by name."""

from __future__ import annotations

import pytest

from facilitator.model.places import is_conflict_copy, service_of


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("OneDrive - Northside High", "OneDrive"),
        ("OneDrive-NorthsideHigh", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-ana@example.org", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("iCloud Drive (Archive)", "iCloud"),
        ("com~apple~CloudDocs", "iCloud"),
        ("Mobile Documents", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("nextcloud2", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("Syncthing", "Syncthing"),
        ("Documents", ""),
        ("Dropbox notes", ""),
        ("share", ""),
    ],
)
def test_a_folder_is_known_by_its_name(folder: str, service: str) -> None:
    assert service_of(["home", "ana", folder, "school"]) == service


@pytest.mark.parametrize(
    "name",
    [
        "facilitator (conflicted copy 2026-11-21).db",
        "facilitator (Ana's conflicted copy 2026-11-21).db",
        "facilitator (Case Conflict).db",
        "facilitator-LAPTOP.db",
        "facilitator-DESKTOP-AB12CD.db",
        "facilitator-LAPTOP-2.db",
        "facilitator.sync-conflict-20261121-150203-ABCDEFG.db",
        "facilitator_conflict-20261121-150203.db",
        "facilitator (1).db",
        "facilitator 2.db",
    ],
)
def test_a_conflict_copy_is_known_by_its_name(name: str) -> None:
    assert is_conflict_copy(name, "facilitator", ".db")


@pytest.mark.parametrize(
    "name",
    [
        "facilitator.db",
        "facilitator.db-journal",
        "facilitator.replaced-20261121T150203.db",
        "facilitator-old.db",
        "facilitator-2026.db",
        "other (1).db",
        "facilitator (1).csv",
    ],
)
def test_other_files_are_none(name: str) -> None:
    assert not is_conflict_copy(name, "facilitator", ".db")
