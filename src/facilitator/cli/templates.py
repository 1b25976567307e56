"""`facilitator templates`."""

from __future__ import annotations

import click

from facilitator.cli.common import Command, remark, say


@click.command(cls=Command, short_help="List the meeting templates, or print one.")
@click.argument("key", required=False)
def templates(key: str | None) -> None:
    """List the meeting templates, or print the one called KEY as TOML.

    A template of your own is such a file in the folder "templates" beside the settings; see: facilitator config
    """
    from facilitator.paths import templates_folder
    from facilitator.services.templates import all_templates, source

    if key is not None:
        say(source(key, templates_folder()))
        return
    from facilitator.cli.tables import Heading, table

    found, problems = all_templates(templates_folder())
    headings = (Heading("key"), Heading("minutes", right=True), Heading("least", right=True), Heading("title"))
    rows = [(it.key, str(it.minutes), str(it.floor), it.title, it.when) for it in found]
    say(table((*headings, Heading("when", flexible=True)), rows))
    for problem in problems:
        remark(problem)
