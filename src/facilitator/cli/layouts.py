"""`facilitator layouts`."""

from __future__ import annotations

import click

from facilitator.cli.common import Command, say


@click.command(cls=Command, short_help="List the layouts of what leaves, or print one.")
@click.argument("name", required=False)
def layouts(name: str | None) -> None:
    """List the layouts of what leaves, or print the built-in one called NAME, to be copied and changed.

    For one of your own put such a file into the folder "layouts" beside the settings; see: facilitator config. For
    the pages of the minutes: facilitator layouts minutes.html > minutes.html.jinja
    """
    from facilitator import paths
    from facilitator.errors import NotFound
    from facilitator.exports.layouts import built_in, names

    known = names()
    if name is not None:
        name = name.removesuffix(".jinja")
        if name not in known:
            raise NotFound(f'there is no layout "{name}"; there are: {", ".join(known)}')
        say(built_in(name))
        return
    from facilitator.cli.tables import Heading, table

    folder = paths.layouts_folder()
    places = [(it, folder / f"{it}.jinja") for it in known]
    say(
        table(
            (Heading("layout"), Heading("used")),
            [(it, f"your own: {place}" if place.exists() else "built in") for it, place in places],
        )
    )
