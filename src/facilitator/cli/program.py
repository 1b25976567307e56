"""All commands in one, and what becomes of their mistakes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from facilitator.cli.common import Group, data_file, one_liner
from facilitator.errors import DamagedFile, FacilitatorError, FileTrouble

COMMANDS = {
    "demo": "screens:demo",
    "run": "screens:run_meeting",
    "new": "new:new",
    "templates": "templates:templates",
    "import": "imports:import_",
    "list": "lists:list_",
    "agenda": "agenda:agenda",
    "minutes": "minutes:minutes",
    "slips": "papers:slips",
    "missed": "papers:missed",
    "brief": "papers:brief",
    "year": "papers:year",
    "export": "export:export",
    "exports": "exports:exports",
    "layouts": "layouts:layouts",
    "calendar": "calendar:calendar",
    "config": "config:config",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "check": "check:check",
    "encrypt": "encrypt:encrypt",
    "decrypt": "encrypt:decrypt",
    "change-passphrase": "encrypt:change_passphrase",
    "about-person": "about:about_person",
    "forget": "forget:forget",
    "retention": "retention:retention",
}
"""Where each command is: module and name. Only the module of the command that runs is loaded."""


class Commands(Group):
    """The commands, loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names in the order the help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One of them, None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"facilitator.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; where the data file is damaged or gone, the error offers its newest good backup."""
        try:
            return super().invoke(ctx)
        except FileTrouble as error:
            if not isinstance(error, DamagedFile) and data_file().exists():
                raise
            from facilitator.services.backups import offer

            if not (offered := offer(data_file())):
                raise
            raise DamagedFile(f"{error}; {offered}") from error


@click.command(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=(
        "Completion of commands with the Tab key, in bash: "
        'eval "$(_FACILITATOR_COMPLETE=bash_source facilitator)" in ~/.bashrc; zsh_source and fish_source for those.'
    ),
)
@click.pass_context
def program(ctx: click.Context) -> None:
    """Guides school–community partnership meetings, in one local file.

    Without a command it opens the home screen.
    """
    if ctx.invoked_subcommand is None:
        from facilitator.cli.screens import open_home

        ctx.exit(open_home())


def run(arguments: Sequence[str]) -> int:
    """Runs one command and returns the exit code. Whatever a user, a file or a disk can cause ends in one line."""
    _ready_output()
    try:
        result = program.main(list(arguments), prog_name="facilitator", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.Abort:
        return 130
    except click.UsageError as mistake:
        mistake.show()
        return mistake.exit_code
    except click.ClickException as mistake:
        return _failed(mistake.format_message())
    except FacilitatorError as error:
        return _failed(str(error))
    except BrokenPipeError:
        _drop_output()
        return 1
    except OSError as error:
        _drop_output()
        place = f"{error.filename}: " if error.filename else ""
        return _failed(f"{place}{error.strerror or error}; check that the place exists, may be used and has room")
    except Exception as error:  # no traceback: it can hold what people said
        from facilitator.crash import in_words

        return _failed(in_words(error))
    return result if isinstance(result, int) else 0


def _failed(message: str) -> int:
    click.echo(f"facilitator: {one_liner(message)}", err=True)
    return 1


def _ready_output() -> None:
    """Lets files and pipes be UTF-8 with LF line ends wherever they are written."""
    if sys.stdout is not None and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    elif sys.stdout is not None:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _drop_output() -> None:
    """Lets go of an output that takes no more, so that Python does not try it again when it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
