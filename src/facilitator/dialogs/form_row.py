"""One field of a form: label, line, and a row for help, choices or what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from facilitator.dialogs.fields import Choice, Field, echo, narrowed, read, typed
from facilitator.errors import Invalid
from facilitator.model.text import fold
from facilitator.model.when import Days
from facilitator.widgets.keyed_field import KeyedField
from facilitator.widgets.plain import wrap
from facilitator.widgets.quiet import BREAK, Piece, QuietLine, Tone

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
        self._asked_about = ""
        """The value the problem asks about; it is taken when it comes again."""
        self._taken = ""
        """The value that was said to be meant."""
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
        if question := self._question(value):
            self._blame(question, value)
            return None
        self.problem = ""
        if self.asked.kind in ("choice", "flag"):
            self.line.put(typed(self.asked, value))
        self.show_note()
        if self.asked.kind == "lines":
            return "\n".join([*self._lines, *([value] if value else [])])
        return value

    def blame(self, problem: str) -> None:
        """Says what is wrong; what is typed stays."""
        self._blame(problem, "")

    def _blame(self, problem: str, asked_about: str) -> None:
        self.problem, self._blamed, self._asked_about = problem, self.line.value, asked_about
        self.show_note()

    def _question(self, value: str) -> str:
        """What is still to be asked about the value; nothing for one that stood there or was said to be meant."""
        is_known = value in ("", self._taken) or value in self.asked.value.split("\n")
        return "" if is_known or self.asked.question is None else self.asked.question(value)

    def say_yes(self) -> bool:
        """Takes the value that is asked about; False where nothing is asked."""
        if not (self.problem and self._asked_about):
            return False
        self._taken = self._asked_about
        self.problem = ""
        return True

    def add_line(self) -> bool:
        """Enter in a field of several lines takes the line, or asks about it; False when there is nothing to take."""
        if self.asked.kind != "lines" or not self.line.value.strip():
            return False
        value = read(self.asked, self.line.value, self._days)
        if question := self._question(value):
            self._blame(question, value)
            return True
        self.problem = ""
        self._lines.append(value)
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

    # What others change meanwhile

    def begin_from(self, value: str) -> None:
        """Another terminal made it `value`: that stands here then, unless somebody typed; what was typed stays."""
        was_typed = self.is_changed
        self.asked = replace(self.asked, value=value)
        if not was_typed:
            self.reset()
            self.show_note()
        elif self.is_changed:
            self.name_other_words()

    def name_other_words(self) -> None:
        """Says what another terminal made of it, while other words stand in it."""
        other = typed(self.asked, self.asked.value).replace("\n", " · ")
        did = f"made it “{other}”" if other else "emptied it"
        self.blame(f"another terminal {did}; saving replaces that")

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
        tone: Tone = "warning" if self._asked_about else "error"
        sign = "?" if self._asked_about else "✗"
        problem = (
            wrap(f"{sign} {self.problem}", self._note.content_size.width or 40)[:_PROBLEM_ROWS] if self.problem else []
        )
        rows = max(1, len(problem))
        if self._note_rows != rows:
            self._note_rows = rows
            self._note.styles.height = rows
            self.styles.height = rows + 1
        if problem:
            pieces: list[Piece] = []
            for line in problem:
                pieces += [BREAK, (line, tone)]
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
