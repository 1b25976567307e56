"""Forgetting a person: the name is nowhere in the file any more, whatever is taken back afterwards."""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encrypted_files import SECRET, encrypted_copy, needs_cipher
from every_record import Filled, fill
from facilitator import sample
from facilitator.db import Store, open_store, words
from facilitator.errors import Conflict, FacilitatorError, NotFound, Refused
from facilitator.model.people import Party
from facilitator.model.text import folded_words
from facilitator.services import edit, find, forget, people, run
from meeting_room import Room
from support import NOW, FixedClock, make_meeting, make_partnership, make_store

HOSTILE_NAMES = (
    "Ana Ruiz", "Ben O'Connor", "Tomasz Żółć", "Ann Li", "Kim Ng", "Jo Smith-Jones", "Ana Maria de la Peña",
    "דנה כהן", "فاطمة الزهراء", "प्रिया शर्मा", "José Ñandú", "[/] Bold", "Robert'); DROP", "İpek Işık", "Zoë ßtraße",
    "Lena Straßer", "Olu\u0301 Ade", "x" * 200 + " Longname", "Émile Æsop",
)  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    clock = FixedClock()
    with make_store(tmp_path, clock) as store:
        yield Room(store, clock).start()


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path)
    with made.store:
        yield made


def cells(store: Store) -> Iterator[tuple[str, str, str]]:
    """Every text of every table: table, column, text."""
    for table, columns in words.all_text(store).items():
        for row in words.rows(store, table, columns):
            for column, text in zip(columns, row.words, strict=True):
                if text:
                    yield table, column, text


def holding(store: Store, *needles: str) -> list[tuple[str, str, str]]:
    """The cells that hold one of the words, case and accents aside."""
    return [cell for cell in cells(store) if any(needle in " ".join(folded_words(cell[2])) for needle in needles)]


def person_id(store: Store, name: str) -> str:
    return find.person(store, name).id


def test_the_person_is_a_label_and_what_is_known_of_them_is_gone(filled: Filled) -> None:
    store = filled.store
    with store.write("a guardian"):
        store.people.add_consent(filled["Tomasz Żółć"], "photo", "given", date(2026, 9, 1), "Ewa Żółć")
    done = forget.forget(store, filled["Tomasz Żółć"])
    kept = store.people.person(filled["Tomasz Żółć"])
    assert kept is not None
    assert (kept.name, kept.role, kept.email, kept.may_be_named) == ("school 1", "", "", "")
    assert kept.id not in [it.id for it in store.people.people()]
    assert done.still_there == ()
    assert holding(store, "zolc") == []
    said = next(it for it in store.notes.of_meeting(filled["closed"]) if it.text == "no bus; no job")
    assert said.speaker is not None
    assert said.speaker.name == "school 1"


def test_labels_are_numbered_as_those_of_minors_are(filled: Filled) -> None:
    store = filled.store
    assert forget.forget(store, filled["Rosa Quispe"]).label == "family 1"
    assert forget.forget(store, filled["Carla Mendes"]).label == "family 2"
    assert forget.forget(store, filled["Walter"]).label == "participant 1"
    with store.write("a child"):
        assert store.people.next_minor_number(filled["p"], "family") == 3


def test_the_organisation_of_one_person_would_tell_who_it_was(filled: Filled) -> None:
    store = filled.store
    assert "Nobody else speaks for City Library" in " ".join(forget.preview(store, filled["Lena Frost"]).notices)
    forget.forget(store, filled["Lena Frost"])
    forget.forget(store, filled["Ana Ruiz"])
    lonely, colleague = store.people.person(filled["Lena Frost"]), store.people.person(filled["Ana Ruiz"])
    assert lonely is not None
    assert colleague is not None
    assert (lonely.organisation, lonely.group) == ("", "cultural")
    assert (colleague.organisation, colleague.group) == ("Northside High", "school")


def test_the_preview_shows_every_line_and_changes_nothing(filled: Filled) -> None:
    store = filled.store
    before = list(cells(store))
    found = forget.preview(store, filled["Tomasz Żółć"])
    assert list(cells(store)) == before
    assert [(it.kind, it.before, it.after) for it in found.lines] == [
        ("meetings", "Late buses for Żółć", "Late buses for school 1"),
        ("notes", "ask zolc or Tomasz", "ask school 1 or Tomasz"),
    ]
    assert dict(found.linked) == {"attendance": 1, "notes": 1, "turns": 1}
    assert dict(found.rewritten) == {"meetings": 1, "notes": 1}
    assert [it.after for it in found.doubtful] == ["ask school 1 or Tomasz"]
    assert found.label == "school 1" == forget.forget(store, filled["Tomasz Żółć"]).label


