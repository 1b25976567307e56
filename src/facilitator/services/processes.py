"""Tells whether the process that wrote a row is still the one that runs."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from facilitator.model.screens import OpenScreen
from facilitator.processes import exists, place, started

UNSEEN_SECONDS = 180
"""A screen that cannot be looked at from here and has given no sign for so long is gone."""


def own_token() -> str:
    """What names this process beside its id: laptop start, namespace, process start; empty where none can be told."""
    here, began = place(), started(os.getpid())
    return f"{here}/{began}" if here and began else ""


def is_running(screen: OpenScreen, device: str, now: datetime) -> bool:
    """Whether the screen is still open, asked on the laptop called `device`."""
    is_fresh = now - screen.seen_at < timedelta(seconds=UNSEEN_SECONDS)
    there, _, began = screen.process.rpartition("/")
    here = place()
    if there and here:
        if there == here:
            return started(screen.pid) == began
        if there.partition("/")[0] == here.partition("/")[0]:
            return is_fresh  # the same laptop through the wall of a container
        # Another start of the laptop: on this one it ended then.
        return screen.device != device and is_fresh
    if screen.device != device:
        return is_fresh
    return is_fresh and exists(screen.pid)
