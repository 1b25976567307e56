"""What is kept about one person, and forgetting them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from facilitator.commands import Command
from facilitator.db import Store
from facilitator.screens.confirming import ConfirmingScreen
from facilitator.screens.home_commands import BACK, HELP
from facilitator.services import about, backups, forget
from facilitator.services.forget import Line
from facilitator.settings import Settings
from facilitator.widgets.panel_list import PanelRow
from facilitator.widgets.plain import wrap
from facilitator.widgets.quiet import FILL, Tone

MOST = 1000
"""Lines shown; with more the screen would take long to scroll and to draw."""

_FORGET = Command("forget", "", "Forget", "shows what changes, then puts a role label in their place", "f")


class AboutPersonScreen(ConfirmingScreen):
    """Everything about one person; after `f` what forgetting them changes."""

    table = (_FORGET, BACK, HELP)

    def __init__(self, store: Store, settings: Settings, person_id: str) -> None:
        super().__init__(store, settings)
        self.person_id = person_id
        self._rows: list[tuple[str, Tone]] = []
        self._is_preview = False

    def load(self) -> None:
        """Reads what is kept; a preview stays."""
        if not self._is_preview:
            sections = about.about_person(self.store, self.person_id)
            self._rows = []
            for section in sections:
                self._rows += [(section.title, "strong"), *((f"  {it}", "") for it in section.lines)]
                self._rows += [] if section.lines else [(f"  {about.NOTHING}", "muted")]
                self._rows.append(("", ""))
            self.head.show((f" About {sections[0].title}", "strong"), FILL, ("all that is kept ", "muted"))
        self.show_rows()
        self.show_keys()

    def show_rows(self) -> None:
        """Draws the lines, wrapped."""
        rows: list[PanelRow] = []
        for text, tone in self._rows[:MOST]:
            rows += [("", ((line, tone),)) for line in wrap(text, max(20, self.width - 4)) or [""]]
        if len(self._rows) > MOST:
            rows.append(("", ((f"and {len(self._rows) - MOST} more lines; the command line prints all", "muted"),)))
        self.list.show(rows)

    def do_forget(self, _: str) -> None:
        """What changes, and the question for the word."""
        found = forget.preview(self.store, self.person_id)
        self._is_preview = True
        self.head.show(
            (f" {found.person.name} becomes “{found.label}”", "strong"), FILL, ("nothing is changed yet ", "muted")
        )
        self._rows = [(notice, "warning") for notice in found.notices]
        self._rows += [("Shown with the label from then on", "strong"), *_counts(found.linked), ("", "")]
        self._rows += [("Words that change", "strong"), *_counts(found.rewritten)]
        for line in found.lines:
            self._rows += [(f"  {line.day} {line.before}", ""), (f"    → {line.after}", "accent")]
        if found.history:
            self._rows.append((f"  earlier wordings in the history: {found.history}", ""))
        self._rows += [("", ""), *_for_a_look(found.doubtful)]
        self.show_rows()
        self.ask_word(forget.CONFIRMATION, self._forget)

    def _stop(self) -> None:
        super()._stop()
        self._is_preview = False
        self.load()

    def _forget(self) -> None:
        done = forget.forget(
            self.store,
            self.person_id,
            before=backups.erasing(self.store),
            kept_backups=lambda: backups.kept(self.store),
        )
        self._is_preview = True
        self.head.show((f" Forgotten: “{done.label}” stands in their place", "strong"), FILL)
        self._rows = [(it, "warning") for it in done.still_there]
        if not done.still_there:
            self._rows.append(("The file holds the name no more.", "good"))
        self._rows += [(it, "") for it in (*done.unproved, *done.backups)]
        self._rows += [("", ""), *_for_a_look(done.doubtful)]
        self.show_rows()


def _counts(counts: Iterable[tuple[str, int]]) -> list[tuple[str, Tone]]:
    return [(f"  {kind}: {count}", "") for kind, count in counts] or [("  none", "muted")]


def _for_a_look(lines: Sequence[Line]) -> list[tuple[str, Tone]]:
    if not lines:
        return []
    return [("For a look: these lines stay as they are", "strong"), *((f"  {it.day} {it.after}", "") for it in lines)]
