"""`facilitator retention`."""

from __future__ import annotations

import click

from facilitator.cli.common import Command, confirmed, one_liner, open_file, option, say


@click.command(cls=Command, short_help="Show meetings older than records are kept, and erase their words.")
@option("--partnership", metavar="P", required=True, help="Whose: an id, the start of an id, or a name.")
@option("--erase", is_flag=True, help="Erase the words of these meetings.")
@option("--yes", is_flag=True, help="With --erase: do it without asking.")
def retention(partnership: str, erase: bool, yes: bool) -> None:
    """Show the closed meetings that are older than the partnership keeps its records.

    With --erase their notes, remarks, paraphrases, questions, feedback, thanks and the names of who was there go,
    after you typed “erase”; decisions, promises, goals and figures stay. It cannot be taken back. Nothing ever goes by
    itself.
    """
    from facilitator.clock import local
    from facilitator.errors import Refused
    from facilitator.services import backups, find
    from facilitator.services import retention as service

    with open_file() as store:
        found = service.review(store, find.partnership(store, partnership).id)
        if found.months is None:
            raise Refused(f"{found.partnership} does not say how long it keeps records; say it in its form")
        older = "meeting is" if len(found.meetings) == 1 else "meetings are"
        say(f"{one_liner(found.partnership)} keeps records {found.how_long}: {len(found.meetings)} {older} older")
        for it in found.meetings:
            say(
                f"  {local(it.planned_start, it.time_zone):%Y-%m-%d}  {one_liner(it.title)}: {it.notes} notes,"
                f" {it.questions} questions, {it.others} feedback and thanks, {it.names} names"
            )
        if not erase or not found.meetings:
            return
        say(f"{service.WHAT_GOES} {service.WHAT_STAYS}")
        if not yes and not confirmed(service.CONFIRMATION):
            raise Refused("nothing was changed; type “erase” when you are asked, or add --yes")
        count = service.erase(store, found.partnership_id, before=backups.erasing(store))
        say(f"Erased: the words of {count} meeting{'' if count == 1 else 's'}")
