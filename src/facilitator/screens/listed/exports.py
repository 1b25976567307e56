"""What left the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.clock import spoken
from facilitator.screens.home_commands import BACK, HELP
from facilitator.screens.listed.base import (
    FILTER,
    Listed,
    Record,
    count,
)
from facilitator.services import exports_log
from facilitator.services.exports_log import Exported
from facilitator.widgets.plain import fit
from facilitator.widgets.quiet import FILL, Piece

if TYPE_CHECKING:
    pass


class Exports(Listed):
    """What left the file, the newest first: to be read, never changed."""

    title = "What left the file"
    table = (FILTER, BACK, HELP)
    nothing = "Nothing has left the file yet; minutes and exports come here by themselves."

    def records(self) -> list[Record]:
        """When, what, how people were named, how many rows, where to."""
        return [Record("", self._pieces(it)) for it in exports_log.all_exports(self.store)]

    def _pieces(self, it: Exported) -> list[Piece]:
        rows = count(it.rows, "row", "rows") if it.is_in_rows else ""
        return [
            (fit(spoken(it.at, self.store.clock), 22), ""),
            (fit(it.what, 14), "strong"),
            (fit(it.level, 11), ""),
            (it.name, "strong"),
            (f"  {it.folder}", "muted"),
            FILL,
            (f" {rows} ", "muted"),
        ]
