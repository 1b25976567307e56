"""Time zones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tzlocal import get_localzone_name, reload_localzone

from facilitator.clock import SystemClock, linked_zone, local, zone_of


@pytest.mark.parametrize("name", ["", "Nowhere/At-All", "../etc/passwd", "\x00"])
def test_a_zone_nobody_knows_reads_as_utc(name: str) -> None:
    assert zone_of(name) is UTC


def test_wall_clock_of_a_zone() -> None:
    assert f"{local(datetime(2026, 7, 1, 12, tzinfo=UTC), 'Europe/Lisbon'):%H:%M}" == "13:00"


def test_the_laptop_has_a_zone_and_a_moment() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert zone_of(clock.zone_name()) is not None


def test_the_zone_that_the_system_links_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    link, note = tmp_path / "localtime", tmp_path / "timezone"
    link.symlink_to("/usr/share/zoneinfo/Europe/Lisbon")
    assert linked_zone(link, note) == "Europe/Lisbon"
    note.write_text("Europe/Lisbon\n")
    assert linked_zone(link, note) == "Europe/Lisbon"
    note.write_text("America/Bogota\n")
    assert linked_zone(link, note) is None
    note.unlink()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert linked_zone(link, note) is None


@pytest.mark.parametrize("target", ["/usr/share/zoneinfo/Nowhere/At-All", "/usr/share/zoneinfo/", "../localtime"])
def test_a_link_that_names_no_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    monkeypatch.delenv("TZ", raising=False)
    link = tmp_path / "localtime"
    assert linked_zone(link, tmp_path / "timezone") is None
    link.symlink_to(target)
    assert linked_zone(link, tmp_path / "timezone") is None
    link.unlink()
    link.write_bytes(b"TZif2")
    assert linked_zone(link, tmp_path / "timezone") is None


def test_tzlocal_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    linked = linked_zone(Path("/etc/localtime"), Path("/etc/timezone"))
    reload_localzone()
    assert linked in (None, get_localzone_name())
