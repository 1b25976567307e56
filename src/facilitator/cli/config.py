"""`facilitator config`."""

from __future__ import annotations

import click

from facilitator.cli.common import Command, data_file, say
from facilitator.errors import Refused


@click.command(cls=Command, short_help="Print the settings and where they are.")
def config() -> None:
    """Print where the settings are, and every setting with its value.

    What is printed is itself a settings file. Change a line and save it at the place named first. Every mistake in
    that file is named.
    """
    from facilitator import paths, settings

    place = paths.config_file()
    values = settings.load(place)
    say(f"# settings:  {place}{'' if place.exists() else ' (not there: these are the defaults)'}")
    say(f"# templates: {paths.templates_folder()}")
    say(f"# data file: {data_file()}")
    say(settings.as_toml(values))
    if values.faults:
        raise Refused(f"{place}: {'; '.join(map(str, values.faults))}. Until then the defaults hold")
