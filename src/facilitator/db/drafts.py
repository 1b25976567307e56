"""What is no record yet: half-typed words, when a screen was last open, and what left the file."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from facilitator.db.late_drafts import Draft, LateDrafts, Told
from facilitator.db.repository import Repository
from facilitator.db.values import moment


class DraftRepository(Repository):
    """Drafts, presence and the export log; outside the journal.

    Each screen has drafts of its own: one beside the first keeps them under its own name.
    """

    def _own(self, place: str) -> str:
        origin = self._store.origin
        return f"{place}@{origin}" if origin.startswith("second") else place

    def draft(self, place: str) -> tuple[str, int] | None:
        """The half-typed text of a field and its cursor."""
        if self._store.is_reader:
            return None
        row = self._store.row("SELECT text, cursor FROM draft WHERE place = ?", self._own(place))
        return (row[0], row[1]) if row else None

    @cached_property
    def _late(self) -> LateDrafts:
        return LateDrafts(self._store)

    def _draft(self, place: str, text: str, cursor: int) -> Draft:
        return Draft(self._own(place), text, cursor, self._store.now())

    def save(self, place: str, text: str, cursor: int) -> None:
        """Keeps half-typed text; an empty one is forgotten. A screen that only reads keeps none.

        It is on disk when this returns, or when the act that it is a part of ends.
        """
        if self._store.is_reader:
            return
        draft = self._draft(place, text, cursor)
        with self._store.write_aside():
            self._late.forget(draft.place)
            self.put(draft)

    def save_soon(self, place: str, text: str, cursor: int, told: Told) -> None:
        """The same without waiting for the disk: a thread does it, and tells there how it went."""
        if not self._store.is_reader:
            self._late.put(self._draft(place, text, cursor), told)

    def put(self, draft: Draft) -> None:
        """Puts a draft into the file as a part of a write."""
        if draft.text:
            self._store.execute(
                "INSERT INTO draft (place, text, cursor, at) VALUES (?, ?, ?, ?) ON CONFLICT (place)"
                " DO UPDATE SET text = excluded.text, cursor = excluded.cursor, at = excluded.at",
                draft.place,
                draft.text,
                draft.cursor,
                draft.at,
            )
        else:
            self._store.execute("DELETE FROM draft WHERE place = ?", draft.place)

    def seen(self, meeting_id: str, at: datetime) -> None:
        """Remembers that a screen has the meeting open."""
        with self._store.write_aside():
            self._store.execute(
                "INSERT INTO presence (meeting_id, seen_at) VALUES (?, ?) ON CONFLICT (meeting_id)"
                " DO UPDATE SET seen_at = excluded.seen_at",
                meeting_id,
                at,
            )

    def last_sign(self, meeting_id: str, place: str) -> datetime | None:
        """When anything was last heard of a meeting's screens: one was seen, a line was saved or half typed."""
        newest: str | None = self._store.value(
            "SELECT max(at) FROM (SELECT seen_at AS at FROM presence WHERE meeting_id = ?1"
            " UNION ALL SELECT at FROM draft WHERE place = ?2 OR place GLOB ?2 || '@*'"
            " UNION ALL SELECT * FROM (SELECT at FROM act WHERE meeting_id = ?1 ORDER BY id DESC LIMIT 1))",
            meeting_id,
            place,
        )
        return moment(newest)

    def last_written(self, meeting_id: str) -> datetime | None:
        """What the clock showed when a meeting's screen was seen, or an act of it done, last."""
        shown: str | None = self._store.value(
            "SELECT max(at) FROM (SELECT seen_at AS at FROM presence WHERE meeting_id = ?1"
            " UNION ALL SELECT * FROM (SELECT at FROM act WHERE meeting_id = ?1 ORDER BY id DESC LIMIT 1))",
            meeting_id,
        )
        return moment(shown)

    def log_export(self, what: str, level: str, rows: int, path: str) -> None:
        """Remembers what left the file, when and where to.

        A file that cannot be written to is only looked at for damage.
        """
        if self._store.is_read_only:
            self._store.look_for_damage()
            return
        with self._store.write_aside():
            self._store.execute(
                "INSERT INTO export_log (id, at, what, level, rows, path) VALUES (?, ?, ?, ?, ?, ?)",
                self._store.new_id(),
                self._store.now(),
                what,
                level,
                rows,
                path,
            )

    def exports(self) -> list[tuple[str, str, str, int, str]]:
        """What left the file, the newest first: at, what, level, rows, path."""
        return [
            (r[0], r[1], r[2], r[3], r[4])
            for r in self._store.rows("SELECT at, what, level, rows, path FROM export_log ORDER BY id DESC")
        ]
