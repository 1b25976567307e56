"""The smallest honest Textual program: one Input and one Footer.

Nothing that imports Textual and shows one field can start or answer a key much sooner, so it is the measure of the
screens. `--clock` adds a clock that ticks once a second; `--keep FILE` appends each line to FILE when Enter is pressed.
"""

from __future__ import annotations

import sys
import time
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Input, Static


class Bare(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+q", "quit", "Quit")]
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        if "--clock" in sys.argv:
            yield Static("00:00:00", id="clock")
        yield Input(placeholder="Type here")
        yield Footer()

    def on_mount(self) -> None:
        if "--clock" in sys.argv:
            self.set_interval(1, self.tick)

    def tick(self) -> None:
        self.query_one("#clock", Static).update(time.strftime("%H:%M:%S"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if "--keep" in sys.argv:
            with open(sys.argv[sys.argv.index("--keep") + 1], "a", encoding="utf-8") as file:
                file.write(event.value + "\n")
        event.input.value = ""


if __name__ == "__main__":
    Bare().run()
