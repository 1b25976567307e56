"""Arrivals: one key a person, head-counts by group, and what the room is told before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.clock import local
from facilitator.model.meeting import Meeting
from facilitator.model.people import Attendee
from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import column, hint, name_cells, wrapped
from facilitator.services import attend, run
from facilitator.widgets.quiet import FILL, Piece, Tone

_STATUS: dict[str, tuple[str, Tone]] = {
    "expected": ("expected", "muted"),
    "present": ("here", "good"),
    "late": ("late", "good"),
    "guest": ("guest", "good"),
    "left": ("gone", "muted"),
    "apologies": ("sorry", "muted"),
    "absent": ("absent", "muted"),
}
_STATUS_CELLS = 8
_KEYS: dict[str, tuple[str, str | None, str]] = {
    "h": ("present", None, "here"),
    "r": ("present", "remote", "here, remote"),
    "l": ("late", None, "came late"),
    "g": ("left", None, "gone"),
    "s": ("apologies", None, "sent apologies"),
    "x": ("absent", None, "absent"),
    "e": ("expected", None, "expected"),
}
"""What each key makes of a person: status, mode, and the words for it."""

_BY_PERSON = "by person"
_COUNT = "count:"
_SAFETY = (
    "Is somebody's safety, abuse or a legal duty involved? Then stop here: follow the school's safeguarding procedure,"
    " and type nothing."
)


class OpenPanel(Panel):
    """Who is here, in the room or from afar, and the groups that are only counted."""

    keys = (
        PanelKey("space", "Space", "here"),
        PanelKey("r", "r", "remote"),
        PanelKey("l", "l", "late"),
        PanelKey("g", "g", "gone"),
        PanelKey("s", "s", "sorry"),
        PanelKey("x", "x", "absent"),
        PanelKey("w", "w", "walk-in"),
        PanelKey("c", "c", "count"),
        PanelKey("b", "b", "by person"),
    )

    def rows(self) -> list[Row]:
        """People, head-counts, the switch for counting by person, vision and data statement."""
        meeting = run.meeting_of(self.store, self.meeting_id)
        attendance = self.store.meetings.attendance(self.meeting_id)
        return [
            *(wrapped((), _SAFETY, self.width, tone="warning") if meeting.is_restricted else []),
            _summary(attendance),
            *(self._row(attendee, meeting.time_zone) for attendee in attendance),
            self._switch(meeting),
            *self._said_first(meeting),
        ]

    def _row(self, attendee: Attendee, zone: str) -> Row:
        if attendee.head_count is not None:
            count = f"{attendee.head_count} by head-count"
            return Row(
                _COUNT + attendee.group,
                (
                    column("counted", _STATUS_CELLS, "good"),
                    (f"{attendee.name}  ", ""),
                    (count, ""),
                    FILL,
                    ("← →", "muted"),
                ),
            )
        word, tone = _STATUS[attendee.status]
        at = (
            attendee.left_at
            if attendee.status == "left"
            else attendee.arrived_at
            if attendee.status == "late"
            else None
        )
        aside = ["remote"] if attendee.is_present and attendee.mode == "remote" else []
        aside += [f"{local(at, zone):%H:%M}"] if at else []
        right: tuple[Piece, ...] = (FILL, (" · ".join(aside), "")) if aside else ()
        return Row(
            attendee.person_id or "",
            (
                column(word, _STATUS_CELLS, tone),
                column(attendee.name, name_cells(self.width)),
                (attendee.organisation or attendee.group, "muted"),
                *right,
            ),
        )

    def _switch(self, meeting: Meeting) -> Row:
        how = "by person until the close" if meeting.counts_by_person else "by group only"
        other = "b stops it" if meeting.counts_by_person else "b counts by person, if the room says yes"
        return Row(
            _BY_PERSON, (column("turns", _STATUS_CELLS, "muted"), (f"count {how}", ""), (f" · {other}", "muted"))
        )

    def _said_first(self, meeting: Meeting) -> Iterator[Row]:
        partnership = self.store.people.partnership(meeting.partnership_id)
        for label, words in (
            ("vision", meeting.vision),
            ("data", partnership.data_statement if partnership else ""),
        ):
            if words:
                yield from wrapped((column(label, _STATUS_CELLS, "muted"),), words, self.width)

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Marks the person, counts heads, or switches how turns are counted."""
        row_id = row_id or ""
        if key == "w":
            return Complete("/walkin ")
        if key == "c":
            return Complete(f"/count {row_id.removeprefix(_COUNT)} " if row_id.startswith(_COUNT) else "/count ")
        if key == "b" or (row_id == _BY_PERSON and key in ("space", "enter")):
            return self._switch_counting()
        if row_id.startswith(_COUNT):
            return self._count(row_id.removeprefix(_COUNT), key)
        return self._mark(row_id, key)

    def _switch_counting(self) -> Says:
        agreed = not run.meeting_of(self.store, self.meeting_id).counts_by_person
        run.count_turns_by_person(self.store, self.meeting_id, agreed)
        return Says("Turns count by person until the close." if agreed else "Turns count by group only.")

    def _count(self, group: str, key: str) -> Says | None:
        if key not in ("left", "right"):
            return None
        heads = next(
            a.head_count or 0
            for a in self.store.meetings.attendance(self.meeting_id)
            if a.head_count is not None and a.group == group
        )
        heads = max(0, heads + (1 if key == "right" else -1))
        attend.count(self.store, self.meeting_id, group, heads)
        return Says(f"{group}: {heads}")

    def _mark(self, person_id: str, key: str) -> Says | None:
        found = next((a for a in self.store.meetings.attendance(self.meeting_id) if a.person_id == person_id), None)
        if found is None:
            return None
        if key in ("space", "enter"):
            key = "e" if found.is_present else "h"
        if key not in _KEYS:
            return None
        status, mode, words = _KEYS[key]
        attend.mark(self.store, self.meeting_id, (found.party,), status, mode)
        return Says(f"{found.name}: {words}")


def _summary(attendance: list[Attendee]) -> Row:
    people = [a for a in attendance if a.head_count is None]
    here = [a for a in people if a.is_present]
    remote = sum(a.mode == "remote" for a in here)
    counted = sum(a.head_count or 0 for a in attendance)
    parts = [f"{len(here)} here" + (f", {remote} of them remote" if remote else "")]
    parts += [f"{counted} by head-count"] if counted else []
    parts.append(f"{sum(a.status == 'expected' for a in people)} still expected")
    return hint(" · ".join(parts))
