"""The minutes of a meeting, at one level of names, in the format asked for."""

from __future__ import annotations

from pathlib import Path

from facilitator.db import Store
from facilitator.errors import Invalid, Refused
from facilitator.exports import layouts, writer
from facilitator.exports.minutes.build import minutes
from facilitator.exports.minutes.model import Minutes
from facilitator.exports.package import Notice
from facilitator.frozen import frozen
from facilitator.model.meeting import Meeting
from facilitator.services.export import extract
from facilitator.services.run import meeting_of

FORMATS = ("md", "html", "docx", "txt")
"""Markdown, a web page, a Word document, plain text."""


@frozen
class Asked:
    """How minutes are wanted. `layouts` is the folder of the user's own layouts."""

    level: str = "consented"
    format: str = "md"
    language: str = "en"
    with_notes: bool = False
    large_print: bool = False
    layouts: Path | None = None


@frozen
class Written:
    """Minutes as they leave. `notices` name words that may be names, `trouble` what is wrong with the user's layout."""

    content: bytes
    notices: tuple[Notice, ...]
    private_lines: int
    trouble: str


def of_meeting(store: Store, meeting_id: str, asked: Asked) -> Written:
    """The minutes of a meeting.

    Raises Refused for a meeting that has not begun, Invalid (`names`, `format`) for what is not known.
    """
    if asked.format not in FORMATS:
        raise Invalid("format", f"minutes are written as one of: {', '.join(FORMATS)}")
    found = extract(store, asked.level, meeting_id=begun(store, meeting_id).id)
    made = minutes(found, language=asked.language, with_notes=asked.with_notes)
    content, trouble = _laid_out(made, asked)
    return Written(content, found.notices, found.private_lines, trouble)


def write(store: Store, meeting_id: str, asked: Asked, target: Path | None, *, force: bool = False) -> Written:
    """Makes the minutes and logs that they leave; with a `target` they are in that file, else they are for the caller.

    Raises as `of_meeting`, and Refused, FileTrouble or DiskTrouble for a file that cannot be written.
    """
    made = of_meeting(store, meeting_id, asked)
    place = "the screen" if target is None else str(target.absolute())
    if target is None:
        store.drafts.log_export(f"minutes {asked.format}", asked.level, 1, place)
        return made
    with writer.new_file(target, force=force) as file:
        file.write(made.content)
        store.drafts.log_export(f"minutes {asked.format}", asked.level, 1, place)
    return made


def begun(store: Store, meeting_id: str) -> Meeting:
    """The meeting, once it has begun. Raises Refused before that, NotFound."""
    meeting = meeting_of(store, meeting_id)
    if meeting.started_at is None:
        raise Refused(f"{meeting.title} has not begun, so there is nothing to write down yet; run it first")
    return meeting


def _laid_out(made: Minutes, asked: Asked) -> tuple[bytes, str]:
    if asked.format == "docx":
        from facilitator.exports.minutes import word

        return word.document(made, large_print=asked.large_print), ""
    words, trouble = layouts.lay_out(f"minutes.{asked.format}", asked.layouts, m=made, large_print=asked.large_print)
    return words.encode(), trouble
