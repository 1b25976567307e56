"""A discussion: the prompt is enough, and four levels for those who want them."""

from __future__ import annotations

from collections import Counter

from facilitator.model.notes import Note
from facilitator.screens.panels.base import Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import column, hint
from facilitator.services import edit
from facilitator.steps.kinds import kind_of

QUESTIONS = dict(
    zip(
        edit.LEVELS,
        ("What do we know?", "How does it land?", "What does it mean?", "What shall we do?"),
        strict=True,
    )
)
"""The four levels of a focused conversation (ORID), as questions to the room."""

_ENOUGH = 3
"""From so many notes at the levels on, an empty one is worth a word."""


class DiscussPanel(Panel):
    """The four levels of a discussion with how many notes each has. Other kinds that use it show their prompt alone."""

    keys = (
        PanelKey("1", "1–4", "level of the latest note"),
        PanelKey("0", "0", "no level"),
    )

    def rows(self) -> list[Row]:
        """A row a level, then the latest note and where it stands; nothing for kinds other than a discussion."""
        if kind_of(self.step.kind).key != "discuss":
            return []
        counts = Counter(self.store.notes.levels(self.step.id))
        rows = [self._row(number, level, counts) for number, level in enumerate(edit.LEVELS, start=1)]
        return [*rows, _latest(self.store.notes.latest_of_step(self.step.id))]

    def _row(self, number: int, level: str, counts: Counter[str]) -> Row:
        count = counts[level]
        is_thin = counts.total() >= _ENOUGH and count == 0
        return Row(
            level,
            (
                (f"{number}  ", "muted"),
                column(QUESTIONS[level], 20, "strong" if is_thin else ""),
                column(f"{count} note{'' if count == 1 else 's'}", 9, "" if count else "muted"),
                ("nothing yet: ask this one", "warning") if is_thin else (level, "muted"),
            ),
        )

    def press(self, key: str, row_id: str | None) -> Says | None:
        """Says at which level the latest note of this step stands."""
        if key in ("enter", "space") and row_id in edit.LEVELS:
            key = str(edit.LEVELS.index(row_id) + 1)
        if key not in ("0", "1", "2", "3", "4") or kind_of(self.step.kind).key != "discuss":
            return None
        note = self.store.notes.latest_of_step(self.step.id)
        if note is None:
            return Says("Write a note first, then say at which level it stands.")
        level = edit.LEVELS[int(key) - 1] if key != "0" else ""
        edit.set_level(self.store, self.meeting_id, note.id, level)
        return Says(f"{QUESTIONS.get(level, 'No level')} “{note.text[:60]}”")


def _latest(note: Note | None) -> Row:
    if note is None:
        return hint("A number says at which level the latest note stands.")
    level = note.orid
    at = str(edit.LEVELS.index(level) + 1) if level else "no level yet"
    return Row("", (("latest ", "muted"), (f"{at}  ", "" if level else "muted"), (f"“{note.text}”", "muted")))
