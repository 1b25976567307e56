"""What can still be read by anybody after the data file was encrypted."""

from __future__ import annotations

from pathlib import Path

from facilitator.db import Store


def readable_copies(store: Store) -> list[Path]:
    """The exports that left this file and still are where they were written, each once, the newest first."""
    places = dict.fromkeys(Path(path) for _, _, _, _, path in store.drafts.exports())
    return [place for place in places if place.exists()]
