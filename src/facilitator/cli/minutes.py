"""`facilitator minutes`."""

from __future__ import annotations

from pathlib import Path

import click

from facilitator.cli.common import Command, chosen_settings, open_file, option, remark
from facilitator.cli.leaving import force_option, format_of, names_option, output_option, tell

FORMATS = ("md", "html", "docx", "txt")


@click.command(cls=Command, short_help="Write the minutes of a meeting.")
@click.argument("meeting")
@option("--format", "form", type=click.Choice(FORMATS), help="Left out, it is told by the name of FILE, else md.")
@names_option
@output_option
@option("--notes", is_flag=True, help="With what was noted and said, step by step.")
@option("--large-print", is_flag=True, help="Larger letters, in html and docx.")
@force_option
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

    form = form or format_of(output, FORMATS)
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
    else:
        remark(f"the minutes are in {output}")
    tell(store, made.doubts, private_lines=made.private_lines, trouble=made.trouble)
