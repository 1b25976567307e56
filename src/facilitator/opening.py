"""Which screen answers a screen's wish to go on; each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.db import Store
from facilitator.screens.navigation import (
    OpenAbout,
    OpenExport,
    OpenHistory,
    OpenList,
    OpenMinutes,
    OpenRetention,
)
from facilitator.settings import Settings

if TYPE_CHECKING:
    from textual.screen import Screen

Wish = OpenAbout | OpenExport | OpenHistory | OpenList | OpenMinutes | OpenRetention


def screen_for(wish: Wish, store: Store, settings: Settings) -> Screen[None]:
    """The screen that is asked for. Raises FacilitatorError where the file cannot be read for it."""
    if isinstance(wish, OpenMinutes):
        from facilitator.screens.minutes_leaving import MinutesScreen

        return MinutesScreen(store, settings, wish.meeting_id, wish.target)
    if isinstance(wish, OpenExport):
        from facilitator.screens.exporting import ExportScreen

        return ExportScreen(store, settings, wish.meeting_id, wish.folder)
    if isinstance(wish, OpenAbout):
        from facilitator.screens.about_person import AboutPersonScreen

        return AboutPersonScreen(store, settings, wish.person_id)
    if isinstance(wish, OpenRetention):
        from facilitator.screens.retention import RetentionScreen

        return RetentionScreen(store, settings, wish.partnership_id)
    if isinstance(wish, OpenHistory):
        from facilitator.screens.history import HistoryScreen

        return HistoryScreen(store, settings, wish.scope)
    if wish.what == "backups":
        from facilitator.screens.backups import BackupScreen

        return BackupScreen(store, settings)
    from facilitator.screens.lists import ListScreen

    return ListScreen(store, settings, wish.what, wish.partnership_id)
