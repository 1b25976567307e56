"""Runs the program on the screen: opens the data file, shows the first screen, and comes back when it is left."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.app import FacilitatorApp
from facilitator.clock import Clock
from facilitator.db import Store, open_store
from facilitator.errors import FacilitatorError
from facilitator.services import presence
from facilitator.settings import Settings

if TYPE_CHECKING:
    from facilitator.db.passphrase import Passphrase

GARBAGE_THRESHOLD = 2_000
"""So many new objects before Python looks for garbage among them, once the first frame stands: less than a
millisecond's work."""


def run_app(
    path: Path,
    settings: Settings,
    *,
    store: Store | None = None,
    meeting_id: str | None = None,
    create: bool = True,
    clock: Clock | None = None,
    passphrase: Passphrase | None = None,
    is_thrown_away: bool = False,
    notices: tuple[str, ...] = (),
    second: bool = False,
) -> int:
    """Opens the data file and runs the program until it is left; returns the exit code.

    A `store` that is open already is taken over, and closed. Where another screen has the file open it asks what this
    one is to be; `second` answers that: beside it. An encrypted file needs its `passphrase`. When the user goes back
    to a backup, the program opens again with it. A file that `is_thrown_away` afterwards has no backups. `notices` are
    said once the screen stands.

    Raises FacilitatorError when the file cannot be opened, and what nobody foresaw once the terminal is as it was.
    """
    said = ""
    while True:
        with store or open_store(path, create=create, clock=clock, origin="screen", passphrase=passphrase) as opened:
            opened.is_thrown_away = is_thrown_away
            taken_by = None
            if second:
                presence.join(opened, "second", meeting_id)
            else:
                taken_by = presence.arrive(opened, meeting_id)
            app = FacilitatorApp(opened, settings, meeting_id, _put_start_aside, said, notices, taken_by)
            try:
                app.run()
            finally:
                presence.leave(opened)
        if app.failure is not None:
            raise app.failure
        if not app.backup_to_restore:
            return app.return_code or 0
        said, meeting_id, store = _restored(path, app.backup_to_restore, opened.clock, passphrase), None, None


def _put_start_aside() -> None:
    """Keeps what the start has made out of every later search for garbage: going through it would hold up a key."""
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)


def _restored(path: Path, name: str, clock: Clock, passphrase: Passphrase | None) -> str:
    from facilitator.services import backups

    try:
        done = backups.restore(path, name, clock, passphrase_of=lambda _: passphrase)
    except FacilitatorError as error:
        return str(error)
    return " ".join((f"The file is back; the one it replaced is kept as {done.kept}.", *done.remarks))
