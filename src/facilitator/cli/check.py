"""`facilitator check`."""

from __future__ import annotations

import click

from facilitator.cli.common import Command, data_file, open_file, remark, say
from facilitator.errors import DamagedFile, FileTrouble

_NAMED = 3
"""So many things that are wrong are said once more in the last line."""


@click.command(cls=Command, short_help="Look whether the data file is sound.")
def check() -> None:
    """Look whether the data file is sound, for its owner alone, and safe.

    The pages of the file, the links between records, the tables, the journal against the record, the rights, the
    backups, and what a sync service left beside it. Exit 1 when anything is wrong; a NOTE is good to know.
    """
    from facilitator.beside import sweep
    from facilitator.db.health import examine
    from facilitator.paths import is_default_folder

    # First, for the program may have been killed before the data file itself was there.
    for path in sweep(data_file().resolve().parent):
        remark(f"{path} was left half-made by a program that was killed; it was removed")
    with open_file() as store:
        found = examine(store, folder_is_ours=is_default_folder(store.path.parent))
    for line in found.good:
        say(line)
    for line in found.notes:
        say(f"NOTE: {line}")
    for line in found.wrong:
        say(f"WRONG: {line}")
    if found.wrong:
        count = len(found.wrong)
        things = "one thing is" if count == 1 else f"{count} things are"
        named = "; ".join(found.wrong[:_NAMED]) + (f"; and {count - _NAMED} more, see above" if count > _NAMED else "")
        trouble = DamagedFile if found.is_damaged else FileTrouble
        raise trouble(f"{things} wrong with {store.path}: {named}")
