"""`facilitator about-person`."""

from __future__ import annotations

import click

from facilitator.cli.common import Command, one_liner, open_file, option, say


@click.command("about-person", cls=Command, short_help="Print what is kept about a person.")
@click.argument("person", metavar="PERSON")
@option("--partnership", metavar="P", help="Whose: an id, the start of an id, or a name.")
def about_person(person: str, partnership: str | None) -> None:
    """Print everything that is kept about PERSON, private lines too.

    PERSON is an id, the start of an id, or a name. To be read with the person, not handed on.
    """
    from facilitator.services import find
    from facilitator.services.about import NOTHING
    from facilitator.services.about import about_person as sections_about

    with open_file() as store:
        partnership_id = find.partnership(store, partnership).id if partnership is not None else None
        sections = sections_about(store, find.person(store, person, partnership_id).id)
    for number, section in enumerate(sections):
        say(("\n" if number else "") + one_liner(section.title))
        for line in section.lines or (NOTHING,):
            say(f"  {one_liner(line)}")
