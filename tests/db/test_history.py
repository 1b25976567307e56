"""What the journal tells about who did what, and what each act changed."""

from __future__ import annotations

from datetime import date

from facilitator.db import Store
from facilitator.db.history import CALLED
from facilitator.db.journal import journalled
from facilitator.model.history import KINDS, Changed, Deed, Scope, field_label, is_yes_or_no, origin_words
from facilitator.services import history, people, prepare
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401
from rows import ROWS
from support import FixedClock, make_partnership, make_store


def names(store: Store, scope: Scope, words: str = "") -> list[str]:
    return [deed.name for deed in store.history.page(scope, words)]


def newest(store: Store) -> Deed:
    return store.history.page(Scope(), limit=1)[0]


def changes(store: Store, deed: Deed) -> list[tuple[str, str, str, tuple[Changed, ...]]]:
    return [(it.table, it.op, it.called, it.fields) for it in store.history.changes(deed.id, 100)[0]]


class TestWhichActs:
    def test_newest_first_with_when_where_and_whether_taken_back(self, store: Store, clock: FixedClock) -> None:
        partnership_id = make_partnership(store)
        clock.forward(minutes=5)
        with make_store(store.path.parent, clock, origin="cli") as other:
            prepare.add_goal(other, partnership_id, "Read more")
        clock.forward(minutes=5)
        act = newest(store)
        history.take_back(store, act.id)
        found = store.history.page(Scope())
        assert [(it.name, it.origin, it.about) for it in found] == [
            ("Add a goal", "cli", "Read more"),
            ("a partnership", "test", "Northside Works"),
        ]
        assert [it.taken_back for it in found] == [clock.now(), None]
        assert found[0].device == store.device
        clock.forward(minutes=5)
        history.do_again(store, act.id)
        assert newest(store).taken_back is None
        assert [(turn.is_undo, turn.origin) for turn in store.history.turns(act.id)] == [
            (True, "test"),
            (False, "test"),
        ]

    def test_a_page_is_as_long_as_asked(self, store: Store) -> None:
        partnership_id = make_partnership(store)
        for number in range(5):
            prepare.add_goal(store, partnership_id, f"Goal {number}")
        assert len(store.history.page(Scope(), limit=3)) == 3
        assert store.history.page(Scope("meeting", "x")) == []

    def test_those_of_a_meeting(self, room: Room) -> None:
        room.plan()
        room.type("a note")
        assert names(room.store, Scope("meeting", room.meeting_id)) == [
            "note “a note”",
            "open the meeting",
            "New meeting",
        ]

    def test_those_to_a_record_with_its_parts(self, room: Room) -> None:
        store, goal = room.store, room.goal("attendance")
        room.type("/goal attendance 84 risk")
        room.type("/adjust attendance target 92 because far")
        assert names(store, Scope("record", goal.id, "goal")) == [
            "change a goal: target",
            "reading: Raise ninth grade attendance",
            "more people and goals",
        ]
        ana = room.party("ana")
        room.type("/consent ana photo no")
        room.undo()
        assert names(store, Scope("record", ana.id, "person")) == ["consent: Ana Ruiz", "a partnership"]

    def test_those_of_a_partnership(self, room: Room) -> None:
        store = room.store
        other = make_partnership(store, "Harbour")
        people.add_typed(store, other, "Olu Ade")
        history.undo(store)
        room.type("a note")
        assert names(store, Scope("partnership", other)) == ["Add people", "a partnership"]
        assert names(store, Scope("partnership", room.partnership_id))[0] == "note “a note”"
        for deed in store.history.page(Scope()):
            whose = other if deed.about in ("Olu Ade", "Harbour") else room.partnership_id
            assert store.history.partnership_of(deed.id) == whose, deed

    def test_those_with_words_in_their_name_or_their_record(self, room: Room) -> None:
        store = room.store
        tomasz = room.party("tomasz").id
        people.end_part(store, tomasz)
        room.type("@ana Żółw on the “late bus”")
        assert names(store, Scope(), "zolw LATE") == ["remark “Żółw on the “late bus””"]
        assert names(store, Scope(), "tomasz zolc") == ["No longer takes part", "more people and goals"]
        assert names(store, Scope("meeting", room.meeting_id), "tomasz") == []
        assert names(store, Scope(), "nothing like it") == []


