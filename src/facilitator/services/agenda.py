"""The hand-out of a meeting: its agenda, at one level of names, in the format asked for."""

from __future__ import annotations

from pathlib import Path

from facilitator.db import Store
from facilitator.errors import Invalid
from facilitator.exports import layouts, plain_text
from facilitator.exports.agenda import agenda
from facilitator.frozen import frozen
from facilitator.services.doubts import Doubt, doubts
from facilitator.services.export import extract
from facilitator.services.run import meeting_of

FORMATS = ("txt", "md", "html")
"""Plain text, Markdown, a page to print."""

_PLACE = "the screen"


@frozen
class HandOut:
    """The agenda as it leaves. `doubts` are words that may be names, `trouble` what is wrong with the own layout."""

    text: str
    doubts: tuple[Doubt, ...]
    trouble: str


def hand_out(
    store: Store, meeting_id: str, level: str, form: str, *, language: str = "en", own_layouts: Path | None = None
) -> HandOut:
    """Makes the hand-out of a meeting, planned or past, and logs that it leaves. `own_layouts` is the user's folder.

    Raises NotFound, Invalid (`names`, `format`), or FileBusy or DiskTrouble where it cannot be logged.
    """
    if form not in FORMATS:
        raise Invalid("format", f"an agenda is written as one of: {', '.join(FORMATS)}")
    found = extract(store, level, meeting_id=meeting_of(store, meeting_id).id)
    text, trouble = layouts.lay_out(f"agenda.{form}", own_layouts, a=agenda(found, language=language))
    store.drafts.log_export(f"agenda {form}", level, 1, _PLACE)
    plain = plain_text.of_page(text) if form == "html" else text
    return HandOut(text, doubts((found,), plain), trouble)
