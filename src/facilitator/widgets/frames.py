"""When a screen paints what has changed: at once, unless it is painted again and again.

Textual paints on a grid of sixtieths of a second that begins with the frame before: a key that comes right after the
clock was painted would wait for one or two of them.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.screen import UPDATE_PERIOD
from textual.timer import Timer

if TYPE_CHECKING:
    from textual.screen import Screen


class Pace:
    """Once in each `interval` of seconds in the long run, with one in advance."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._due = 0.0

    def early(self, now: float) -> float:
        """By how many seconds `now` is too early; 0 when it is not, which then counts."""
        early = self._due - self._interval - now
        if early > 0:
            return early
        self._due = max(self._due, now) + self._interval
        return 0


class FrameTimer(Timer):
    """Calls back as soon as it is resumed, at its pace."""

    def __init__(self, screen: Screen[Any], interval: float = UPDATE_PERIOD) -> None:
        super().__init__(screen, interval, name="screen_update", callback=screen._on_timer_update, pause=True)
        self._pace = Pace(interval)

    async def _run(self) -> None:
        now = asyncio.get_running_loop().time
        while True:
            await self._active.wait()
            if early := self._pace.early(now()):
                await asyncio.sleep(early)
            else:
                await self._tick(next_timer=now(), count=0)


def frames_of(screen: Screen[Any]) -> FrameTimer:
    """A timer for the frames of a screen, in the place of Textual's own. It stands until it is resumed."""
    timer = FrameTimer(screen)
    timer._start()
    screen._timers.add(timer)
    return timer
