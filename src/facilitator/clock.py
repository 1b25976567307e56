"""The only place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
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
            from tzlocal import get_localzone_name, reload_localzone

            reload_localzone()  # tzlocal remembers for ever; a clock remembers as long as it lives
            self._zone = get_localzone_name() or "UTC"
        return self._zone


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
