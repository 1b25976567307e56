"""What the commands share: the options every one has, the data file, and where words go."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from facilitator.db import Store
    from facilitator.db.passphrase import Passphrase
    from facilitator.settings import Settings

_FILE = "facilitator.file"
PASSPHRASE_FROM_STDIN = "facilitator.passphrase_from_stdin"
_PASSPHRASES = "facilitator.passphrases"

PATH = click.Path(readable=False, path_type=Path)
"""A file or folder. Whether it is there and may be read is found out when it is opened: that is no wrong usage."""


def _remember_file(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.meta[_FILE] = value


def _remember_stdin(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.meta[PASSPHRASE_FROM_STDIN] = True


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from facilitator import __version__

        click.echo(f"facilitator {__version__}")
        ctx.exit()


def _show_help(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


class Option(click.Option):
    """An option whose help stands in one line, as written: click would load `inspect` to tidy it, shown or not."""

    def __init__(self, *args: Any, help: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = help


option = partial(click.option, cls=Option)
"""`click.option`, for the commands."""


def _help_option(command: click.Command, ctx: click.Context) -> Option | None:
    names = command.get_help_option_names(ctx)
    if not names:
        return None
    return Option(
        [*names, "_help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
        help="Show this message and exit.",
    )


def _add_common_options(command: click.Command) -> None:
    command.params += [
        Option(
            ["--file", "_data_file"],
            type=PATH,
            metavar="PATH",
            expose_value=False,
            callback=_remember_file,
            help="The data file, instead of FACILITATOR_FILE or the one in the user data folder.",
        ),
        Option(
            ["--passphrase-stdin"],
            is_flag=True,
            expose_value=False,
            callback=_remember_stdin,
            help="Read the passphrase of an encrypted file from the first line of stdin, for scripts.",
        ),
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="Show the version and exit.",
        ),
    ]


class Command(click.Command):
    """A command with the options that all have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _add_common_options(self)
        self._help: Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help; one and the same each time."""
        self._help = self._help or _help_option(self, ctx)
        return self._help


class Group(click.Group):
    """A group of commands with the options that all have."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _add_common_options(self)
        self._help: Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help; one and the same each time."""
        self._help = self._help or _help_option(self, ctx)
        return self._help


def data_file() -> Path:
    """The data file this command works on."""
    from facilitator.paths import data_file as place_of

    return place_of(click.get_current_context().meta.get(_FILE))


def passphrase_of(path: Path) -> Passphrase | None:
    """What opens the file at `path`, asked for once in a command; None for a plain file.

    Raises WrongPassphrase, or Refused where nobody can be asked.
    """
    from facilitator.db.connection import is_encrypted

    if not is_encrypted(path):
        return None
    known: dict[Path, Passphrase] = click.get_current_context().meta.setdefault(_PASSPHRASES, {})
    if path not in known:
        from facilitator.cli.passphrases import unlock

        known[path] = unlock(path)
    return known[path]


def open_file(*, create: bool = False) -> Store:
    """Opens the data file this command works on; with `create` it is made when there is none.

    Asks for the passphrase of an encrypted one. One that cannot be written to can still be read; a write fails then.

    Raises:
        FileTrouble: it is missing, damaged, busy or not ours; the message says what to do.
    """
    from facilitator.db import open_store
    from facilitator.paths import narrow_rights, ready_folder

    path = data_file()
    if create:
        ready_folder(path)
    store = open_store(path, create=create, origin="cli", passphrase=passphrase_of(path), may_be_read_only=True)
    for said in narrow_rights(path):
        remark(said)
    return store


@contextmanager
def open_or_new_file() -> Iterator[Store]:
    """Opens the data file; where there is none, one that is there only when the block ends without an error.

    Raises as `open_file`.
    """
    path = data_file()
    if os.path.lexists(path):
        with open_file() as store:
            yield store
        return
    from facilitator.db.new_file import new_store
    from facilitator.paths import ready_folder

    ready_folder(path)
    with new_store(path) as store:
        yield store


def chosen_settings() -> Settings:
    """The laptop's settings. What is wrong with them is said on stderr, once; the command goes on with defaults."""
    from facilitator import paths, settings

    chosen = settings.load(paths.config_file())
    if chosen.faults:
        remark(chosen.notice)
    return chosen


def say(text: str) -> None:
    """Data for stdout, in whole lines."""
    click.echo(text, nl=not text.endswith("\n"))


def remark(text: str) -> None:
    """A line for the user beside the data, on stderr."""
    click.echo(one_liner(text), err=True)


def one_liner(text: str) -> str:
    """`text` on one line, without anything that could drive a terminal."""
    from facilitator.model.text import one_line

    return " ".join(one_line(text).split())


def confirmed(word: str) -> bool:
    """Whether `word` is typed by a person who is asked to; never where nobody sits in front."""
    if not has_terminal():
        return False
    answer: str = click.prompt(f"It cannot be taken back. Type {word} to do it", default="", show_default=False)
    return answer.strip().lower() == word


def has_terminal() -> bool:
    """Whether a person sits in front: keys come from a terminal and the screen goes to one."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
