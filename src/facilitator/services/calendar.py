"""Meetings and promises for other people's calendars."""

from __future__ import annotations

from pathlib import Path

from facilitator.clock import today
from facilitator.db import Store
from facilitator.exports import calendar, writer
from facilitator.frozen import frozen
from facilitator.services.doubts import Doubt, doubts
from facilitator.services.export import extract


@frozen
class Written:
    """What a calendar file holds; `promises` are open, `finished` done or dropped.

    `doubts` are words in it that may be names, `private_lines` promises of repair meetings.
    """

    meetings: int
    promises: int
    finished: int
    doubts: tuple[Doubt, ...]
    private_lines: int


def write(
    store: Store, target: Path, *, partnership_id: str | None = None, level: str = "consented", force: bool = False
) -> Written:
    """Writes meetings as events and promises as to-dos to an `.ics` file, and logs that they leave.

    Raises Invalid (`names`), NotFound, Refused, FileTrouble or DiskTrouble; then nothing is written.
    """
    found = extract(store, level, partnership_id=partnership_id, with_revisions=True)
    made = calendar.calendar(found, today(store.clock))
    with writer.new_file(target, store.path, force=force) as file:
        file.write(made.content)
        rows = made.meetings + made.promises + made.finished
        store.drafts.log_export("calendar", level, rows, str(target.absolute()))
    return Written(made.meetings, made.promises, made.finished, doubts((found,), made.text), made.restricted)
