"""`README.txt` of a CSV bundle: what each file holds, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

from facilitator.exports.columns import Level, Table

_WIDTH = 78

_NAMES: dict[Level, str] = {
    "full": (
        "Full: everything, with names, private and restricted lines. It is for the facilitator's own keeping; do not"
        " pass it on."
    ),
    "consented": (
        "Consented: people are named where they said yes. Where nobody asked them yet, those who speak for an"
        " organisation are named, and families, students and residents are not."
    ),
    "roles": "Roles: nobody is named.",
    "anonymous": (
        "Anonymous: stakeholder groups only. Counts of few people are left out, with others beside them and the"
        " figures made of them, so that nothing gives them away."
    ),
    "chatham": (
        "Chatham House Rule: no speaker, no organisation and no attendance; owners of actions are “one of us”."
    ),
}
_LABELS = (
    "Who is not named is shown by role and organisation, or by stakeholder group where the organisation has only one"
    " person here."
)
_FREE_TEXT = (
    "In free text full names and surnames are replaced in the same way. First names, and surnames with an ending or"
    " in one with another word, may still stand there: read it before you pass it on. Private and restricted lines are"
    " left out, and all that was typed in repair meetings."
)
_ONE_LEVEL = (
    "Ids are the same in every export of a file, so two exports at different levels can be laid beside each other, and"
    " names be joined back: give a reader one of them."
)
_LANGUAGE = "People's words are in {} ({}), as set on the laptop that wrote this; what describes them is in English."
_LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French"}
_HEADER_ONLY = "A file that has its header only has no rows at this level of names, or nothing was recorded."
_GUARDED = (
    "Text that a spreadsheet would run as a formula (it begins with = + - @, a tab or their wide forms) has an"
    " apostrophe in front. To read the files back into facilitator, export with --names full --exact."
)
_EXACT = (
    "Text is exactly as it was typed. A spreadsheet may run text that begins with = + - @ as a formula: open the files"
    " with care, or export without --exact."
)
_CELLS = (
    "Files are UTF-8 with commas. Times are UTC, ISO 8601 with Z; days are ISO dates; yes and no are true and false; an"
    " empty cell is not known or does not apply. A cell with several values separates them by a semicolon and a blank;"
    " a semicolon or backslash inside a value has a backslash in front. Ids link the files; datapackage.json describes"
    " every column with its type, unit and meaning, for people and for programs (Frictionless Data Package)."
)


def readme(level: Level, scope: str, files: Sequence[tuple[Table, int]], *, language: str, exact: bool) -> str:
    """The text, for the files with the number of their rows; `language` is that of people's words."""
    parts = [
        "Record of school–community partnership meetings",
        _wrapped(scope),
        "NAMES",
        _wrapped(_NAMES[level]),
        *([_wrapped(_LABELS)] if level in ("consented", "roles") else []),
        *([_wrapped(_FREE_TEXT)] if level != "full" else []),
        _wrapped(_ONE_LEVEL),
        "FILES",
        "\n".join(_line(table, rows) for table, rows in files),
        *([_wrapped(_HEADER_ONLY)] if any(rows == 0 for _, rows in files) else []),
        "LANGUAGE",
        _wrapped(_LANGUAGE.format(_LANGUAGES.get(language, language), language)),
        "CELLS",
        _wrapped(_CELLS),
        _wrapped(_EXACT if exact else _GUARDED),
    ]
    return "\n\n".join(parts) + "\n"


def _line(table: Table, rows: int) -> str:
    counted = "1 row" if rows == 1 else f"{rows} rows"
    return fill(f"{table.file} ({counted}): {table.about}.", _WIDTH, subsequent_indent="    ")


def _wrapped(text: str) -> str:
    return fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
