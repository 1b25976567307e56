"""What all repositories share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facilitator.db.store import Store


class Repository:
    """Reads and writes one aggregate through the store. Lists come joined and whole."""

    def __init__(self, store: Store) -> None:
        self._store = store
