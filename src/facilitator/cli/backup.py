"""`facilitator backup` and `facilitator restore`."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator.cli.common import PATH, Command, data_file, open_file, passphrase_of, remark, say
from facilitator.errors import FacilitatorError


@click.command(cls=Command, short_help="Make a safety copy, or list those there are.")
@click.argument("file", required=False, type=PATH)
@click.option("--list", "is_list", is_flag=True, help="List the backups instead: name, size, whether it is good.")
@click.option("--force", is_flag=True, help="Replace FILE when it is there already.")
def backup(file: Path | None, is_list: bool, force: bool) -> None:
    """Make a verified copy of the data file and print where it is.

    It goes into the folder of backups, or to FILE; a manifest with its hash and its counts stands beside it. Backups
    are also made by themselves: at the start, at the end of a meeting, before an upgrade, an import, a restore, an
    erasure.
    """
    from facilitator.services import backups

    if is_list:
        if file is not None:
            raise click.UsageError("--list takes no FILE.")
        say(_table(data_file()))
        return
    with open_file() as store:
        say(str(backups.make(store, file, force=force).path))


def _table(path: Path) -> str:
    from facilitator.clock import SystemClock, spoken
    from facilitator.db.backup import Backups
    from facilitator.model.backups import REASONS
    from facilitator.services import backups

    clock = SystemClock()
    found = backups.listed(path, clock)
    remark(f"{len(found)} backup{'' if len(found) == 1 else 's'} in {Backups(path, clock).folder}")
    return "".join(
        f"{it.backup.name:<33} {spoken(it.backup.made_at, clock):<22} {REASONS[it.backup.reason]:<19}"
        f" {it.backup.size / 1024:>8,.0f} KiB  {'good' if it.is_good else 'DAMAGED'}\n"
        for it in found
    )


@click.command(cls=Command, short_help="Put a backup in the place of the data file.")
@click.argument("file")
@click.option("--force", is_flag=True, help="Go on when the present state cannot be backed up first.")
def restore(file: str, force: bool) -> None:
    """Put a backup in the place of the data file.

    FILE is a file, the name of a backup in "facilitator backup --list", or latest. It is verified first. The file it
    replaces is kept beside it under another name, which is printed.
    """
    from facilitator.paths import ready_folder
    from facilitator.services import backups

    path = data_file()
    ready_folder(path)
    _refuse_open_screens(path)
    done = backups.restore(path, file, force=force, passphrase_of=passphrase_of)
    for sentence in done.remarks:
        remark(sentence)
    remark(f"{done.copy} is now {path}")
    if done.kept is not None:
        remark("the file it replaced is kept:")
        say(str(done.kept))


def _refuse_open_screens(path: Path) -> None:
    """A file that cannot be opened without more ado has no screen to wait for."""
    from facilitator.db import open_store
    from facilitator.services.presence import refuse_others

    try:
        store = open_store(path, may_be_read_only=True)
    except FacilitatorError:
        return
    with store:
        refuse_others(store)
