"""The only place that asks what time it is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time. Tests and the sample bring their own."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def zone_name(self) -> str:
        """The IANA name of the zone the user lives in, such as `Europe/Lisbon`."""
        ...


class SystemClock:
    """The laptop's own clock and time zone."""

    def __init__(self) -> None:
        self._zone: str | None = None

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def zone_name(self) -> str:
        """The IANA name of the laptop's time zone; `UTC` where it has none."""
        if self._zone is None:
            self._zone = linked_zone(Path("/etc/localtime"), Path("/etc/timezone")) or _found_zone()
        return self._zone


def linked_zone(link: Path, note: Path) -> str | None:
    """The zone that a Unix system's `link` points to, None where it is no link or something else says another.

    tzlocal would find the same, but its import alone takes as long as adding a meeting.
    """
    if os.environ.get("TZ"):
        return None
    try:
        _, _, name = os.readlink(link).partition("/zoneinfo/")
        said = note.read_text("utf-8").strip() if note.exists() else name
    except (OSError, ValueError):
        return None
    return name if name and name == said and zone_of(name) is not UTC else None


def _found_zone() -> str:
    from tzlocal import get_localzone_name, reload_localzone

    reload_localzone()  # tzlocal remembers for ever; a clock remembers as long as it lives
    return get_localzone_name() or "UTC"


def local(moment: datetime, zone: str) -> datetime:
    """`moment` as the wall clock of `zone` shows it; an unknown zone reads as UTC."""
    return moment.astimezone(zone_of(zone))


def zone_of(name: str) -> tzinfo:
    """The time zone called `name`; UTC when the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return UTC


def today(clock: Clock) -> date:
    """The date on the user's calendar."""
    return local(clock.now(), clock.zone_name()).date()


def spoken(moment: datetime, clock: Clock) -> str:
    """A moment as one would say it: `Fri 20 Nov 15:02`, with the year where it is another one."""
    at = local(moment, clock.zone_name())
    year = "" if at.year == today(clock).year else f" {at.year}"
    return f"{at:%a} {at.day} {at:%b}{year} {at:%H:%M}"
