"""A program with nothing but the line field; each line it takes is appended to the file named on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from textual.app import App, ComposeResult

from burst import REFUSED
from facilitator.terminal import TerminalDriver
from facilitator.widgets.line_field import LineField
from facilitator.widgets.quiet import QuietLine


class FieldProgram(App[None]):
    def __init__(self, log: Path) -> None:
        super().__init__(driver_class=TerminalDriver)
        self.log_file = log.open("a", encoding="utf-8")
        self.taken = 0

    def compose(self) -> ComposeResult:
        self.count = QuietLine()
        yield self.count
        field = LineField("", placeholder="ready")
        field.on_enter = self.take
        field.on_prefix = self.command
        yield field

    def take(self, text: str) -> str | None:
        self.keep("line", text)
        self.taken += 1
        self.count.show((f"taken {self.taken}", ""))
        return text if text == REFUSED else None

    def command(self, letter: str) -> bool:
        self.keep("command", letter)
        return True

    def on_line_field_escaped(self, event: LineField.Escaped) -> None:
        self.count.show(("a letter?" if event.is_waiting else f"taken {self.taken}", ""))

    def keep(self, what: str, text: str) -> None:
        self.log_file.write(json.dumps([what, text]) + "\n")
        self.log_file.flush()


FieldProgram(Path(sys.argv[1])).run()
