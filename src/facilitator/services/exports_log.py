"""What left the file: the export log, to be read and to be exported itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from facilitator.db import Store
from facilitator.frozen import frozen


@frozen
class Exported:
    """Something that left: when, what, at which level of names, how many rows, where to."""

    at: datetime
    what: str
    level: str
    rows: int
    place: str

    @property
    def name(self) -> str:
        """The file or folder it went into; `the screen` where it was printed."""
        return Path(self.place).name

    @property
    def folder(self) -> str:
        """Where that is, empty for the screen."""
        return f"in {Path(self.place).parent}" if Path(self.place).is_absolute() else ""

    @property
    def is_in_rows(self) -> bool:
        """Its rows say something: minutes and hand-outs are one piece."""
        return self.rows != 1


def all_exports(store: Store) -> list[Exported]:
    """Everything that left, the newest first."""
    return [
        Exported(datetime.fromisoformat(at), what, level, rows, place)
        for at, what, level, rows, place in store.drafts.exports()
    ]
