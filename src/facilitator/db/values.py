"""How Python values stand in the file, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime

Value = str | int | float | None
"""What a cell of the file holds."""


def cell(value: object) -> Value:
    """A value as the file holds it: moments as UTC text with milliseconds, days as ISO text, booleans as 0 and 1."""
    if value is None or isinstance(value, str | float):
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no place in the file for {type(value).__name__}")


def moment(text: str | None) -> datetime | None:
    """A moment read back, aware, in UTC."""
    return datetime.fromisoformat(text) if text else None


def day(text: str | None) -> date | None:
    """A day read back."""
    return date.fromisoformat(text) if text else None


def flag(value: int | None) -> bool | None:
    """A boolean that may be unknown."""
    return None if value is None else bool(value)
