"""Goals: how each stands, read and judged by the room; and how we will know."""

from __future__ import annotations

from datetime import date

from facilitator.clock import today
from facilitator.model.goals import LIVE, Goal, figure
from facilitator.model.when import full_date
from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import bars, column, hint, short, wrapped
from facilitator.services import goals, run
from facilitator.widgets.quiet import FILL, Piece, Tone

_STATES: dict[str, tuple[str, Tone]] = {
    "proposed": ("proposed", "muted"),
    "on_track": ("on track", "good"),
    "at_risk": ("at risk", "warning"),
    "off_track": ("off track", "error"),
    "reached": ("reached", "good"),
    "retired": ("retired", "muted"),
}
_STATE_CELLS = 9
_KEYS = {"o": "on_track", "r": "at_risk", "f": "off_track", "g": "reached"}
_MOST_BARS = 12
_ROOM_FOR_DUE = 80
_TALK, _LOOK = -0.25, -0.10
"""Progress this far behind the time that has passed is worth a talk, or a look. A hint only: people set the state."""


class _Goals(Panel):
    """What both panels share: the goals still looked at, and those settled in this meeting."""

    def _goals(self) -> list[Goal]:
        meeting = run.meeting_of(self.store, self.meeting_id)
        return [
            goal
            for goal in self.store.goals.all(meeting.partnership_id)
            if goal.state in LIVE or any(reading.meeting_id == self.meeting_id for reading in goal.readings)
        ]

    def _goal(self, row_id: str | None) -> Goal | None:
        return self.store.goals.get(row_id) if row_id else None

    def _word(self, goal: Goal) -> str:
        return goals.word_for(self.store.goals.all(goal.partnership_id), goal)


class GoalReviewPanel(_Goals):
    """Each goal with its status, its readings as a line, how far on the way, and when it is looked at again."""

    keys = (
        PanelKey("o", "o", "on"),
        PanelKey("r", "r", "risk"),
        PanelKey("f", "f", "off"),
        PanelKey("g", "g", "reached"),
        PanelKey("v", "v", "value"),
        PanelKey("a", "a", "adjust"),
        PanelKey("n", "n", "note"),
        PanelKey("t", "t", "retire"),
        PanelKey("p", "p", "propose"),
    )

    def rows(self) -> list[Row]:
        """Two rows a goal: what it is and how it stands; where it comes from and where it is to go."""
        found = self._goals()
        if not found:
            return [hint("No goal yet. p proposes one.")]
        now = today(self.store.clock)
        parked = {parked.text for parked in self.store.notes.parked(self.meeting_id)}
        rows = []
        for goal in found:
            rows.append(_standing(goal, now, is_parked=f"Off track: {goal.statement}" in parked))
            rows.append(Row("", ((" " * (_STATE_CELLS + 1), ""), *_way(goal, now, self.width))))
        return rows

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Sets the status, or puts a reading, a change or a note into the line."""
        if key == "p":
            return Complete("/propose ")
        goal = self._goal(row_id)
        if goal is None:
            return None
        word = self._word(goal)
        if key in _KEYS:
            return self._judge(goal, _KEYS[key])
        lines = {"v": f"/goal {word} ", "a": f"/adjust {word} ", "n": f"#{word} ", "t": f"/goal {word} retired "}
        return Complete(lines[key]) if key in lines else None

    def _judge(self, goal: Goal, state: str) -> Says:
        words = _STATES[state][0]
        looked = any(r.meeting_id == self.meeting_id and r.status == state for r in goal.readings)
        if goal.state == state and looked:
            return Says(f"{goal.statement}: {words} already.")
        goals.read(self.store, goal, None, state, meeting_id=self.meeting_id)
        return Says(f"{goal.statement}: {words}" + (", parked as a topic" if state == "off_track" else ""))


class AgreeMeasurePanel(_Goals):
    """How we will know: what is read of each goal, when, and who carries it."""

    keys = (
        PanelKey("m", "m", "measure"),
        PanelKey("b", "b", "baseline"),
        PanelKey("t", "t", "target"),
        PanelKey("u", "u", "unit"),
        PanelKey("d", "d", "due"),
        PanelKey("n", "n", "next reading"),
        PanelKey("v", "v", "value now"),
        PanelKey("p", "p", "propose"),
    )
    _FIELDS = {"m": "measure", "b": "baseline", "t": "target", "u": "unit", "d": "due", "n": "review"}  # noqa: RUF012

    def rows(self) -> list[Row]:
        """Two rows a goal: its words and what it lacks; the measure, the figures, the day, the carrier."""
        found = self._goals()
        if not found:
            return [hint("No goal yet. p proposes one.")]
        rows = []
        for goal in found:
            lacks = _lacks(goal)
            right: tuple[Piece, ...] = (FILL, (f"no {', no '.join(lacks)}", "warning")) if lacks else ()
            rows.append(Row(goal.id, ((goal.statement, "strong"), *right)))
            rows += wrapped((("   ", ""),), _measure(goal), self.width, tone="muted")
        return rows

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Puts the command that fills a field into the line."""
        if key == "p":
            return Complete("/propose ")
        goal = self._goal(row_id)
        if goal is None:
            return None
        if key == "enter":
            lacks = _lacks(goal)
            key = {"measure": "m", "baseline": "b", "target": "t", "next reading": "n"}[lacks[0]] if lacks else "n"
        if key == "v":
            return Complete(f"/goal {self._word(goal)} ")
        return Complete(f"/adjust {self._word(goal)} {self._FIELDS[key]} ") if key in self._FIELDS else None


