"""What can go wrong, as types.

Every error carries one sentence for the user: what happened and what to do about it. Screens show it beside
the field, the command line prints it after `facilitator: ` and exits 1.
"""


class FacilitatorError(Exception):
    """The root of every error a user, a file or a disk can cause."""


class NotFound(FacilitatorError):
    """A name, number or id that meets no record."""


class Invalid(FacilitatorError):
    """A value that cannot be accepted.

    `field` names the input it belongs to, so that a form can show the message beside it.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Conflict(FacilitatorError):
    """The record changed meanwhile: doing this would overwrite somebody's words."""


class RowRefused(Conflict):
    """One of many rows does not fit into the file; `place` counts from 0."""

    def __init__(self, place: int, message: str) -> None:
        super().__init__(message)
        self.place = place


class LineChanged(Conflict):
    """A line of the record has other words than the screen showed."""


class LineGone(Conflict):
    """A line of the record was taken away meanwhile."""


class Refused(FacilitatorError):
    """The act is not allowed in the state the record is in (a closed meeting, for example)."""


class FileTrouble(FacilitatorError):
    """The data file is missing, damaged, not ours, or cannot be opened."""


class FileBusy(FileTrouble):
    """Another program holds the data file locked."""


class NewerFile(FileTrouble):
    """The data file was written by a newer facilitator."""


class NeedsPassphrase(FileTrouble):
    """The data file is encrypted and nobody was asked for its passphrase."""


class WrongPassphrase(FileTrouble):
    """The passphrase does not open the data file."""


class DamagedFile(FileTrouble):
    """The data file is damaged, empty, cut short or no data file at all; nothing was written to it."""


class DiskTrouble(FileTrouble):
    """The disk refused a write: full, read-only, or failing."""


class BackupFailed(DiskTrouble):
    """No safety copy could be made. `why` says it in a few words."""

    def __init__(self, message: str, why: str) -> None:
        super().__init__(message)
        self.why = why


class MovedFile(DiskTrouble):
    """The data file was deleted, moved or replaced while it was open: what is written now would not be found again."""
