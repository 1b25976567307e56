"""Backups made beside the screen: in a thread with a connection of its own, one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable

from facilitator.db import Store
from facilitator.screens.base import Warned

JOIN_SECONDS = 5.0
"""A backup that is being made when the program is left gets so long; what is left of it is thrown away later."""


class BackingUp:
    """Makes backups; `tried` is called in their thread with what to say after each, nothing when all is well."""

    def __init__(self, tried: Callable[[Warned], object]) -> None:
        self._tried = tried
        self.latest: threading.Thread | None = None
        """The thread of the backup begun last."""

    def begin(self, store: Store, reason: str) -> None:
        """Begins one of the file of `store`; `reason` is a key of `model.backups.REASONS`."""
        if store.is_thrown_away:
            return
        path, clock, key, before = store.path, store.clock, store.raw_key, self.latest

        def work() -> None:
            from facilitator.services import backups

            if before is not None:
                before.join()
            said = backups.attempt(path, clock, reason, key)
            self._tried(Warned(said, backups.about_the_place(path, clock, key)))

        self.latest = threading.Thread(target=work, daemon=True)
        self.latest.start()

    def finish(self) -> None:
        """Waits for what was begun, `JOIN_SECONDS` at most."""
        if self.latest is not None:
            self.latest.join(JOIN_SECONDS)
