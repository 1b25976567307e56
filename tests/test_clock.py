"""Time zones."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from facilitator.clock import SystemClock, local, zone_of


@pytest.mark.parametrize("name", ["", "Nowhere/At-All", "../etc/passwd", "\x00"])
def test_a_zone_nobody_knows_reads_as_utc(name: str) -> None:
    assert zone_of(name) is UTC


def test_wall_clock_of_a_zone() -> None:
    assert f"{local(datetime(2026, 7, 1, 12, tzinfo=UTC), 'Europe/Lisbon'):%H:%M}" == "13:00"


def test_the_laptop_has_a_zone_and_a_moment() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert zone_of(clock.zone_name()) is not None
