"""A running meeting with people, goals and a clock, for tests of what its commands, panels and services leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.model.actions import Action
from facilitator.model.decisions import Decision
from facilitator.model.goals import Goal
from facilitator.model.line import LineContext, LineKind, parse
from facilitator.model.meeting import Meeting, Step
from facilitator.model.notes import Item
from facilitator.model.people import Attendee, Party
from facilitator.screens.panels.base import Complete, Panel, Row, Says, panel_for
from facilitator.services import close, prepare, record, run, slash, templates
from support import FixedClock, make_partnership, make_store

_blank: bytes = b""
"""A new data file, to be copied: that is faster than making one."""


class Room:
    """One regular check-in of Northside Works: Ana, An, Amina, Ben, Tomasz and a pupil are expected."""

    def __init__(self, store: Store, clock: FixedClock) -> None:
        self.store = store
        self.clock = clock
        self.partnership_id = make_partnership(store)
        school = next(it for it in store.people.organisations() if it.group == "school")
        with store.write("more people and goals"):
            store.people.add_person(self.partnership_id, "An Nguyen", organisation_id=school.id)
            store.people.add_person(self.partnership_id, "Tomasz Żółć", group="resident")
            prepare.add_person(store, self.partnership_id, "", group="student", is_minor=True)
            for statement, unit, baseline, target in (
                ("Raise ninth grade attendance", "%", 81.0, 90.0),
                ("Cut late arrivals", "", 120.0, 40.0),
            ):
                prepare.add_goal(
                    store,
                    self.partnership_id,
                    statement,
                    unit=unit,
                    baseline=baseline,
                    target=target,
                    due=date(2027, 6, 30),
                    owners=("Northside High",),
                )
        self.meeting_id = self.plan()

    def plan(self, template: str = "check_in") -> str:
        """A ready meeting that begins now."""
        return prepare.new_meeting(self.store, self.partnership_id, templates.find(template, None))

    def start(self) -> Room:
        """Opens the meeting, which starts."""
        run.enter(self.store, self.meeting_id)
        return self

    def hold_earlier(self, *lines: str) -> None:
        """Holds and closes another meeting four weeks before this one, with these lines and commands in it."""
        this, self.meeting_id = self.meeting_id, self.plan()
        self.clock.forward(days=-28)
        with self.store.write("move it"):
            self.store.meetings.update(self.meeting_id, planned_start=self.store.now())
        self.start()
        for line in lines:
            self.type(line)
        close.close(self.store, self.meeting_id)
        self.clock.forward(days=28)
        self.meeting_id = this

    # What a person at the keyboard does

    def type(self, text: str) -> str:
        """Enters a line; returns what a command says."""
        line = parse(text, self.context)
        if line.kind is LineKind.COMMAND:
            return slash.execute(self.store, self.meeting, line.command, line.arguments, self.context)
        return record.save(self.store, self.meeting_id, line).item.text

    def at(self, kind: str) -> Step:
        """Goes to the step of a kind, which is added when the agenda has none."""
        steps = self.store.meetings.steps(self.meeting_id)
        if all(step.kind != kind for step in steps):
            run.add_step(self.store, self.meeting_id, kind.title(), 8, kind)
            steps = self.store.meetings.steps(self.meeting_id)
        step = next(step for step in steps if step.kind == kind)
        if self.meeting.current_step_id != step.id:
            run.go_to(self.store, self.meeting_id, step.position)
        return self.step(kind)

    def undo(self) -> str:
        """Takes the latest act back."""
        return self.store.undo(self.meeting_id)

    # What is there then

    @property
    def meeting(self) -> Meeting:
        """The meeting as it stands."""
        return run.meeting_of(self.store, self.meeting_id)

    @property
    def context(self) -> LineContext:
        """What a line is read against."""
        return record.context(self.store, self.meeting)

    def step(self, kind: str) -> Step:
        """The step of a kind as it stands."""
        return next(step for step in self.store.meetings.steps(self.meeting_id) if step.kind == kind)

    @property
    def now_at(self) -> str:
        """The kind of the step in hand."""
        step = self.store.meetings.step(self.meeting.current_step_id or "")
        return step.kind if step else ""

    def party(self, typed: str) -> Party:
        """Who is meant."""
        found = self.context.names.find(typed)
        assert found is not None, typed
        return found

    def attendee(self, name: str) -> Attendee:
        """Somebody on the list, or a group's head-count by its plural."""
        return next(a for a in self.store.meetings.attendance(self.meeting_id) if a.name == name)

    def items(self) -> list[Item]:
        """The lines of the step in hand."""
        return self.store.timeline.of_step(self.meeting.current_step_id or "")

    def action(self, number: int) -> Action:
        """A promise by its number."""
        found = self.store.actions.by_number(self.partnership_id, number)
        assert found is not None
        return found

    def decision(self) -> Decision:
        """The meeting's latest decision."""
        return self.store.decisions.of_meeting(self.meeting_id)[-1]

    def goal(self, word: str) -> Goal:
        """A goal by a word of it."""
        return next(it for it in self.store.goals.all(self.partnership_id) if word in it.statement)

    def today(self, days: int = 0) -> date:
        """The day on the room's calendar, or some days from it."""
        return (self.clock.now() + timedelta(days=days)).date()

    def panel(self, kind: str = "") -> PanelAt:
        """The panel of the step of a kind, which is gone to, or of the step in hand."""
        step = self.at(kind) if kind else self.store.meetings.step(self.meeting.current_step_id or "")
        assert step is not None
        return PanelAt(panel_for(self.store, self.meeting_id, step))


class PanelAt:
    """A panel as it is read and pressed."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    @property
    def rows(self) -> list[Row]:
        """Its rows."""
        return self.panel.rows()

    @property
    def text(self) -> list[str]:
        """Its rows as text, blanks at the ends and runs of blanks aside."""
        return [" ".join("".join(piece[0] for piece in row.pieces).split()) for row in self.rows]

    def row(self, words: str) -> Row:
        """The first row that holds these words."""
        for row, text in zip(self.rows, self.text, strict=True):
            if words in text:
                return row
        raise AssertionError(f"no row has “{words}”: {self.text}")

    def line(self, words: str) -> str:
        """The text of the first row that holds these words."""
        return next((text for text in self.text if words in text), "")

    def press(self, key: str, words: str = "") -> Says | Complete | None:
        """Presses a key on the row that holds these words, or where nothing can be acted on."""
        return self.panel.press(key, self.row(words).id if words else None)

    def completes(self, key: str, words: str = "") -> str:
        """What a key puts into the line."""
        outcome = self.press(key, words)
        assert isinstance(outcome, Complete), outcome
        return outcome.text

    def says(self, key: str, words: str = "") -> str:
        """What a key says it did."""
        outcome = self.press(key, words)
        assert isinstance(outcome, Says), outcome
        return outcome.text


def open_room(folder: Path) -> Room:
    """A room in a data file of its own. Whoever calls this closes its store."""
    global _blank
    clock = FixedClock()
    if not _blank:
        make_store(folder, clock, name="blank.db").close()
        _blank = (folder / "blank.db").read_bytes()
    (folder / "test.db").write_bytes(_blank)
    return Room(make_store(folder, clock), clock)


@pytest.fixture(name="waiting_room")
def waiting_room_fixture(tmp_path: Path) -> Iterator[Room]:
    """A meeting that has not begun."""
    room = open_room(tmp_path)
    with room.store:
        yield room


@pytest.fixture(name="room")
def room_fixture(waiting_room: Room) -> Room:
    """A meeting in its first step."""
    return waiting_room.start()
