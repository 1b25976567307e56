"""The keys of home and of the plain lists, once: hints, help and the palette come from here."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.commands import Command
from facilitator.widgets.plain import cells
from facilitator.widgets.quiet import FILL, Piece

OPEN = Command("open", "", "Open", "into the meeting, or changes what is there", "enter")
NEW = Command("new", "", "New", "adds one more", "n")
CHANGE = Command("change", "", "Change", "changes what is under the cursor", "c")
MINUTES = Command("minutes", "", "Minutes", "of the meeting under the cursor, or the latest: look, then write", "i")
UNDO = Command("undo", "", "Undo", "takes back what was done last (also Ctrl+Z)", "u")
REDO = Command("redo", "", "Redo", "does it again (also Ctrl+Y)", "r")
HISTORY = Command("history", "", "History", "who did what and when; takes any act back", "y")
HELP = Command("help", "", "Help", "this page (also F1)", "h")
QUIT = Command("quit", "", "Quit", "out of the program, meetings go on (also Ctrl+Q)", "q")
BACK = Command("back", "", "Back", "back to where you came from (also Esc)", "q")

HOME = (
    OPEN,
    Command("new", "", "New meeting", "plans a meeting with its agenda", "n"),
    Command("partnerships", "", "Partnerships", "each with its people, goals and meetings", "p"),
    Command("goals", "", "Goals", "all shared goals", "g"),
    Command("actions", "", "Promises", "who promised what by when", "a"),
    Command("people", "", "People", "everybody who takes part", "w"),
    Command("meetings", "", "Meetings", "all meetings, the latest first", "m"),
    MINUTES,
    Command("export", "", "Export CSV", "shows what the CSV files would hold, then writes them", "e"),
    Command("exports", "", "What left", "what left the file: when, what, how people were named, where to", "x"),
    CHANGE,
    Command("backups", "", "Backups", "safety copies: look, make one, go back to one", "b"),
    Command("sample", "", "Sample", "a sample partnership, thrown away afterwards", "d"),
    UNDO,
    REDO,
    HISTORY,
    HELP,
    QUIT,
)


def key_of(command: Command) -> str:
    """How its key is written."""
    return command.letter.title() if len(command.letter) > 1 else command.letter


def hints(pairs: Iterable[tuple[str, str]], width: int) -> tuple[Piece, ...]:
    """As many keys with their labels as fit into `width` cells, the first ones first; F1 always."""
    last = "F1 help "
    room = width - cells(last) - 1
    pieces: list[Piece] = [(" ", "")]
    for key, label in pairs:
        room -= cells(f"{key} {label}   ")
        if room < 0:
            break
        pieces += [(key, "strong"), (f" {label}   ", "muted")]
    return (*pieces, FILL, ("F1", "strong"), (" help ", "muted"))
