"""`facilitator encrypt`, `decrypt` and `change-passphrase`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator.cli.common import PATH, Command, data_file, open_file, option, passphrase_of, remark
from facilitator.errors import BackupFailed, DamagedFile, DiskTrouble, FileTrouble, Refused

if TYPE_CHECKING:
    from facilitator.db.convert import Converted
    from facilitator.db.passphrase import Passphrase

_SHEET = option(
    "--sheet", metavar="FILE", type=PATH, help="Write a recovery sheet to print: what to keep, without the passphrase."
)


@click.command(cls=Command, short_help="Lock the data file with a passphrase.")
@_SHEET
@option(
    "--replace-backups",
    is_flag=True,
    help="Put an encrypted backup in the place of the plain ones; also later, on an encrypted file.",
)
def encrypt(sheet: Path | None, replace_backups: bool) -> None:
    """Lock the data file with a passphrase, so that nobody else can read it.

    From then on everything that opens the file asks for it. Whoever forgets it has lost the record: nobody can open the
    file without it. Backups and exports from before stay readable; they are named.
    """
    from facilitator.cli.passphrases import choose
    from facilitator.db.convert import convert
    from facilitator.db.encryption import cipher_module
    from facilitator.services.leftovers import readable_backups, readable_beside, readable_copies
    from facilitator.services.presence import refuse_others

    path = data_file()
    cipher_module()
    _refuse_sheet(sheet)
    with open_file() as store:
        passphrase = store.passphrase
        if passphrase is not None and not replace_backups:
            plain = "; its plain backups: facilitator encrypt --replace-backups" if readable_backups(store) else ""
            raise Refused(f"{path} is encrypted already; another passphrase: facilitator change-passphrase{plain}")
        refuse_others(store)
        exports, backups = readable_copies(store), readable_backups(store)
    if passphrase is None:
        remark("Without the passphrase nobody can open the file, and nobody can reset it: do not lose it.")
        passphrase = choose("New passphrase")
        done = convert(path, None, passphrase)
        remark(f"{path} is encrypted. Every command and the screens ask for its passphrase from now on.")
        _say_what_became(done)
        _write_sheet(sheet, path)
    elif sheet is not None:
        _write_sheet(sheet, path)
    if replace_backups:
        backups = _replace_backups(path, passphrase)
    _say_what_remains(backups, readable_beside(path), exports)
    if replace_backups and backups:
        raise DiskTrouble(
            f"{len(backups)} of the plain backups could not be removed; remove them yourself: {backups[0].parent}"
        )


@click.command(cls=Command, short_help="Take the passphrase off the data file.")
def decrypt() -> None:
    """Take the passphrase off the data file: whoever gets at the file can read it again."""
    from facilitator.db.convert import convert

    path = data_file()
    passphrase = _passphrase_of_encrypted(path)
    convert(path, passphrase, None)
    remark(f"{path} is a plain file again: whoever gets at it can read it.")


@click.command("change-passphrase", cls=Command, short_help="Lock the data file with another passphrase.")
@_SHEET
def change_passphrase(sheet: Path | None) -> None:
    """Lock the data file with another passphrase.

    With --passphrase-stdin the first line is the old one and the second the new one.
    """
    from facilitator.cli.passphrases import choose
    from facilitator.db.convert import convert

    path = data_file()
    _refuse_sheet(sheet)
    old = _passphrase_of_encrypted(path)
    convert(path, old, choose("New passphrase"))
    remark(f"{path} has the new passphrase. Copies made before open with the old one only.")
    _write_sheet(sheet, path)


def _passphrase_of_encrypted(path: Path) -> Passphrase:
    passphrase = passphrase_of(path)
    if passphrase is None:
        open_file().close()  # says what is wrong where there is no file of ours
        raise Refused(f"{path} is not encrypted; lock it with: facilitator encrypt")
    from facilitator.services.presence import refuse_others

    with open_file() as store:
        refuse_others(store)
    return passphrase


def _replace_backups(path: Path, passphrase: Passphrase) -> list[Path]:
    """Makes an encrypted backup in the place of the plain ones; returns those that could not be removed."""
    from facilitator.clock import SystemClock
    from facilitator.db.backup import Backups
    from facilitator.db.encryption import raw_key
    from facilitator.db.plain_backups import replace

    key = raw_key(path.resolve(), passphrase)
    try:
        done = replace(Backups(path, SystemClock(), key), key)
    except (BackupFailed, DamagedFile) as error:
        raise DiskTrouble(f"{path} is encrypted, its plain backups were left as they are: {error}") from error
    count = "one plain backup was" if len(done.gone) == 1 else f"{len(done.gone)} plain backups were"
    remark(f"An encrypted backup was made and verified: {done.made.path}; {count} overwritten and removed.")
    return list(done.left)


def _say_what_became(done: Converted) -> None:
    """Of the plain file, honestly."""
    if done.is_wiped:
        remark(
            "The plain file it replaced was overwritten. SSDs and some file systems keep old blocks for a while even"
            " so: encrypt the whole disk as well if the laptop may be stolen."
        )
    else:
        remark("The plain file it replaced was deleted but not overwritten: traces may stay on the disk.")
    if done.other_names:
        remark(f"The plain file had {done.other_names} other name (hard link): it can be read there still; delete it.")


def _say_what_remains(backups: list[Path], beside: list[Path], exports: list[Path]) -> None:
    """The plain words that are left elsewhere, each with its place."""
    for place in backups:
        remark(f"Still plain, a backup: {place}")
    if backups:
        remark("To put one encrypted backup in the place of the plain ones: facilitator encrypt --replace-backups")
    for place in beside:
        remark(f"Still plain, a copy beside the file: {place}")
    for place in exports:
        remark(f"Still plain, exported earlier: {place}")
    remark("Copies that you made before are plain still, on sticks and in sync folders too: delete those you can.")


def _refuse_sheet(sheet: Path | None) -> None:
    """Before anything is changed: the sheet must not replace a file."""
    if sheet is None:
        return
    if os.path.lexists(sheet):
        raise FileTrouble(f"{sheet} is there already; name another file for the recovery sheet")
    if not sheet.parent.is_dir():
        raise FileTrouble(f"the folder {sheet.parent} does not exist; make it first")


def _write_sheet(sheet: Path | None, path: Path) -> None:
    from facilitator.cli.passphrases import from_stdin

    if sheet is None and not from_stdin() and sys.stderr.isatty():
        typed = click.prompt(
            "Write a recovery sheet to print? Its file name, or Enter for none",
            default="",
            show_default=False,
            err=True,
        )
        sheet = Path(typed).expanduser() if typed.strip() else None
    if sheet is None:
        return
    from facilitator.clock import SystemClock
    from facilitator.exports.recovery_sheet import recovery_sheet

    text = recovery_sheet(path.absolute(), SystemClock().now().astimezone().date())
    try:
        handle = os.open(sheet, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise DiskTrouble(
            f"the passphrase holds, but the recovery sheet was not written ({sheet}: {error.strerror}); write the"
            " passphrase on paper yourself"
        ) from error
    remark(f"{sheet}: print it, write the passphrase on it by hand, and lock it away, not beside the laptop.")
