"""Where a screen asks to go. Screens do not know one another; the app answers these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from facilitator.model.history import Scope


class OpenMeeting(Message):
    """Opens a meeting, where it stands."""

    def __init__(self, meeting_id: str) -> None:
        super().__init__()
        self.meeting_id = meeting_id


class OpenList(Message):
    """Opens a plain list of one partnership or of all.

    `what` is `partnerships`, `partnership` (what one has), `people`, `organisations`, `goals`, `actions`, `meetings`,
    `exports` (what left the file) or `backups`.
    """

    def __init__(self, what: str, partnership_id: str | None = None) -> None:
        super().__init__()
        self.what = what
        self.partnership_id = partnership_id


class OpenMinutes(Message):
    """Shows the minutes of a meeting before they leave. `target` is where somebody wants them, or empty."""

    def __init__(self, meeting_id: str, target: str = "") -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.target = target


class OpenExport(Message):
    """Shows the CSV files before they leave: of a meeting's partnership, or of what is chosen there."""

    def __init__(self, meeting_id: str | None = None, folder: str = "") -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.folder = folder


class OpenAbout(Message):
    """Shows what is kept about a person."""

    def __init__(self, person_id: str) -> None:
        super().__init__()
        self.person_id = person_id


class OpenRetention(Message):
    """Shows the meetings older than a partnership keeps its records."""

    def __init__(self, partnership_id: str) -> None:
        super().__init__()
        self.partnership_id = partnership_id


class OpenHistory(Message):
    """Opens the history of what `scope` says."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope


class OpenSample(Message):
    """Opens the sample partnership, in a file of its own that is thrown away when it is left."""


class MeetingClosed(Message):
    """A meeting was closed: its record is complete and worth a backup."""


class RestoreBackup(Message):
    """Puts the backup called `name` in the place of the data file; the program opens it anew."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class LeaveScreen(Message):
    """Leaves this screen: back to the one before, or out of the program."""


class TakePlace(Message):
    """Opens the file as a screen of the role `first`, `second` or `reader`: on a meeting, or at home."""

    def __init__(self, role: str, meeting_id: str | None = None) -> None:
        super().__init__()
        self.role = role
        self.meeting_id = meeting_id
