"""Writing the CSV bundle from a screen."""

from __future__ import annotations

import os
from pathlib import Path

from facilitator.clock import local
from facilitator.db import Store
from facilitator.model.meeting import Meeting
from facilitator.model.text import fold
from facilitator.services.export import export_bundle
from facilitator.settings import Settings


def export(store: Store, settings: Settings, meeting: Meeting, words: str) -> str:
    """Writes the bundle of the meeting's partnership to a folder; returns what to say.

    Without a folder it is made beside the data file, named by partnership and moment, so that nothing is overwritten.
    """
    if words:
        folder = Path(os.path.expanduser(words))
    else:
        name = "-".join(fold(meeting.partnership).split()) or "partnership"
        stamp = local(store.now(), meeting.time_zone)
        folder = store.path.parent / f"{name[:40]}-{stamp:%Y-%m-%d-%H%M%S}"
    result = export_bundle(
        store, folder, partnership_id=meeting.partnership_id, level=settings.names, language=settings.language
    )
    return f"{folder} · {result.rows} rows in {len(result.files)} files, names {settings.names}"
