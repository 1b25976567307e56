"""What every plain list is: rows, forms, whose history a row has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from facilitator.clock import today
from facilitator.commands import Command
from facilitator.db import Store
from facilitator.frozen import frozen
from facilitator.model.history import Scope
from facilitator.screens.home_commands import BACK, HELP, HISTORY, REDO, UNDO
from facilitator.settings import Settings
from facilitator.widgets.quiet import FILL, Piece

if TYPE_CHECKING:
    from facilitator.dialogs.form import Form

FILTER = Command("filter", "", "Filter", "shows the rows with the words you type", "f")
MEETINGS = Command("meetings", "", "Meetings", "its meetings", "m")
PEOPLE = Command("people", "", "People", "its people", "w")
ORGANISATIONS = Command("organisations", "", "Organisations", "its organisations", "o")
GOALS = Command("goals", "", "Goals", "its goals", "g")
ACTIONS = Command("actions", "", "Promises", "its promises", "a")
LAST = (FILTER, BACK, UNDO, REDO, HISTORY, HELP)
MEANS_CHANGE = Command("open", "", "Change", "changes what is under the cursor", "enter")


@frozen
class Record:
    """A row: the id of its record, its pieces, and the words it is found by."""

    id: str
    pieces: Sequence[Piece]

    @property
    def words(self) -> str:
        """What filtering looks through."""
        return " ".join(text for text, _ in self.pieces)


class Listed(ABC):
    """One sort of record, of one partnership or of all."""

    title: ClassVar[str]
    table: ClassVar[tuple[Command, ...]]
    nothing: ClassVar[str] = "Nothing here yet; n adds one."

    def __init__(self, store: Store, settings: Settings, partnership_id: str | None) -> None:
        self.store = store
        self.settings = settings
        self.partnership_id = partnership_id
        self.is_about_several = partnership_id is None and len(store.people.partnerships()) > 1
        """Rows say whose they are."""

    @abstractmethod
    def records(self) -> list[Record]:
        """The rows as the record stands."""

    def new(self, partnership_id: str) -> Form:
        """The form for one more."""
        raise NotImplementedError

    def change(self, record_id: str) -> Form:
        """The form for one of them. Raises NotFound."""
        raise NotImplementedError

    def end(self, record_id: str) -> str:
        """One of them no longer takes part; returns what to say. Raises NotFound or Refused."""
        raise NotImplementedError

    @property
    def today(self) -> date:
        """The date on the user's calendar."""
        return today(self.store.clock)

    def scope(self, record_id: str) -> Scope:  # noqa: ARG002
        """Whose history a row has."""
        return Scope()

    def where(self, partnership: str) -> tuple[Piece, ...]:
        """Whose a row is, at the right edge, where the list is about several."""
        return (FILL, (f"{partnership} ", "muted")) if self.is_about_several else ()


def count(number: int, one: str, several: str) -> str:
    """So many of something: `1 person`, `3 people`."""
    return f"{number} {one if number == 1 else several}"
