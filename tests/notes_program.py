"""A program with the notes list full of hostile text above a line field."""

from __future__ import annotations

from datetime import UTC, datetime

from textual.app import App, ComposeResult

from facilitator.model.notes import Item
from facilitator.model.people import Party
from facilitator.terminal import TerminalDriver
from facilitator.widgets.line_field import LineField
from facilitator.widgets.notes_list import NotesList
from facilitator.widgets.quiet import FILL, QuietLine
from hostile import HOSTILE


def items() -> list[Item]:
    at = datetime(2026, 11, 21, 15, 22, tzinfo=UTC)
    short = {name: text for name, text in HOSTILE.items() if name not in ("long", "no blank")}
    return [
        Item("note", name, "s", at, "said", text, Party("person", "p", text, "", "school"), word=f"end {number}")
        for number, (name, text) in enumerate(short.items())
    ]


class NotesProgram(App[None]):
    AUTO_FOCUS = "LineField"

    def __init__(self) -> None:
        super().__init__(driver_class=TerminalDriver)

    def compose(self) -> ComposeResult:
        notes = NotesList()
        notes.show(items())
        yield notes
        yield QuietLine(*((text, "muted") for text in HOSTILE.values()), FILL, ("at the edge", "good"))
        yield LineField(placeholder="ready")


if __name__ == "__main__":
    NotesProgram().run()
