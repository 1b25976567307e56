"""`facilitator slips`, `missed`, `brief` and `year`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facilitator.cli.common import PATH, Command, chosen_settings, open_file, option, remark
from facilitator.cli.leaving import force_option, format_of, names_option, output_option, tell

if TYPE_CHECKING:
    from facilitator.db import Store
    from facilitator.services.papers import Asked, Made

_HAND_OUTS = ("txt", "md", "html")
_REPORTS = ("md", "html")
_DAY = click.DateTime(formats=["%Y-%m-%d"])

_folder = option("--folder", metavar="DIR", type=PATH, help="Write each to a file of its own in DIR.")
_from = option("--from", "first", metavar="YYYY-MM-DD", type=_DAY, help="First day; else a year before the last.")
_until = option("--until", "last", metavar="YYYY-MM-DD", type=_DAY, help="Last day; else today.")
_hand_out = option("--format", "form", type=click.Choice(_HAND_OUTS), help="Left out, told by the name of FILE.")
_report = option("--format", "form", type=click.Choice(_REPORTS), help="Left out, told by the name of FILE.")


@click.command(cls=Command, short_help="Write a slip for each person of a meeting.")
@click.argument("meeting")
@_hand_out
@names_option
@output_option
@_folder
@force_option
def slips(meeting: str, **wanted: Any) -> None:
    """Write a slip for each person of MEETING: their promises, thanks they received, open questions, the next date.

    Others are named only as they consented; so is the person, for a slip may be left lying about.
    """
    from facilitator.services import find
    from facilitator.services.papers import of_slips

    with open_file() as store:
        _hand_over(store, partial(of_slips, store, find.meeting(store, meeting).id), _HAND_OUTS, **wanted)


@click.command(cls=Command, short_help="Write to the partners who missed a meeting.")
@click.argument("meeting")
@_hand_out
@names_option
@output_option
@_folder
@force_option
def missed(meeting: str, **wanted: Any) -> None:
    """Write half a page for each partner who was expected at MEETING and not there.

    What was decided, what was said on what is theirs, what was promised, and one question to answer.
    """
    from facilitator.services import find
    from facilitator.services.papers import of_missed

    with open_file() as store:
        _hand_over(store, partial(of_missed, store, find.meeting(store, meeting).id), _HAND_OUTS, **wanted)


@click.command(cls=Command, short_help="Write what a partner gave and got.")
@click.argument("organisation")
@option("--partnership", metavar="P", help="Of this one, where several have a partner of that name.")
@_from
@_until
@_report
@names_option
@output_option
@force_option
def brief(
    organisation: str, partnership: str | None, first: datetime | None, last: datetime | None, **wanted: Any
) -> None:
    """Write a brief of one partner: meetings, promises kept both ways, goals, stories, thanks."""
    from facilitator.services import find
    from facilitator.services.papers import of_brief, period_of

    with open_file() as store:
        partnership_id = find.partnership(store, partnership).id if partnership is not None else None
        known = find.organisation(store, organisation, partnership_id)
        period = period_of(store, first and first.date(), last and last.date())
        _hand_over(store, partial(of_brief, store, known.id, known.partnership_id, period), _REPORTS, **wanted)


@click.command(cls=Command, short_help="Write a partnership's year on one page.")
@click.argument("partnership")
@_from
@_until
@_report
@names_option
@output_option
@force_option
def year(partnership: str, first: datetime | None, last: datetime | None, **wanted: Any) -> None:
    """Write the year of PARTNERSHIP on one page: goals, decisions, promises kept both ways, voices, stories, thanks."""
    from facilitator.services import find
    from facilitator.services.papers import of_year, period_of

    with open_file() as store:
        period = period_of(store, first and first.date(), last and last.date())
        _hand_over(store, partial(of_year, store, find.partnership(store, partnership).id, period), _REPORTS, **wanted)


def _hand_over(
    store: Store,
    make: Callable[[Asked], Made],
    formats: Sequence[str],
    *,
    form: str | None,
    level: str | None,
    output: Path | None,
    force: bool,
    folder: Path | None = None,
) -> None:
    """Makes a paper as it is wanted and writes it to a file, to a folder or to the terminal."""
    from facilitator import paths
    from facilitator.services.papers import Asked, keep

    chosen = chosen_settings()
    asked = Asked(level or chosen.names, form or format_of(output, formats), chosen.language, paths.layouts_folder())
    made = make(asked)
    keep(store, made, asked, file=output, folder=folder, force=force)
    if output is None and folder is None:
        click.echo(made.content, nl=False)
    if folder is not None:
        remark(f"{made.papers} {'file' if made.papers == 1 else 'files'} written to {folder}")
    if made.unnamed and asked.level != "full":
        many = "slip is for somebody" if made.unnamed == 1 else "slips are for people"
        remark(f"{made.unnamed} {many} not named here; --names full writes them with names, for handing over by hand")
    tell(store, made.doubts, private_lines=made.private_lines, trouble=made.trouble)
