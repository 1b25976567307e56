"""The plain lists: what each shows in a row, and the forms its rows lead to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from facilitator.clock import local, spoken, today
from facilitator.commands import Command
from facilitator.db import Store
from facilitator.db.overview import LIST_LIMIT
from facilitator.frozen import frozen
from facilitator.model.cadence import describe
from facilitator.model.overview import GoalGlance, MeetingGlance, PartnershipGlance, PromiseGlance
from facilitator.model.people import Organisation, Person
from facilitator.screens.home_commands import BACK, CHANGE, HELP, HISTORY, MINUTES, NEW, OPEN, REDO, UNDO
from facilitator.screens.home_rows import STATE_TONES, STATES, day_words, way
from facilitator.services import exports_log
from facilitator.services.exports_log import Exported
from facilitator.settings import Settings
from facilitator.widgets.plain import fit
from facilitator.widgets.quiet import FILL, Piece, Tone

if TYPE_CHECKING:
    from facilitator.dialogs.form import Form

FILTER = Command("filter", "", "Filter", "shows the rows with the words you type", "f")
MEETINGS = Command("meetings", "", "Meetings", "its meetings", "m")
PEOPLE = Command("people", "", "People", "its people", "w")
ORGANISATIONS = Command("organisations", "", "Organisations", "its organisations", "o")
GOALS = Command("goals", "", "Goals", "its goals", "g")
ACTIONS = Command("actions", "", "Promises", "its promises", "a")
_LAST = (FILTER, BACK, UNDO, REDO, HISTORY, HELP)
_MEANS_CHANGE = Command("open", "", "Change", "changes what is under the cursor", "enter")


@frozen
class Record:
    """A row: the id of its record, its pieces, and the words it is found by."""

    id: str
    pieces: Sequence[Piece]

    @property
    def words(self) -> str:
        """What filtering looks through."""
        return " ".join(text for text, _ in self.pieces)


class Listed(ABC):
    """One sort of record, of one partnership or of all."""

    title: ClassVar[str]
    table: ClassVar[tuple[Command, ...]]
    nothing: ClassVar[str] = "Nothing here yet; n adds one."

    def __init__(self, store: Store, settings: Settings, partnership_id: str | None) -> None:
        self.store = store
        self.settings = settings
        self.partnership_id = partnership_id
        self.is_about_several = partnership_id is None and len(store.people.partnerships()) > 1
        """Rows say whose they are."""

    @abstractmethod
    def records(self) -> list[Record]:
        """The rows as the record stands."""

    def new(self, partnership_id: str) -> Form:
        """The form for one more."""
        raise NotImplementedError

    def change(self, record_id: str) -> Form:
        """The form for one of them. Raises NotFound."""
        raise NotImplementedError

    def end(self, record_id: str) -> str:
        """One of them no longer takes part; returns what to say. Raises NotFound or Refused."""
        raise NotImplementedError

    @property
    def today(self) -> date:
        """The date on the user's calendar."""
        return today(self.store.clock)

    def where(self, partnership: str) -> tuple[Piece, ...]:
        """Whose a row is, at the right edge, where the list is about several."""
        return (FILL, (f"{partnership} ", "muted")) if self.is_about_several else ()


class Partnerships(Listed):
    """All partnerships."""

    title = "Partnerships"
    table = (OPEN, NEW, CHANGE, *_LAST)

    def records(self) -> list[Record]:
        """Name, cadence, next meeting."""
        return [Record(it.id, self._pieces(it)) for it in self.store.overview.partnerships()]

    def _pieces(self, it: PartnershipGlance) -> list[Piece]:
        zone = self.store.clock.zone_name()
        if it.next_start:
            meets = f"next {day_words(local(it.next_start, zone).date(), self.today)}"
        elif it.last_start:
            meets = f"last met {day_words(local(it.last_start, zone).date(), self.today)}"
        else:
            meets = "not met yet"
        counts = f"{_count(it.people, 'person', 'people')}, {_count(it.promises, 'promise', 'promises')} open"
        return [(fit(it.name, 26), "strong"), (f"  {fit(counts, 26)}", "muted"), FILL, (f"{meets} ", "")]

    def new(self, partnership_id: str) -> Form:  # noqa: ARG002
        """A new partnership."""
        from facilitator.screens import forms

        return forms.partnership(self.store)

    def change(self, record_id: str) -> Form:
        """Its name, vision, cadence, place, data statement."""
        from facilitator.screens import forms
        from facilitator.services.edit_records import partnership_of

        return forms.partnership(self.store, partnership_of(self.store, record_id))


