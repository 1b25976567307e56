"""Where a screen asks to go. Screens do not know one another; the app answers these."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class OpenMeeting(Message):
    """Opens a meeting, where it stands."""

    meeting_id: str


@dataclass
class OpenList(Message):
    """Opens a plain list: `partnerships`, `people`, `goals` or `actions`, of one partnership or of all."""

    what: str
    partnership_id: str | None = None


@dataclass
class LeaveScreen(Message):
    """Leaves this screen: back to the one before, or out of the program."""