def _standing(goal: Goal, now: date, *, is_parked: bool) -> Row:
    word, tone = _STATES[goal.state]
    again = f"next look {short(goal.next_review)}" if goal.next_review else ""
    asides = ["parked as a topic" if is_parked else _pace(goal, now), again]
    aside = " · ".join(part for part in asides if part)
    return Row(goal.id, (column(word, _STATE_CELLS, tone), (goal.statement, "strong"), FILL, (aside, "muted")))


def _pace(goal: Goal, now: date) -> str:
    """A hint where progress is behind the time that has passed."""
    progress, elapsed = goal.progress(), goal.elapsed(now)
    if progress is None or elapsed is None or goal.state not in LIVE:
        return ""
    behind = progress - elapsed
    return "talk about it" if behind < _TALK else "worth a look" if behind < _LOOK else ""


def _way(goal: Goal, now: date, width: int) -> list[Piece]:
    """From the baseline over the readings to the target, drawn and in figures."""
    values = [reading.value for reading in goal.readings if reading.value is not None][-_MOST_BARS:]
    pieces: list[Piece] = []
    if goal.baseline is not None:
        pieces.append((f"{figure(goal.baseline)} ", "muted"))
    if values:
        ends = [end for end in (goal.baseline, goal.target) if end is not None]
        pieces += [(f"{bars(values, *ends)} ", "accent"), (f"{figure(values[-1])} ", "strong")]
    else:
        pieces.append(("no reading yet ", "muted"))
    if goal.target is not None:
        pieces.append((f"→ {figure(goal.target)}{f' {goal.unit}' if goal.unit else ''} ", ""))
    if goal.due and width >= _ROOM_FOR_DUE:
        pieces.append((f"by {full_date(goal.due)[4:]} ", ""))
    return [*pieces, (f"  {_shares(goal, now)}", "muted")]


def _shares(goal: Goal, now: date) -> str:
    progress, elapsed = goal.progress(), goal.elapsed(now)
    if progress is None:
        return ""
    way = f"{_percent(progress)} of the way"
    return way if elapsed is None else f"{way}, {_percent(elapsed)} of the time"


def _percent(share: float) -> str:
    return f"{int(share * 100 + (0.5 if share >= 0 else -0.5))} %"


def _lacks(goal: Goal) -> list[str]:
    fields = {
        "measure": goal.measure,
        "baseline": goal.baseline,
        "target": goal.target,
        "next reading": goal.next_review,
    }
    return [name for name, value in fields.items() if value in (None, "")]


def _measure(goal: Goal) -> str:
    unit = f" {goal.unit}" if goal.unit else ""
    figures = " → ".join(figure(value) for value in (goal.baseline, goal.target) if value is not None)
    parts = [
        goal.measure,
        f"{figures}{unit}" if figures else "",
        f"by {full_date(goal.due)}" if goal.due else "",
        f"next reading {short(goal.next_review)}" if goal.next_review else "",
        f"carried by {', '.join(goal.owners)}" if goal.owners else "",
    ]
    return " · ".join(part for part in parts if part)