class Contents(Listed):
    """What one partnership has, and what is said of it."""

    title = "Partnership"
    table = (OPEN, MEETINGS, PEOPLE, ORGANISATIONS, GOALS, ACTIONS, CHANGE, BACK, UNDO, REDO, HISTORY, HELP)

    def records(self) -> list[Record]:
        """Its lists with how much each holds, then its own words."""
        from facilitator.services.edit_records import partnership_of

        assert self.partnership_id
        it = self.store.overview.partnership(self.partnership_id)
        known = partnership_of(self.store, self.partnership_id)
        assert it
        lists = (
            (MEETINGS, it.meetings, _met(it, self.store.clock.zone_name(), self.today)),
            (PEOPLE, it.people, ""),
            (ORGANISATIONS, it.organisations, ""),
            (GOALS, it.goals, ""),
            (ACTIONS, it.promises, "open"),
        )
        rows = [
            Record(
                f"list:{command.slash}",
                [
                    (f"{command.letter}  ", "accent"),
                    (fit(command.label, 18), "strong"),
                    (f"{count:>4}  ", ""),
                    (about, "muted"),
                ],
            )
            for command, count, about in lists
        ]
        told = (
            ("Vision", known.vision),
            ("Meets", describe(known.cadence)),
            ("Usual place", known.usual_place),
            ("What is kept", known.data_statement),
        )
        said = [
            Record(f"say:{label}", [(fit(f"   {label}", 21), "muted"), (words or "–", "")]) for label, words in told
        ]
        return [*rows, Record("", ()), *said]

    def change(self, record_id: str) -> Form:  # noqa: ARG002
        """Its own words."""
        assert self.partnership_id
        return Partnerships(self.store, self.settings, None).change(self.partnership_id)


class People(Listed):
    """Everybody who takes part."""

    title = "People"
    table = (
        _MEANS_CHANGE,
        NEW,
        Command("import", "", "Import", "adds the people of a CSV file", "i"),
        ORGANISATIONS,
        Command("end", "", "No longer", "somebody left; the record keeps them", "x"),
        Command("about", "", "About", "all that is kept about somebody, and forgetting them", "a"),
        *_LAST,
    )
    nothing = "Nobody yet; n adds a person, i reads a CSV file."

    def records(self) -> list[Record]:
        """Name, role, organisation, group, whether they may be named."""
        groups = {group.key: group.label for group in self.store.people.groups()}
        names = {it.id: it.name for it in self.store.people.partnerships()} if self.is_about_several else {}
        return [
            Record(it.id, self._pieces(it, groups, names.get(it.partnership_id, "")))
            for it in self.store.people.people(self.partnership_id)
        ]

    def _pieces(self, it: Person, groups: dict[str, str], partnership: str) -> list[Piece]:
        about = ", ".join(part for part in (it.role, it.organisation) if part)
        named = {"yes": "may be named", "no": "not to be named"}.get(it.may_be_named, "")
        right = partnership or ("no name is kept" if it.is_minor else named)
        return [
            (fit(it.name, 26), "strong"),
            (f"  {fit(groups.get(it.group, ''), 12)}", "muted"),
            (f"  {about}", ""),
            FILL,
            (f"{right} ", "muted"),
        ]

    def new(self, partnership_id: str) -> Form:
        """A new person."""
        from facilitator.screens import forms

        return forms.person(self.store, partnership_id)

    def change(self, record_id: str) -> Form:
        """A person."""
        from facilitator.screens import forms
        from facilitator.services.people import person_of

        known = person_of(self.store, record_id)
        return forms.person(self.store, known.partnership_id, known)

    def end(self, record_id: str) -> str:
        """Somebody left."""
        from facilitator.services import people

        name = people.person_of(self.store, record_id).name
        people.end_part(self.store, record_id)
        return f"{name} no longer takes part."


