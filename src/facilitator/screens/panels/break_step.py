"""A break: when the meeting goes on, and the key that ends it."""

from __future__ import annotations

from datetime import timedelta

from facilitator.clock import local
from facilitator.model.agenda import clock_of, next_step, to_minute
from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import hint
from facilitator.services import run


class BreakPanel(Panel):
    """The clock time at which the meeting goes on, and what comes then."""

    keys = (PanelKey("b", "b", "end the break"),)

    def rows(self) -> list[Row]:
        """When it goes on; while it can be ended, what `b` begins."""
        meeting = run.meeting_of(self.store, self.meeting_id)
        steps = self.store.meetings.steps(self.meeting_id)
        step = next((step for step in steps if step.id == self.step.id), self.step)
        if meeting.state == "closed":
            return []
        if not meeting.is_open:
            return [hint(f"A break of {step.planned_minutes} min.")]
        clock = clock_of(step, self.store.now())
        if step.running_since is None:
            words = f"The clocks stand; {max(0, round(clock.left_seconds / 60))} min of the break are left."
            first = Row("", ((words, "warning"),))
        else:
            # Start and length do not change with every second, so neither do these words.
            goes_on = self.store.now() + timedelta(seconds=clock.left_seconds)
            at = f"{local(to_minute(goes_on), meeting.time_zone):%H:%M}"
            is_over = clock.left_seconds < 0
            first = Row("", (("was to go on at " if is_over else "goes on at ", "muted"), (at, "strong")))
        after = next_step(steps, step.id)
        return [first, hint(f"b ends the break: {after.title}" if after else "The last step: b reads back.")]

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:  # noqa: ARG002
        """Ends the break and begins the next step; after the last one, puts the read-back into the line."""
        if key != "b" or not run.open_for_lines(self.store, self.meeting_id).is_open:
            return None
        step = run.go_next(self.store, self.meeting_id)
        return Says(f"Now: {step.title}") if step else Complete("/end")
