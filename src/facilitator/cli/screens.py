"""The commands that open a screen: home, `facilitator run` and `facilitator demo`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator.cli.common import PATH, Command, data_file, has_terminal, option, passphrase_of, say
from facilitator.errors import FileTrouble, Refused

if TYPE_CHECKING:
    from facilitator.db import Store


def open_home() -> int:
    """Opens the home screen, which makes the data file when there is none; returns the exit code."""
    _need_terminal("facilitator --help names the commands that work without one")
    from facilitator.paths import ready_folder

    path = data_file()
    ready_folder(path)
    return _open(path)


@click.command("run", cls=Command)
@click.argument("meeting", required=False)
@click.option("--second", is_flag=True, help="As the note-taker’s second terminal, beside the first.")
@click.pass_context
def run_meeting(ctx: click.Context, meeting: str | None, second: bool) -> None:
    """Go straight into a meeting.

    MEETING is an id, the start of an id, a title, latest, next or running. Left out, it is the meeting that runs, else
    the one whose planned start is nearest.

    When it is open in another terminal already, it says so and asks: a second terminal with a line, drafts and undo of
    its own, or one that only reads. With --second it does not ask.
    """
    from facilitator.db import open_store
    from facilitator.services import find

    path = data_file()
    with open_store(path, origin="screen", passphrase=passphrase_of(path)) as store:
        found = find.meeting(store, meeting) if meeting is not None else find.default_meeting(store)
        _need_terminal("open one and run it there")
        ctx.exit(_open(path, store, found.id, second=second))


@click.command(cls=Command, short_help="Look around in a sample partnership.")
@option("--keep", metavar="FILE", type=PATH, help="Keep the sample in FILE; else it is thrown away.")
@option("--force", is_flag=True, help="Replace FILE when it is there already.")
@click.pass_context
def demo(ctx: click.Context, keep: Path | None, force: bool) -> None:
    """Look around in a sample partnership: a year of meetings, one ready to run today.

    Without a terminal it prints what its latest meeting agreed.
    """
    from facilitator.beside import folder_made_in

    if keep is not None and not keep.parent.is_dir():
        raise FileTrouble(f"the folder {keep.parent} does not exist; make it first")
    if keep is not None and not force:
        _refuse_existing(keep)
    # Made beside its place, so that it gets there whole and by a rename.
    with folder_made_in(keep.parent if keep else Path(tempfile.gettempdir())) as folder:
        path = folder / "sample.db"
        told = _build_sample(path)
        if keep is not None:
            if not force:
                _refuse_existing(keep)
            _put(path, keep)
            path = keep
        if has_terminal():
            ctx.exit(_open(path, is_thrown_away=keep is None))
        say(told)


def _build_sample(path: Path) -> str:
    """Builds the sample in a new file; returns the read-back of its latest closed meeting."""
    from facilitator import sample
    from facilitator.db import open_store
    from facilitator.services import find, readback

    with open_store(path, create=True, origin="cli") as store:
        sample.build(store, store.now())
        return readback.text(store, find.meeting(store, "latest"))


def _refuse_existing(place: Path) -> None:
    if os.path.lexists(place):
        raise FileTrouble(f"{place} is there already; name another file, or replace it with --force")


def _put(made: Path, place: Path) -> None:
    # What an interrupted write left beside the old file must not be played back into the new one.
    place.with_name(f"{place.name}-journal").unlink(missing_ok=True)
    try:
        made.replace(place)
    except IsADirectoryError as error:
        raise FileTrouble(f"{place} is a folder; name a file in it") from error


def _need_terminal(instead: str) -> None:
    if not has_terminal():
        raise Refused(f"the screens need a terminal, and there is none here: {instead}")


def _open(
    path: Path,
    store: Store | None = None,
    meeting_id: str | None = None,
    *,
    is_thrown_away: bool = False,
    second: bool = False,
) -> int:
    from facilitator import paths, settings

    chosen = settings.load(paths.config_file())
    passphrase = passphrase_of(path)  # asked before the screen is drawn
    from facilitator.running import run_app

    return run_app(
        path,
        chosen,
        store=store,
        meeting_id=meeting_id,
        create=meeting_id is None,
        passphrase=passphrase,
        is_thrown_away=is_thrown_away,
        notices=(*paths.narrow_rights(path), *paths.wide_rights(path)),
        second=second,
    )
