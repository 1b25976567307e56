"""Long work beside a screen: in a thread, with a connection of its own, so that keys and clocks go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import TypeVar

from textual.message import Message

from facilitator.db import Store
from facilitator.screens.base import BaseScreen

Outcome = TypeVar("Outcome")
Work = Callable[[Store], Outcome]


class Came(Message):
    """Something came from the thread: what the screen does with it."""

    def __init__(self, do: Callable[[], None]) -> None:
        super().__init__()
        self.do = do


class Aside:
    """Does one piece of work at a time for a screen; of those that wait only the latest is done.

    The screen handles `Came` by calling its `do`.
    """

    def __init__(self, screen: BaseScreen[None]) -> None:
        self._screen = screen
        self._next: Callable[[], None] | None = None
        self.is_busy = False

    def do(self, work: Work[Outcome], then: Callable[[Outcome], None]) -> None:
        """Has `work` done with a store of its own; `then` gets the outcome on the screen, where an error is raised."""
        if self.is_busy:
            self._next = partial(self.do, work, then)
            return
        self.is_busy = True
        store = self._screen.store.beside()

        def run() -> None:
            try:
                with store:
                    made = partial(then, work(store))
            except BaseException as error:
                made = partial(_fail, error)
            self.say(partial(self._end, made))

        # Whoever leaves the program does not wait for it: what it writes is in its place whole or not at all.
        Thread(target=run, daemon=True).start()

    def say(self, do: Callable[[], None]) -> None:
        """Has something done on the screen; may be called in the thread."""
        self._screen.post_message(Came(do))

    def _end(self, then: Callable[[], None]) -> None:
        self.is_busy = False
        waiting, self._next = self._next, None
        if waiting is not None:
            waiting()
        else:
            then()


def _fail(error: BaseException) -> None:
    raise error
