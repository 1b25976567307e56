"""New promises: who does what by when, and whether anybody carries too much."""

from __future__ import annotations

from collections import Counter

from facilitator.clock import today
from facilitator.model.actions import Action
from facilitator.model.when import full_date
from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import column, due, head, hint, name_cells, number, whose, wrapped
from facilitator.services import promises, run
from facilitator.widgets.quiet import Tone

_MANY = 3
"""Open promises; more than this is a lot for one."""

_NEXT = "next"


class ActionsPanel(Panel):
    """The promises of this meeting, the next date, and how many open promises each owner has."""

    keys = (
        PanelKey("n", "n", "new"),
        PanelKey("w", "w", "whose"),
        PanelKey("m", "m", "by when"),
        PanelKey("d", "d", "done"),
        PanelKey("x", "x", "drop"),
        PanelKey("t", "t", "next meeting"),
    )

    def rows(self) -> list[Row]:
        """What was promised today in full, the next date, the load."""
        made = self.store.actions.of_meeting(self.meeting_id)
        rows = [row for action in made for row in self._row(action)]
        on = self.store.meetings.next_date(self.meeting_id)
        return [
            *(rows or [hint("No promise yet: n, or ! with who, what and by when.")]),
            Row(
                _NEXT,
                (
                    column("next meeting", 13, "muted"),
                    (full_date(on) if on else "no day yet (t)", "" if on else "warning"),
                ),
            ),
            *self._load(made),
        ]

    def _row(self, action: Action) -> list[Row]:
        gaps = action.gaps if action.state == "open" else ()
        words = [due(action), *(gap for gap in gaps if gap != "no date")] if action.state == "open" else [action.state]
        first = (number(action.number), column(whose(action.owner), min(18, name_cells(self.width))))
        tone: Tone = "warning" if gaps else "muted" if action.state != "open" else ""
        return wrapped(first, " · ".join([action.text, *words]), self.width, id=action.id, tone=tone)

    def _load(self, made: list[Action]) -> list[Row]:
        partnership_id = run.meeting_of(self.store, self.meeting_id).partnership_id
        owned = [a for a in self.store.actions.open(partnership_id) if a.owner and a.owner.kind != "unknown"]
        if not owned:
            return []
        carried = Counter(whose(action.owner) for action in owned)
        new = Counter(whose(action.owner) for action in made if action.state == "open")
        late = Counter(whose(action.owner) for action in owned if action.days_late(today(self.store.clock)))
        rows = [head("Open promises")]
        for name in sorted(carried, key=str.casefold):
            count = carried[name]
            tone: Tone = "warning" if count > _MANY else ""
            parts = [f"{count} open{', a lot for one' if count > _MANY else ''}"]
            parts += [f"{late[name]} late"] if late[name] else []
            parts += [f"{new[name]} from today"] if new[name] else []
            words = " · ".join(parts)
            rows.append(Row("", (("     ", ""), column(name, name_cells(self.width), tone), (words, tone or "muted"))))
        return rows

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Puts the command for the promise under the cursor into the line."""
        if key == "n":
            return Complete("!@")
        if key == "t" or (key == "enter" and row_id == _NEXT):
            return Complete("/meet ")
        action = self.store.actions.get(row_id) if row_id and row_id != _NEXT else None
        if action is None:
            return None
        if key == "d":
            promises.done(self.store, action, self.meeting_id)
            return Says(f"Promise {action.number} is done.")
        if key == "enter":
            key = "w" if action.gaps and action.gaps[0] != "no date" else "m"
        command = {"w": "own", "m": "move", "x": "drop"}.get(key)
        return Complete(f"/{command} {action.number} ") if command else None
