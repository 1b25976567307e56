"""The history over the body of the meeting screen; the privacy screen covers it like everything else."""

from __future__ import annotations

from facilitator.db import Store
from facilitator.model.history import Scope
from facilitator.screens.history_view import HistoryView
from facilitator.screens.panels.base import Complete, Row, Says


class HistorySheet:
    """What was done in the meeting, newest first; with keys for its partnership and for everything."""

    closes = False
    hints: tuple[tuple[str, str], ...] = (("Tab", "choose an act"),)
    keys: tuple[tuple[str, str], ...] = (
        ("Enter", "what changed"),
        ("u", "take back"),
        ("r", "do again"),
        ("f", "find"),
        ("m p s", "which acts"),
    )

    def __init__(self, store: Store, meeting_id: str, words: str = "") -> None:
        self.width = 80
        self._meeting = Scope("meeting", meeting_id)
        self._view = HistoryView(store, self._meeting)
        self._view.find(words)

    def rows(self) -> list[Row]:
        """The acts, or the one that is open."""
        return [Row("", ((f"HISTORY  {self._view.title}", "strong"),)), *self._view.rows(self.width - 3)]

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Opens an act, takes it back, does it again, or shows others. Raises as the service."""
        row, view = row_id or "", self._view
        if key in ("enter", "q"):
            if not view.back() and key == "enter":
                view.open(row)
            return Says("")
        if key == "u":
            return Says(view.take_back(row))
        if key == "r":
            return Says(view.do_again(row))
        if key == "f":
            return Complete("/history ")
        if key == "m":
            return Says(view.look_at(self._meeting))
        if key == "p":
            return Says(view.only_partnership(row))
        if key == "s":
            return Says(view.look_at(Scope()))
        return None
