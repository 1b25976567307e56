"""`facilitator agenda`."""

from __future__ import annotations

import click

from facilitator.cli.common import Command, chosen_settings, open_file, option
from facilitator.cli.leaving import names_option, tell


@click.command(cls=Command, short_help="Print the hand-out of a meeting.")
@click.argument("meeting")
@option("--format", "form", type=click.Choice(("txt", "md", "html")), default="txt", help="txt where left out.")
@names_option
def agenda(meeting: str, form: str, level: str | None) -> None:
    """Print the agenda of MEETING as a hand-out: when, where, what for, the steps with their clock times, who decides.

    MEETING is an id, the start of an id, a title, latest, next or running. To have it in a file, redirect it:
    facilitator agenda next --format html > agenda.html
    """
    from facilitator import paths
    from facilitator.services import find
    from facilitator.services.agenda import hand_out

    chosen = chosen_settings()
    with open_file() as store:
        made = hand_out(
            store,
            find.meeting(store, meeting).id,
            level or chosen.names,
            form,
            language=chosen.language,
            own_layouts=paths.layouts_folder(),
        )
    click.echo(made.text, nl=False)
    tell(store, made.doubts, trouble=made.trouble)
