"""Listening: what waits for a yes, and who has not been heard yet."""

from __future__ import annotations

from facilitator.model.notes import Note
from facilitator.model.people import Attendee, Party, not_heard
from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.gaps import answer_paraphrase
from facilitator.screens.panels.rows import column, hint, name_cells, whose
from facilitator.services import attend, record, run

_WORD_CELLS = 9


class ListenPanel(Panel):
    """Paraphrases without their yes, then everybody who is here and has not spoken."""

    keys = (
        PanelKey("y", "y", "yes, that is it"),
        PanelKey("n", "n", "not quite"),
        PanelKey("c", "c", "what they meant"),
        PanelKey("q", "q", "queue"),
        PanelKey("t", "t", "spoke"),
    )

    def rows(self) -> list[Row]:
        """What waits, latest first, then who is quiet."""
        waiting = self.store.notes.waiting(self.meeting_id)
        rows = [self._waiting_row(note) for note in reversed(waiting)] or [hint("Nothing waits for a yes.")]
        here = [a for a in self.store.meetings.attendance(self.meeting_id) if a.is_present]
        if not here:
            return [*rows, hint("Nobody is marked here yet: /here ana ben")]
        spoken = {group for _, group, _, count in self.store.meetings.turns(self.meeting_id) if count}
        quiet = not_heard(here, spoken)
        return rows + ([self._quiet_row(a) for a in quiet] or [hint("Everybody has been heard.")])

    def _waiting_row(self, note: Note) -> Row:
        name = whose(note.speaker) if note.speaker else "the room"
        return Row(
            f"note:{note.id}",
            (
                column("yes?", _WORD_CELLS, "warning"),
                column(name, name_cells(self.width)),
                (f"“{note.text}”", ""),
            ),
        )

    def _quiet_row(self, attendee: Attendee) -> Row:
        counted = f" ({attendee.head_count})" if attendee.head_count else ""
        return Row(
            _row_id(attendee.party),
            (
                column("not heard", _WORD_CELLS, "muted"),
                column(attendee.name + counted, name_cells(self.width)),
                (attendee.organisation or attendee.group, "muted"),
            ),
        )

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Answers a paraphrase, or brings a quiet one in."""
        if row_id and row_id.startswith("note:"):
            return answer_paraphrase(self.store, self.meeting_id, row_id.removeprefix("note:"), key)
        party = self._party(row_id) if key in ("q", "t") else None
        if party is None:
            return None
        if key == "q":
            attend.join_queue(self.store, self.meeting_id, (party,))
            return Says(f"In the queue: {party.name}")
        record.count_turn(self.store, run.open_for_lines(self.store, self.meeting_id), party)
        return Says(f"A turn for {party.name}.")

    def _party(self, row_id: str | None) -> Party | None:
        parties = (attendee.party for attendee in self.store.meetings.attendance(self.meeting_id))
        return next((party for party in parties if _row_id(party) == row_id), None)


def _row_id(party: Party) -> str:
    return f"{party.kind}:{party.id}"
