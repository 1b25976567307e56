"""How long a partnership keeps its records: nothing goes by itself, once a year somebody is asked."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.clock import today
from facilitator.db import Store, retention
from facilitator.db.retention import OldMeeting
from facilitator.errors import Refused
from facilitator.frozen import frozen
from facilitator.services.edit_records import partnership_of

CONFIRMATION = "erase"
"""The word that is typed to do it."""

WHAT_GOES = "Notes, remarks, paraphrases, questions, feedback, thanks and the names of who was there go,"
WHAT_STAYS = "decisions, promises, goals and figures stay; it cannot be taken back."


@frozen
class Review:
    """A partnership's older meetings. `months` is how long it keeps records, None while nobody said."""

    partnership_id: str
    partnership: str
    months: int | None
    meetings: tuple[OldMeeting, ...]

    @property
    def how_long(self) -> str:
        """`36 months`; “for good” while nobody said."""
        if self.months is None:
            return "for good"
        return "1 month" if self.months == 1 else f"{self.months} months"


def review(store: Store, partnership_id: str) -> Review:
    """The meetings older than the partnership keeps records. Raises NotFound."""
    known = partnership_of(store, partnership_id)
    found = retention.older(store, partnership_id, today(store.clock))
    return Review(partnership_id, known.name, known.retention_months, tuple(found))


def keep(store: Store, partnership_id: str) -> None:
    """Keeps everything; the question comes again in a year. Raises NotFound."""
    partnership_of(store, partnership_id)
    with store.write("Keep older records another year"):
        retention.answered(store, partnership_id, today(store.clock))


def erase(store: Store, partnership_id: str, *, before: Callable[[], object] = lambda: None) -> int:
    """Takes the words out of all older meetings of a partnership, then writes the file anew; returns how many.

    It cannot be taken back. `before` makes the backup; nothing is done when it fails.

    Raises:
        NotFound: there is no such partnership.
        Refused: no meeting is older than it keeps records.
        FileBusy, DiskTrouble: the words are out, but the file could not be written anew.
    """
    if not review(store, partnership_id).meetings:
        raise Refused("No meeting with words in it is older than the partnership keeps records.")
    before()
    with store.write("Erase the words of older meetings", final=True):
        found = review(store, partnership_id).meetings
        retention.answered(store, partnership_id, today(store.clock))
        retention.erase(store, [it.id for it in found])
    store.vacuum()
    return len(found)
