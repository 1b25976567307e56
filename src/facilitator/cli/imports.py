"""`facilitator import`: people and goals from CSV files, and a whole bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator.cli.common import PATH, Group, open_file, open_or_new_file, option, remark, say

if TYPE_CHECKING:
    from facilitator.services.importing import Imported

_partnership = option(
    "--partnership", required=True, metavar="P", help="Whose they are: an id, the start of an id, or a name."
)


@click.group("import", cls=Group, short_help="Add people or goals from a CSV file; read a bundle back.")
def import_() -> None:
    """Add people or goals from a CSV file, or read a whole bundle back: all of it, or nothing."""


@import_.command()
@click.argument("file", type=PATH)
@_partnership
def people(file: Path, partnership: str) -> None:
    """Add the people of FILE and their organisations.

    Columns: name, and optionally organisation, group, role, email, is_minor, may_be_named. UTF-8; comma, semicolon or
    tab. Who is there already, by name and organisation, is left. The name of a minor is not kept.
    """
    from facilitator.services import find, importing

    with open_file() as store:
        _report(importing.people(store, find.partnership(store, partnership).id, file), "person", "people")


@import_.command()
@click.argument("file", type=PATH)
@_partnership
def goals(file: Path, partnership: str) -> None:
    """Add the goals of FILE.

    Columns: statement, and optionally why, measure, unit, baseline, target, due (2027-06-30), owner_organisations
    (separated by ;). UTF-8; comma, semicolon or tab. A goal that is there already, by its statement, is left.
    """
    from facilitator.services import find, importing

    with open_file() as store:
        _report(importing.goals(store, find.partnership(store, partnership).id, file), "goal", "goals")


@import_.command()
@click.argument("folder", metavar="DIR", type=PATH)
@option("--force", is_flag=True, help="Read files, too, that were changed since the export; a bad cell is refused.")
def bundle(folder: Path, force: bool) -> None:
    """Read the bundle in DIR back into an empty data file.

    It must have been exported with --names full; a bad cell is named, and nothing is imported.
    """
    from facilitator.cli.progress import progress
    from facilitator.services.unbundle.reading import import_bundle

    with open_or_new_file() as store, progress("Reading") as told:
        done = import_bundle(store, folder, force=force, progress=told)
    say(f"{done.rows} rows read from {done.files} files in {folder}")


def _report(done: Imported, one: str, several: str) -> None:
    for notice in done.notices:
        remark(notice)
    say(f"{done.added} {one if done.added == 1 else several} added, {done.left} there already")
