"""What stands around the line: how it is understood, the list of commands, the keys that matter now."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.commands import BY_SLASH, MEETING, starting_with
from facilitator.model.echo import echo
from facilitator.model.line import LineContext, LineKind, parse
from facilitator.screens.completion import candidates
from facilitator.widgets.quiet import BREAK, FILL, Piece

SHELF_ROWS = 7
"""Commands listed at once over the line; one more row says that there are more."""
_LETTER_COLUMNS = 26

MOST_OFFERED = 3
"""Names offered at once behind Tab."""

EDITING: Piece = ("editing an earlier line · Enter saves · Esc leaves it as it was", "accent")


def under_line(text: str, cursor: int, context: LineContext) -> tuple[Piece, ...]:
    """How the line is understood, and at the right what Tab would make of the word before the cursor."""
    line = parse(text, context)
    if line.kind is LineKind.COMMAND:
        command = BY_SLASH.get(line.command)
        understood = f"/{command.slash} {command.usage} · {command.help}" if command else ""
    else:
        understood = echo(line)
    found = candidates(text, cursor, context)
    if not found or not found[1] or (found[0] == 0 and text.startswith("/")):
        return ((understood, "muted"),)
    names = "  ".join(name for _, name in found[1][:MOST_OFFERED])
    return (understood, "muted"), FILL, ("Tab ", "strong"), (f"{names} ", "accent")


def lists_commands(text: str) -> bool:
    """A slash and nothing but the start of a command's name: the commands are listed."""
    return (text.startswith("/") and text[1:].isalpha()) or text == "/"


def command_list(text: str) -> list[Piece]:
    """The commands that start like `text`, a row each with a line of explanation."""
    found = starting_with(text[1:])
    pieces: list[Piece] = []
    for command in found[:SHELF_ROWS]:
        pieces += [BREAK] if pieces else []
        pieces += [(f"   {f'/{command.slash} {command.usage}':<30}", "accent"), (command.help, "")]
        pieces += [FILL, (f"Esc {command.letter}  ", "muted")] if command.letter else []
    if len(found) > SHELF_ROWS:
        pieces += [BREAK, (f"   and {len(found) - SHELF_ROWS} more: type on, or F1", "muted")]
    return pieces


def letters(width: int) -> list[Piece]:
    """The commands that Esc and a letter run, in columns."""
    columns = max(1, width // _LETTER_COLUMNS)
    pieces: list[Piece] = []
    for number, command in enumerate(command for command in MEETING if command.letter):
        if number and number % columns == 0:
            pieces.append(BREAK)
        pieces += [(f"   {command.letter} ", "accent"), (f"{command.label:<20}", "")]
    return pieces


def hints(pairs: Iterable[tuple[str, str]]) -> tuple[Piece, ...]:
    """Keys and what they do, in one row."""
    pieces: list[Piece] = [(" ", "")]
    for key, label in pairs:
        pieces += [(key, "strong"), (f" {label}   ", "muted")]
    return tuple(pieces)
