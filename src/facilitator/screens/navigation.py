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
    """Opens a plain list of one partnership or of all.

    `what` is `partnerships`, `partnership` (what one has), `people`, `organisations`, `goals`, `actions` or `meetings`.
    """

    what: str
    partnership_id: str | None = None


@dataclass
class OpenAbout(Message):
    """Shows what is kept about a person."""

    person_id: str


@dataclass
class OpenRetention(Message):
    """Shows the meetings older than a partnership keeps its records."""

    partnership_id: str


@dataclass
class OpenSample(Message):
    """Opens the sample partnership, in a file of its own that is thrown away when it is left."""


@dataclass
class LeaveScreen(Message):
    """Leaves this screen: back to the one before, or out of the program."""
