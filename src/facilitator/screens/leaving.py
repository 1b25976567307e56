"""What leaves the file: choose how, see exactly what, then Enter writes it. Nothing is written before."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from facilitator import paths
from facilitator.commands import Command
from facilitator.errors import FacilitatorError
from facilitator.exports.columns import Level
from facilitator.screens.home_commands import BACK, HELP
from facilitator.screens.records import RecordScreen
from facilitator.widgets.plain import fit, wrap
from facilitator.widgets.quiet import FILL, Piece, Tone

if TYPE_CHECKING:
    from facilitator.exports.extract import Held

WRITE = Command("write", "", "Write it", "writes what is shown; nothing is overwritten", "enter")
NAMES = Command("names", "", "Names", "the next level of names: how people are called in it", "l")
PLACE = Command("place", "", "Where to", "where it is written", "w")
LAST = (PLACE, BACK, HELP)

LEVELS: dict[Level, str] = {
    "consented": "as each person agreed to",
    "roles": "role and organisation, nobody by name",
    "anonymous": "groups only, small numbers hidden",
    "chatham": "nobody, no organisation (Chatham House Rule)",
    "full": "everything, private lines too: for your own keeping",
}
"""The levels of names in words, in the order in which they are offered."""
_FIRST_DOUBTS = 6
"""Of the words that may be names so many stand above the preview, the others under it."""
_LABEL = 9

Choice = TypeVar("Choice")


class LeavingScreen(RecordScreen):
    """How it leaves, what is held back, words for a look, then a preview that scrolls."""

    heading: str = ""
    level: Level = "consented"
    place: Path = Path()
    written = ""
    """Where it was written, while nothing has been chosen since."""

    def load(self) -> None:
        """Makes the preview anew."""
        self.head.show((f" {self.heading}", "strong"), FILL, ("not written yet " if not self.written else "", "muted"))
        try:
            self.look()
        except FacilitatorError as error:
            self.tell(str(error), is_error=True)
        self.show_rows()
        self.show_keys()

    @abstractmethod
    def look(self) -> None:
        """Reads what would leave."""

    @abstractmethod
    def choices(self) -> Iterator[tuple[str, str, str]]:
        """What can be chosen: label, what is chosen in words, key."""

    @abstractmethod
    def held_back(self) -> Iterator[tuple[str, Tone]]:
        """What stays in the file, in sentences."""

    @abstractmethod
    def doubts(self) -> list[str]:
        """Words that may be names and where they stand."""

    @abstractmethod
    def preview(self) -> Iterator[list[Piece]]:
        """What leaves."""

    # Showing

    def show_rows(self) -> None:
        """Draws it all; nothing in it can be acted on, so that the arrows scroll."""
        self.list.show([("", row) for row in self._rows()])

    def _rows(self) -> Iterator[list[Piece]]:
        for label, words, key in (*self.choices(), ("To", self.written or str(self.place), PLACE.letter)):
            for number, line in enumerate(wrap(words, max(20, self.width - _LABEL - 8))):
                end: list[Piece] = [FILL, (f"{key} ", "accent")] if number == 0 else []
                yield [(fit(label if number == 0 else "", _LABEL), "muted"), (line, "strong"), *end]
        yield []
        yield [("HELD BACK", "strong")]
        for words, tone in self.held_back():
            yield from ([(f"  {line}", tone)] for line in wrap(words, max(20, self.width - 6)))
        doubts = self.doubts()
        if doubts:
            more = len(doubts) - _FIRST_DOUBTS
            rest = f"; {more} more at the end" if more > 0 else ""
            yield [("FOR A LOOK", "strong"), (f"   these words may tell who somebody is{rest}", "muted")]
            yield from self._doubts(doubts[:_FIRST_DOUBTS])
        yield []
        yield [("WHAT LEAVES", "strong"), ("   ↑ ↓ PgDn scroll", "muted")]
        yield from self.preview()
        if len(doubts) > _FIRST_DOUBTS:
            yield []
            yield [("FOR A LOOK, GOES ON", "strong")]
            yield from self._doubts(doubts[_FIRST_DOUBTS:])

    def _doubts(self, doubts: list[str]) -> Iterator[list[Piece]]:
        for words in doubts:
            for line in wrap(words, max(20, self.width - 6)):
                yield [(f"  {line}", "warning")]

    def held_in_words(self, held: Held) -> Iterator[tuple[str, Tone]]:
        """Lines and people that do not leave."""
        if held.lines:
            yield f"{_count(held.lines, 'line that is', 'lines that are')} private or restricted: in the file only.", ""
        if self.level in ("roles", "anonymous", "chatham"):
            yield f"Nobody is named: {LEVELS[self.level]}.", ""
        elif held.people:
            yield f"{_count(held.people, 'person is', 'people are')} not named: a label stands in their place.", ""
        elif self.level == "consented":
            yield "Everybody in it may be named.", ""

    def private_in_words(self, lines: int) -> Iterator[tuple[str, Tone]]:
        """The warning of level `full`."""
        if self.level == "full":
            private = _count(lines, "private line is", "private lines are")
            yield f"Nothing. {private} in it: for your own keeping only.", "warning"

    # Commands

    def changed(self) -> None:
        """Something else is chosen: what was written is another one."""
        self.written = ""
        self.load()

    def do_names(self, _: str) -> None:
        """The next level of names."""
        self.level = following(tuple(LEVELS), self.level)
        self.changed()

    def do_place(self, _: str) -> None:
        """Asks where to."""
        from facilitator.dialogs.fields import Field
        from facilitator.dialogs.form import Form, Values

        def save(values: Values) -> str:
            self.placed(paths.typed(values["place"]))
            return ""

        field = Field("place", "Place", value=str(self.place), is_required=True, help="nothing is overwritten")
        self.ask(Form("Where to", (field,), save), self.changed)

    def placed(self, place: Path) -> None:
        """Another place was given."""
        self.place = place

    @abstractmethod
    def do_write(self, _: str) -> None:
        """Writes what is shown; an error leaves nothing behind."""

    def has_written(self, place: str, said: str) -> None:
        """What is shown stands in `place` now."""
        self.written = place
        self.load()
        self.tell(f"Written: {said}")


def following(choices: tuple[Choice, ...], now: Choice) -> Choice:
    """The choice behind this one, the first one behind the last."""
    return choices[(choices.index(now) + 1) % len(choices)]


def level_of(text: str) -> Level:
    """The level that the settings name."""
    return next(level for level in LEVELS if level == text)


def free(place: Path, exists: Callable[[Path], bool] = Path.exists) -> Path:
    """The place, or the next one like it where there is something already: `minutes-2.html`."""
    number, found = 2, place
    while exists(found):
        found = place.with_name(f"{place.stem}-{number}{place.suffix}")
        number += 1
    return found


def lines_of(text: str, width: int) -> Iterator[list[Piece]]:
    """The lines of a text, wrapped."""
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        for part in wrap(line.strip(), max(20, width - 6 - len(indent))) or [""]:
            yield [(f"  {indent}{part}", "")]


def _count(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