def test_a_further_word_is_replaced_when_it_is_asked_for(filled: Filled) -> None:
    done = forget.forget(filled.store, filled["Tomasz Żółć"], also=["Tomasz"])
    assert done.doubtful == ()
    assert holding(filled.store, "tomasz") == []


def test_names_of_other_people_stay_whatever_is_asked_for(filled: Filled) -> None:
    forget.forget(filled.store, filled["Ben O'Connor"], also=["Rosa"])
    other = filled.store.people.person(filled["Rosa Quispe"])
    assert other is not None
    assert other.name == "Rosa Quispe"


def test_a_shared_surname_is_replaced_with_the_first_name_only(room: Room) -> None:
    people.add_typed(room.store, room.partnership_id, "Nadia Ruiz, Northside High")
    room.type("Ana Ruiz and Ruiz disagree")
    done = forget.forget(room.store, person_id(room.store, "Ana Ruiz"))
    texts = [it.text for it in room.store.notes.of_meeting(room.meeting_id)]
    assert texts == ["school 1 and Ruiz disagree"]
    assert [it.after for it in done.doubtful] == texts
    assert person_id(room.store, "Nadia Ruiz")


def test_a_namesake_keeps_the_words_until_both_are_forgotten(room: Room) -> None:
    other = make_partnership(room.store, "Harbor Mentoring")
    room.type("Ana Ruiz waits")
    both = [it.id for it in room.store.people.people() if it.name == "Ana Ruiz"]
    done = forget.forget(room.store, both[0])
    assert [it.before for it in done.doubtful] == ["Ana Ruiz waits"]
    done = forget.forget(room.store, both[1])
    assert done.still_there == ()
    assert holding(room.store, "ruiz") == []
    assert other


def test_a_name_as_typed_a_queue_a_draft_and_the_facilitator(room: Room) -> None:
    store = room.store
    room.type("@ruizz who am I")
    with store.write("as typed"):
        store.notes.add(
            room.meeting_id, room.meeting.current_step_id or "", "said", "hm", speaker=Party("unknown", "", "a.ruiz")
        )
        store.meetings.join_queue(room.meeting_id, Party("unknown", "", "Ruiz"))
        store.meetings.update(room.meeting_id, facilitator="ana ruiz")
    store.drafts.save(f"meeting:{room.meeting_id}", "@ana.ruiz wants", 3)
    store.drafts.save(f"form:person:{person_id(store, 'Ana Ruiz')}", '{"role": "x"}', 0)
    store.drafts.log_export("bundle", "full", 3, "/home/ruiz/out")
    done = forget.forget(store, person_id(store, "Ana Ruiz"))
    assert [cell[:2] for cell in holding(store, "ruiz")] == [("export_log", "path"), ("note", "speaker_text")]
    assert room.meeting.facilitator == "school 1"
    assert store.drafts.draft(f"meeting:{room.meeting_id}") == ("@school 1 wants", 3)
    assert [it[1].name for it in store.meetings.queue(room.meeting_id)] == ["school 1"]
    assert "the paths in the export log (1)" in done.still_there[0]
    assert store.value("SELECT count(*) FROM draft") == 1


def test_the_act_is_final_and_names_nobody(room: Room) -> None:
    store = room.store
    room.type("Ruiz waits")
    forget.forget(store, person_id(store, "Ana Ruiz"))
    assert store.rows("SELECT name, is_final FROM act ORDER BY id DESC LIMIT 1") == [("Forget a person", 1)]
    changed = store.rows("SELECT tbl, field FROM change WHERE act = (SELECT max(id) FROM act) ORDER BY field")
    assert set(changed) <= {("person", field) for field in ("name", "is_active", "may_be_named", "group_key")}
    with pytest.raises(Refused, match="cannot be taken back"):
        store.undo()


