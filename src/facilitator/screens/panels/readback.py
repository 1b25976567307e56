"""The read-back: said aloud before the meeting closes, and mended in place."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.model.actions import Action
from facilitator.model.decisions import standing
from facilitator.model.when import full_date
from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.closing import LABEL_CELLS, close_key, next_row, room_rows
from facilitator.screens.panels.gaps import gap_rows, mend
from facilitator.screens.panels.rows import column, due, head, hint, number, whose, wrapped
from facilitator.services import readback
from facilitator.services.readback import Readback
from facilitator.widgets.quiet import Piece

_DECISION = "decision:"
_INDENT: tuple[Piece, ...] = ((" " * 10, ""),)
_OWNER_CELLS = 18


class ReadbackPanel(Panel):
    """Everything in full: gaps first, then what was agreed and promised, what is open, and what the room says."""

    keys = (
        PanelKey("enter", "Enter", "mend"),
        PanelKey("w", "w", "whose"),
        PanelKey("m", "m", "by when"),
        PanelKey("y", "y n", "heard right"),
        PanelKey("p", "p", "plus"),
        PanelKey("d", "d", "delta"),
        PanelKey("v", "v", "worth"),
        PanelKey("t", "t", "next date"),
        PanelKey("r", "r", "look again"),
    )

    def rows(self) -> list[Row]:
        """What is read aloud, wrapped by words."""
        return list(self._rows(readback.gather(self.store, self.meeting_id)))

    def _rows(self, found: Readback) -> Iterator[Row]:
        gaps = gap_rows(self.store, found, self.width)
        if gaps:
            yield head("MEND FIRST", "Enter, or the letter")
            yield from gaps
            yield Row("", ())
        yield head("WE AGREED")
        yield from self._agreed(found)
        yield Row("", ())
        yield head("WE PROMISED")
        yield from self._promised(found)
        yield Row("", ())
        yield head("STILL OPEN")
        yield from self._open(found)
        yield Row("", ())
        yield from room_rows(found, self.width)
        yield from self._thanks()
        yield next_row(self.store, found)

    def _agreed(self, found: Readback) -> Iterator[Row]:
        groups = {group.key: group.plural for group in self.store.people.groups()}
        for decision in found.decisions:
            first: tuple[Piece, ...] = (number(decision.number), ("NEW  ", "good"))
            yield from wrapped(first, decision.text, self.width, id=_DECISION + decision.id, tone="strong")
            again = (
                f" · look again {full_date(decision.review_on)}" if decision.review_on else " · no day to look again"
            )
            yield from wrapped(_INDENT, standing(decision) + again, self.width, tone="muted")
            if decision.reason:
                yield from wrapped(_INDENT, f"because {decision.reason}", self.width, tone="muted")
            for concern in decision.concerns:
                yield from wrapped(_INDENT, f"concern, word for word: “{concern}”", self.width)
            if decision.groups_absent:
                absent = ", ".join(groups.get(key, key) for key in decision.groups_absent)
                yield from wrapped(_INDENT, f"affected but absent: {absent}", self.width)
        if not found.decisions:
            yield hint("     nothing")

    def _promised(self, found: Readback) -> Iterator[Row]:
        for action in found.promises:
            yield from self._promise(action, is_new=True)
        earlier = [
            action
            for action in self.store.actions.open(found.meeting.partnership_id)
            if action.meeting_id != self.meeting_id
        ]
        for action in earlier:
            yield from self._promise(action, is_new=False)
        if not (found.promises or earlier):
            yield hint("     nothing")

    def _promise(self, action: Action, *, is_new: bool) -> list[Row]:
        first: tuple[Piece, ...] = (
            number(action.number),
            ("NEW  " if is_new else "     ", "good"),
            column(whose(action.owner), _OWNER_CELLS, "strong" if action.owner else "warning"),
        )
        others = [helper.name for helper in action.helpers if helper.name not in action.text]
        helpers = f", with {', '.join(others)}" if others else ""
        by = due(action) if action.state == "open" else f"{action.state}{f': {action.reason}' if action.reason else ''}"
        return wrapped(first, f"{action.text}{helpers} · {by}", self.width, id=f"made:{action.id}")

    def _open(self, found: Readback) -> Iterator[Row]:
        lines = []
        for question in found.unanswered:
            who = whose(question.asked_by) if question.asked_by else "Somebody"
            lines.append(f"{who} asked ({question.number}): {question.text}")
        lines += [f"for later: {parked.text}" for parked in found.parked if parked.state == "parked"]
        for line in lines:
            yield from wrapped((("     ", ""),), line, self.width)
        if not lines:
            yield hint("     nothing")

    def _thanks(self) -> Iterator[Row]:
        for thanks in self.store.notes.appreciations(self.meeting_id):
            to = f"{thanks.to.name}: " if thanks.to else ""
            yield from wrapped((column("thanks", LABEL_CELLS, "muted"),), f"{to}{thanks.text}", self.width)

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Mends the gap under the cursor, or puts a command for the close into the line."""
        found = readback.gather(self.store, self.meeting_id)
        row_id = row_id or ""
        if row_id.startswith(_DECISION) and key in ("r", "o", "c", "enter"):
            return _for_decision(found, key, row_id.removeprefix(_DECISION))
        outcome = mend(self.store, found, key, row_id)
        return outcome if outcome is not None else close_key(key, row_id)


def _for_decision(found: Readback, key: str, decision_id: str) -> Complete | None:
    """The command that changes one of the decisions; the latest needs no number."""
    decision = next((decision for decision in found.decisions if decision.id == decision_id), None)
    if decision is None:
        return None
    at = "" if decision is found.decisions[-1] else f"#{decision.number} "
    if key == "c":
        return Complete(f"/concern #{decision.number} ")
    if key == "o":
        return Complete(f"/overrule {at}{'agreed' if decision.result != 'agreed' else 'not agreed'} ")
    return Complete(f"/review {at}")
