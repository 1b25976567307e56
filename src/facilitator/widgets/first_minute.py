"""The first minute of a newcomer: three questions, then a meeting runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from facilitator.errors import FacilitatorError
from facilitator.model.template import Template
from facilitator.model.text import folded_words
from facilitator.widgets.keyed_field import KeyedField
from facilitator.widgets.line_field import LineField
from facilitator.widgets.plain import cells, wrap
from facilitator.widgets.quiet import BREAK, Piece, QuietLine, Tone

SAMPLE_KEY = "d"
"""Seconds after which the sample's key alone means the sample, not the first letter of a name."""
USUAL = "check_in"
"""The kind of meeting under the cursor at first."""

_SAID_ROWS = 4
NAME, PEOPLE, KIND = range(3)
_LABELS = ("Name the partnership", "Who is in it", "What kind of meeting")
_WAITING = ("", "names, or a CSV file", "check-in 60 · goal review 75 · kick-off 90 · …")
_PLACEHOLDERS = ("such as Northside Works", "Ana Ruiz, Northside High, school", "type to narrow, or go up and down")


class FirstMinute(Vertical):
    """Asks for a partnership, for people one on a line, and for a kind of meeting.

    What a screen sets, each called inside the key handler; a FacilitatorError they raise is shown and the text stays:

    - `on_name(text)`, `on_people(line)`: keep it; what `on_people` returns is shown.
    - `on_kind(template)`: begins the meeting.
    - `on_sample()`: opens the sample.
    """

    DEFAULT_CSS = """
    FirstMinute {
        height: auto;
        padding: 1 2;

        .title { margin: 0 0 1 0; }
        Horizontal { height: 1; }
        .label { width: 28; color: $text-muted; }
        .mark { width: 2; }
        .below { height: 1; padding: 0 0 0 30; }
        .-active .label { color: $text; text-style: bold; }
        .-active .answer { display: none; }
        .-waiting KeyedField { display: none; }
        .answer { color: $text-muted; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.on_name: Callable[[str], None] = lambda _: None
        self.on_people: Callable[[str], str] = lambda _: ""
        self.on_kind: Callable[[Template], None] = lambda _: None
        self.on_sample: Callable[[], None] = lambda: None
        self.step = NAME
        self.fields = tuple(KeyedField(placeholder=text) for text in _PLACEHOLDERS)
        self._rows = tuple(Horizontal(classes="-waiting") for _ in self.fields)
        self._marks = tuple(QuietLine(classes="mark") for _ in self.fields)
        self._answers = tuple(QuietLine(classes="answer") for _ in self.fields)
        self._below = tuple(QuietLine(classes="below") for _ in self.fields)
        self._title = QuietLine(classes="title")
        self._sample = QuietLine()
        self._partnership = ""
        self._people: Sequence[str] = ()
        self._templates: Sequence[Template] = ()
        self._chosen = USUAL
        self._are_people_done = False
        self._said: Piece = ("", "")
        for field, take in zip(self.fields, (self._take_name, self._take_people, self._take_kind), strict=True):
            field.on_enter = take
        self.fields[PEOPLE].reshape_paste = lambda text: "; ".join(text.splitlines())
        self.fields[KIND].keys = {
            "up": lambda: self._choose(-1),
            "down": lambda: self._choose(1),
            "backspace": self._back_to_people,
        }

    def compose(self) -> ComposeResult:
        """The title, three questions with what belongs to each below it, and the way to the sample."""
        yield self._title
        for number, label in enumerate(_LABELS):
            with self._rows[number]:
                yield QuietLine((f" {number + 1}  ", "accent"), (label, ""), classes="label")
                yield self._marks[number]
                yield self._answers[number]
                yield self.fields[number]
            yield self._below[number]
        yield self._sample

    def on_mount(self) -> None:
        """The question in hand has the cursor."""
        self.screen.set_focus(self.field)

    @property
    def field(self) -> KeyedField:
        """The field of the question in hand."""
        return self.fields[self.step]

    def show(self, partnership: str, people: Sequence[str], templates: Callable[[], Sequence[Template]]) -> None:
        """Shows how far it is: the partnership's name and the names of its people, as they stand in the record.

        `templates` is asked once the third question is.
        """
        self._partnership, self._people = partnership, people
        if not partnership:
            self.step = NAME
            self._are_people_done = False
        elif not self._are_people_done:
            self.step = PEOPLE
        else:
            self.step = KIND
            self._templates = self._templates or templates()
        for number, row in enumerate(self._rows):
            row.set_class(number == self.step, "-active")
            row.set_class(number != self.step, "-waiting")
        self._show_all()
        if self.is_mounted and self.is_attached:
            self.screen.set_focus(self.field)

    def say(self, text: str, *, is_error: bool = False) -> None:
        """Says something under the question in hand."""
        self._said = (f"✗ {text}", "error") if is_error else (text, "good")
        self._show_all()

    # Taking answers

    def _take_name(self, text: str) -> str | None:
        if text.strip() == SAMPLE_KEY:
            self._open_sample()
            return None
        return self._kept(text, lambda: self.on_name(text))

    def _take_people(self, text: str) -> str | None:
        if text.strip():
            return self._kept(text, lambda: self.say(self.on_people(text)))
        self._are_people_done = True
        self._said = ("", "")
        self.on_people("")
        return None

    def _take_kind(self, text: str) -> str | None:
        found = self._narrowed(text)
        if not found:
            self.say("no kind has such a word; Backspace shows all", is_error=True)
            return text
        return self._kept(text, lambda: self.on_kind(found[self._place(found)]))

    def _kept(self, text: str, keep: Callable[[], None]) -> str | None:
        self._said = ("", "")
        try:
            keep()
        except FacilitatorError as error:
            self.say(str(error), is_error=True)
            return text
        return None

    def _back_to_people(self) -> bool:
        if self.field.value:
            return False
        self._are_people_done = False
        self.show(self._partnership, self._people, lambda: self._templates)
        return True

    # The sample

    def _open_sample(self) -> None:
        self.field.put("")
        self.on_sample()

    # Choosing a kind

    def _narrowed(self, text: str) -> list[Template]:
        parts = folded_words(text)
        return [
            template
            for template in self._templates
            if all(any(word.startswith(part) for word in folded_words(template.title)) for part in parts)
        ]

    def _place(self, found: Sequence[Template]) -> int:
        keys = [template.key for template in found]
        return keys.index(self._chosen) if self._chosen in keys else 0

    def _choose(self, direction: int) -> bool:
        found = self._narrowed(self.fields[KIND].value)
        if found:
            self._chosen = found[(self._place(found) + direction) % len(found)].key
            self._show_all()
        return True

    def on_line_field_edited(self, message: LineField.Edited) -> None:
        """What is typed narrows the kinds."""
        if message.field is self.fields[KIND] and self.step == KIND:
            self._show_all()

    # Showing

    def _show_all(self) -> None:
        is_begun = bool(self._partnership)
        self._title.show(("A meeting in one minute:" if is_begun else "Nothing here yet. A meeting in one minute:", ""))
        answers = (self._partnership, _people_in_words(self._people), "")
        for number, answer in enumerate(answers):
            is_done = number < self.step
            mark: Piece = ("› ", "accent") if number == self.step else ("✓ ", "good") if is_done else ("  ", "")
            self._marks[number].show(mark)
            self._answers[number].show((answer, "") if is_done else (_WAITING[number], "muted"))
            below = self._below_pieces() if number == self.step else ()
            self._below[number].styles.height = (2 if below else 1) + sum(piece is BREAK for piece in below)
            self._below[number].show(*below)
        self._sample.display = not is_begun
        self._sample.show(
            ("or look around first:  ", "muted"),
            (f"{SAMPLE_KEY} and Enter", "strong"),
            ("  opens a sample partnership", "muted"),
        )

    def _below_pieces(self) -> tuple[Piece, ...]:
        said = self._said_pieces()
        if self.step == NAME:
            return said or (("Enter keeps it", "muted"),)
        if self.step == KIND:
            return tuple(self._kind_pieces(said))
        have: Piece = (_people_in_words(self._people), "muted")
        lines: tuple[Piece, ...] = (*said, BREAK) if said else (have, BREAK) if self._people else ()
        return (
            *lines,
            ("name, organisation, group; for a child: minor", "muted"),
            BREAK,
            ("or a CSV file  ·  ", "muted"),
            ("Enter on nothing goes on", ""),
        )

    def _said_pieces(self) -> tuple[Piece, ...]:
        text, tone = self._said
        pieces: list[Piece] = []
        for line in wrap(text, self._below[self.step].content_size.width or 40)[:_SAID_ROWS] if text else ():
            pieces += [BREAK, (line, tone)]
        return tuple(pieces[1:])

    def _kind_pieces(self, said: tuple[Piece, ...]) -> list[Piece]:
        found = self._narrowed(self.fields[KIND].value)
        here = self._place(found)
        widest = max((cells(template.title) for template in self._templates), default=0)
        pieces: list[Piece] = []
        for place, template in enumerate(found):
            tone: Tone = "accent" if place == here else ""
            title = template.title + " " * (widest - cells(template.title))
            pieces += [
                ("▸ " if place == here else "  ", tone),
                (title, tone),
                (f"  {template.minutes:>3} min", tone),
                BREAK,
            ]
        when: list[Piece] = [(found[here].when, "muted"), BREAK] if found else []
        return [*pieces, *when, *(said or (("↑↓ choose  ·  Enter begins now", "muted"),))]


def _people_in_words(people: Sequence[str]) -> str:
    if not people:
        return "nobody yet"
    count = "1 person" if len(people) == 1 else f"{len(people)} people"
    return f"{count}: {', '.join(people[:12])}{' …' if len(people) > 12 else ''}"
