"""What the program does once its first frame stands, in order; what can wait does so while somebody types."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

QUIET_SECONDS = 1.0
"""So long nobody has typed: the next key is further off than at any other moment."""
LONGEST_SECONDS = 300.0
"""Somebody who never rests is waited for so long at most."""


class Quiet:
    """Knows when nobody has typed for `seconds`. `now` counts seconds from any moment, `sleep` waits so many."""

    def __init__(
        self,
        seconds: float = QUIET_SECONDS,
        now: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._seconds = seconds
        self._now = now
        self._sleep = sleep
        self._since = now()

    def end(self) -> None:
        """A key came."""
        self._since = self._now()

    async def come(self) -> None:
        """Returns when it is quiet, and after `LONGEST_SECONDS` in any case. The wait itself is no key."""
        self._since = began = self._now()
        while (left := min(self._since + self._seconds, began + LONGEST_SECONDS) - self._now()) > 0:
            await self._sleep(left)


class FirstThings:
    """Looks for damage, says in the file that the screen is open, and makes the first backup.

    The look comes at once: the first draft would have to wait for it, and beside the screen it holds up no key. A
    second terminal asks the file who has it open, so that is written as soon as it is known to be sound. Copying and
    checking the whole file beside the screen would make keys late; the backup waits for a quiet moment.
    """

    def __init__(
        self, look: Callable[[], Awaitable[None]], settle: Callable[[], None], back_up: Callable[[], None], quiet: Quiet
    ) -> None:
        self._look = look
        self._settle = settle
        self._back_up = back_up
        self._quiet = quiet
        self._task: asyncio.Task[None] | None = None
        self._is_waiting = False

    def begin(self) -> None:
        """Begins; an error nobody foresaw comes to the event loop's handler."""
        self._task = asyncio.get_running_loop().create_task(self._do())
        self._task.add_done_callback(_raise)

    def stop(self) -> None:
        """Leaves out what was not begun."""
        if self._task is not None:
            self._task.cancel()
        self._is_waiting = False

    def catch_up(self) -> None:
        """The program is left: a backup that still waits for a quiet moment is made now."""
        was_waiting = self._is_waiting
        self.stop()
        if was_waiting:
            self._back_up()

    async def _do(self) -> None:
        await self._look()
        self._settle()
        self._is_waiting = True
        await self._quiet.come()
        self._is_waiting = False
        self._back_up()


def _raise(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        task.result()
