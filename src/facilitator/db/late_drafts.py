"""Writes drafts in a thread with a connection of its own: whoever types never waits for the disk.

One writes at a time: a draft holds the store's `turn` while it is written, and so does every act of the store. Of one
field only the latest words wait, and an act that takes them out of the file takes them out of the queue in the same
transaction, so that they never come back after it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from typing import TYPE_CHECKING

from facilitator.errors import FacilitatorError
from facilitator.frozen import frozen

if TYPE_CHECKING:
    from facilitator.db.store import Store

BREATH_SECONDS = 0.05
"""After a failure whoever waits for the turn has it first: it may have been waited for another program just now."""

Told = Callable[[FacilitatorError | None], object]
"""Called in the thread: why the words are not in the file; None when they are."""


@frozen
class Draft:
    """Half-typed words, and under which name they are kept."""

    place: str
    text: str
    cursor: int
    at: datetime


Late = tuple[Draft, Told]


class LateDrafts:
    """The drafts of a store that wait to be written, and their thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # Changed by both threads, each time in one step that is whole by itself.
        self._waiting: dict[str, Late] = {}
        self._come = Event()
        self._is_over = False
        self._thread: Thread | None = None
        self._own: Store | None = None
        """The thread's connection, opened with its first draft."""

    def put(self, draft: Draft, told: Told) -> None:
        """Has it written soon. What cannot be written is told, and tried again with the next."""
        self._waiting[draft.place] = (draft, told)
        if self._thread is None:
            _ = self._store.raw_key  # asked of the store's own connection, which is not the thread's
            self._thread = Thread(target=self._run, name="drafts", daemon=True)
            self._thread.start()
            self._store.before_close(self._end)
        self._come.set()

    def forget(self, place: str) -> None:
        """Those words are not to be written any more. Inside a write only: then the thread has none in hand."""
        self._waiting.pop(place, None)

    def _end(self) -> None:
        self._is_over = True
        self._come.set()
        if self._thread is not None:
            self._thread.join()

    # In the thread

    def _run(self) -> None:
        try:
            while self._come.wait() and not self._is_over:
                self._come.clear()
                try:
                    with self._store.turn:
                        written = self._write()
                except FacilitatorError as error:
                    for _, told in list(self._waiting.values()):
                        told(error)
                    time.sleep(BREATH_SECONDS)
                else:
                    for _, told in written:
                        told(None)
        finally:
            if self._own is not None:
                self._own.close()

    def _write(self) -> list[Late]:
        """Writes what waits, all at once; it waits on when that fails."""
        self._own = self._own or self._store.beside()
        written: list[Late] = []
        try:
            with self._own.write_aside():
                while self._waiting:
                    _, late = self._waiting.popitem()
                    written.append(late)
                    self._own.drafts.put(late[0])
        except BaseException:
            for late in written:
                self._waiting.setdefault(late[0].place, late)
            raise
        return written
