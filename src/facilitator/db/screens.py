"""Which screens have the data file open; outside the journal."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.db.repository import Repository
from facilitator.db.values import moment
from facilitator.model.screens import OpenScreen


class ScreenRepository(Repository):
    """One row for each screen. Whether its process still runs is for others to judge."""

    def all(self) -> list[OpenScreen]:
        """The screens in the order they were opened, and what crashes have left."""
        return [
            OpenScreen(r[0], r[1], r[2], r[3], r[4], r[5], r[6], since, seen_at)
            for r in self._store.rows(
                "SELECT id, role, coalesce(origin, ''), meeting_id, device, pid, process, since, seen_at FROM screen"
                " ORDER BY since, rowid"
            )
            if (since := moment(r[7])) and (seen_at := moment(r[8]))
        ]

    def put(self, screen: OpenScreen) -> None:
        """Writes a screen down, or what has changed about it."""
        with self._store.write_aside():
            self._store.execute(
                "INSERT INTO screen (id, role, origin, meeting_id, device, pid, process, since, seen_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id)"
                " DO UPDATE SET meeting_id = excluded.meeting_id, seen_at = excluded.seen_at",
                screen.id,
                screen.role,
                screen.origin or None,
                screen.meeting_id,
                screen.device,
                screen.pid,
                screen.process,
                screen.since,
                screen.seen_at,
            )

    def remove(self, ids: Iterable[str]) -> None:
        """Takes screens out."""
        with self._store.write_aside():
            for screen_id in ids:
                self._store.execute("DELETE FROM screen WHERE id = ?", screen_id)
