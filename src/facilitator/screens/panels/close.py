"""The close: what is still to be mended, and what the room says before it goes."""

from __future__ import annotations

from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.closing import close_key, next_row, room_rows
from facilitator.screens.panels.gaps import gap_rows, mend
from facilitator.screens.panels.rows import hint
from facilitator.services import readback


class ClosePanel(Panel):
    """The read-back in short: counts, gaps, plus and delta, time-worth, the next date."""

    keys = (
        PanelKey("p", "p", "plus"),
        PanelKey("d", "d", "delta"),
        PanelKey("v", "v", "worth"),
        PanelKey("t", "t", "next meeting"),
        PanelKey("enter", "Enter", "mend"),
        PanelKey("w", "w", "whose"),
        PanelKey("m", "m", "by when"),
        PanelKey("y", "y n", "heard right"),
    )

    def rows(self) -> list[Row]:
        """How much there is to read back, then what lacks something, then what the room says."""
        found = readback.gather(self.store, self.meeting_id)
        mending = f"{found.gaps} to mend" if found.gaps else "nothing to mend"
        counts = f"{len(found.decisions)} agreed · {len(found.promises)} promised · {mending}"
        return [
            hint(f"{counts} · /end reads all of it back"),
            *gap_rows(self.store, found, self.width),
            *room_rows(found, self.width),
            next_row(self.store, found),
        ]

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Mends the gap under the cursor, or puts a command for the close into the line."""
        found = readback.gather(self.store, self.meeting_id)
        outcome = mend(self.store, found, key, row_id or "")
        return outcome if outcome is not None else close_key(key, row_id or "")
