"""What the room says at the close, and the next date: shown by the step's panel and by the read-back."""

from __future__ import annotations

from facilitator.db import Store
from facilitator.model.when import full_date
from facilitator.screens.panels.base import Complete, Row
from facilitator.screens.panels.rows import bars, column, wrapped
from facilitator.services import record
from facilitator.services.feedback import WORTH
from facilitator.services.readback import Readback

LABEL_CELLS = 15
_NEXT, _WORTH = "next:", "worth:"


def room_rows(found: Readback, width: int) -> list[Row]:
    """Plus, delta and other feedback word for word, then how much the meeting was worth its time."""
    rows: list[Row] = []
    for kind in ("plus", "delta", "concern"):
        for feedback in found.feedback:
            if feedback.kind == kind:
                rows += wrapped((column(kind, LABEL_CELLS, "muted"),), feedback.text, width)
    counts = [next((r.count for r in found.worth if r.score == score), 0) for score in range(len(WORTH))]
    label = column("worth the time", LABEL_CELLS, "muted")
    if not any(counts):
        return [*rows, Row(_WORTH, (label, ("not asked yet (v)", "muted")))]
    rows.append(Row(_WORTH, (label, (f"{bars(counts, 0)}  ", "accent"), (f"{sum(counts)} answers", ""))))
    words = " · ".join(f"{word} {count}" for word, count in zip(WORTH, counts, strict=True))
    return [*rows, *wrapped(((" " * (LABEL_CELLS + 1), ""),), words, width, tone="muted")]


def next_row(store: Store, found: Readback) -> Row:
    """The date of the next meeting, or what is planned or usual."""
    label = column("next meeting", LABEL_CELLS, "muted")
    if found.next_on:
        return Row(_NEXT, (label, (full_date(found.next_on), "strong")))
    usual = record.days(store, found.meeting).next_meeting
    more = f", as planned it is {full_date(usual)}" if usual else ""
    return Row(_NEXT, (label, (f"no day agreed yet (t){more}", "warning")))


def close_key(key: str, row_id: str) -> Complete | None:
    """The command that a key of the close puts into the line."""
    if key == "enter":
        key = {_NEXT: "t", _WORTH: "v"}.get(row_id, "")
    command = {"p": "plus", "d": "delta", "v": "rate", "t": "meet"}.get(key)
    return Complete(f"/{command} ") if command else None
