"""`facilitator new`: partnerships and meetings."""

from __future__ import annotations

import click

from facilitator.cli.common import Group, chosen_settings, open_file, option, remark, say


@click.group(cls=Group)
def new() -> None:
    """Add a partnership or a meeting."""


@new.command()
@click.argument("name")
@option("--vision", default="", metavar="TEXT", help="What the partnership wants to reach, in one sentence.")
def partnership(name: str, vision: str) -> None:
    """Add a partnership called NAME and print its id."""
    from facilitator.services.find import same_name
    from facilitator.services.prepare import new_partnership, words

    name = words("name", name, "the partnership’s name")  # before there is a file
    with open_file(create=True) as store:
        if same_name(store, name):
            remark("another partnership has this name: name them by their ids from now on")
        say(new_partnership(store, name, vision))


@new.command()
@option("--partnership", required=True, metavar="P", help="Who meets: an id, the start of an id, or a name.")
@option("--template", default="check_in", show_default=True, metavar="KEY", help="The agenda to copy.")
@option("--title", default="", metavar="T", help="The meeting's title; the template's when left out.")
@option("--at", metavar='"2026-12-03 15:00"', help="The planned start in local time; now when left out.")
@option("--minutes", type=int, metavar="N", help="Fit the agenda into N minutes.")
@option("--place", default="", metavar="X", help="Where; the partnership's usual place when left out.")
def meeting(partnership: str, template: str, title: str, at: str | None, minutes: int | None, place: str) -> None:
    """Add a meeting, ready to run, and print its id."""
    from facilitator import paths
    from facilitator.services import find, prepare, templates

    facilitator = chosen_settings().facilitator
    start = prepare.parse_at(at) if at is not None else None
    with open_file() as store:
        agenda = templates.find(template, paths.templates_folder())
        say(
            prepare.new_meeting(
                store,
                find.partnership(store, partnership).id,
                agenda,
                title=title,
                at=start,
                minutes=minutes,
                place=place,
                facilitator=facilitator,
            )
        )