class Organisations(Listed):
    """The partners, those that left last."""

    title = "Organisations"
    table = (
        _MEANS_CHANGE,
        NEW,
        PEOPLE,
        Command("end", "", "No longer", "it left today; where nothing refers to it, it is removed", "x"),
        *_LAST,
    )

    def records(self) -> list[Record]:
        """Name, group, mission, since when it is gone."""
        groups = {group.key: group.label for group in self.store.people.groups()}
        names = {it.id: it.name for it in self.store.people.partnerships()}
        known = sorted(self.store.people.organisations(self.partnership_id), key=self._has_left)
        return [Record(it.id, self._pieces(it, groups, names.get(it.partnership_id, ""))) for it in known]

    def _has_left(self, it: Organisation) -> bool:
        return it.left_on is not None and it.left_on <= self.today

    def _pieces(self, it: Organisation, groups: dict[str, str], partnership: str) -> list[Piece]:
        word = "left" if self._has_left(it) else "leaves"
        left = f"   {word} {day_words(it.left_on, self.today)} " if it.left_on else ""
        return [
            (fit(it.name, 34), "muted" if self._has_left(it) else "strong"),
            (f"  {fit(groups.get(it.group, ''), 12)}", "muted"),
            (f"  {it.mission}", ""),
            *(self.where(partnership) or (FILL,)),
            (left, "warning"),
        ]

    def new(self, partnership_id: str) -> Form:
        """A new organisation."""
        from facilitator.screens import forms

        return forms.organisation(self.store, partnership_id)

    def change(self, record_id: str) -> Form:
        """An organisation."""
        from facilitator.screens import forms
        from facilitator.services.people import organisation_of

        known = organisation_of(self.store, record_id)
        return forms.organisation(self.store, known.partnership_id, known, day_first=self.settings.day_first)

    def end(self, record_id: str) -> str:
        """One left, or was never needed."""
        from facilitator.services.people import end_organisation

        return end_organisation(self.store, record_id)


class Goals(Listed):
    """Shared goals."""

    title = "Goals"
    table = (_MEANS_CHANGE, NEW, *_LAST)

    def records(self) -> list[Record]:
        """State, goal, how far it is, by when."""
        return [Record(it.id, self._pieces(it)) for it in self.store.overview.goals(self.partnership_id)]

    def _pieces(self, it: GoalGlance) -> list[Piece]:
        due = f"by {day_words(it.due, self.today)}" if it.due else ""
        right = "   ".join(part for part in (way(it), due) if part)
        tone = STATE_TONES.get(it.state, "muted")
        partnership: Piece = (f"   {it.partnership}" if self.is_about_several else "", "muted")
        return [(fit(STATES[it.state], 11), tone), (it.statement, "strong"), partnership, FILL, (f"{right} ", "muted")]

    def new(self, partnership_id: str) -> Form:
        """A new goal."""
        from facilitator.screens import forms_plans

        return forms_plans.goal(self.store, self.settings, partnership_id)

    def change(self, record_id: str) -> Form:
        """A goal."""
        from facilitator.screens import forms_plans

        return forms_plans.goal(self.store, self.settings, "", record_id)


