"""What the room asked to change last time, and whether we did."""

from __future__ import annotations

from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import column, hint, number, short, wrapped
from facilitator.services import feedback
from facilitator.widgets.quiet import Tone

_WORDS: dict[str, tuple[str, Tone]] = {
    "changed": ("changed", "good"),
    "not_changed": ("not changed", "strong"),
    "considered": ("considered", ""),
    "heard": ("did we?", "warning"),
}
_WORD_CELLS = 11


class ReviewDeltaPanel(Panel):
    """The deltas of the last closed meeting, each told back to the room."""

    keys = (PanelKey("y", "y", "changed"), PanelKey("n", "n", "not changed, why"))

    def rows(self) -> list[Row]:
        """One delta after the other with what became of it."""
        asked = feedback.last_deltas(self.store, self.meeting_id)
        if not asked:
            return [hint("Nothing was asked to change last time.")]
        rows = []
        for at, delta in enumerate(asked, start=1):
            word, tone = _WORDS[delta.state]
            told = f" · told {short(delta.told_back_on)}" if delta.told_back_on else ""
            rows += wrapped((number(at), column(word, _WORD_CELLS, tone)), delta.text + told, self.width, id=delta.id)
        return rows

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Tells the room that it was changed, or not and why."""
        asked = feedback.last_deltas(self.store, self.meeting_id)
        at = next((at for at, delta in enumerate(asked, start=1) if delta.id == row_id), None)
        if at is None:
            return None
        if key == "n":
            return Complete(f"/told {at} no ")
        if key in ("y", "space", "enter"):
            feedback.tell_back(self.store, self.meeting_id, asked[at - 1], changed=True)
            return Says(f"Changed: {asked[at - 1].text}")
        return None
