"""The minutes of a meeting, at one level of names, in the format asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from facilitator.db import Store
from facilitator.errors import Invalid, Refused
from facilitator.exports import layouts, plain_text, writer
from facilitator.exports.extract import Held
from facilitator.exports.minutes.build import minutes
from facilitator.exports.minutes.model import Minutes
from facilitator.frozen import frozen
from facilitator.model.meeting import Meeting
from facilitator.model.text import folded_words
from facilitator.services.doubts import Doubt, doubts
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
class Going:
    """Minutes as they leave. `text` is all that stands in them, without their make-up.

    `title` and `day` are the meeting's, as they leave, `doubts` words in the minutes that may be names, `trouble` what
    is wrong with the user's layout.
    """

    content: bytes
    text: str
    title: str
    day: date
    private_lines: int
    held_back: Held
    doubts: tuple[Doubt, ...]
    trouble: str


def of_meeting(store: Store, meeting_id: str, asked: Asked) -> Going:
    """The minutes as `keep` would write them, with what is held back. Nothing is written or logged.

    Raises Refused for a meeting that has not begun, Invalid (`names`, `format`) for what is not known.
    """
    _known_format(asked)
    found = extract(store, asked.level, meeting_id=begun(store, meeting_id).id)
    made = minutes(found, language=asked.language, with_notes=asked.with_notes)
    content, trouble = laid_out(made, asked)
    if asked.format == "html":
        text = plain_text.of_page(content.decode())
    elif asked.format == "docx":
        text, _ = layouts.lay_out("minutes.txt", None, m=made, large_print=False)
    else:
        text = content.decode()
    held = found.held_back
    return Going(content, text, made.title, made.day, found.private_lines, held, doubts((found,), text), trouble)


def write(store: Store, meeting_id: str, asked: Asked, target: Path | None, *, force: bool = False) -> Going:
    """Makes the minutes and logs that they leave; with a `target` they are in that file, else they are for the caller.

    Raises as `of_meeting`, and Refused, FileTrouble or DiskTrouble for a file that cannot be written.
    """
    made = of_meeting(store, meeting_id, asked)
    if target is None:
        store.drafts.log_export(f"minutes {asked.format}", asked.level, 1, "the screen")
    else:
        keep(store, made.content, asked, target, force=force)
    return made


def keep(store: Store, content: bytes, asked: Asked, target: Path, *, force: bool = False) -> None:
    """Writes minutes as they were made, and looked at perhaps, into a file, and logs that they leave.

    Raises Refused, FileTrouble or DiskTrouble for a file that cannot be written.
    """
    with writer.new_file(target, store.path, force=force) as file:
        file.write(content)
        store.drafts.log_export(f"minutes {asked.format}", asked.level, 1, str(target.absolute()))


def default_name(title: str, day: date, form: str) -> str:
    """What minutes are called where nobody says: `october-check-in-2026-10-25.html`."""
    return f"{'-'.join(folded_words(title))[:40].strip('-') or 'minutes'}-{day:%Y-%m-%d}.{form}"


def _known_format(asked: Asked) -> None:
    if asked.format not in FORMATS:
        raise Invalid("format", f"minutes are written as one of: {', '.join(FORMATS)}")


def begun(store: Store, meeting_id: str) -> Meeting:
    """A meeting of which there is something to tell. Raises NotFound or Refused."""
    meeting = meeting_of(store, meeting_id)
    if meeting.started_at is None:
        raise Refused(f"{meeting.title} has not begun, so there is nothing to write down yet; run it first")
    return meeting


def laid_out(made: Minutes, asked: Asked) -> tuple[bytes, str]:
    """The bytes of minutes as they are wanted, and what is wrong with the user's layout."""
    if asked.format == "docx":
        from facilitator.exports.minutes import word

        return word.document(made, large_print=asked.large_print), ""
    words, trouble = layouts.lay_out(f"minutes.{asked.format}", asked.layouts, m=made, large_print=asked.large_print)
    return words.encode(), trouble
