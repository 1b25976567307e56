"""Drives home, the plain lists and the forms by keys, and shows what stands on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.message import Message
from textual.pilot import Pilot

from facilitator.app import FacilitatorApp
from facilitator.db import Store
from facilitator.screens.exporting import ExportScreen
from facilitator.screens.navigation import OpenMeeting
from facilitator.settings import Settings
from facilitator.terminal import KeyParser

NARROW, WIDE, VERY_WIDE = (80, 24), (120, 40), (220, 60)
SIZES = (NARROW, WIDE, VERY_WIDE)


class HomeApp(FacilitatorApp):
    """The program; which meetings were asked for is in `opened`."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self.opened: list[str] = []

    def on_open_meeting(self, message: OpenMeeting) -> None:
        """Notes the meeting instead of running it."""
        message.prevent_default()
        self.opened.append(message.meeting_id)


@asynccontextmanager
async def at_home(
    store: Store, size: tuple[int, int] = NARROW, settings: Settings | None = None
) -> AsyncIterator[Pilot[int]]:
    """The program on its home screen."""
    app = HomeApp(store, settings or Settings())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


async def burst(pilot: Pilot[Any], keys: str) -> None:
    """Sends keys as one write to the terminal does, `\\r` for Enter."""
    messages: Iterable[Message] = KeyParser().feed(keys)
    for message in messages:
        pilot.app.post_message(message)
    await pilot.pause()
    await pilot.pause()
    await settled(pilot)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys one after the other, each when what the one before had done aside is done."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        await settled(pilot)


async def settled(pilot: Pilot[Any]) -> None:
    """Waits for what the screen in front has done in a thread."""
    while isinstance(pilot.app.screen, ExportScreen) and pilot.app.screen.aside.is_busy:
        await pilot.pause()


def opened(pilot: Pilot[int]) -> list[str]:
    """The ids of the meetings that were asked for."""
    assert isinstance(pilot.app, HomeApp)
    return pilot.app.opened


def shown(pilot: Pilot[Any]) -> str:
    """What stands on the screen, a line for each row."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def counted_reads(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries the store runs from now on."""
    read: list[str] = []
    rows = store.rows

    def counting(sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        read.append(sql)
        return rows(sql, *parameters)

    monkeypatch.setattr(store, "rows", counting)
    return read


def top(pilot: Pilot[int]) -> str:
    """The sort of screen in front."""
    return type(pilot.app.screen).__name__
