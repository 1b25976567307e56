"""`facilitator export`."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator.cli.common import PATH, Command, chosen_settings, open_file, option, say
from facilitator.cli.leaving import force_option, names_option, tell


@click.command(cls=Command, short_help="Write everything as CSV files.")
@click.argument("folder", metavar="DIR", type=PATH)
@option("--partnership", metavar="P", help="Only this one: an id, the start of an id, or a name.")
@option("--meeting", metavar="M", help="Only this one: an id, a title, latest, next or running.")
@names_option
@option("--exact", is_flag=True, help="Leave text that looks like a formula as it is, for a round trip.")
@option("--excel", is_flag=True, help="Add a byte order mark and CRLF line ends, as Excel likes them.")
@force_option
def export(
    folder: Path, partnership: str | None, meeting: str | None, level: str | None, exact: bool, excel: bool, force: bool
) -> None:
    """Write everything to DIR as CSV files, with a description of every column.

    Names leave as each person agreed to, families, students and residents unnamed until they said yes; full holds
    everything, private lines too.
    """
    from facilitator.cli.progress import progress
    from facilitator.services import find
    from facilitator.services.export import export_bundle

    chosen = chosen_settings()
    with open_file() as store, progress("Writing") as told:
        partnership_id = find.partnership(store, partnership).id if partnership is not None else None
        meeting_id = find.meeting(store, meeting, partnership_id).id if meeting is not None else None
        done = export_bundle(
            store,
            folder,
            partnership_id=partnership_id,
            meeting_id=meeting_id,
            level=level or chosen.names,
            language=chosen.language,
            exact=exact,
            excel=excel,
            force=force,
            progress=told,
        )
    tell(store, done.notices, private_lines=done.private_lines, holder="it")
    say(f"{done.rows} rows in {len(done.files)} files written to {folder}")
