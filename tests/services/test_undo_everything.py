"""Whatever a user does is one act with a name, which can be taken back and done again after the program has ended."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import facilitator.services
from facilitator.errors import Conflict, FacilitatorError, NotFound, Refused
from facilitator.model.history import Scope, origin_words
from facilitator.services import (
    attend,
    close,
    consent,
    decide,
    edit,
    edit_records,
    goals,
    history,
    importing,
    norms,
    people,
    prepare,
    promises,
    retention,
    run,
    set_back,
    slash,
)
from facilitator.services.export import export_bundle
from facilitator.services.unbundle.reading import import_bundle
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401
from rows import ROWS
from support import make_store

Act = Callable[[Room], object]

LINES = (
    "the room went quiet", "@ana buses stop at four :need #attendance", "< so nobody can stay late", "y",
    "< once more", "n what they meant", "<< three barriers", "? what would help", "?@ben who pays",
    "+@ben found drivers", "!@ben draft the agreement by fri #attendance",
    "= pilot two buses until June", "> cafeteria menu",
    "~ she is worried", "@tomaz hello", "/who 1", "@zed hello", "/who new", "@zoe hello", "/who zoe is ana",
    "/here ana ben", "/late amina", "/remote tomasz", "/left ben", "/absent an", "/apologies amina",
    "/walkin Ida Berg, family", "/walkin student", "/count students 12", "/count students 14", "/named ana yes",
    "/consent ana photo no", "/agree phones away", "/turn ana", "/queue ana ben", "/queue", "/goal attendance 84 risk",
    "/goal late 130 off we were short of drivers", "/propose Open the gym", "/adjust attendance target 92 because far",
    "/lean 0 1 2 3 0 0 0 0", "/fist 0 0 0 2 3 1", "/concern who drives", "/review 1 feb", "/affected student",
    "/overrule open we ran out of time", "!@ana call the city by 3 dec", "/own 2 ben", "/move 2 10 dec ill", "/done 2",
    "! bring keys", "/drop 3 not needed", "/answer 1 the city", "/plus the bread", "/delta start on time",
    "/rate 0 1 2 3 4", "a note", "/private", "/share", "/meet 17 dec", "/extend", "/shrink 2", "/step Songs 7",
    "/order 2 3", "/next", "/back", "/goto 4", "/pause", "/pause", "/pause", "/resume", "/skip", "/defer",
    "/bypeople", "/bypeople off", "/told 1 yes we begin at four",
)  # fmt: skip
"""What a person types in a running meeting, one after the other; each is one act."""


def late(room: Room) -> None:
    room.clock.forward(minutes=45)
    room.type("/fit 1")


def a_gap(room: Room) -> None:
    now = room.clock.now()
    run.count_as_pause(room.store, room.meeting_id, now - timedelta(minutes=10), now)


def a_clock_set_back(room: Room) -> None:
    now = room.clock.now()
    set_back.keep_time(room.store, room.meeting_id, now, now - timedelta(seconds=10))


def note(room: Room) -> Any:
    found = room.store.timeline.latest(room.meeting_id)
    assert found is not None
    return found


def end_agreement(room: Room) -> None:
    norms.end(room.store, room.meeting_id, room.store.people.norms(room.partnership_id)[0][0])


IN_THE_MEETING: dict[str, Act] = {
    "the word": lambda r: attend.give_word(r.store, r.meeting_id, r.party("ben")),
    "late": late,
    "gap": a_gap,
    "reword": lambda r: edit.reword(r.store, r.meeting_id, note(r), "other words"),
    "turn into a promise": lambda r: edit.turn_into(r.store, r.meeting_id, note(r), "action"),
    "level": lambda r: edit.set_level(r.store, r.meeting_id, note(r).id, "reflective"),
    "whose": lambda r: edit.name_party(r.store, r.meeting_id, note(r), r.party("ben")),
    "take away": lambda r: edit.take_away(r.store, r.meeting_id, note(r)),
    "open or closed": lambda r: edit.flip_question(
        r.store, r.meeting_id, next(i for i in all_items(r) if i.kind == "question")
    ),
    "method": lambda r: decide.set_method(r.store, r.meeting_id, r.decision(), "majority"),
    "to do again": lambda r: promises.reopen(r.store, r.action(2), r.meeting_id),
    "words of a promise": lambda r: promises.edit(r.store, r.action(2), text="call the mayor"),
    "end of an agreement": end_agreement,
    "consent": lambda r: consent.answer(r.store, r.meeting_id, r.party("ana").id, "story", said_yes=False),
    "off track": lambda r: goals.read(r.store, r.goal("late"), 140.0, "off_track", "", r.meeting_id),
    "a clock set back": a_clock_set_back,
}


def all_items(room: Room) -> list[Any]:
    return [it for step in room.store.meetings.steps(room.meeting_id) for it in room.store.timeline.of_step(step.id)]


def csv(room: Room, name: str, text: str) -> Path:
    path = room.store.path.parent / name
    path.write_text(text, "utf-8")
    return path


def somebody(room: Room, name: str = "Tomasz Żółć") -> str:
    return next(it.id for it in room.store.people.people(room.partnership_id) if it.name == name)


PERSON: dict[str, Any] = {
    "group": "resident",
    "role": "driver",
    "email": "t@example.org",
    "is_minor": False,
    "may_be_named": "no",
}
PARTNERSHIP = {"vision": "V", "cadence": "every 2 weeks", "usual_place": "Hall", "data_statement": "D"}


def change_goal(room: Room) -> None:
    values = {"statement": "Everybody at school", "why": "w", "measure": "m", "unit": "%", "due": date(2027, 7, 1)}
    goal = room.goal("attendance")
    edit_records.change_goal(
        room.store, goal.id, reason="we said so", owners=("New Bakery",), baseline=1.0, target=2.0, **values
    )


def change_promise(room: Room) -> None:
    action = room.action(1)
    owner = edit_records.owner_called(room.store, room.partnership_id, "Ana Ruiz")
    edit_records.change_promise(
        room.store, action, text="draft it", owner=owner, due=date(2027, 1, 8), state="done", reason="ill"
    )


def typing(line: str) -> Act:
    return lambda room: room.type(line)


def planned(room: Room) -> str:
    return str(room.store.value("SELECT max(id) FROM meeting"))


def change_meeting(room: Room) -> None:
    meeting = run.meeting_of(room.store, planned(room))
    edit_records.change_meeting(room.store, meeting, title="Another", at=None, minutes=100, place="Hall")


OUTSIDE: dict[str, Act] = {
    "new partnership": lambda r: prepare.new_partnership(r.store, "Harbour", "vision"),
    "new partnership by form": lambda r: edit_records.new_partnership(r.store, name="Quay", **PARTNERSHIP),
    "change partnership": lambda r: edit_records.change_partnership(
        r.store, r.partnership_id, name="Other", **PARTNERSHIP
    ),
    "new meeting": lambda r: r.plan("repair"),
    "organisation": lambda r: prepare.add_organisation(r.store, r.partnership_id, "Library", "cultural"),
    "change organisation": lambda r: people.change_organisation(
        r.store,
        r.store.people.organisations(r.partnership_id)[0].id,
        name="X",
        group="media",
        mission="M",
        left_on=date(2026, 11, 20),
    ),
    "end organisation": lambda r: people.end_organisation(
        r.store, r.store.people.organisations(r.partnership_id)[0].id
    ),
    "person": lambda r: prepare.add_person(r.store, r.partnership_id, "Olu Ade", group="media"),
    "person by form": lambda r: people.new_person(r.store, r.partnership_id, name="Ola", organisation="Zoo"),
    "people typed": lambda r: people.add_typed(r.store, r.partnership_id, "Uma Rao, Zoo, media; Kim, minor, student"),
    "change person": lambda r: people.change_person(
        r.store, somebody(r), name="Tomasz Ż", organisation="Zoo 2", **PERSON
    ),
    "no longer": lambda r: people.end_part(r.store, somebody(r, "Tomasz Ż")),
    "people of a file": lambda r: people.import_file(
        r.store, r.partnership_id, csv(r, "p.csv", "name,organisation,group\nEva Lund,Studio,media\nBo,Studio,cooks\n")
    ),
    "people from the command line": lambda r: importing.people(
        r.store, r.partnership_id, csv(r, "q.csv", "name,is_minor\nPia Holm,no\nTim,yes\n")
    ),
    "goals from the command line": lambda r: importing.goals(
        r.store, r.partnership_id, csv(r, "g.csv", "statement,owner_organisations\nPlant trees,Studio\n")
    ),
    "expect everybody": lambda r: prepare.ensure_expected(r.store, r.meeting_id),
    "kept another year": lambda r: retention.keep(r.store, r.partnership_id),
    "group": lambda r: prepare.add_group(r.store, "night school"),
    "goal": lambda r: prepare.add_goal(r.store, r.partnership_id, "Read more", owners=("Studio",)),
    "change goal": change_goal,
    "change promise": change_promise,
    "promise dropped": lambda r: promises.drop(r.store, r.action(4), "late"),
}


TRIED_OUT_BELOW = {"close.close", "close.reopen", "reading.import_bundle"}
CANNOT_BE_TAKEN_BACK = {"forget.forget", "retention.erase"}

BEGINNING: dict[str, Act] = {"open": lambda r: run.enter(r.store, r.meeting_id)}
END: dict[str, Act] = {
    "one more meeting": lambda r: r.plan(),
    "change meeting": change_meeting,
    "start": lambda r: run.start(r.store, planned(r)),
}


def record(room: Room, *, leaving_out: str = "") -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every journalled table."""
    tables = ROWS.keys() - {leaving_out}
    return {table: set(room.store.rows(f"SELECT * FROM {table}")) for table in tables}


