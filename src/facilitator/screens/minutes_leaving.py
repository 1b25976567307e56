"""The minutes of a meeting before they leave: format, names, notes, where to; and a preview of all that is in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from facilitator import paths
from facilitator.commands import Command
from facilitator.db import Store
from facilitator.screens.leaving import LAST, LEVELS, NAMES, WRITE, LeavingScreen, following, free, level_of, lines_of
from facilitator.services import minutes
from facilitator.settings import Settings
from facilitator.widgets.quiet import Piece, Tone

FORMATS = {
    "html": "a page for the phone, the browser and the printer (html)",
    "docx": "a Word document (docx)",
    "md": "Markdown (md)",
    "txt": "plain text (txt)",
}
"""The formats in words, in the order in which they are offered."""


class MinutesScreen(LeavingScreen):
    """The minutes of one meeting. `target` is where somebody wants them; its ending tells the format."""

    table = (
        WRITE,
        Command("format", "", "Format", "the next format: page, Word, Markdown, plain text", "f"),
        NAMES,
        Command("notes", "", "Notes", "with what was noted and said, or without", "n"),
        Command("large", "", "Large print", "larger letters, in pages and Word documents", "p"),
        *LAST,
    )

    def __init__(self, store: Store, settings: Settings, meeting_id: str, target: str = "") -> None:
        super().__init__(store, settings)
        self.meeting_id = meeting_id
        self.level = level_of(settings.names)
        self.format = "html"
        self.with_notes = False
        self.is_large = False
        self._is_own_place = False
        self._going: minutes.Going | None = None
        if target:
            self.placed(paths.typed(target))

    @property
    def _asked(self) -> minutes.Asked:
        return minutes.Asked(
            level=self.level,
            format=self.format,
            language=self.settings.language,
            with_notes=self.with_notes,
            large_print=self.is_large,
            layouts=paths.layouts_folder(),
        )

    def look(self) -> None:
        """Makes the minutes."""
        self.heading = f"Minutes · {minutes.begun(self.store, self.meeting_id).title}"
        self._going = minutes.of_meeting(self.store, self.meeting_id, self._asked)
        if not self.written and not self._is_own_place:
            self.place = free(Path.home() / minutes.default_name(self._going.title, self._going.day, self.format))
        if self._going.trouble:
            self.tell(self._going.trouble, is_error=True)

    def choices(self) -> Iterator[tuple[str, str, str]]:
        """Format, names, notes, size."""
        yield "Format", FORMATS[self.format], "f"
        yield "Names", LEVELS[self.level], "l"
        yield "Notes", "with what was noted and said" if self.with_notes else "without", "n"
        if self.format in ("html", "docx"):
            yield "Letters", "large print" if self.is_large else "usual size", "p"

    def held_back(self) -> Iterator[tuple[str, Tone]]:
        """Private lines, people without a name, notes."""
        if self._going:
            yield from self.private_in_words(self._going.private_lines)
            yield from self.held_in_words(self._going.held_back)
        if not self.with_notes:
            yield "Notes and remarks stay in the file; n takes them in.", ""

    def doubts(self) -> list[str]:
        """Words in these minutes that may be names."""
        return [f"“{it.word}” in {it.where}" for it in self._going.doubts] if self._going else []

    def preview(self) -> Iterator[list[Piece]]:
        """The words of the minutes."""
        if self._going:
            yield from lines_of(self._going.text, self.width)

    def do_write(self, _: str) -> None:
        """Writes exactly what is shown."""
        if self.written:
            self.tell("It is written; q goes back.")
        elif self._going:
            minutes.keep(self.store, self._going.content, self._asked, self.place)
            self.has_written(str(self.place), str(self.place))

    def placed(self, place: Path) -> None:
        """Another place; its ending tells the format."""
        self.place = place
        self._is_own_place = True
        ending = place.suffix.lower().lstrip(".")
        if ending in FORMATS:
            self.format = ending

    # Commands

    def do_format(self, _: str) -> None:
        """The next format; a place somebody gave gets its ending."""
        before, self.format = self.format, following(tuple(FORMATS), self.format)
        if self.place.suffix == f".{before}":
            self.place = self.place.with_suffix(f".{self.format}")
        self.changed()

    def do_notes(self, _: str) -> None:
        """With notes and remarks, or without."""
        self.with_notes = not self.with_notes
        self.changed()

    def do_large(self, _: str) -> None:
        """Large print, or not."""
        self.is_large = not self.is_large
        self.changed()
