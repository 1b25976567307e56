"""Last time's promises: done, not yet with an honest date, or no longer needed."""

from __future__ import annotations

from datetime import date

from facilitator.clock import local, today
from facilitator.model.actions import Action
from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import column, head, hint, lateness, number, short, whose
from facilitator.services import promises, run
from facilitator.widgets.quiet import FILL

_WORD_CELLS = 12
_ROOM_FOR_DATE, _WIDE = 60, 90
"""From these widths on a row shows its date, and a moved promise the day first promised."""


class ActionsReviewPanel(Panel):
    """Promises made before this meeting, those due first; one that was settled here stays to be seen."""

    keys = (
        PanelKey("d", "d", "done"),
        PanelKey("n", "n", "not yet"),
        PanelKey("x", "x", "dropped"),
        PanelKey("w", "w", "whose"),
        PanelKey("o", "o", "open again"),
    )
    _seen: tuple[str, ...] = ()
    """Promises shown so far, in their order: a key must not move the rows under the cursor."""

    def rows(self) -> list[Row]:
        """Due by today, then later ones."""
        now = today(self.store.clock)
        listed = self._listed()
        if not listed:
            return [hint("No promise is open from before.")]
        coming = [action for action in listed if _is_later(action, now)]
        here = [action for action in listed if action not in coming]
        rows = [self._row(action, now) for action in here]
        if coming:
            rows += [head("Not due yet"), *(self._row(action, now) for action in coming)]
        return rows

    def _listed(self) -> list[Action]:
        meeting = run.meeting_of(self.store, self.meeting_id)
        begun = local(meeting.started_at or meeting.planned_start, meeting.time_zone).date()
        known = {
            action.id: action
            for action in self.store.actions.all(meeting.partnership_id)
            if action.meeting_id != self.meeting_id
        }
        by_due = sorted(known.values(), key=lambda action: (action.due is None, action.due or begun, action.number))
        settled_here = [a.id for a in by_due if a.state == "done" and a.done_on and a.done_on >= begun]
        order = dict.fromkeys((*self._seen, *(a.id for a in by_due if a.state == "open"), *settled_here))
        self._seen = tuple(order)
        return [known[action_id] for action_id in order if action_id in known]

    def _row(self, action: Action, now: date) -> Row:
        word, tone = lateness(action, now)
        first = action.due_first if self.width >= _WIDE and action.due_first != action.due else None
        aside = short(action.due) if action.due and action.state == "open" and self.width >= _ROOM_FOR_DATE else ""
        return Row(
            action.id,
            (
                number(action.number),
                column(word, _WORD_CELLS, tone),
                column(whose(action.owner), 14),
                (action.text, "muted" if action.state != "open" else ""),
                FILL,
                (f"first {short(first)}  " if first else "", "muted"),
                (aside, "muted"),
            ),
        )

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Settles a promise; reasons and dates are typed in the line."""
        action = self.store.actions.get(row_id) if row_id else None
        if action is None:
            return None
        match key:
            case "d" | "space" | "enter":
                promises.done(self.store, action, self.meeting_id)
                return Says(f"Promise {action.number} is done.")
            case "n":
                return Complete(f"/move {action.number} ")
            case "x":
                return Complete(f"/drop {action.number} ")
            case "w":
                return Complete(f"/own {action.number} ")
            case "o":
                promises.reopen(self.store, action, self.meeting_id)
                return Says(f"Promise {action.number} is open again.")
        return None


def _is_later(action: Action, now: date) -> bool:
    return action.due is not None and action.due > now