def again(room: Room) -> None:
    """The program ends and begins again."""
    folder = room.store.path.parent
    room.store.close()
    room.store = make_store(folder, room.clock)


def acts(room: Room) -> int:
    return int(room.store.value("SELECT count(*) FROM act"))


def newest(room: Room) -> int:
    """The act done last."""
    [act] = room.store.history.page(Scope("all"), limit=1)
    return act.id


@contextmanager
def noting_functions(called: set[tuple[str, int]]) -> Iterator[None]:
    """Notes which functions of the services ran: file and first line."""
    folder = str(Path(facilitator.services.__file__).parent)

    def note_call(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(folder):
            called.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    sys.setprofile(note_call)
    try:
        yield
    finally:
        sys.setprofile(None)


def try_out(room: Room, what: str, act: Act, called: set[tuple[str, int]]) -> None:
    """Does it, takes it back after a restart, and does it again."""
    before, count = record(room), acts(room)
    with noting_functions(called):
        act(room)
    after = record(room)
    assert acts(room) == count + 1, f"{what} is one act"
    [done] = room.store.history.page(Scope("all"), limit=1)
    assert done.name.strip(), what
    again(room)
    assert history.take_back(room.store, done.id) == done.name
    assert record(room) == before, what
    assert history.do_again(room.store, done.id) == done.name
    assert record(room) == after, what


def writing_functions() -> dict[tuple[str, int], str]:
    """The functions of the services that write: file and first line → name."""
    found = {}
    for path in Path(facilitator.services.__file__).parent.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(
                isinstance(node, ast.Attribute) and node.attr == "write" and "store" in ast.unparse(node.value)
                for node in ast.walk(function)
            ):
                found[str(path), function.lineno] = f"{path.stem}.{function.name}"
    return found


def test_whatever_is_done_can_be_taken_back_and_done_again(waiting_room: Room) -> None:
    room, called = waiting_room, set[tuple[str, int]]()
    room.hold_earlier("/delta start on time")
    typed = {line: typing(line) for line in LINES}
    for what, act in (BEGINNING | typed | IN_THE_MEETING | OUTSIDE | END).items():
        try_out(room, what, act, called)
    missed = {name for place, name in writing_functions().items() if place not in called}
    assert missed == TRIED_OUT_BELOW | CANNOT_BE_TAKEN_BACK


def test_every_command_that_writes_is_tried_out() -> None:
    typed = {line[1:].split()[0] for line in LINES if line.startswith("/")}
    assert slash.COMMANDS.keys() - typed == {"undo", "redo", "start", "fit", "reopen"}


@pytest.mark.parametrize("seed", range(2))
def test_all_of_it_goes_back_to_the_beginning_and_forward_again(waiting_room: Room, seed: int) -> None:
    room, chance = waiting_room, random.Random(seed)
    states = [record(room)]
    run.enter(room.store, room.meeting_id)
    states.append(record(room))
    for _ in range(40):
        line = chance.choice(LINES)
        count = acts(room)
        try:
            room.type(line)
        except FacilitatorError:
            continue
        if acts(room) > count:
            states.append(record(room))
    again(room)
    for state in reversed(states[:-1]):
        room.store.undo(room.meeting_id)
        assert record(room) == state
    again(room)
    for state in states[1:]:
        room.store.redo(room.meeting_id)
        assert record(room) == state


class TestTheClose:
    """A closed meeting is locked; taking the close back is for home and the history, and leaves a trace."""

    def close(self, room: Room) -> int:
        room.type("/here ana")
        room.type("@ana buses stop at four")
        close.close(room.store, room.meeting_id)
        return newest(room)

    def events(self, room: Room) -> list[tuple[str, str]]:
        return room.store.rows("SELECT event, reason FROM meeting_event ORDER BY id")

    def test_it_is_taken_back_and_done_again_with_its_trace(self, room: Room) -> None:
        act = self.close(room)
        after = record(room, leaving_out="meeting_event")
        again(room)
        assert history.take_back(room.store, act) == "close the meeting"
        assert room.meeting.state == "running"
        assert room.attendee("Ana Ruiz").heard
        assert room.store.meetings.measures(room.meeting_id) == []
        assert self.events(room) == [("closed", ""), ("reopened", "“close the meeting” was taken back")]
        room.type("@ana and another line")
        room.undo()
        again(room)
        history.do_again(room.store, act)
        assert record(room, leaving_out="meeting_event") == after
        assert [event for event, _ in self.events(room)] == ["closed", "reopened", "closed"]

    def test_home_takes_it_back(self, room: Room) -> None:
        self.close(room)
        assert history.undo(room.store) == "close the meeting"
        assert room.meeting.state == "running"
        assert history.redo(room.store) == "close the meeting"
        assert room.meeting.state == "closed"

    def test_in_the_meeting_it_is_reopened_with_a_reason(self, room: Room) -> None:
        self.close(room)
        for command in ("/undo", "/redo"):
            with pytest.raises(Refused, match="/reopen REASON"):
                room.type(command)
        assert room.meeting.state == "closed"

    def test_what_was_done_before_it_stays(self, room: Room) -> None:
        room.type("@ben before")
        act = newest(room)
        closing = self.close(room)
        with pytest.raises(Refused, match="closed and locked"):
            history.take_back(room.store, act)
        history.take_back(room.store, closing)
        with pytest.raises(Refused, match="taken back already"):
            history.take_back(room.store, closing)
        history.take_back(room.store, act)
        history.do_again(room.store, act)
        with pytest.raises(Refused, match="not taken back"):
            history.do_again(room.store, act)

    def test_reopening_is_taken_back_too(self, room: Room) -> None:
        self.close(room)
        before = record(room, leaving_out="meeting_event")
        close.reopen(room.store, room.meeting_id, "a date was wrong")
        room.type("/undo")
        assert record(room, leaving_out="meeting_event") == before
        assert self.events(room) == [("closed", ""), ("reopened", "a date was wrong"), ("closed", "")]

    def test_one_that_counted_by_person_stays_closed(self, room: Room) -> None:
        room.type("/bypeople")
        room.type("@ben before")
        said = newest(room)
        room.type("/bypeople off")
        act = self.close(room)
        assert room.store.rows("SELECT 1 FROM change WHERE tbl = 'turn' AND field = 'person_id'") == []
        assert {turn[2] for turn in room.store.meetings.turns(room.meeting_id)} == {None}
        with pytest.raises(Refused, match="cannot be taken back"):
            history.take_back(room.store, act)
        with pytest.raises(Refused, match="cannot be taken back"):
            history.undo(room.store)
        close.reopen(room.store, room.meeting_id, "a date was wrong")
        with pytest.raises(Refused, match="has forgotten since who spoke"):
            history.take_back(room.store, said)


class TestOnHomeAndLists:
    def test_what_was_done_in_a_meeting_is_left_to_the_meeting(self, waiting_room: Room) -> None:
        room = waiting_room
        assert history.undo(room.store) == "New meeting"
        assert history.redo(room.store) == "New meeting"
        run.enter(room.store, room.meeting_id)
        with pytest.raises(Refused, match="open that meeting"):
            history.undo(room.store)
        room.undo()
        with pytest.raises(Refused, match="open that meeting"):
            history.redo(room.store)

    def test_nothing_to_undo_is_said(self, tmp_path: Path) -> None:
        with make_store(tmp_path, name="empty.db") as store:
            for act, said in ((history.undo, "nothing to undo"), (history.redo, "nothing to redo")):
                with pytest.raises(Refused, match=said):
                    act(store)


class TestAnyActOfTheHistory:
    def test_what_another_screen_did(self, room: Room) -> None:
        with make_store(room.store.path.parent, room.clock, origin="cli") as other:
            importing.people(other, room.partnership_id, csv(room, "p.csv", "name\nOlu Ade\n"))
            act = other.history.next_undo()
        assert act is not None
        history.take_back(room.store, act.id)
        assert "Olu Ade" not in [it.name for it in room.store.people.people()]
        assert history.redo(room.store) == "Import people"

    def test_an_imported_bundle_with_closed_meetings(self, room: Room, tmp_path: Path) -> None:
        close.close(room.store, room.meeting_id)
        export_bundle(room.store, tmp_path / "out", level="full", exact=True)
        with make_store(tmp_path, room.clock, origin="cli", name="other.db") as store:
            import_bundle(store, tmp_path / "out")
            act = store.history.next_undo()
            assert act is not None
            assert history.take_back(store, act.id) == "Import a bundle"
            assert store.meetings.all() == []
            history.do_again(store, act.id)
            assert [it.state for it in store.meetings.all()] == ["closed"]
            assert store.value("SELECT count(*) FROM meeting_event") == 1

    def test_a_conflict_names_what_was_changed_since(self, room: Room) -> None:
        people.change_person(room.store, somebody(room), name="Tom", organisation="", **PERSON)
        act = newest(room)
        people.change_person(room.store, somebody(room, "Tom"), name="Tim", organisation="", **PERSON)
        with pytest.raises(Conflict, match=r"changed since \(Change a person\)"):
            history.take_back(room.store, act)

    def test_what_others_belong_to(self, room: Room) -> None:
        act = people_added(room)
        room.type("@olu hello")
        with pytest.raises(Conflict, match="another record belongs to it"):
            history.take_back(room.store, act)

    def test_an_act_that_is_not_there(self, room: Room) -> None:
        for do in (history.take_back, history.do_again, history.deed_of):
            with pytest.raises(NotFound, match="not in the file"):
                do(room.store, 99_999)


def people_added(room: Room) -> int:
    people.add_typed(room.store, room.partnership_id, "Olu Ade")
    return newest(room)


class TestWhatTheProgramNotes:
    """That the clock was set back is no act of the person’s: undo and redo pass it by, the history takes it back."""

    def test_undo_takes_back_the_persons_act_before_it(self, room: Room) -> None:
        room.type("one")
        room.type("two")
        before = record(room)["stretch"]
        a_clock_set_back(room)
        noted = record(room)["stretch"]
        assert noted != before
        room.type("/undo")
        assert [it.text for it in all_items(room)] == ["one"]
        room.type("/redo")
        assert [it.text for it in all_items(room)] == ["one", "two"]
        room.type("/undo")
        room.clock.forward(minutes=1)
        a_clock_set_back(room)
        room.type("/redo")
        assert [it.text for it in all_items(room)] == ["one", "two"]
        room.type("/undo")
        room.type("/undo")
        assert all_items(room) == []
        assert noted < record(room)["stretch"] | noted

    def test_the_history_says_who_did_it_and_takes_it_back(self, room: Room) -> None:
        before = record(room)
        a_clock_set_back(room)
        [deed] = room.store.history.page(Scope("all"), limit=1)
        assert origin_words(deed.origin, room.store.origin) == "the program"
        history.take_back(room.store, deed.id)
        assert record(room) == before

    def test_what_it_built_on_says_why_it_stays(self, room: Room) -> None:
        room.type("/next")
        a_clock_set_back(room)
        with pytest.raises(Conflict, match=r"changed since \(the clock was set back 10 s\)"):
            room.undo()
