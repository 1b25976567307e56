"""The list of partnerships, and what one of them has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from facilitator.clock import local
from facilitator.model.cadence import describe
from facilitator.model.history import Scope
from facilitator.model.overview import PartnershipGlance
from facilitator.screens.home_commands import BACK, CHANGE, HELP, HISTORY, NEW, OPEN, REDO, UNDO
from facilitator.screens.home_rows import day_words
from facilitator.screens.listed.base import (
    ACTIONS,
    GOALS,
    LAST,
    MEETINGS,
    ORGANISATIONS,
    PEOPLE,
    Listed,
    Record,
    count,
)
from facilitator.widgets.plain import fit
from facilitator.widgets.quiet import FILL, Piece

if TYPE_CHECKING:
    from facilitator.dialogs.form import Form


class Partnerships(Listed):
    """All partnerships."""

    title = "Partnerships"
    table = (OPEN, NEW, CHANGE, *LAST)

    def records(self) -> list[Record]:
        """Name, cadence, next meeting."""
        return [Record(it.id, self._pieces(it)) for it in self.store.overview.partnerships()]

    def _pieces(self, it: PartnershipGlance) -> list[Piece]:
        zone = self.store.clock.zone_name()
        if it.next_start:
            meets = f"next {day_words(local(it.next_start, zone).date(), self.today)}"
        elif it.last_start:
            meets = f"last met {day_words(local(it.last_start, zone).date(), self.today)}"
        else:
            meets = "not met yet"
        counts = f"{count(it.people, 'person', 'people')}, {count(it.promises, 'promise', 'promises')} open"
        return [(fit(it.name, 26), "strong"), (f"  {fit(counts, 26)}", "muted"), FILL, (f"{meets} ", "")]

    def new(self, partnership_id: str) -> Form:  # noqa: ARG002
        """A new partnership."""
        from facilitator.screens import forms

        return forms.partnership(self.store)

    def change(self, record_id: str) -> Form:
        """Its name, vision, cadence, place, data statement."""
        from facilitator.screens import forms
        from facilitator.services.edit_records import partnership_of

        return forms.partnership(self.store, partnership_of(self.store, record_id))

    def scope(self, record_id: str) -> Scope:
        """The partnership's."""
        return Scope("partnership", record_id)


class Contents(Listed):
    """What one partnership has, and what is said of it."""

    title = "Partnership"
    table = (OPEN, MEETINGS, PEOPLE, ORGANISATIONS, GOALS, ACTIONS, CHANGE, BACK, UNDO, REDO, HISTORY, HELP)

    def records(self) -> list[Record]:
        """Its lists with how much each holds, then its own words."""
        from facilitator.services.edit_records import partnership_of

        assert self.partnership_id
        it = self.store.overview.partnership(self.partnership_id)
        known = partnership_of(self.store, self.partnership_id)
        assert it
        lists = (
            (MEETINGS, it.meetings, _met(it, self.store.clock.zone_name(), self.today)),
            (PEOPLE, it.people, ""),
            (ORGANISATIONS, it.organisations, ""),
            (GOALS, it.goals, ""),
            (ACTIONS, it.promises, "open"),
        )
        rows = [
            Record(
                f"list:{command.slash}",
                [
                    (f"{command.letter}  ", "accent"),
                    (fit(command.label, 18), "strong"),
                    (f"{count:>4}  ", ""),
                    (about, "muted"),
                ],
            )
            for command, count, about in lists
        ]
        told = (
            ("Vision", known.vision),
            ("Meets", describe(known.cadence)),
            ("Usual place", known.usual_place),
            ("What is kept", known.data_statement),
        )
        said = [
            Record(f"say:{label}", [(fit(f"   {label}", 21), "muted"), (words or "–", "")]) for label, words in told
        ]
        return [*rows, Record("", ()), *said]

    def change(self, record_id: str) -> Form:  # noqa: ARG002
        """Its own words."""
        assert self.partnership_id
        return Partnerships(self.store, self.settings, None).change(self.partnership_id)


def _met(it: PartnershipGlance, zone: str, day: date) -> str:
    if it.next_start:
        return f"the next on {day_words(local(it.next_start, zone).date(), day)}"
    return f"the last on {day_words(local(it.last_start, zone).date(), day)}" if it.last_start else "none held yet"
