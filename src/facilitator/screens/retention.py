"""Meetings older than a partnership keeps its records: look, keep them another year, or erase their words."""

from __future__ import annotations

from facilitator.clock import local
from facilitator.commands import Command
from facilitator.db import Store
from facilitator.screens.confirming import ConfirmingScreen
from facilitator.screens.home_commands import BACK, HELP
from facilitator.services import backups, retention
from facilitator.settings import Settings
from facilitator.widgets.panel_list import PanelRow
from facilitator.widgets.plain import fit, wrap
from facilitator.widgets.quiet import FILL

_KEEP = Command("keep", "", "Another year", "keeps everything; you are asked again in a year", "y")
_ERASE = Command("erase", "", "Erase words", "takes the words out of these meetings, for good", "e")


class RetentionScreen(ConfirmingScreen):
    """The older meetings of one partnership."""

    table = (_KEEP, _ERASE, BACK, HELP)

    def __init__(self, store: Store, settings: Settings, partnership_id: str) -> None:
        super().__init__(store, settings)
        self.partnership_id = partnership_id
        self._found: retention.Review | None = None

    def load(self) -> None:
        """Reads the older meetings."""
        self._found = found = retention.review(self.store, self.partnership_id)
        self.head.show(
            (f" {found.partnership} keeps records {found.how_long}", "strong"),
            FILL,
            (f"{len(found.meetings)} older ", "muted"),
        )
        self.show_rows()
        self.show_keys()

    def show_rows(self) -> None:
        """Draws a row for each meeting, then what erasing means."""
        if self._found is None:
            return
        rows: list[PanelRow] = [
            (
                it.id,
                [
                    (f"{local(it.planned_start, it.time_zone):%d %b %Y}  ", ""),
                    (fit(it.title, 30), "strong"),
                    (f"  {it.notes} notes, {it.questions} questions, {it.names} names", "muted"),
                ],
            )
            for it in self._found.meetings
        ] or [("", (("no meeting with words in it is older", "muted"),))]
        told = (
            "y keeps everything another year; you are asked again in a year.",
            f"e erases their words. {retention.WHAT_GOES} {retention.WHAT_STAYS}",
        )
        for text in told:
            rows += [("", ()), *(("", ((line, "muted"),)) for line in wrap(text, max(20, self.width - 4)))]
        self.list.show(rows)

    def do_keep(self, _: str) -> None:
        """Everything stays."""
        retention.keep(self.store, self.partnership_id)
        self.load()
        self.tell("Kept. You are asked again in a year.")

    def do_erase(self, _: str) -> None:
        """The question for the word."""
        if self._found and self._found.meetings:
            self.ask_word(retention.CONFIRMATION, self._erase)
        else:
            self.tell("there is nothing to erase", is_error=True)

    def _erase(self) -> None:
        count = retention.erase(self.store, self.partnership_id, before=backups.erasing(self.store))
        self.load()
        self.tell(f"Erased: the words of {count} meeting{'' if count == 1 else 's'}.")
