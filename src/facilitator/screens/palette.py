"""The command palette: the commands of the screen in front."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from facilitator.commands import COPY, Command
from facilitator.screens.home_commands import key_of


@runtime_checkable
class TakesCommands(Protocol):
    """A screen that offers commands to the palette."""

    has_line: ClassVar[bool]
    """It takes them by slash too, and by Esc and a letter; without a line a command is done by its key alone."""

    def commands(self) -> Iterable[Command]:
        """What it offers now."""
        ...

    def run_command(self, command: Command) -> None:
        """Does one."""
        ...


@runtime_checkable
class SavesCopies(Protocol):
    """A program that can save a copy of the record from wherever one is."""

    def save_copy(self) -> None:
        """Writes it, and says where it is."""
        ...


class CommandProvider(Provider):
    """Finds the screen's commands by what they are called and what they do."""

    async def discover(self) -> Hits:
        """All commands, before anything is typed."""
        for command, run, has_line in self._commands():
            yield DiscoveryHit(command.label, run, help=_help(command, has_line=has_line))

    async def search(self, query: str) -> Hits:
        """The commands that match."""
        matcher = self.matcher(query)
        for command, run, has_line in self._commands():
            text = f"{command.label}  /{command.slash}" if has_line else command.label
            score = matcher.match(f"{text} {command.help}")
            if score > 0:
                yield Hit(score, matcher.highlight(text), run, help=_help(command, has_line=has_line))

    def _commands(self) -> Iterable[tuple[Command, Callable[[], None], bool]]:
        screen = self.screen
        has_line = isinstance(screen, TakesCommands) and screen.has_line
        if isinstance(screen, TakesCommands):
            for command in screen.commands():
                yield command, partial(screen.run_command, command), has_line
        if not has_line and isinstance(self.app, SavesCopies):
            yield replace(COPY, letter=""), self.app.save_copy, False


def _help(command: Command, *, has_line: bool) -> str:
    """What the palette shows below a command. It reads markup there, so a usage such as `[N]` is escaped."""
    if has_line:
        letter = f" · Esc {command.letter}" if command.letter else ""
        told = f"/{command.slash} {command.usage}".strip() + f": {command.help}{letter}"
    else:
        told = f"{command.help} · {key_of(command)}" if command.letter else command.help
    return told.replace("[", "\\[")  # Textual's own `escape` leaves [N] alone, and its markup then swallows it
