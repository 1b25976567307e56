"""`facilitator slips`, `missed`, `brief` and `year`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from facilitator.cli.common import PATH, Command, open_file, option, remark
from facilitator.settings import NAME_LEVELS

if TYPE_CHECKING:
    from facilitator.db import Store
    from facilitator.services.papers import Asked, Made

_HAND_OUTS = ("txt", "md", "html")
_REPORTS = ("md", "html")
_SUFFIXES = {"markdown": "md", "htm": "html", "text": "txt"}
_DAY = click.DateTime(formats=["%Y-%m-%d"])

_names = option("--names", "level", type=click.Choice(NAME_LEVELS), help="How names leave; see the settings.")
_output = option("--output", metavar="FILE", type=PATH, help="Write to FILE; else to the terminal.")
_folder = option("--folder", metavar="DIR", type=PATH, help="Write each to a file of its own in DIR.")
_force = option("--force", is_flag=True, help="Replace files that are there already.")
_from = option("--from", "first", metavar="YYYY-MM-DD", type=_DAY, help="First day; else a year before the last.")
_until = option("--until", "last", metavar="YYYY-MM-DD", type=_DAY, help="Last day; else today.")
_hand_out = option("--format", "form", type=click.Choice(_HAND_OUTS), help="Left out, told by the name of FILE.")
_report = option("--format", "form", type=click.Choice(_REPORTS), help="Left out, told by the name of FILE.")


@click.command(cls=Command, short_help="Write a slip for each person of a meeting.")
@click.argument("meeting")
@_hand_out
@_names
@_output
@_folder
@_force
def slips(
    meeting: str, form: str | None, level: str | None, output: Path | None, folder: Path | None, force: bool
) -> None:
    """Write a slip for each person of MEETING: their promises, thanks they received, open questions, the next date.

    Others are named only as they consented; so is the person, for a slip may be left lying about.
    """
    from facilitator.services import find
    from facilitator.services.papers import of_slips

    asked = _asked(form, level, output, _HAND_OUTS)
    with open_file() as store:
        made = of_slips(store, find.meeting(store, meeting).id, asked)
        _hand_over(store, made, asked, output, folder, force=force)


@click.command(cls=Command, short_help="Write to the partners who missed a meeting.")
@click.argument("meeting")
@_hand_out
@_names
@_output
@_folder
@_force
def missed(
    meeting: str, form: str | None, level: str | None, output: Path | None, folder: Path | None, force: bool
) -> None:
    """Write half a page for each partner who was expected at MEETING and not there.

    What was decided, what was said on what is theirs, what was promised, and one question to answer.
    """
    from facilitator.services import find
    from facilitator.services.papers import of_missed

    asked = _asked(form, level, output, _HAND_OUTS)
    with open_file() as store:
        made = of_missed(store, find.meeting(store, meeting).id, asked)
        _hand_over(store, made, asked, output, folder, force=force)


@click.command(cls=Command, short_help="Write what a partner gave and got.")
@click.argument("organisation")
@option("--partnership", metavar="P", help="Of this one, where several have a partner of that name.")
@_from
@_until
@_report
@_names
@_output
@_force
def brief(
    organisation: str,
    partnership: str | None,
    first: datetime | None,
    last: datetime | None,
    form: str | None,
    level: str | None,
    output: Path | None,
    force: bool,
) -> None:
    """Write a brief of one partner: meetings, promises kept both ways, what they gave and got, goals, thanks."""
    from facilitator.services import find
    from facilitator.services.papers import of_brief, period_of

    asked = _asked(form, level, output, _REPORTS)
    with open_file() as store:
        partnership_id = find.partnership(store, partnership).id if partnership is not None else None
        known = find.organisation(store, organisation, partnership_id)
        period = period_of(store, first and first.date(), last and last.date())
        made = of_brief(store, known.id, known.partnership_id, period, asked)
        _hand_over(store, made, asked, output, None, force=force)


@click.command(cls=Command, short_help="Write a partnership's year on one page.")
@click.argument("partnership")
@_from
@_until
@_report
@_names
@_output
@_force
def year(
    partnership: str,
    first: datetime | None,
    last: datetime | None,
    form: str | None,
    level: str | None,
    output: Path | None,
    force: bool,
) -> None:
    """Write the year of PARTNERSHIP on one page: goals, decisions, promises kept both ways, voices, stories, thanks."""
    from facilitator.services import find
    from facilitator.services.papers import of_year, period_of

    asked = _asked(form, level, output, _REPORTS)
    with open_file() as store:
        period = period_of(store, first and first.date(), last and last.date())
        made = of_year(store, find.partnership(store, partnership).id, period, asked)
        _hand_over(store, made, asked, output, None, force=force)


def _asked(form: str | None, level: str | None, output: Path | None, formats: tuple[str, ...]) -> Asked:
    from facilitator import paths, settings
    from facilitator.services.papers import Asked

    suffix = output.suffix.lower().lstrip(".") if output else ""
    suffix = _SUFFIXES.get(suffix, suffix)
    chosen = settings.load(paths.config_file())
    values: dict[str, Any] = {
        "level": level or chosen.names,
        "format": form or (suffix if suffix in formats else formats[0]),
        "language": chosen.language,
        "layouts": paths.layouts_folder(),
    }
    return Asked(**values)


def _hand_over(
    store: Store, made: Made, asked: Asked, output: Path | None, folder: Path | None, *, force: bool
) -> None:
    from facilitator.services.papers import keep

    keep(store, made, asked, file=output, folder=folder, force=force)
    if output is None and folder is None:
        click.echo(made.content, nl=False)
    if folder is not None:
        remark(f"{made.papers} {'file' if made.papers == 1 else 'files'} written to {folder}")
    if made.trouble:
        remark(made.trouble)
    for notice in made.notices:
        remark(str(notice))
    if made.private_lines:
        lines = "line is" if made.private_lines == 1 else "lines are"
        remark(f"{made.private_lines} private or restricted {lines} in the record: for your own keeping only")
