"""What the commands share that write something which leaves the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator.cli.common import PATH, option, remark
from facilitator.errors import Invalid
from facilitator.settings import NAME_LEVELS

if TYPE_CHECKING:
    from facilitator.db import Store
    from facilitator.exports.notices import Notice
    from facilitator.services.doubts import Doubt

_SUFFIXES = {"markdown": "md", "htm": "html", "text": "txt"}

names_option = option(
    "--names", "level", type=click.Choice(NAME_LEVELS), help="How names leave; see the settings for the default."
)
output_option = option("--output", metavar="FILE", type=PATH, help="Write to FILE; else to the terminal.")
force_option = option("--force", is_flag=True, help="Replace what is there already.")


def format_of(output: Path | None, formats: Sequence[str]) -> str:
    """The format that the name of a file asks for; the first of `formats` where it asks for none.

    Raises Invalid (`output`) for an ending that is no format of ours.
    """
    suffix = output.suffix.lower().lstrip(".") if output else ""
    suffix = _SUFFIXES.get(suffix, suffix)
    if suffix and suffix not in formats:
        known = " or ".join(f".{it}" for it in formats)
        raise Invalid("output", f"{output} would be no .{suffix} file; end its name in {known}, or say --format")
    return suffix or formats[0]


def tell(
    store: Store,
    notices: Iterable[Notice | Doubt],
    *,
    private_lines: int = 0,
    holder: str = "the record",
    trouble: str = "",
) -> None:
    """Says on stderr what is to be known of something that left.

    That is: what is wrong with the user's layout, words in it that may be names, how many private lines are in
    its `holder`, and that it is not in the log of a file that cannot be written to.
    """
    if trouble:
        remark(trouble)
    for notice in notices:
        remark(str(notice))
    if store.is_read_only:
        remark(f"{store.path} cannot be written to, so what leaves is not in its log")
    if private_lines:
        lines = "line is" if private_lines == 1 else "lines are"
        remark(f"{private_lines} private or restricted {lines} in {holder}: for your own keeping only")