def busy(room: Room) -> None:
    """A meeting in which much is done to one name: written, changed, taken away, taken back."""
    store = room.store
    room.type("@ana the buses")
    room.type("Ruiz asked for a bus")
    line = store.timeline.of_step(room.meeting.current_step_id or "")[-1]
    line = edit.reword(store, room.meeting_id, line, "Ana Ruiz asked for two buses and for a warm waiting room")
    edit.turn_into(store, room.meeting_id, line, "parked")
    room.type("!@ana call Ruiz’s sister by fri")
    room.type("/here ana, ben")
    room.type("/queue ana")
    room.type("~@ana about Ana Ruiz")
    room.undo()
    person = people.person_of(store, person_id(store, "Ana Ruiz"))
    for role in ("sister of Ruiz", "principal"):
        people.change_person(
            store, person.id, name="Ana Ruiz", organisation=person.organisation, group=person.group, role=role,
            email="ana@ruiz.org", is_minor=False, may_be_named="yes",
        )  # fmt: skip
    last = store.timeline.of_step(room.meeting.current_step_id or "")[0]
    edit.take_away(store, room.meeting_id, last)


@pytest.mark.parametrize("seed", range(6))
def test_no_undo_or_redo_in_any_order_brings_the_name_back(room: Room, seed: int) -> None:
    busy(room)
    store = room.store
    forget.forget(store, person_id(store, "Ana Ruiz"))
    assert holding(store, "ruiz") == []
    chosen = random.Random(seed)
    acts = [row[0] for row in store.rows("SELECT id FROM act WHERE NOT is_final")]
    done = 0
    for act_id in chosen.sample(acts, len(acts)):
        # Another screen's undo may take back any act of its own: here every act is its own screen's.
        store.origin = f"screen {act_id}"
        store.execute("UPDATE act SET origin = ? WHERE id = ?", store.origin, act_id)
        with contextlib.suppress(Conflict, Refused):
            store.undo()
            done += 1
            assert holding(store, "ruiz") == []
            if chosen.random() < 0.5:
                store.redo()
        assert holding(store, "ruiz") == []
    assert done > 5


def test_an_undo_that_finds_nothing_to_take_back_stands(room: Room) -> None:
    """It was a conflict once: the act of the undo was thrown away while the undone act pointed at it."""
    store = room.store
    people.change_person(
        store, person_id(store, "Ana Ruiz"), name="Anna Ruiz", organisation="Northside High", group="school",
        role="principal", email="", is_minor=False, may_be_named="",
    )  # fmt: skip
    with make_store(store.path.parent, room.clock, origin="elsewhere") as other:
        forget.forget(other, person_id(other, "Anna Ruiz"))
    assert store.undo() == "Change a person"
    assert store.redo() == "Change a person"
    assert person_id(store, "school 1")


def test_nothing_is_done_when_the_backup_fails(filled: Filled) -> None:
    def fail() -> None:
        raise FacilitatorError("the backup could not be written")

    with pytest.raises(FacilitatorError, match="backup"):
        forget.forget(filled.store, filled["Ana Ruiz"], before=fail)
    assert person_id(filled.store, "Ana Ruiz")


def test_a_surname_too_short_for_the_bytes_is_looked_for_in_every_record(room: Room) -> None:
    people.add_typed(room.store, room.partnership_id, "Ann Li, Northside High")
    room.type("Li reads the annual list; LI’s bus")
    done = forget.forget(room.store, person_id(room.store, "Ann Li"))
    assert [it.text for it in room.store.notes.of_meeting(room.meeting_id)] == [
        "school 1 reads the annual list; school 1’s bus"
    ]
    assert done.still_there == ()
    assert done.unproved == (
        "“Li” is too short to be looked for in the bytes of the file; every record was looked through.",
    )


def test_backups_that_still_hold_the_name_are_named_with_their_last_day(filled: Filled) -> None:
    kept = [(Path("/b/1.db"), date(2026, 12, 30))]
    made: list[str] = []
    done = forget.forget(
        filled.store, filled["Ana Ruiz"], before=lambda: made.append("erase"), kept_backups=lambda: kept
    )
    assert made == ["erase"]
    assert done.backups == (
        "The backup /b/1.db still holds the name until 2026-12-30; delete it by hand if it must go sooner.",
    )


def test_a_file_in_use_is_not_written_anew_and_says_so(filled: Filled) -> None:
    store = filled.store
    with make_store(store.path.parent, name=store.path.name) as other:
        reading = other._conn.execute("SELECT id FROM note")
        reading.fetchone()
        with pytest.raises(FacilitatorError, match="in use"):
            forget.forget(store, filled["Ana Ruiz"])
        reading.close()
    assert person_id(store, "Ana Ruiz")


