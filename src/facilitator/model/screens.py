"""The screens that have the data file open: the facilitator's, others beside it, and those that only read."""

from __future__ import annotations

from datetime import datetime

from facilitator.frozen import frozen

FIRST = "screen"
"""The origin of the first screen's acts; a second one's is `second`, then `second-2` …"""
PROGRAM = "program"
"""The origin of what the program notes unasked: no screen's undo takes it back."""

_WORDS = {1: "second", 2: "third", 3: "fourth"}


@frozen
class OpenScreen:
    """One screen. `role` is `first second reader`; `pid` and `process` name its process on the laptop `device`."""

    id: str
    role: str
    origin: str
    meeting_id: str | None
    device: str
    pid: int
    process: str
    since: datetime
    seen_at: datetime

    @property
    def badge(self) -> str:
        """What the header says about it; nothing on the first screen."""
        if self.role == "reader":
            return "read only"
        if self.role == "first":
            return ""
        number = int(self.origin.partition("-")[2] or 1)
        return f"{_WORDS.get(number, 'another')} terminal"


def free_origin(role: str, taken: set[str]) -> str:
    """The origin for a new screen; `taken` are those of the screens that are open. A reader needs none."""
    if role == "reader":
        return ""
    if role == "first":
        return FIRST
    names = ["second", *(f"second-{number}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)
