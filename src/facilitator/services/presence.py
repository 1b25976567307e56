"""Who has the data file open: a screen says so when it opens the file and when it leaves.

There is one first screen, the facilitator's; others are beside it, each with its own undo and drafts, or only read.
What a crash left is told by its process and taken out, so that the next start asks nobody.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import replace

from facilitator.clock import local
from facilitator.db import Store
from facilitator.db.ids import Ids
from facilitator.errors import FacilitatorError, Refused
from facilitator.model.screens import OpenScreen, free_origin
from facilitator.services.processes import is_running, own_token


def others(store: Store) -> list[OpenScreen]:
    """The other screens that are open now, in the order they were opened."""
    return _running(store, store.screens.all())


def first_screen(store: Store) -> OpenScreen | None:
    """The facilitator's screen, when another one than this is open."""
    return _first(others(store))


def refuse_others(store: Store) -> None:
    """Raises Refused while a screen has the file open: it would go on writing into a file that is to be replaced."""
    if found := others(store):
        first = found[0]
        since = local(first.since, store.clock.zone_name())
        raise Refused(
            f"{store.path} is open on a screen of {first.device} since {since:%H:%M}; leave it there, then try again"
        )


def arrive(store: Store, meeting_id: str | None = None) -> OpenScreen | None:
    """Makes this the first screen, or returns the one that is: then it must be said what this one is to be.

    Nothing is written yet: `settle` does that once the first frame stands.
    """
    first = first_screen(store)
    if first is None:
        _take(store, "first", meeting_id, ())
    return first


def join(store: Store, role: str, meeting_id: str | None = None) -> None:
    """Makes this a screen beside the first: `second`, or `reader`. Nothing is written yet, as in `arrive`."""
    _take(store, role, meeting_id, others(store))


def settle(store: Store) -> bool:
    """Writes the screen down, and takes out what crashes have left; a reader's store refuses every write from then on.

    Returns False where two were opened at the same moment: the later one to be written down is beside the other then.
    What a full disk or a busy file keeps from being written, `see` writes later.
    """
    screen = store.screen
    if screen is None:
        return True
    with contextlib.suppress(FacilitatorError), store.write_aside():
        known = store.screens.all()
        running = _running(store, known)
        store.screens.remove({it.id for it in known} - {it.id for it in running})
        if screen.origin and screen.origin in {it.origin for it in running}:
            _take(store, "second", screen.meeting_id, running)
        store.screens.put(store.screen or screen)
    if screen.role == "reader":
        store.read_only(True)
    return store.screen is None or store.screen.role == screen.role


def shows(store: Store, meeting_id: str | None) -> None:
    """Says which meeting the screen shows now."""
    if store.screen is not None and store.screen.meeting_id != meeting_id:
        store.screen = replace(store.screen, meeting_id=meeting_id)
        see(store)


def see(store: Store) -> None:
    """Says that the screen is still open; called now and then."""
    if store.screen is not None and not store.is_reader:
        store.screen = replace(store.screen, seen_at=store.now())
        settle(store)


def leave(store: Store) -> None:
    """Takes the screen out of the file; a row that cannot be taken out is told by its process."""
    if store.screen is not None:
        screen, store.screen = store.screen, None
        with contextlib.suppress(FacilitatorError):
            store.read_only(False)
            store.screens.remove((screen.id,))


def _take(store: Store, role: str, meeting_id: str | None, running: Iterable[OpenScreen]) -> None:
    now = store.now()
    store.screen = OpenScreen(
        id=Ids().new(now),
        role=role,
        origin=free_origin(role, {it.origin for it in running}),
        meeting_id=meeting_id,
        device=store.device,
        pid=os.getpid(),
        process=own_token(),
        since=now,
        seen_at=now,
    )
    store.origin = store.screen.origin or role


def _running(store: Store, screens: Iterable[OpenScreen]) -> list[OpenScreen]:
    own = store.screen.id if store.screen else ""
    now = store.now()
    return [it for it in screens if it.id != own and is_running(it, store.device, now)]


def _first(screens: Iterable[OpenScreen]) -> OpenScreen | None:
    return next((it for it in screens if it.role == "first"), None)
