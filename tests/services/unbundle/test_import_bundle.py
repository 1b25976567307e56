"""Out, in, out again: the same bytes; and a bundle with anything wrong in it leaves nothing behind."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from every_record import Filled, fill
from facilitator.db import Store, open_store
from facilitator.db.health import examine
from facilitator.errors import FacilitatorError, FileTrouble, Invalid, Refused
from facilitator.model.text import clean
from facilitator.services.export import export_bundle
from facilitator.services.run import start
from facilitator.services.unbundle.reading import import_bundle
from facilitator.services.unbundle.targets import TARGETS, Target
from file_schema import GOLDEN, schema_of
from hostile import HOSTILE


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    it = fill(tmp_path)
    yield it
    it.store.close()


@pytest.fixture
def bundle(filled: Filled, tmp_path: Path) -> Path:
    """A bundle with every kind of record, of level full and exact."""
    export_bundle(filled.store, tmp_path / "out", level="full", exact=True)
    return tmp_path / "out"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "empty.db", create=True) as store:
        yield store


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def again(store: Store, folder: Path) -> dict[str, bytes]:
    shutil.rmtree(folder, ignore_errors=True)
    export_bundle(store, folder, level="full", exact=True)
    return content(folder)


def change(file: Path, row: int, column: str, cell: str) -> None:
    """Writes another cell, as somebody with a spreadsheet would; the header is row 1."""
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8"), newline="")))
    rows[row - 1][rows[0].index(column)] = cell
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    file.write_text(out.getvalue(), "utf-8")


def nothing_in(store: Store) -> bool:
    return not store.people.partnerships() and store.rows("SELECT * FROM change") == []


def test_out_in_and_out_again_gives_the_same_bytes(bundle: Path, empty: Store, tmp_path: Path) -> None:
    done = import_bundle(empty, bundle)
    assert done.rows > 100
    assert again(empty, tmp_path / "again") == content(bundle)
    assert empty.rows("PRAGMA foreign_key_check") == []


def test_the_file_is_as_if_every_row_had_been_written_by_itself(bundle: Path, empty: Store) -> None:
    """The journal holds every row once, in order; `check` finds nothing; the schema is that of any data file."""
    import_bundle(empty, bundle)
    journal = empty.rows("SELECT op, tbl, row FROM change WHERE op = 'insert' ORDER BY id")
    due = [
        ("insert", target.table, key)
        for target in TARGETS
        for (key,) in empty.rows(f"SELECT {key_of(empty, target)} FROM {target.table} ORDER BY rowid")
    ]
    assert journal == due
    assert empty.value("SELECT count(DISTINCT act) FROM change") == empty.value("SELECT count(*) FROM act") == 1
    assert empty.rows("SELECT * FROM act_open") == []
    assert examine(empty).wrong == ()
    assert schema_of(empty) == GOLDEN.read_text("utf-8")


def key_of(store: Store, target: Target) -> str:
    key: str = store.value("SELECT name FROM pragma_table_info(?) WHERE pk", target.table)
    return key


def test_the_whole_is_one_act(bundle: Path, empty: Store) -> None:
    import_bundle(empty, bundle)
    assert empty.undo() == "Import a bundle"
    assert empty.people.partnerships() == []
    assert empty.redo() == "Import a bundle"
    assert len(empty.people.partnerships()) == 2


def test_numbers_are_not_given_twice(bundle: Path, empty: Store, filled: Filled) -> None:
    import_bundle(empty, bundle)
    with empty.write("a promise"):
        number = empty.next_number(filled["p"], "action")
    with filled.store.write("a promise"):
        assert number == filled.store.next_number(filled["p"], "action")


def test_a_guarded_bundle_reads_back_as_it_was_typed(filled: Filled, empty: Store, tmp_path: Path) -> None:
    export_bundle(filled.store, tmp_path / "guarded", level="full", excel=True)
    import_bundle(empty, tmp_path / "guarded")
    assert again(empty, tmp_path / "again") == again(filled.store, tmp_path / "first")


def test_a_guarded_bundle_that_was_changed_is_read_by_force(filled: Filled, empty: Store, tmp_path: Path) -> None:
    export_bundle(filled.store, tmp_path / "guarded", level="full")
    change(tmp_path / "guarded" / "partnerships.csv", 2, "vision", "'=every child counts")
    import_bundle(empty, tmp_path / "guarded", force=True)
    assert {it.vision for it in empty.people.partnerships()} == {"=every child counts", ""}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_come_back(filled: Filled, empty: Store, tmp_path: Path, words: str) -> None:
    _type(filled, words)
    first = again(filled.store, tmp_path / "one")
    import_bundle(empty, tmp_path / "one")
    assert again(empty, tmp_path / "two") == first


def _type(it: Filled, words: str) -> None:
    with it.store.write("words"):
        it.store.notes.add(it["closed"], it["round"], "note", clean(words))
        it.store.people.update_person(it["Walter"], role=clean(words))
        it.store.goals.add_change(it["goal"], "why", clean(words), "", clean(words), None)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_any_words_come_back(filled: Filled, tmp_path: Path, words: str) -> None:
    _type(filled, words)
    first = again(filled.store, tmp_path / "one")
    (tmp_path / "new.db").unlink(missing_ok=True)
    with open_store(tmp_path / "new.db", create=True) as store:
        import_bundle(store, tmp_path / "one")
        assert again(store, tmp_path / "two") == first


BAD_CELLS = {
    "no id": ("notes.csv", 2, "id", "7", "is no id"),
    "an id twice": ("steps.csv", 3, "id", None, "there twice"),
    "a note twice": ("notes.csv", 4, "id", None, "there twice"),
    "an unknown kind": ("notes.csv", 2, "kind", "shouted", "none of note said"),
    "no number": ("goals.csv", 2, "baseline", "many", "no number"),
    "no whole number": ("steps.csv", 2, "planned_minutes", "5.5", "no whole number"),
    "no date": ("decisions.csv", 2, "review_on", "2027-02-30", "no date"),
    "no moment": ("notes.csv", 2, "at", "2026-12-03 14:00", "no moment"),
    "no boolean": ("people.csv", 2, "is_minor", "yes", "neither true nor false"),
    "nobody": ("notes.csv", 2, "speaker_person_id", "00000000-0000-7000-8000-000000000000", "not in people.csv"),
    "no such step": ("meetings.csv", 2, "current_step_id", "00000000-0000-7000-8000-000000000000", "not in steps.csv"),
    "no such group": ("organisations.csv", 2, "group", "aliens", "not in groups.csv"),
    "empty and needed": ("meetings.csv", 2, "planned_minutes", "", "must not be"),
    "what the file refuses": ("meetings.csv", 2, "planned_minutes", "0", "refuses it"),
    "a number twice": ("actions.csv", 3, "number", "1", "there twice"),
    "what drives a terminal": ("notes.csv", 2, "text", "\x1b[2J", "characters"),
}


@pytest.mark.parametrize(("file", "row", "column", "cell", "reason"), BAD_CELLS.values(), ids=BAD_CELLS)
def test_a_bad_cell_refuses_the_whole(
    bundle: Path, empty: Store, file: str, row: int, column: str, cell: str | None, reason: str
) -> None:
    if cell is None:
        cell = list(csv.DictReader(io.StringIO((bundle / file).read_text("utf-8"), newline="")))[row - 3][column]
    change(bundle / file, row, column, cell)
    with pytest.raises(Invalid) as caught:
        import_bundle(empty, bundle)
    assert f"{file} row {row}, {column}: " in str(caught.value)
    assert reason in str(caught.value)
    assert nothing_in(empty)


CONTRADICTIONS = {
    "a minor's name": ("people.csv", 10, "name", "Timmy Turner", "the group and a number instead, such as student 1"),
    "no counts": ("decisions.csv", 2, "tally", "1; x; 3", "are no counts"),
    "counts of another way": ("decisions.csv", 2, "tally", "1; 2; 3", "has six counts"),
    "counts for nobody to read": ("decisions.csv", 3, "tally", "1; 2; 3; 4; 5; 6", "other ways have none"),
    "fewer than none": ("decisions.csv", 2, "tally", "-1; 0; 0; 4; 2; 1", "are no counts"),
    "no start": ("meetings.csv", 2, "planned_start", "", "it is empty and must not be"),
    "no moment": ("notes.csv", 2, "at", "", "it is empty and must not be"),
    "too large": ("goals.csv", 2, "target", "1e999", "too large"),
    "no end": ("goals.csv", 2, "target", "INF", "no number"),
    "not even a number": ("goal_readings.csv", 2, "value", "NaN", "no number"),
    "a long meeting": ("meetings.csv", 2, "planned_minutes", "999999999999", "not from 0 to 100000"),
    "a time without a zone": ("meetings.csv", 2, "started_at", "0001-01-01T00:00:00.000Z", "look at the year"),
    "a place without a clock": ("meetings.csv", 2, "time_zone", "Mars/Base", "there is no time zone"),
    "no time of day": ("steps.csv", 3, "fixed_start", "25:00", "no time of day"),
    "closed and running": ("meetings.csv", 2, "state", "running", "it runs and has ended"),
    "ready and running": ("meetings.csv", 4, "state", "paused", "it runs and has not begun"),
    "running and ready": ("meetings.csv", 3, "state", "ready", "it has begun already"),
    "another owner": ("actions.csv", 2, "owner", "Somebody Else", 'would come back as "Ben O\'Connor"'),
    "other helpers": ("actions.csv", 2, "helpers", "Nobody", "would come back as 'Ana Ruiz; Golden Crust"),
    "another value": ("goals.csv", 2, "current", "99.5", "would come back as '99'"),
    "a list without blanks": ("notes.csv", 2, "tags", "need;idea", "keep its values apart"),
    "a name on two lines": ("partnerships.csv", 3, "name", "Har\nbour", "not one line"),
    "two words for a group": ("groups.csv", 17, "key", "night school", "is not one word"),
}


@pytest.mark.parametrize(("file", "row", "column", "cell", "reason"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
@pytest.mark.parametrize("force", [False, True], ids=["", "force"])
def test_what_the_program_could_not_have_written_is_refused_by_force_too(
    bundle: Path, empty: Store, file: str, row: int, column: str, cell: str, reason: str, force: bool
) -> None:
    change(bundle / file, row, column, cell)
    with pytest.raises(Invalid) as caught:
        import_bundle(empty, bundle, force=force)
    assert str(caught.value).startswith(f"nothing was imported: {file} row {row}, {column}: ")
    assert reason in str(caught.value)
    assert cell not in str(caught.value) or cell != "Timmy Turner"
    assert nothing_in(empty)


def test_another_meetings_step_and_another_partnerships_person_are_refused(
    bundle: Path, empty: Store, filled: Filled
) -> None:
    change(bundle / "notes.csv", 2, "step_id", filled["listen"])
    change(bundle / "attendance.csv", 2, "person_id", filled["Otto Berg"])
    with pytest.raises(Invalid) as caught:
        import_bundle(empty, bundle, force=True)
    assert "notes.csv row 2, step_id: that step is of another meeting" in str(caught.value)
    assert "attendance.csv row 2, person_id: that person is of another partnership" in str(caught.value)


def _as_exported(bundle: Path, file: str) -> None:
    """Somebody who changes a file can write its new hash down, too."""
    about = json.loads((bundle / "datapackage.json").read_text("utf-8"))
    for it in about["resources"]:
        if it["path"] == file:
            it["hash"] = f"sha256:{hashlib.sha256((bundle / file).read_bytes()).hexdigest()}"
    (bundle / "datapackage.json").write_text(json.dumps(about), "utf-8")


@pytest.mark.parametrize("name", ["a minor's name", "counts of another way", "too large", "no start"])
def test_a_new_hash_opens_no_door(bundle: Path, empty: Store, name: str) -> None:
    file, row, column, cell, _ = CONTRADICTIONS[name]
    change(bundle / file, row, column, cell)
    _as_exported(bundle, file)
    with pytest.raises(Invalid, match=rf"{file} row {row}, {column}: "):
        import_bundle(empty, bundle)
    assert nothing_in(empty)


def test_a_minor_keeps_a_label_from_before_the_group_was_called_otherwise(filled: Filled, tmp_path: Path) -> None:
    with filled.store.write("rename"):
        filled.store.people.update_group("student", label="pupil", plural="pupils")
    first = again(filled.store, tmp_path / "one")
    with open_store(tmp_path / "new.db", create=True) as store:
        import_bundle(store, tmp_path / "one")
        assert again(store, tmp_path / "two") == first


def test_two_meetings_of_a_partnership_may_run(filled: Filled, empty: Store, tmp_path: Path) -> None:
    """The program starts a second one while the first still runs, and so they come back."""
    start(filled.store, filled["repair"])
    assert sum(it.is_open for it in filled.store.meetings.all(filled["p"])) == 2
    first = again(filled.store, tmp_path / "one")
    change(tmp_path / "one" / "people.csv", 2, "role", "principal again")
    import_bundle(empty, tmp_path / "one", force=True)
    assert again(empty, tmp_path / "two")["meetings.csv"] == first["meetings.csv"]


@pytest.mark.parametrize("file", ["numbers.csv", "turns.csv"])
def test_what_is_counted_stands_once(bundle: Path, empty: Store, file: str) -> None:
    rows = (bundle / file).read_text().splitlines()
    (bundle / file).write_text("\n".join([*rows, rows[1]]) + "\n")
    with pytest.raises(Invalid, match=rf"{file} row {len(rows) + 1}, .*there twice"):
        import_bundle(empty, bundle, force=True)


def test_a_number_that_was_given_is_known(bundle: Path, empty: Store) -> None:
    """Else the next promise would get the number of another one."""
    change(bundle / "numbers.csv", 2, "last", "3")
    with pytest.raises(Invalid, match=r"actions\.csv row 6, number: numbers\.csv does not say"):
        import_bundle(empty, bundle, force=True)


def test_a_name_is_put_right_in_its_own_file(bundle: Path, empty: Store, filled: Filled) -> None:
    """Where it is repeated, it follows: nobody has to change six files for one letter."""
    change(bundle / "people.csv", 2, "name", "Ana Ruíz")
    import_bundle(empty, bundle, force=True)
    assert "Ana Ruíz" in {it.name for it in empty.people.people(filled["p"])}


def test_numbers_may_be_written_otherwise(bundle: Path, empty: Store, tmp_path: Path) -> None:
    before = content(bundle)
    change(bundle / "goals.csv", 2, "target", "92.50")
    change(bundle / "steps.csv", 2, "planned_minutes", "010")
    import_bundle(empty, bundle, force=True)
    assert again(empty, tmp_path / "again") == before


def test_what_only_follows_from_a_bad_row_is_left_out(bundle: Path, empty: Store) -> None:
    change(bundle / "meetings.csv", 2, "state", "gone")
    change(bundle / "people.csv", 2, "id", "7")
    change(bundle / "goals.csv", 2, "due", "soon")
    with pytest.raises(Invalid) as caught:
        import_bundle(empty, bundle, force=True)
    assert str(caught.value) == (
        "nothing was imported: people.csv row 2, id: '7' is no id;"
        " goals.csv row 2, due: 'soon' is no date like 2027-06-30;"
        " meetings.csv row 2, state: 'gone' is none of draft ready running paused closed. Put it right, or export again"
    )


def test_a_row_that_is_not_there_is_named_once(bundle: Path, empty: Store, filled: Filled) -> None:
    rows = (bundle / "goals.csv").read_text().splitlines()
    (bundle / "goals.csv").write_text("\n".join([rows[0], rows[2]]) + "\n")
    with pytest.raises(Invalid) as caught:
        import_bundle(empty, bundle, force=True)
    assert str(caught.value).count(f"{filled['goal']!r} is not in goals.csv") == 1
    assert "FOREIGN KEY" not in str(caught.value)


def _without_notes(resources: list[dict[str, str]]) -> list[dict[str, str]]:
    return [it for it in resources if it["name"] != "notes"]


def _notes_elsewhere(resources: list[dict[str, str]]) -> list[dict[str, str]]:
    return [it | {"path": "../notes.csv"} if it["name"] == "notes" else it for it in resources]


def _notes_unhashed(resources: list[dict[str, str]]) -> list[dict[str, str]]:
    return [it | {"hash": ""} if it["name"] == "notes" else it for it in resources]


@pytest.mark.parametrize("spoil", [_without_notes, _notes_elsewhere, _notes_unhashed])
def test_a_file_the_description_leaves_out_counts_as_changed(
    bundle: Path, empty: Store, spoil: Callable[[list[dict[str, str]]], list[dict[str, str]]]
) -> None:
    about = json.loads((bundle / "datapackage.json").read_text("utf-8"))
    about["resources"] = spoil(about["resources"])
    (bundle / "datapackage.json").write_text(json.dumps(about), "utf-8")
    with pytest.raises(Refused, match=r"notes\.csv changed since the export.*--force"):
        import_bundle(empty, bundle)
    assert nothing_in(empty)
    import_bundle(empty, bundle, force=True)


def _shorten(folder: Path) -> None:
    path = folder / "notes.csv"
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:3]) + b"\n")


def _spoil(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file is gone": (lambda folder: (folder / "steps.csv").unlink(), "steps.csv cannot be read"),
    "a file lost its end": (_shorten, "notes.csv changed since the export"),
    "a file is empty": (_spoil("notes.csv", b""), "notes.csv row 1"),
    "another header": (_spoil("notes.csv", b"id,text\n"), "the header is not"),
    "a row too long": (_spoil("tags.csv", b"key,label,position\na,b,1,2\n"), "tags.csv row 2: 4 cells where 3 belong"),
    "a quotation mark": (_spoil("tags.csv", b'key,label,position\n"a,b,1\n'), "tags.csv row 2"),
    "no UTF-8": (_spoil("tags.csv", b"key,label,position\n\xff,b,1\n"), "not UTF-8"),
    "no description": (lambda folder: (folder / "datapackage.json").unlink(), "holds no bundle"),
    "no JSON": (_spoil("datapackage.json", b"{"), "damaged"),
    "deep JSON": (_spoil("datapackage.json", b"[" * 100_000), "damaged"),
    "somebody else's": (_spoil("datapackage.json", b'{"name": "x"}'), "another program"),
    "a newer one": (_spoil("datapackage.json", b'{"facilitator": {"format": 99}}'), "newer facilitator"),
    "without names": (_spoil("datapackage.json", b'{"facilitator": {"format": 1, "names": "roles"}}'), "--names full"),
}


@pytest.mark.parametrize(("spoil", "reason"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_bundle_is_refused(bundle: Path, empty: Store, spoil: Callable[[Path], object], reason: str) -> None:
    spoil(bundle)
    with pytest.raises(FacilitatorError) as caught:
        import_bundle(empty, bundle)
    assert reason in str(caught.value)
    assert nothing_in(empty)


def test_what_was_changed_with_care_is_read_by_force(bundle: Path, empty: Store) -> None:
    change(bundle / "notes.csv", 2, "text", "said better")
    with pytest.raises(Refused, match="--force"):
        import_bundle(empty, bundle)
    import_bundle(empty, bundle, force=True)
    assert empty.value("SELECT count(*) FROM note WHERE text = 'said better'") == 1


def test_a_file_with_a_record_in_it_is_left_alone(bundle: Path, filled: Filled) -> None:
    with pytest.raises(Refused, match="holds a record already"):
        import_bundle(filled.store, bundle)


def test_a_folder_that_is_none(empty: Store, tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="holds no bundle"):
        import_bundle(empty, tmp_path / "nothing")
    (tmp_path / "file").write_text("")
    with pytest.raises(FileTrouble, match="holds no bundle"):
        import_bundle(empty, tmp_path / "file")


def test_many_bad_cells_are_counted(bundle: Path, empty: Store) -> None:
    rows = (bundle / "numbers.csv").read_text().splitlines()
    (bundle / "numbers.csv").write_text("\n".join([rows[0], *[f"{rows[1]}x"] * 30]) + "\n")
    with pytest.raises(Invalid, match="and 10 more"):
        import_bundle(empty, bundle)
    assert json.loads((bundle / "datapackage.json").read_text())["facilitator"]["format"] == 1
