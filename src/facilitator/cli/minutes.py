"""`facilitator minutes`."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator.cli.common import PATH, Command, chosen_settings, open_file, option, remark
from facilitator.settings import NAME_LEVELS

FORMATS = ("md", "html", "docx", "txt")


@click.command(cls=Command, short_help="Write the minutes of a meeting.")
@click.argument("meeting")
@option("--format", "form", type=click.Choice(FORMATS), help="Left out, it is told by the name of FILE, else md.")
@option("--names", "level", type=click.Choice(NAME_LEVELS), help="How names leave; see the settings for the default.")
@option("--output", metavar="FILE", type=PATH, help="Write to FILE; else to the terminal.")
@option("--notes", is_flag=True, help="With what was noted and said, step by step.")
@option("--large-print", is_flag=True, help="Larger letters, in html and docx.")
@option("--force", is_flag=True, help="Replace FILE when it is there already.")
def minutes(
    meeting: str, form: str | None, level: str | None, output: Path | None, notes: bool, large_print: bool, force: bool
) -> None:
    """Write the minutes of MEETING: what was agreed and promised, goals, thanks, open questions, the next date.

    MEETING is an id, the start of an id, a title, latest, next or running. Notes and remarks stay in the file unless
    asked for.
    """
    from facilitator import paths
    from facilitator.errors import Invalid
    from facilitator.services import find
    from facilitator.services.minutes import Asked, write

    form = form or _format_of(output)
    if form == "docx" and output is None:
        raise Invalid("output", "a Word document needs a file to be in; name it with --output FILE.docx")
    chosen = chosen_settings()
    asked = Asked(
        level=level or chosen.names,
        format=form,
        language=chosen.language,
        with_notes=notes,
        large_print=large_print,
        layouts=paths.layouts_folder(),
    )
    with open_file() as store:
        made = write(store, find.meeting(store, meeting).id, asked, output, force=force)
    if output is None:
        click.echo(made.content.decode(), nl=False)
    if made.trouble:
        remark(made.trouble)
    for notice in made.notices:
        remark(str(notice))
    if made.private_lines:
        lines = "line is" if made.private_lines == 1 else "lines are"
        remark(f"{made.private_lines} private or restricted {lines} in the record: for your own keeping only")


def _format_of(output: Path | None) -> str:
    suffix = output.suffix.lower().lstrip(".") if output else ""
    return {"markdown": "md", "htm": "html", "text": "txt"}.get(suffix, suffix if suffix in FORMATS else "md")
