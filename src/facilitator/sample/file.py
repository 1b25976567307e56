"""The sample in a data file of its own, to look around in."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from facilitator import sample
from facilitator.beside import folder_made_in
from facilitator.clock import Clock
from facilitator.db import open_store


class SampleFile:
    """A file with the sample in it, open in `store`, gone when it is closed. Raises FacilitatorError."""

    def __init__(self, clock: Clock) -> None:
        with ExitStack() as made:
            folder = made.enter_context(folder_made_in(Path(tempfile.gettempdir())))
            self.store = made.enter_context(open_store(folder / "sample.db", create=True, clock=clock, origin="screen"))
            self.store.is_thrown_away = True
            sample.build(self.store, self.store.now())
            self._made = made.pop_all()

    def close(self) -> None:
        """Throws it away."""
        self._made.close()