class Promises(Listed):
    """Who promised what by when."""

    title = "Promises"
    table = (
        _MEANS_CHANGE,
        Command("done", "", "Kept", "the promise under the cursor is kept", "d"),
        Command("all", "", "All", "also those done and dropped, or only open ones", "s"),
        *_LAST,
    )
    nothing = "No open promises. They are made in meetings: ! begins one."
    is_all = False

    def records(self) -> list[Record]:
        """Number, owner, words, due."""
        found = self.store.overview.promises(self.partnership_id, is_all=self.is_all)
        return [Record(it.id, self._pieces(it)) for it in found]

    def _pieces(self, it: PromiseGlance) -> list[Piece]:
        when, tone = self._when(it)
        owner: Piece = (fit(it.owner or "nobody yet", 22), "strong" if it.owner else "warning")
        partnership: Piece = (f"   {it.partnership}" if self.is_about_several else "", "muted")
        return [(f"{it.number:>4}  ", "muted"), owner, (f"  {it.text}", ""), partnership, FILL, (f"{when} ", tone)]

    def _when(self, it: PromiseGlance) -> tuple[str, Tone]:
        if it.state != "open":
            return it.state, "good" if it.state == "done" else "muted"
        if it.due is None:
            return it.due_words or "no date", "muted" if it.due_words else "warning"
        late = (self.today - it.due).days
        return (
            (_count(late, "day", "days") + " late", "error") if late > 0 else (day_words(it.due, self.today), "muted")
        )

    def change(self, record_id: str) -> Form:
        """A promise."""
        from facilitator.screens import forms_plans

        return forms_plans.promise(self.store, self.settings, record_id)


class Meetings(Listed):
    """Meetings, those that come last first."""

    title = "Meetings"
    table = (OPEN, NEW, CHANGE, MINUTES, *_LAST)

    def records(self) -> list[Record]:
        """When, title, state."""
        return [Record(it.id, self._pieces(it)) for it in self.store.overview.meetings(self.partnership_id)]

    def _pieces(self, it: MeetingGlance) -> list[Piece]:
        start = local(it.planned_start, it.time_zone)
        when = f"{day_words(start.date(), self.today)} {start:%H:%M}"
        tone: Tone = "accent" if it.state in ("running", "paused") else "muted"
        return [
            (fit(when, 22), ""),
            (it.title, "strong"),
            (f" · {it.partnership}" if self.is_about_several else "", "muted"),
            FILL,
            (f"{it.planned_minutes} min, {it.state} ", tone),
        ]

    def new(self, partnership_id: str) -> Form:
        """A new meeting."""
        from facilitator.screens import forms_plans

        return forms_plans.meeting(self.store, self.settings, partnership_id)

    def change(self, record_id: str) -> Form:
        """A planned meeting."""
        from facilitator.screens import forms_plans

        return forms_plans.meeting_change(self.store, self.settings, record_id)


class Exports(Listed):
    """What left the file, the newest first: to be read, never changed."""

    title = "What left the file"
    table = (FILTER, BACK, HELP)
    nothing = "Nothing has left the file yet; minutes and exports come here by themselves."

    def records(self) -> list[Record]:
        """When, what, how people were named, how many rows, where to."""
        return [Record("", self._pieces(it)) for it in exports_log.all_exports(self.store)]

    def _pieces(self, it: Exported) -> list[Piece]:
        rows = _count(it.rows, "row", "rows") if it.is_in_rows else ""
        return [
            (fit(spoken(it.at, self.store.clock), 22), ""),
            (fit(it.what, 14), "strong"),
            (fit(it.level, 11), ""),
            (it.name, "strong"),
            (f"  {it.folder}", "muted"),
            FILL,
            (f" {rows} ", "muted"),
        ]


KINDS: dict[str, type[Listed]] = {
    "partnerships": Partnerships,
    "partnership": Contents,
    "people": People,
    "organisations": Organisations,
    "goals": Goals,
    "actions": Promises,
    "meetings": Meetings,
    "exports": Exports,
}
"""The lists by what `OpenList` calls them."""

MOST = f"only {LIST_LIMIT} are shown; f finds among them"


def _met(it: PartnershipGlance, zone: str, day: date) -> str:
    if it.next_start:
        return f"the next on {day_words(local(it.next_start, zone).date(), day)}"
    return f"the last on {day_words(local(it.last_start, zone).date(), day)}" if it.last_start else "none held yet"


def _count(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
