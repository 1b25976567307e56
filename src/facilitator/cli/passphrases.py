"""Asking for passphrases: on the terminal without showing them, or from stdin when a script says so.

Never from an argument or the environment: other programs on the computer can read both.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from facilitator.cli.common import PASSPHRASE_FROM_STDIN, remark
from facilitator.db.passphrase import LEAST_CHARACTERS, Passphrase, new_passphrase
from facilitator.errors import Invalid, Refused, WrongPassphrase

TRIES = 3
"""How often somebody at a terminal may type it."""


def unlock(path: Path) -> Passphrase:
    """The passphrase that opens the encrypted file at `path`.

    Raises WrongPassphrase after `TRIES` on a terminal, at once in a script; Refused where nobody can be asked.
    """
    from facilitator.db.connection import BUSY_SECONDS, explained
    from facilitator.db.encryption import cipher_module, open_encrypted

    cipher_module()  # without it there is nothing to ask for
    _need_somebody(f"{path} is encrypted, and its passphrase")
    question = f"Passphrase of {path.name} (not shown): "
    left = 1 if from_stdin() else TRIES
    while True:
        passphrase = Passphrase(_ask(question))
        left -= 1
        try:
            # Nothing more: a backup, which may be of an older format, is not to be changed by it.
            with explained(path):
                open_encrypted(path, passphrase, BUSY_SECONDS).close()
        except WrongPassphrase:
            if not left:
                raise
            remark("this passphrase does not open it; mind capitals and the keyboard’s language. Try again")
        else:
            return passphrase


def choose(question: str) -> Passphrase:
    """A new passphrase: typed twice on a terminal; a script gives it once.

    Raises Invalid for one that is too short, and Refused when both were never the same.
    """
    _need_somebody("the new passphrase")
    if from_stdin():
        return new_passphrase(_ask(question))
    remark(f"At least {LEAST_CHARACTERS} characters, such as four or five words. They are not shown.")
    for _ in range(TRIES):
        try:
            passphrase = new_passphrase(_ask(f"{question}: "))
        except Invalid as mistake:
            remark(f"{mistake}. Try again")
            continue
        if passphrase.same_as(Passphrase(_ask("The same once more: "))):
            return passphrase
        remark("the two are not the same. Try again")
    raise Refused("no passphrase was chosen, nothing was changed; start again when you have one")


def from_stdin() -> bool:
    """Whether the command was told to read passphrases from stdin."""
    return bool(click.get_current_context().meta.get(PASSPHRASE_FROM_STDIN))


def _need_somebody(what: str) -> None:
    is_terminal = sys.stdin is not None and sys.stdin.isatty()
    if from_stdin() and is_terminal:
        raise Refused("--passphrase-stdin reads from a file or a pipe; leave it out to be asked here")
    if not from_stdin() and not is_terminal:
        raise Refused(
            f"{what} is asked on a terminal, and there is none; a script gives it on stdin, with --passphrase-stdin"
        )


def _ask(question: str) -> str:
    if from_stdin():
        return _line_of_stdin()
    from getpass import getpass

    try:
        return getpass(question)
    except EOFError as error:
        raise click.Abort from error
    except UnicodeDecodeError as error:
        raise Refused("these keys were no text in UTF-8; set the terminal to UTF-8 and type it again") from error


def _line_of_stdin() -> str:
    line = sys.stdin.buffer.readline() if sys.stdin is not None else b""
    line = line.removesuffix(b"\n").removesuffix(b"\r")
    if not line:
        raise Refused("--passphrase-stdin found no passphrase; write it on a line of its own")
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise Refused("the passphrase on stdin is no text in UTF-8; save it as UTF-8") from error
