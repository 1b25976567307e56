"""README says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from facilitator.commands import MEETING

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def key_table() -> str:
    """The table of commands as README prints it."""
    rows = ["| Esc and | typed | does |", "|---|---|---|"]
    for command in MEETING:
        letter = f"`{command.letter}`" if command.letter else ""
        usage = f"/{command.slash} {command.usage}".strip().replace("|", "\\|")
        rows.append(f"| {letter} | `{usage}` | {command.help} |")
    return "\n".join(rows)


def test_the_key_table_is_that_of_the_program() -> None:
    found = re.search(r"<!-- keys -->\n(.*?)\n?<!-- /keys -->", README, re.S)
    assert found is not None
    assert found[1] == key_table()


def test_every_linked_file_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (Path(__file__).parent.parent / target).exists(), target


def test_every_command_it_names_exists() -> None:
    from facilitator.cli.program import COMMANDS

    for name in re.findall(r"`?facilitator ([a-z-]+)\b", README):
        assert name in COMMANDS, name


def test_letters_are_given_once() -> None:
    letters = [command.letter for command in MEETING if command.letter]
    assert len(letters) == len(set(letters))
