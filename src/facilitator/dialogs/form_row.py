"""One field of a form: label, line, and a row for help, choices or what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from facilitator.dialogs.fields import Choice, Field, echo, narrowed, read, typed
from facilitator.errors import Invalid
from facilitator.model.text import fold
from facilitator.model.when import Days
from facilitator.widgets.keyed_field import KeyedField
from facilitator.widgets.plain import wrap
from facilitator.widgets.quiet import BREAK, Piece, QuietLine

_SHOWN_CHOICES = 12
_PROBLEM_ROWS = 3


class FieldRow(Vertical):
    """A field with its label in front and its note below."""

    DEFAULT_CSS = """
    FieldRow {
        height: 2;

        .label { width: 18; }
        .note { padding: 0 0 0 19; }
        KeyedField { background: $surface-lighten-1; padding: 0 1; }
    }
    """

    def __init__(self, asked: Field, days: Days | None) -> None:
        super().__init__()
        self.asked = asked
        self.problem = ""
        """What is wrong with it, shown until it is looked at again."""
        self.line = KeyedField()
        self._days = days
        self._label = QuietLine((asked.label, "muted"), classes="label")
        self._note = QuietLine(classes="note")
        self._blamed = ""
        """The text the problem is about."""
        self._note_rows = 1
        self._lines: list[str] = []
        self._sought = ""
        """What was typed before Up and Down went through the choices."""
        self._offered: str | None = None
        self.reset()

    def compose(self) -> ComposeResult:
        """Label and line, then the note."""
        with Horizontal():
            yield self._label
            yield self.line
        yield self._note

    def reset(self) -> None:
        """Back to the value it began with."""
        self.problem = ""
        self._offered = None
        if self.asked.kind == "lines":
            self._lines = [line for line in self.asked.value.split("\n") if line]
            self.line.put("")
        else:
            self.line.put(typed(self.asked, self.asked.value))

    @property
    def is_missing(self) -> bool:
        """Something is needed and nothing stands there."""
        return self.asked.is_required and not self.line.value.strip() and not self._lines

    # Reading

    def look(self) -> str | None:
        """The value, or None with the problem shown."""
        try:
            value = read(self.asked, self.line.value, self._days)
        except Invalid as mistake:
            if not (self.asked.kind == "lines" and self._lines and not self.line.value.strip()):
                self.blame(str(mistake))
                return None
            value = ""
        self.problem = ""
        if self.asked.kind in ("choice", "flag"):
            self.line.put(typed(self.asked, value))
        self.show_note()
        if self.asked.kind == "lines":
            return "\n".join([*self._lines, *([value] if value else [])])
        return value

    def blame(self, problem: str) -> None:
        """Says what is wrong; what is typed stays."""
        self.problem, self._blamed = problem, self.line.value
        self.show_note()

    def add_line(self) -> bool:
        """Enter in a field of several lines takes the line; False when there is nothing to take."""
        if self.asked.kind != "lines" or not self.line.value.strip():
            return False
        self._lines.append(read(self.asked, self.line.value, self._days))
        self.line.put("")
        self.show_note()
        return True

    def take_line_back(self) -> bool:
        """Backspace on nothing typed brings the last line back into the field; False where there is none."""
        if not self._lines or self.line.value:
            return False
        self.line.put(self._lines.pop())
        self.show_note()
        return True

    def taking(self, enter: Callable[[], None]) -> Callable[[str], str | None]:
        """Enter in this field: the text stays where it is."""

        def take(text: str) -> None:
            self.line.put(text)
            enter()

        return take

    # Drafts

    @property
    def draft(self) -> str:
        """What stands in it, as it is typed."""
        return "\n".join([*self._lines, self.line.value]) if self.asked.kind == "lines" else self.line.value

    @property
    def is_changed(self) -> bool:
        """Something else stands in it than in the beginning."""
        if self.asked.kind == "lines":
            return self.draft.strip("\n") != self.asked.value
        return self.draft != typed(self.asked, self.asked.value)

    def take_draft(self, draft: str) -> None:
        """Puts back what stood in it."""
        if self.asked.kind == "lines":
            *self._lines, rest = draft.split("\n")
            self.line.put(rest)
        else:
            self.line.put(draft)

    # Choices

    def cycle(self, direction: int) -> bool:
        """Puts the next or previous choice into the line; False for a field without choices."""
        if not self.asked.offers:
            return False
        if self.line.value != self._offered:
            # A whole label typed or chosen before is where to go on from, not what to narrow to.
            is_label = any(fold(choice.label) == fold(self.line.value) for choice in self.asked.offers)
            self._sought = "" if is_label else self.line.value
        offers = narrowed(self.asked, self._sought) or self.asked.offers
        labels = [choice.label for choice in offers]
        if self.line.value in labels:
            place = (labels.index(self.line.value) + direction) % len(labels)
        else:
            place = 0 if direction > 0 else -1
        self._offered = labels[place]
        self.line.put(self._offered)
        self.show_note()
        return True

    def edited(self) -> None:
        """Something else may stand there: an earlier problem is not the present one."""
        if self.line.value != self._blamed:
            self.problem = ""
        self.show_note()

    def show_note(self) -> None:
        """Shows the problem, else with the cursor here the choices, how a day is understood, or the help."""
        self._label.show((self.asked.label, "strong" if self.line.has_focus else "muted"))
        problem = wrap(f"✗ {self.problem}", self._note.content_size.width or 40)[:_PROBLEM_ROWS] if self.problem else []
        rows = max(1, len(problem))
        if self._note_rows != rows:
            self._note_rows = rows
            self._note.styles.height = rows
            self.styles.height = rows + 1
        if problem:
            pieces: list[Piece] = []
            for line in problem:
                pieces += [BREAK, (line, "error")]
            self._note.show(*pieces[1:])
        else:
            self._note.show(*self._note_pieces())

    def _note_pieces(self) -> tuple[Piece, ...]:
        taken: tuple[Piece, ...] = ((" · ".join(self._lines) + "   ", ""),) if self._lines else ()
        if not self.line.has_focus:
            understood = echo(self.asked, self.line.value, self._days)
            return (*taken, (understood, "muted"))
        if self.asked.offers and (found := self._on_offer()):
            return (*taken, *self._choice_pieces(found))
        understood = echo(self.asked, self.line.value, self._days)
        return (*taken, (understood, "accent")) if understood else (*taken, (self.asked.help, "muted"))

    def _on_offer(self) -> tuple[Choice, ...]:
        text = self.line.value
        if text == self._offered:
            return narrowed(self.asked, self._sought) or self.asked.offers
        is_label = any(choice.label == text for choice in self.asked.offers)
        return self.asked.offers if is_label else narrowed(self.asked, text)

    def _choice_pieces(self, found: tuple[Choice, ...]) -> tuple[Piece, ...]:
        labels = [choice.label for choice in found]
        here = labels.index(self.line.value) if self.line.value in labels else -1
        first = max(0, here - 1)
        pieces: list[Piece] = [("↑↓ ", "strong")]
        if first:
            pieces.append(("… ", "muted"))
        for place, choice in enumerate(found[first : first + _SHOWN_CHOICES], start=first):
            pieces.append((choice.label, "accent" if place == here else ""))
            note = f" {choice.note}" if choice.note else ""
            pieces.append((f"{note}  ", "muted"))
        return tuple(pieces)
