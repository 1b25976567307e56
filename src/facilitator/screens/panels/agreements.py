"""Group agreements: how we want to work together."""

from __future__ import annotations

from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import hint, number, wrapped
from facilitator.services import norms, run


class AgreementsPanel(Panel):
    """The agreements in force, in the words they were said."""

    keys = (PanelKey("a", "a", "add"), PanelKey("d", "d", "no longer holds"))

    def rows(self) -> list[Row]:
        """One agreement after the other, wrapped."""
        held = self.store.people.norms(run.meeting_of(self.store, self.meeting_id).partnership_id)
        if not held:
            return [hint("Nothing agreed yet. a adds one, in the words it was said.")]
        return [
            row
            for at, (norm_id, text) in enumerate(held, start=1)
            for row in wrapped((number(at),), text, self.width, id=norm_id)
        ]

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Adds one in the line, or ends the one under the cursor."""
        if key == "a":
            return Complete("/agree ")
        if key == "d" and row_id:
            return Says(f"No longer holds: {norms.end(self.store, self.meeting_id, row_id)} · Esc u brings it back")
        return None
