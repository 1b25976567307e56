"""`facilitator exports`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from facilitator.cli.common import Command, open_file, option, remark, say

if TYPE_CHECKING:
    from facilitator.cli.tables import Record

COLUMNS = ("at", "what", "names", "rows", "place")


@click.command(cls=Command, short_help="List what left the file.")
@option("--csv", "as_csv", is_flag=True, help="As CSV.")
@option("--json", "as_json", is_flag=True, help="As JSON.")
def exports(as_csv: bool, as_json: bool) -> None:
    """List everything that left the file, the newest first: when, what, how people were named in it, where to."""
    if as_csv and as_json:
        raise click.UsageError("take --csv or --json, not both")
    from facilitator.cli import tables
    from facilitator.clock import spoken
    from facilitator.services.exports_log import all_exports

    with open_file() as store:
        found, clock = all_exports(store), store.clock
    records: list[Record] = [
        {"at": it.at, "what": it.what, "names": it.level, "rows": it.rows, "place": it.place} for it in found
    ]
    if as_csv:
        say(tables.csv_text(COLUMNS, records))
    elif as_json:
        say(tables.json_text(records))
    elif found:
        headings = (
            tables.Heading("when"),
            tables.Heading("what"),
            tables.Heading("names"),
            tables.Heading("rows", right=True),
            tables.Heading("where to", flexible=True),
        )
        rows = [
            (spoken(it.at, clock), it.what, it.level, str(it.rows) if it.is_in_rows else "", it.place) for it in found
        ]
        say(tables.table(headings, rows))
    else:
        remark("nothing has left the file yet")
