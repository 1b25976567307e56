"""The home screen: what runs, what comes, what needs somebody; for a newcomer, the way to the first meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.widget import Widget

from facilitator.clock import local, zone_of
from facilitator.db import Store
from facilitator.model.overview import Overview
from facilitator.screens.home_commands import HOME, hints, key_of
from facilitator.screens.home_rows import home_rows
from facilitator.screens.navigation import (
    OpenExport,
    OpenHistory,
    OpenList,
    OpenMeeting,
    OpenMinutes,
    OpenRetention,
    OpenSample,
)
from facilitator.screens.records import ROOMY_ROWS, RecordScreen
from facilitator.settings import Settings
from facilitator.widgets.plain import wrap
from facilitator.widgets.quiet import BREAK, FILL, Piece, QuietLine

if TYPE_CHECKING:
    from facilitator.model.template import Template
    from facilitator.widgets.first_minute import FirstMinute
    from facilitator.widgets.line_field import LineField

DRAFT_SECONDS = 0.5
"""A half-typed answer is in the file at most this long after its last key."""
_PLACE = "home:first"


class HomeScreen(RecordScreen):
    """What is on. `about` stands beside the program's name."""

    table = HOME

    def __init__(self, store: Store, settings: Settings, about: str = "") -> None:
        super().__init__(store, settings)
        self._about = about
        self._overview: Overview | None = None
        self._first: FirstMinute | None = None
        self._draft_timer: Timer | None = None
        self._warning: QuietLine | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The rows, or the newcomer's questions."""
        with self.reporting():
            self._read()
        if self._is_first_wanted:
            self._first = self._made_first()
            self.list.display = False
            return (self.list, self._first)
        return (self.list,)

    # Reading and showing

    def load(self) -> None:
        """Reads what is on."""
        self._read()
        start, _ = self._today()
        self.head.show(
            (" facilitator", "strong"),
            (f"   {self._about or self.badge}", "warning"),
            FILL,
            (f"{start:%a} {start.day} {start:%b %Y} ", "muted"),
        )
        self._show_first()
        self.show_rows()
        self.show_keys()
        self.show_warning()

    def show_warning(self) -> None:
        """Under the header, in as many rows as it needs; the row is made when there is something to say."""
        lines = [row for text in (self.warned.backup, self.warned.place) if text for row in wrap(text, self.width - 2)]
        if self._warning is None:
            if not lines:
                return
            self._warning = QuietLine(classes="warned")
            self.mount(self._warning, after=self.head)
        self._warning.display = bool(lines)
        self._warning.styles.height = max(1, len(lines))
        pieces: list[Piece] = []
        for row in lines:
            pieces += [BREAK, (f" {row}", "warning")]
        self._warning.show(*pieces[1:])

    def _read(self) -> None:
        start, end = self._today()
        self._overview = self.store.overview.home(start.date(), start, end)

    def _today(self) -> tuple[datetime, datetime]:
        """When today begins and ends on the user's clock."""
        zone = self.store.clock.zone_name()
        day = local(self.store.now(), zone).date()
        start = datetime.combine(day, time(), zone_of(zone))
        return start, datetime.combine(day + timedelta(days=1), time(), zone_of(zone))

    def show_rows(self) -> None:
        """Draws what was read last."""
        if self._first is None and self._overview is not None:
            self.list.show(
                home_rows(
                    self._overview,
                    self.store.now(),
                    self.store.clock.zone_name(),
                    self.width,
                    is_tight=0 < self.size.height < ROOMY_ROWS,
                )
            )

    def show_keys(self) -> None:
        """The keys that fit; while a field takes letters, after Esc."""
        if self._first is None:
            super().show_keys()
        else:
            letters = ((f"Esc {key_of(c)}", c.label.lower()) for c in HOME if len(c.letter) == 1)
            self.keys.show(*hints((("Enter", "next"), *letters), self.width))

    # The first minute

    @property
    def _is_first_wanted(self) -> bool:
        found = self._overview
        return found is not None and not found.has_meetings and found.partnerships < 2

    def _show_first(self) -> None:
        """Shows the newcomer's questions until there is a meeting."""
        if self._first is not None and not self._is_first_wanted:
            self._first.remove()
            self._first = None
            self.list.display = True
            self.set_focus(self.list)
        elif self._first is None and self._is_first_wanted:
            self._first = self._made_first()
            self.list.display = False
            self.mount(self._first, before=self.said)
        elif self._first is not None:
            self._show_answers(self._first)

    def _made_first(self) -> FirstMinute:
        from facilitator.widgets.first_minute import FirstMinute

        first = FirstMinute()
        first.on_name, first.on_people = self._take_name, self._take_people
        first.on_kind, first.on_sample = self._begin, lambda: self.do_sample("")
        for field in first.fields:
            field.on_prefix = self._after_escape
        self._show_answers(first)
        if draft := self.store.drafts.draft(_PLACE):
            first.field.put(*draft)
        return first

    def _show_answers(self, first: FirstMinute) -> None:
        known = self.store.people.partnerships()
        people = self.store.people.people(known[0].id) if known else []
        first.show(known[0].name if known else "", [it.name for it in people], self._templates)

    def _templates(self) -> Sequence[Template]:
        from facilitator.paths import templates_folder
        from facilitator.services import templates

        found, problems = templates.all_templates(templates_folder())
        if problems:
            self.tell(problems[0], is_error=True)
        return found

    def _take_name(self, text: str) -> None:
        from facilitator.services import prepare

        prepare.new_partnership(self.store, text)
        self.load()

    def _take_people(self, line: str) -> str:
        from facilitator.services import people

        partnership_id = self.store.people.partnerships()[0].id
        said = ""
        if _is_file(line):
            said = people.import_file(self.store, partnership_id, Path(line.strip().strip("'\"")).expanduser())
        elif line:
            said = people.add_typed(self.store, partnership_id, line)
        self.load()
        return said

    def _begin(self, template: Template) -> None:
        from facilitator.services import prepare

        partnership_id = self.store.people.partnerships()[0].id
        meeting_id = prepare.new_meeting(self.store, partnership_id, template, facilitator=self.settings.facilitator)
        self.post_message(OpenMeeting(meeting_id))

    def _after_escape(self, letter: str) -> bool:
        if not letter.isalpha():
            return False
        if not self.press(letter, None):
            self.tell(f"Esc {letter} means nothing here; F1 shows the keys", is_error=True)
        return True

    def on_line_field_edited(self, _: LineField.Edited) -> None:
        """Keeps a half-typed answer soon."""
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DRAFT_SECONDS, self.flush)

    def flush(self) -> None:
        """A half-typed answer goes to the file."""
        self._draft_timer = None
        if self._first is not None:
            with self.reporting():
                field = self._first.field
                self.store.drafts.save(_PLACE, field.value, field.cursor_position)

    # Commands; each is told the id of the row under the cursor

    def do_open(self, row_id: str) -> None:
        """Into a meeting, or a form for what is no meeting."""
        kind, _, record_id = row_id.partition(":")
        if kind == "meeting":
            self.post_message(OpenMeeting(record_id))
        elif kind == "list":
            self.post_message(OpenList(record_id))
        elif kind == "retention":
            self.post_message(OpenRetention(record_id))
        elif kind == "partnership":
            self.post_message(OpenList(kind, record_id))
        elif kind == "agreed":
            self.do_new(row_id)
        else:
            self.do_change(row_id)

    def do_change(self, row_id: str) -> None:
        """A form for the row."""
        from facilitator.screens import forms_plans

        kind, _, record_id = row_id.partition(":")
        if kind == "meeting":
            self.ask(forms_plans.meeting_change(self.store, self.settings, record_id))
        elif kind == "action":
            self.ask(forms_plans.promise(self.store, self.settings, record_id))
        elif kind == "goal":
            self.ask(forms_plans.goal(self.store, self.settings, "", record_id))
        else:
            self.tell("nothing to change here", is_error=True)

    def do_new(self, row_id: str) -> None:
        """A new meeting; on a day that was agreed, for that partnership and day."""
        from facilitator.screens import forms_plans

        known = self._overview
        agreed = next((it for it in known.agreed if f"agreed:{it.partnership_id}" == row_id), None) if known else None
        if agreed:
            begins = local(agreed.last_start, agreed.time_zone).time()
            at = datetime.combine(agreed.day, begins)
            self.ask(forms_plans.meeting(self.store, self.settings, agreed.partnership_id, at))
        elif known and known.partnerships:
            self.ask(forms_plans.meeting(self.store, self.settings))
        else:
            self.ask_partnership(lambda _: None)

    def do_partnerships(self, _: str) -> None:
        """All partnerships."""
        self.post_message(OpenList("partnerships"))

    def do_people(self, _: str) -> None:
        """Everybody."""
        self.post_message(OpenList("people"))

    def do_goals(self, _: str) -> None:
        """All goals."""
        self.post_message(OpenList("goals"))

    def do_actions(self, _: str) -> None:
        """All promises."""
        self.post_message(OpenList("actions"))

    def do_meetings(self, _: str) -> None:
        """All meetings."""
        self.post_message(OpenList("meetings"))

    def do_history(self, _: str) -> None:
        """Everything that was done."""
        from facilitator.model.history import Scope

        self.post_message(OpenHistory(Scope()))

    def do_minutes(self, row_id: str) -> None:
        """The minutes of the meeting under the cursor where it has begun, else of the one held last."""
        from facilitator.services import find

        kind, _, record_id = row_id.partition(":")
        known = self.store.meetings.get(record_id) if kind == "meeting" else None
        meeting = known if known and known.started_at else find.meeting(self.store, "latest")
        self.post_message(OpenMinutes(meeting.id))

    def do_export(self, _: str) -> None:
        """The CSV files."""
        self.post_message(OpenExport())

    def do_exports(self, _: str) -> None:
        """What left the file."""
        self.post_message(OpenList("exports"))

    def do_backups(self, _: str) -> None:
        """The safety copies."""
        self.post_message(OpenList("backups"))

    def do_sample(self, _: str) -> None:
        """A sample partnership, in a file of its own; a year of meetings takes a moment to make."""
        if self._about:
            self.tell("this is the sample; q leaves it", is_error=True)
            return
        self.say(1, ((" one moment, the sample is being made …", "muted"),))
        self.call_after_refresh(self.post_message, OpenSample())

    def do_quit(self, _: str) -> None:
        """Out of the program."""
        self.do_back("")


def _is_file(line: str) -> bool:
    """A place of a file was typed, or dropped into the terminal, not a name."""
    line = line.strip().strip("'\"")
    return line.lower().endswith(".csv") or line.startswith(("/", "~/", "./"))
