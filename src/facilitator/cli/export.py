"""`facilitator export`."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator.cli.common import PATH, Command, chosen_settings, open_file, option, remark, say
from facilitator.settings import NAME_LEVELS


@click.command(cls=Command, short_help="Write everything as CSV files.")
@click.argument("folder", metavar="DIR", type=PATH)
@option("--partnership", metavar="P", help="Only this one: an id, the start of an id, or a name.")
@option("--meeting", metavar="M", help="Only this one: an id, a title, latest, next or running.")
@option("--names", "level", type=click.Choice(NAME_LEVELS), help="How names leave; see the settings for the default.")
@option("--exact", is_flag=True, help="Leave text that looks like a formula as it is, for a round trip.")
@option("--excel", is_flag=True, help="Add a byte order mark and CRLF line ends, as Excel likes them.")
@option("--force", is_flag=True, help="Replace files of the same names that are in DIR already.")
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
    for notice in done.notices:
        remark(str(notice))
    if store.is_read_only:
        remark(f"{store.path} cannot be written to, so this export is not in its log")
    if done.private_lines:
        lines = "line is" if done.private_lines == 1 else "lines are"
        remark(f"{done.private_lines} private or restricted {lines} in it: for your own keeping only")
    say(f"{done.rows} rows in {len(done.files)} files written to {folder}")
