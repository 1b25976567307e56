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
    """Does one piece of work at a time for a screen; of pieces with one name that wait only the latest is done.

    The screen handles `Came` by calling its `do`.
    """

    def __init__(self, screen: BaseScreen[None]) -> None:
        self._screen = screen
        self._doing = ""
        self._waiting: dict[str, Callable[[], None]] = {}

    @property
    def is_busy(self) -> bool:
        """Something is being done."""
        return bool(self._doing)

    def has(self, name: str) -> bool:
        """Work of that name is being done, or waits."""
        return name == self._doing or name in self._waiting

    def do(self, name: str, work: Work[Outcome], then: Callable[[Outcome], None], *, to_the_end: bool = False) -> None:
        """Has `work` done with a store of its own; `then` gets the outcome on the screen, where an error is raised.

        What is done while newer work of the same `name` waits is not shown. Work that is done `to_the_end` is finished
        when the program is left meanwhile: stopped halfway it would leave something half-made behind.
        """
        if self.is_busy:
            self._waiting[name] = partial(self.do, name, work, then, to_the_end=to_the_end)
            return
        store = self._screen.store.beside()
        self._doing = name

        def run() -> None:
            try:
                with store:
                    made = partial(then, work(store))
            except BaseException as error:
                made = partial(_fail, error)
            self.say(partial(self._end, made))

        Thread(target=run, daemon=not to_the_end).start()

    def say(self, do: Callable[[], None]) -> None:
        """Has something done on the screen; may be called in the thread."""
        self._screen.post_message(Came(do))

    def _end(self, then: Callable[[], None]) -> None:
        is_shown = self._doing not in self._waiting
        self._doing = ""
        try:
            if is_shown:
                then()
        finally:
            if self._waiting and not self._doing:
                self._waiting.pop(next(iter(self._waiting)))()


def _fail(error: BaseException) -> None:
    raise error
