"""Meetings and promises for other people's calendars."""

from __future__ import annotations

from pathlib import Path

from facilitator.db import Store
from facilitator.exports import calendar, writer
from facilitator.frozen import frozen
from facilitator.services.export import extract


@frozen
class Written:
    """What a calendar file holds."""

    meetings: int
    promises: int


def write(
    store: Store, target: Path, *, partnership_id: str | None = None, level: str = "consented", force: bool = False
) -> Written:
    """Writes meetings as events and open promises as to-dos to an `.ics` file, and logs that they leave.

    Raises Invalid (`names`), NotFound, Refused, FileTrouble or DiskTrouble; then nothing is written.
    """
    found = extract(store, level, partnership_id=partnership_id)
    meetings = sum(it["state"] != "draft" for it in found.of("meetings"))
    promises = len(found.of("actions", state="open"))
    with writer.new_file(target, store.path, force=force) as file:
        file.write(calendar.calendar(found))
        store.drafts.log_export("calendar", level, meetings + promises, str(target.absolute()))
    return Written(meetings, promises)
