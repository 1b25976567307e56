"""The repositories of a store. Each is loaded when it is first asked for: a command needs one or two of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from facilitator.db.actions import ActionRepository
    from facilitator.db.decisions import DecisionRepository
    from facilitator.db.drafts import DraftRepository
    from facilitator.db.goals import GoalRepository
    from facilitator.db.history import HistoryRepository
    from facilitator.db.meetings import MeetingRepository
    from facilitator.db.notes import NoteRepository
    from facilitator.db.overview import OverviewRepository
    from facilitator.db.people import PeopleRepository
    from facilitator.db.repository import Repository
    from facilitator.db.screens import ScreenRepository
    from facilitator.db.store import Store
    from facilitator.db.timeline import TimelineRepository

    Kind = TypeVar("Kind", bound=Repository)


class Repositories:
    """What a store reads and writes through."""

    @cached_property
    def people(self) -> PeopleRepository:
        """Partnerships, organisations, people and groups."""
        from facilitator.db.people import PeopleRepository

        return self._made(PeopleRepository)

    @cached_property
    def meetings(self) -> MeetingRepository:
        """Meetings with their steps, clocks, attendance, turns and queue."""
        from facilitator.db.meetings import MeetingRepository

        return self._made(MeetingRepository)

    @cached_property
    def notes(self) -> NoteRepository:
        """What was said, noted, parked and thanked for."""
        from facilitator.db.notes import NoteRepository

        return self._made(NoteRepository)

    @cached_property
    def goals(self) -> GoalRepository:
        """Shared goals."""
        from facilitator.db.goals import GoalRepository

        return self._made(GoalRepository)

    @cached_property
    def actions(self) -> ActionRepository:
        """Promises."""
        from facilitator.db.actions import ActionRepository

        return self._made(ActionRepository)

    @cached_property
    def decisions(self) -> DecisionRepository:
        """Decisions."""
        from facilitator.db.decisions import DecisionRepository

        return self._made(DecisionRepository)

    @cached_property
    def timeline(self) -> TimelineRepository:
        """The lines of a step in the order they were written."""
        from facilitator.db.timeline import TimelineRepository

        return self._made(TimelineRepository)

    @cached_property
    def drafts(self) -> DraftRepository:
        """Half-typed words, presence and the export log."""
        from facilitator.db.drafts import DraftRepository

        return self._made(DraftRepository)

    @cached_property
    def screens(self) -> ScreenRepository:
        """Which screens have the file open."""
        from facilitator.db.screens import ScreenRepository

        return self._made(ScreenRepository)

    @cached_property
    def overview(self) -> OverviewRepository:
        """What the home screen and plain lists show."""
        from facilitator.db.overview import OverviewRepository

        return self._made(OverviewRepository)

    @cached_property
    def history(self) -> HistoryRepository:
        """What was done to the record."""
        from facilitator.db.history import HistoryRepository

        return self._made(HistoryRepository)

    def _made(self, kind: type[Kind]) -> Kind:
        return kind(cast("Store", self))
