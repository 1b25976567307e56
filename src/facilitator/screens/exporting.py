"""The CSV files before they leave: whose record, names, where to; and a preview of what each file would hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from facilitator import paths
from facilitator.clock import local
from facilitator.commands import Command
from facilitator.db import Store
from facilitator.errors import NotFound
from facilitator.exports.columns import Level
from facilitator.frozen import frozen
from facilitator.model.text import folded_words
from facilitator.screens.aside import Aside, Came
from facilitator.screens.leaving import LAST, LEVELS, NAMES, WRITE, LeavingScreen, following, free, level_of
from facilitator.services import export
from facilitator.services.progress import at_times
from facilitator.settings import Settings
from facilitator.widgets.plain import fit
from facilitator.widgets.quiet import Piece, Tone


@frozen
class Scope:
    """Whose record leaves, and how it is called."""

    name: str
    partnership_id: str | None = None
    meeting_id: str | None = None


class ExportScreen(LeavingScreen):
    """The CSV bundle of a meeting, a partnership or everything. `folder` is where somebody wants it."""

    heading = "CSV files"
    table = (
        WRITE,
        Command("scope", "", "What", "the next: everything, a partnership, this meeting", "p"),
        NAMES,
        Command("excel", "", "For Excel", "as Excel reads them best, or plain", "x"),
        *LAST,
    )

    def __init__(self, store: Store, settings: Settings, meeting_id: str | None = None, folder: str = "") -> None:
        super().__init__(store, settings)
        self.level = level_of(settings.names)
        self.is_for_excel = False
        self._scopes = tuple(_scopes(store, meeting_id))
        self._scope = self._scopes[0]
        self._going: export.BundleGoing | None = None
        self._counted: tuple[Scope, Level] | None = None
        """What was counted."""
        self.aside = Aside(self)
        self._is_own_place = bool(folder)
        if folder:
            self.place = paths.typed(folder)

    def look(self) -> None:
        """Has counted what each file would hold."""
        scope, level = self._scope, self.level

        def count(store: Store) -> export.BundleGoing:
            return export.preview(store, level, partnership_id=scope.partnership_id, meeting_id=scope.meeting_id)

        self.aside.do("count", count, partial(self._looked, (scope, level)))

    def _looked(self, of: tuple[Scope, Level], going: export.BundleGoing) -> None:
        self._going, self._counted = going, of
        if not self.written and not self._is_own_place:
            day = local(self.store.now(), self.store.clock.zone_name())
            name = "-".join(folded_words(going.name))[:40].strip("-") or "facilitator"
            self.place = free(Path.home() / f"{name}-{day:%Y-%m-%d}")
        self.show_rows()

    @property
    def _shown(self) -> export.BundleGoing | None:
        """What would leave as it is chosen now; None while it is counted."""
        return self._going if self._counted == (self._scope, self.level) else None

    def on_came(self, message: Came) -> None:
        """Something was counted or written."""
        with self.reporting():
            message.do()

    def choices(self) -> Iterator[tuple[str, str, str]]:
        """Whose record, names, for which program."""
        yield "What", self._scope.name, "p"
        yield "Names", LEVELS[self.level], "l"
        yield "For", "Excel" if self.is_for_excel else "any program", "x"

    def held_back(self) -> Iterator[tuple[str, Tone]]:
        """Private lines, people without a name."""
        if going := self._shown:
            yield from self.private_in_words(going.private_lines)
            yield from self.held_in_words(going.held_back)

    def doubts(self) -> list[str]:
        """Words that may be names, by file and row."""
        notices = self._shown.notices if self._shown else ()
        return [f"“{it.word}” in {it.file}, row {it.row}{it.elsewhere}" for it in notices]

    def preview(self) -> Iterator[list[Piece]]:
        """Each file with its rows."""
        if self._shown is None:
            yield [("  counting …", "muted")]
            return
        files = self._shown.files
        for file in files:
            tone: Tone = "" if file.rows else "muted"
            yield [(f"  {fit(file.name, 24)}{file.rows:>7,} ", tone), (f"  {file.about}", "muted")]
        yield [(f"  {fit('all rows', 24)}{sum(file.rows for file in files):>7,}", "strong")]

    def do_write(self, _: str) -> None:
        """Writes what is shown, and says how far it is."""
        if self.written:
            self.tell("It is written; q goes back.")
        elif self.aside.has("write"):
            self.tell("It is being written.")
        elif self._shown is None:
            self.tell("It is still being counted; press Enter when it is done.")
        else:
            scope, level, place, is_for_excel = self._scope, self.level, self.place, self.is_for_excel

            def write(store: Store) -> export.ExportResult:
                return export.export_bundle(
                    store,
                    place,
                    partnership_id=scope.partnership_id,
                    meeting_id=scope.meeting_id,
                    level=level,
                    language=self.settings.language,
                    excel=is_for_excel,
                    progress=at_times(lambda done, total: self.aside.say(partial(self._so_far, done, total))),
                )

            self.aside.do("write", write, self._wrote, to_the_end=True)

    def _so_far(self, done: int, total: int) -> None:
        self.tell(f"Writing: {done:,} of about {max(done, total):,} rows")

    def _wrote(self, done: export.ExportResult) -> None:
        self.has_written(str(done.folder), f"{done.folder} · {done.rows} rows in {len(done.files)} files")

    def placed(self, place: Path) -> None:
        """Another place."""
        self.place = place
        self._is_own_place = True

    # Commands

    def do_scope(self, _: str) -> None:
        """The next record."""
        self._scope = following(self._scopes, self._scope)
        self.changed()

    def do_excel(self, _: str) -> None:
        """For Excel, or for any program."""
        self.is_for_excel = not self.is_for_excel
        self.changed()


def _scopes(store: Store, meeting_id: str | None) -> Iterator[Scope]:
    """From a meeting its partnership, itself, everything; else the only partnership or everything, then each."""
    known = store.people.partnerships()
    everything = Scope("everything")
    if meeting_id is not None:
        meeting = store.meetings.get(meeting_id)
        if meeting is None:
            raise NotFound("That meeting is not there any more; look again.")
        yield Scope(meeting.partnership, meeting.partnership_id)
        yield Scope(meeting.title, meeting.partnership_id, meeting_id)
        yield everything
        return
    if len(known) != 1:
        yield everything
    yield from (Scope(it.name, it.id) for it in known)
    if len(known) == 1:
        yield everything
