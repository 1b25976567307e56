"""`facilitator calendar`."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator.cli.common import PATH, Command, chosen_settings, open_file, option, say
from facilitator.cli.leaving import force_option, names_option, tell


@click.command(cls=Command, short_help="Write meetings and promises for a calendar.")
@click.argument("file", metavar="FILE.ics", type=PATH)
@option("--partnership", metavar="P", help="Only this one: an id, the start of an id, or a name.")
@names_option
@force_option
def calendar(file: Path, partnership: str | None, level: str | None, force: bool) -> None:
    """Write meetings as events and promises as to-dos to FILE.ics.

    Read into a calendar again after a change, it updates what is there: promises done or dropped in the last year are
    marked so.
    """
    from facilitator.services import find
    from facilitator.services.calendar import write

    level = level or chosen_settings().names
    with open_file() as store:
        partnership_id = find.partnership(store, partnership).id if partnership is not None else None
        done = write(store, file, partnership_id=partnership_id, level=level, force=force)
    tell(store, done.doubts, private_lines=done.private_lines, holder="the calendar")
    finished = f", with {done.finished} done or dropped in the last year" if done.finished else ""
    say(f"{done.meetings} meetings and {done.promises} open promises written to {file}{finished}")