def test_nobody_of_that_id(filled: Filled) -> None:
    with pytest.raises(NotFound):
        forget.forget(filled.store, "nobody")


def test_the_bytes_hold_nobody_of_the_sample(tmp_path: Path) -> None:
    clock = FixedClock()
    with make_store(tmp_path, clock) as store:
        sample.build(store, NOW)
        known = [it for it in store.people.people() if not it.is_minor][:6]
        for person in known:
            done = forget.forget(store, person.id)
            assert done.still_there == ()
            search = forget.search_of(store, person)
            held = {it.word for it in search.held_back}
            content = store.path.read_bytes().lower()
            assert person.name.lower().encode() not in content
            for spelling in search.spellings:
                assert spelling in held or spelling.lower().encode() not in content
        assert store.rows("PRAGMA integrity_check") == [("ok",)]
        assert store.rows("PRAGMA foreign_key_check") == []


NOTES = st.lists(
    st.sampled_from(["{f} {l}", "{l}, {f}", "{l}’s bus", "x{l}x", "{u}", "({l})", "{f}", "-{l}-{l}", "{n}", "ok"]),
    max_size=8,
)


@pytest.fixture(scope="module")
def meeting_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a meeting of nobody."""
    with make_store(tmp_path_factory.mktemp("blank")) as store:
        with store.write("a partnership"):
            partnership_id = store.people.add_partnership("Northside Works")
        make_meeting(store, partnership_id)
        return store.path


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(HOSTILE_NAMES), notes=NOTES, is_changed=st.booleans())
def test_no_text_of_any_table_holds_the_surname_as_a_word(
    meeting_file: Path, name: str, notes: list[str], is_changed: bool
) -> None:
    first, _, last = name.rpartition(" ")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(meeting_file, Path(folder) / "test.db")
        store = make_store(Path(folder))
        meeting = store.meetings.all()[0]
        step_id = store.meetings.steps(meeting.id)[0].id
        with store.write("somebody"):
            wanted = people.person_of(
                store,
                store.people.add_person(meeting.partnership_id, name, role=f"cousin of {last}", email=f"{last}@x.org"),
            )
        for text in notes:
            words_typed = text.format(f=first, l=last, u=last.upper(), n=name)
            with store.write(f"note “{words_typed[:40]}”", meeting.id):
                note_id = store.notes.add(meeting.id, step_id, "note", words_typed)
            if is_changed:
                with store.write("change it", meeting.id):
                    store.notes.update("note", note_id, text=f"{last} again")
        search = forget.search_of(store, wanted)
        done = forget.forget(store, wanted.id)
        parts = folded_words(last)
        for _, _, text in cells(store):
            found = folded_words(text)
            assert not any(found[at : at + len(parts)] == parts for at in range(len(found))), text
        assert search.held_back == ()
        assert done.still_there == ()
        store.close()


def test_large_files_are_walked_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with make_store(tmp_path) as store:
        room = Room(store, FixedClock()).start()
        step = run.meeting_of(store, room.meeting_id).current_step_id or ""
        with store.write("many"):
            for number in range(3000):
                store.notes.add(room.meeting_id, step, "note", f"{number} Ruiz" if number % 3 == 0 else f"{number}")
        read: list[str] = []
        rows = store.rows

        def counting(sql: str, *parameters: object) -> list[tuple[object, ...]]:
            read.append(sql)
            return rows(sql, *parameters)

        monkeypatch.setattr(store, "rows", counting)
        forget.forget(store, person_id(store, "Ana Ruiz"))
        notes = [sql for sql in read if " FROM note WHERE rowid" in sql]
        assert len(notes) == 3  # to rewrite, to prove, to list what is to be looked at


@needs_cipher
def test_an_encrypted_file_forgets_too(tmp_path: Path) -> None:
    with fill(tmp_path).store as store:
        plain = store.path
    locked = encrypted_copy(plain, tmp_path / "locked.db")
    with open_store(locked, passphrase=SECRET) as store:
        done = forget.forget(store, person_id(store, "Tomasz Żółć"))
        assert (done.label, done.still_there) == ("school 1", ())
        assert "cannot be read by this database driver" in done.unproved[0]
    with open_store(locked, passphrase=SECRET) as store:
        assert holding(store, "zolc") == []
