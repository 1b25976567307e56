"""A sheet of paper for an encrypted data file: what to keep, and what cannot be done without it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from facilitator.model.text import one_line

_RULE = "." * 72


def recovery_sheet(path: Path, day: date) -> str:
    """The sheet as text of 72 columns, to be printed. The passphrase is not on it: it is written in by hand."""
    return f"""RECOVERY SHEET for an encrypted facilitator file

Encrypted on   {day.isoformat()}
The file       {one_line(path.name)}
In the folder  {one_line(str(path.parent))}

This passphrase opens the record of your partnership's meetings. Write
it by hand, with its capitals and blanks, and read it once to check:


    {_RULE[4:]}


    {_RULE[4:]}


Written by     {_RULE[15:]}

Also known to  {_RULE[15:]}


Without the passphrase nobody can open the file, nor its encrypted
backups: not the people who made the program, not a computer shop, not
you. It cannot be reset, and there is no second key.

Keep this sheet where you keep keys and contracts, not with the laptop.
When the passphrase is changed, write a new sheet and destroy this one;
backups from before still open with the old passphrase only.

To open the file: install facilitator with encryption
(pip install 'facilitator[encrypted]') and run

    facilitator --file {one_line(path.name)}

It is a SQLCipher 4 database with default settings. DB Browser for
SQLite and other programs that know SQLCipher open it with the
passphrase too.
"""
