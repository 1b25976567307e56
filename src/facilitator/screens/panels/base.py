"""What every panel is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from importlib import import_module
from typing import ClassVar

from facilitator.db import Store
from facilitator.frozen import frozen
from facilitator.model.meeting import Step
from facilitator.steps.kinds import kind_of
from facilitator.widgets.quiet import Piece


@frozen
class Row:
    """One row of a panel. `id` names its record and keeps the cursor; rows without one are passed over."""

    id: str
    pieces: tuple[Piece, ...]


@frozen
class PanelKey:
    """A key of a panel: its Textual name, how the footer writes it, and what it does."""

    key: str
    shown: str
    label: str


@frozen
class Says:
    """The key did something; this is what to say."""

    text: str


@frozen
class Complete:
    """The key needs words: this goes into the line, the line has the focus."""

    text: str


class Panel(ABC):
    """What a kind of step shows and does. Knows the store through services, and no widget."""

    keys: ClassVar[tuple[PanelKey, ...]] = ()
    width: int = 80
    """Cells a row may take; set before `rows`."""

    def __init__(self, store: Store, meeting_id: str, step: Step, *, day_first: bool = False) -> None:
        self.store = store
        self.meeting_id = meeting_id
        self.step = step
        self.day_first = day_first

    @abstractmethod
    def rows(self) -> list[Row]:
        """What to draw, read anew from the record."""

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:  # noqa: ARG002
        """Does what a key means on a row; None when it means nothing there. Raises FacilitatorError."""
        return None


def panel_for(store: Store, meeting_id: str, step: Step, *, day_first: bool = False) -> Panel:
    """The panel of a step's kind, imported on first use."""
    module, _, name = kind_of(step.kind).panel.partition(":")
    made: Panel = getattr(import_module(f"facilitator.screens.panels.{module}"), name)(
        store, meeting_id, step, day_first=day_first
    )
    return made
