"""What every screen shares: the store, the clock, one place for errors, a hook to keep half-typed words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, TypeVar

from textual import events
from textual.geometry import Region, Size
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.timer import Timer

from facilitator.db import Store
from facilitator.errors import FacilitatorError
from facilitator.frozen import frozen
from facilitator.settings import Settings
from facilitator.widgets.frames import frames_of
from facilitator.widgets.ground import ground
from facilitator.widgets.repainted import Repainted
from facilitator.widgets.still import Still

Result = TypeVar("Result")

POLL_SECONDS = 0.4
"""How often it is asked whether another program changed the record, which takes some microseconds."""


@frozen
class Warned:
    """What the user has to know about the data file, a line each; empty when all is well."""

    backup: str = ""
    place: str = ""


class BaseScreen(Repainted, Still, Screen[Result]):
    """A screen that reads in `load` and writes through services.

    `load` is called whenever the screen comes to the front, and when the record was changed, here or by another
    program: it must be cheap, repeatable, and leave the focused field alone.
    """

    AUTO_FOCUS = ""
    has_line: ClassVar[bool] = False
    """It has a line that takes commands by slash, and by Esc and a letter."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__()
        self._last_size: Size | None = None
        self._frames: Timer | None = None
        self.store = store
        self.settings = settings
        self._was_shown = False
        self.warned = Warned()

    def warn(self, warned: Warned) -> None:
        """Takes note of what is wrong with the data file."""
        self.warned = warned
        if self.is_mounted:
            self.show_warning()

    def show_warning(self) -> None:
        """Shows it, where a screen has room for it."""

    @property
    def _update_timer(self) -> Timer:
        """Textual's timer of frames: here a key does not wait for the clock's."""
        if self._frames is None:
            self._frames = frames_of(self)
        return self._frames

    @property
    def badge(self) -> str:
        """What the header says about this screen: a second terminal, read only; nothing on the first."""
        return self.store.screen.badge if self.store.screen else ""

    def load(self) -> None:
        """Reads the record and hands it to the widgets."""

    def load_from_elsewhere(self) -> None:
        """Another program changed the record."""
        self.load()

    @property
    def _is_in_front(self) -> bool:
        """Nothing but dialogs is over it. `is_current` is true of the screen beneath an opaque one, too."""
        stack = self.app.screen_stack
        return self in stack and all(isinstance(it, ModalScreen) for it in stack[stack.index(self) + 1 :])

    def _poll(self) -> None:
        if self._is_in_front and self.store.changed_elsewhere():
            with self.reporting():
                self.load_from_elsewhere()

    def flush(self) -> None:
        """Writes half-typed words to the file at once; called before the program leaves for any reason."""

    def tell(self, text: str, *, is_error: bool = False) -> None:
        """Says something to the user, in plain text."""
        self.app.notify(text, markup=False, severity="error" if is_error else "information")

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Shows what went wrong instead of ending the program."""
        try:
            yield
        except FacilitatorError as error:
            self.tell(str(error), is_error=True)

    def on_resize(self, event: events.Resize) -> None:
        """Draws everything once more when a new layout stands: a terminal resized in steps keeps old cells."""
        if self._last_size not in (None, event.size):  # at the start Textual says the same size several times
            self.call_after_refresh(self.refresh)
        self._last_size = event.size

    def draw_lines(self, crop: Region) -> list[Strip]:
        """The ground under the widgets."""
        return ground(super().draw_lines, crop)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """The screen came to the front."""
        # When it is new, its widgets have just been styled; afterwards the theme may be another one.
        event.refresh_styles = self._was_shown
        if not self._was_shown:
            self._was_shown = True
            self.set_interval(POLL_SECONDS, self._poll)
        with self.reporting():
            self.load()
