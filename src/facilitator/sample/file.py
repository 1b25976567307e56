"""The sample in a data file of its own, to look around in."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from facilitator import sample
from facilitator.clock import Clock
from facilitator.db import open_store


class SampleFile:
    """A file with the sample in it, open in `store`, gone when it is closed. Raises FacilitatorError."""

    def __init__(self, clock: Clock) -> None:
        self._folder = TemporaryDirectory(prefix="facilitator-sample-")
        try:
            self.store = open_store(Path(self._folder.name) / "sample.db", create=True, clock=clock, origin="screen")
            self.store.is_thrown_away = True
            sample.build(self.store, self.store.now())
        except BaseException:
            self._folder.cleanup()
            raise

    def close(self) -> None:
        """Throws it away."""
        self.store.close()
        self._folder.cleanup()