class TestWhatTheyChanged:
    def test_an_insert_shows_the_values_it_had_then(self, store: Store) -> None:
        partnership_id = make_partnership(store)
        prepare.add_goal(store, partnership_id, "Read more", target=9.0)
        added = newest(store)
        goal = store.goals.all(partnership_id)[0]
        with store.write("later"):
            store.goals.update(goal.id, statement="Read much more", due=date(2027, 1, 1))
        expected = ("goal", "insert", "Read much more", (
            Changed("statement", None, "Read more"), Changed("target", None, 9.0), Changed("state", None, "proposed"),
        ))  # fmt: skip
        assert changes(store, added) == [expected]
        assert changes(store, newest(store)) == [
            ("goal", "update", "Read much more", (
                Changed("statement", "Read more", "Read much more"), Changed("due", None, "2027-01-01")))
        ]  # fmt: skip

    def test_what_was_taken_back_still_tells_what_it_was(self, store: Store) -> None:
        partnership_id = make_partnership(store)
        people.add_typed(store, partnership_id, "Olu Ade, City Library")
        act = newest(store)
        history.take_back(store, act.id)
        assert [(table, called) for table, _, called, _ in changes(store, act)] == [
            ("organisation", "City Library"),
            ("person", "Olu Ade"),
        ]
        assert Changed("organisation_id", None, "City Library") in changes(store, act)[1][3]

    def test_a_delete_shows_what_is_gone(self, room: Room) -> None:
        room.type("!@ben bring keys")
        with room.store.write("gone"):
            room.store.actions.delete(room.action(1).id)
        (table, op, called, fields) = changes(room.store, newest(room.store))[-1]
        assert (table, op, called) == ("action", "delete", "bring keys")
        assert Changed("owner_person_id", "Ben O'Connor", None) in fields

    def test_references_are_shown_by_name(self, room: Room) -> None:
        room.type("/next")
        found = {it.field: it for change in changes(room.store, newest(room.store)) for it in change[3]}
        assert found["current_step_id"] == Changed("current_step_id", "Arrive", "What we said we would change")

    def test_of_a_long_one_only_the_beginning(self, store: Store) -> None:
        partnership_id = make_partnership(store)
        people.add_typed(store, partnership_id, "; ".join(f"P{number}" for number in range(30)))
        found, more = store.history.changes(newest(store).id, 10)
        assert (len(found), more) == (10, 20)
        assert found[9].called == "P9"


class TestWords:
    def test_every_table_and_field_has_words(self, store: Store) -> None:
        tables = journalled(store._conn)
        assert tables.keys() == KINDS.keys() == CALLED.keys()
        for table, (_, columns) in tables.items():
            assert set(CALLED[table]) <= set(columns)
            for column in columns:
                assert "_" not in field_label(column), column
                assert not column.startswith(("is_", "counts_by")) or is_yes_or_no(column)

    def test_every_kind_of_record_is_called_something(self, store: Store) -> None:
        with store.write("every kind"):
            for table, row in ROWS.items():
                store.insert(table, **row)
        for table, row in ROWS.items():
            assert store.history.called(table, str(row.get("id", row.get("key")))), table

    def test_parties_have_one_label(self) -> None:
        assert {field_label(f"owner_{part}") for part in ("person_id", "organisation_id", "group", "text")} == {"owner"}

    def test_where(self) -> None:
        assert origin_words("screen", "screen") == "this screen"
        assert origin_words("cli", "screen") == "command line"
        assert origin_words("screen", "second") == "first screen"
        assert origin_words("sample", "screen") == "sample"
