from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from frictionless import system, validate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from every_record import Filled, fill
from facilitator.db import open_store
from facilitator.errors import DiskTrouble, FileTrouble, Invalid, NotFound, Refused
from facilitator.exports.columns import LEVELS
from facilitator.exports.tables import TABLES
from facilitator.model.people import Party
from facilitator.model.text import clean
from facilitator.services.export import export_bundle
from hostile import HOSTILE

BELOW_FULL = [level for level in LEVELS if level != "full"]
Row = dict[str, str]


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    it = fill(tmp_path)
    yield it
    it.store.close()


def export(it: Filled, **options: Any) -> dict[str, list[Row]]:
    """The rows of each file of a bundle, by file."""
    folder = it.store.path.parent / "out"
    shutil.rmtree(folder, ignore_errors=True)
    export_bundle(it.store, folder, **options)
    return {table.name: read(folder / table.file) for table in TABLES}


def read(path: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def problems(folder: Path) -> Any:
    with system.use_context(trusted=True):
        report = validate(str(folder / "datapackage.json"))
    return report.flatten(["title", "fieldName", "rowNumber", "message"])


# The whole bundle


@pytest.mark.parametrize("level", LEVELS)
def test_a_bundle_is_a_valid_data_package(filled: Filled, tmp_path: Path, level: str) -> None:
    result = export_bundle(filled.store, tmp_path / "out", level=level)
    assert problems(tmp_path / "out") == []
    assert set(result.files) == set(os.listdir(tmp_path / "out"))
    assert result.rows == sum(len(read(tmp_path / "out" / table.file)) for table in TABLES)


@pytest.mark.parametrize("scope", ["closed", "running", "repair", "p", "other"])
@pytest.mark.parametrize("level", ["full", "consented"])
def test_a_part_is_a_valid_data_package(filled: Filled, tmp_path: Path, level: str, scope: str) -> None:
    kind = "partnership_id" if scope in ("p", "other") else "meeting_id"
    options: dict[str, Any] = {kind: filled[scope]}
    export_bundle(filled.store, tmp_path / "out", level=level, exact=True, **options)
    assert problems(tmp_path / "out") == []


def test_for_excel_there_is_a_mark_and_crlf(filled: Filled, tmp_path: Path) -> None:
    export_bundle(filled.store, tmp_path / "plain")
    export_bundle(filled.store, tmp_path / "excel", excel=True)
    for table in TABLES:
        plain, excel = (tmp_path / kind / table.file for kind in ("plain", "excel"))
        assert excel.read_bytes().startswith(b"\xef\xbb\xbf")
        assert excel.read_bytes().count(b"\r\n") == len(read(excel)) + 1
        assert read(excel) == read(plain)
        assert b"\r" not in plain.read_bytes()
    assert problems(tmp_path / "excel") == []


def test_a_changed_file_is_seen(filled: Filled, tmp_path: Path) -> None:
    export_bundle(filled.store, tmp_path / "out")
    path = tmp_path / "out/notes.csv"
    path.write_bytes(path.read_bytes().replace(b"buses", b"boats"))
    assert problems(tmp_path / "out") != []


def test_the_same_data_gives_the_same_bytes_whenever(filled: Filled, tmp_path: Path) -> None:
    export_bundle(filled.store, tmp_path / "one", level="full")
    filled.clock.move(86_400)
    with open_store(filled.store.path, clock=filled.clock) as again:
        export_bundle(again, tmp_path / "two", level="full")
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_the_descriptor_tells_types_units_meanings_and_links(filled: Filled, tmp_path: Path) -> None:
    export_bundle(filled.store, tmp_path / "out", level="roles", exact=True)
    package = json.loads((tmp_path / "out/datapackage.json").read_text())
    assert package["facilitator"] == {"format": 1, "names": "roles", "text": "exact", "language": "en"}
    steps = next(resource for resource in package["resources"] if resource["name"] == "steps")
    seconds = next(field for field in steps["schema"]["fields"] if field["name"] == "active_seconds")
    assert (seconds["type"], seconds["unit"]) == ("number", "seconds")
    assert all(field["description"] for field in steps["schema"]["fields"])
    assert {"fields": ["meeting_id"], "reference": {"resource": "meetings", "fields": ["id"]}} in steps["schema"][
        "foreignKeys"
    ]


def test_the_readme_names_every_file_and_the_level(filled: Filled, tmp_path: Path) -> None:
    export_bundle(filled.store, tmp_path / "out", level="roles", meeting_id=filled["closed"])
    text = (tmp_path / "out/README.txt").read_text()
    assert all(table.file in text for table in TABLES)
    assert "nobody is named" in text
    assert "one meeting" in text
    assert "give a reader one of them" in " ".join(text.split())
    assert "notes.csv (8 rows)" in text


# Cells


def test_the_cells_of_a_meeting(filled: Filled) -> None:
    files = export(filled, level="full", exact=True)
    meeting = files["meetings"][0]
    assert meeting | {"id": "", "partnership_id": "", "current_step_id": ""} == {
        "id": "",
        "partnership_id": "",
        "title": "Buses, “late” ones",
        "template": "check_in",
        "state": "closed",
        "mode": "room",
        "place": "Room 2\nleft door",
        "facilitator": "Nadia Haddad",
        "planned_start": "2026-12-03T14:00:00.000Z",
        "time_zone": "Europe/Lisbon",
        "planned_minutes": "60",
        "started_at": "2026-12-03T14:00:00.000Z",
        "ended_at": "2026-12-03T14:03:00.250Z",
        "purpose": "Late buses for Żółć",
        "template_version": "1",
        "counts_by_person": "false",
        "is_restricted": "false",
        "current_step_id": "",
        "next_meeting_on": "2027-01-07",
    }
    assert [step["active_seconds"] for step in files["steps"]] == ["150.25", "0", "0", "0"]
    heads = [row for row in files["attendance"] if not row["person_id"]]
    assert [(row["name"], row["organisation"], row["group"], row["head_count"]) for row in heads] == [
        ("", "", "family", "5")
    ]
    assert [(row["group"], row["person_id"], row["turns"]) for row in files["turns"]][:2] == [
        ("family", "", "1"),
        ("school", "", "2"),
    ]
    assert [(row["measure"], row["numerator"], row["denominator"], row["value"]) for row in files["measures"]][:3] == [
        ("start_delay_minutes", "0", "", "0"),
        ("heard_right", "3", "4", "0.75"),
        ("voices_heard", "3", "5", "0.6"),
    ]


def test_the_cells_of_notes(filled: Filled) -> None:
    notes = export(filled, level="full", exact=True)["notes"]
    assert [(note["kind"], note["speaker"], note["organisation"], note["group"]) for note in notes[:9]] == [
        ("said", "Ana Ruiz", "Northside High", "school"),
        ("said", "Rosa Quispe", "Parents’ Council", "family"),
        ("paraphrase", "Tomasz Żółć", "Northside High", "school"),
        ("said", "Ben O'Connor", "Golden Crust", "business"),
        ("said", "City Library", "City Library", "cultural"),
        ("said", "family", "", "family"),
        ("said", "tomaz", "", ""),
        ("question", "", "", ""),
        ("note", "José María Peña", "", "resident"),
    ]
    assert notes[0]["text"] == "=buses stop at four"
    assert notes[0]["tags"] == "need; idea"
    assert notes[0]["at"] == "2026-12-03T14:01:30.250Z"
    assert (notes[2]["confirmed"], notes[2]["correction"], notes[2]["orid"]) == (
        "corrected",
        "no bus, no evening job",
        "reflective",
    )
    assert [note["is_open_question"] for note in notes[6:9]] == ["", "true", ""]
    assert [note["visibility"] for note in notes][-3:] == ["private", "shared", "restricted"]


def test_the_cells_of_decisions_and_actions(filled: Filled) -> None:
    files = export(filled, level="full", exact=True)
    decision = files["decisions"][0]
    assert decision["tally"] == "0; 0; 0; 4; 2; 1"
    assert decision["concerns"] == "who drives\\; when?; back\\\\slash"
    assert decision["groups_present"] == "school; family"
    assert decision["review_on"] == "2027-02-01"
    assert [concern["text"] for concern in files["concerns"]][:2] == ["who drives; when?", "back\\slash"]
    owned = [(row["owner"], row["organisation"], row["owner_group"]) for row in files["actions"]]
    assert owned == [
        ("Ben O'Connor", "Golden Crust", "business"),
        ("City Library", "City Library", "cultural"),
        ("health", "", "health"),
        ("", "", ""),
        ("", "", ""),
    ]
    action = files["actions"][0]
    assert action["helpers"] == "Ana Ruiz; Golden Crust; family; zed\\; x"
    assert (action["due_first"], action["due"], action["number"]) == ("2026-12-04", "2026-12-11", "1")
    assert files["actions"][2]["due_words"] == "next meeting"
    assert [row["helper"] for row in files["action_helpers"]][:4] == ["Ana Ruiz", "Golden Crust", "family", "zed; x"]


def test_the_cells_of_goals_and_people(filled: Filled) -> None:
    files = export(filled, level="full", exact=True)
    goal, quiet = files["goals"]
    assert (goal["owner_organisations"], goal["baseline"], goal["target"], goal["current"]) == (
        "Northside High; Golden Crust",
        "84",
        "92.5",
        "99",
    )
    assert quiet["baseline"] == quiet["current"] == quiet["due"] == quiet["owner_organisations"] == ""
    people = {row["name"]: row for row in files["people"]}
    assert (people["Ana Ruiz"]["group"], people["Ana Ruiz"]["own_group_key"]) == ("school", "")
    assert (people["student 1"]["is_minor"], people["student 1"]["group"]) == ("true", "student")
    assert [people[name]["may_be_named"] for name in ("Ana Ruiz", "Tomasz Żółć", "Carla Mendes")] == ["", "no", "yes"]
    assert people["Walter"]["is_active"] == "false"
    assert [row["by"] for row in files["consents"]] == ["Carla Mendes", "Greta Holm"]
    assert [(row["text"], row["until"]) for row in files["norms"][:2]] == [
        ("Listen first; then speak", ""),
        ("+1 for phones away", "2026-09-01"),
    ]
    assert files["settings"] == [{"key": "small_number_threshold", "value": "4"}]
    assert {(row["kind"], row["last"]) for row in files["numbers"]} == {
        ("action", "5"),
        ("decision", "2"),
        ("question", "2"),
    }


def test_text_is_guarded_unless_exact(filled: Filled) -> None:
    guarded, exact = export(filled), export(filled, exact=True)
    assert guarded["notes"][0]["text"] == "'=buses stop at four"
    assert exact["notes"][0]["text"] == "=buses stop at four"
    assert guarded["decisions"][0]["text"] == "'-pilot two late buses"
    assert guarded["goals"][0]["why"] == "'@home is not enough"
    assert guarded["partnerships"][0]["vision"] == "'=every child belongs"
    assert guarded["goal_readings"][0]["value"] == "85"


TEXTS = st.one_of(st.sampled_from([*HOSTILE.values(), "a\rb", '"', ",", "\n", "'=1"]), st.text(max_size=60))


@given(TEXTS.filter(lambda text: not re.search("[\x00\ud800-\udfff]", text)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_comes_back_exactly(filled: Filled, text: str) -> None:
    with filled.store.write("a line"):
        note = filled.store.notes.add(filled["running"], filled["listen"], "note", text)
    rows = export(filled, level="full", exact=True, meeting_id=filled["running"])["notes"]
    assert next(row["text"] for row in rows if row["id"] == note) == clean(text)


@pytest.mark.parametrize("options", [{"exact": True}, {"excel": True}])
def test_hostile_words_everywhere_leave_a_valid_data_package(
    filled: Filled, tmp_path: Path, options: dict[str, Any]
) -> None:
    with filled.store.write("hostile"):
        for text in filter(None, HOSTILE.values()):
            person = filled.store.people.add_person(filled["p"], text, role=text, group="business")
            party = Party("person", person, text)
            filled.store.notes.add(filled["running"], filled["listen"], "said", text, speaker=party)
            filled.store.decisions.add_concern(filled["decision"], text)
            filled.store.actions.add(filled["p"], text, owner=party, helpers=(party, Party("unknown", "", text)))
    for level in ("full", "consented"):
        export_bundle(filled.store, tmp_path / level, level=level, **options)
        assert problems(tmp_path / level) == []
        for file in content(tmp_path / level).values():
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", file.decode())


# Names


@pytest.mark.parametrize("level", BELOW_FULL)
@pytest.mark.parametrize("scope", ["p", "closed", None])
def test_nothing_that_may_not_leave_leaves(filled: Filled, tmp_path: Path, level: str, scope: str | None) -> None:
    chosen = {"p": ("partnership_id", filled["p"]), "closed": ("meeting_id", filled["closed"])}.get(scope or "")
    options: dict[str, Any] = dict([chosen]) if chosen else {}
    export_bundle(filled.store, tmp_path / "out", level=level, exact=True, **options)
    text = b"\n".join(content(tmp_path / "out").values()).decode()
    never = ["HIDDEN", "SECRET", "Greta", "Otto", "Berg", "example.org", "threshold\n", "tomaz", "zed"]
    said_no = ["Żółć", "zolc", "O'Connor", "O’Connor", "Golden Crust", "Quispe", "José", "Peña", "Walter"]
    willing = ["Ruiz", "Lena Frost", "Carla", "Mendes", "Haddad"]
    organisations = ["Northside High", "City Library", "Parents’ Council", "nurse"]
    for word in never + said_no:
        assert word not in text
    for word in willing:
        assert (word in text) == (level == "consented")
    for word in organisations:
        assert (word in text) == (level == "consented" or (level == "roles" and word != "City Library"))


def test_consented(filled: Filled) -> None:
    files = export(filled)
    assert [note["speaker"] for note in files["notes"]] == [
        "Ana Ruiz",
        "mother of Ana Ruiz, Parents’ Council",
        "nurse, Northside High",
        "owner, business",
        "City Library",
        "family",
        "somebody",
        "",
        "",
    ]
    assert files["notes"][1]["text"] == "ask nurse, Northside High or Tomasz"
    assert files["actions"][0]["helpers"] == "Ana Ruiz; business; family; somebody"
    assert files["actions"][0]["owner_person_id"] == files["actions"][0]["organisation"] == ""
    assert files["goals"][0]["owner_organisations"] == "Northside High; business"
    bakery = next(row for row in files["organisations"] if row["id"] == filled["Bakery"])
    assert (bakery["name"], bakery["mission"]) == ("business", "")
    people = {row["id"]: row["name"] for row in files["people"]}
    assert people[filled["student 1"]] == "student 1"
    assert people[filled["José María Peña"]] == "resident"
    assert [row["by"] for row in files["consents"]] == ["Carla Mendes", "somebody"]
    assert files["meetings"][0]["facilitator"] == "Nadia Haddad"
    assert files["settings"] == files["numbers"] == []


def test_turns_of_who_is_not_named_count_for_the_group(filled: Filled) -> None:
    def turns(level: str) -> list[tuple[str, str, str]]:
        rows = export(filled, level=level, meeting_id=filled["running"])["turns"]
        return [(row["group"], row["person_id"], row["turns"]) for row in rows]

    assert turns("consented") == [
        ("", "", "3"),  # nobody is noted as having been there, so every group is a small one
        ("family", filled["Carla Mendes"], "1"),
        ("school", filled["Ana Ruiz"], "1"),
    ]
    assert turns("roles") == [("", "", "5")]
    assert len(turns("full")) == 5
    assert turns("chatham") == []


def test_measures_leave_without_the_facilitators_own(filled: Filled) -> None:
    def measures(level: str) -> dict[str, str]:
        return {row["measure"]: row["value"] for row in export(filled, level=level)["measures"]}

    assert "heard_right" in measures("full")
    assert measures("consented") == {
        "start_delay_minutes": "0",
        "voices_heard": "0.6",
        "voices_heard:family": "0.5",
        "voices_heard:other": "0.3333333333333333",
    }


def test_anonymous_hides_small_counts(filled: Filled) -> None:
    files = export(filled, level="anonymous")
    assert files["people"] == files["organisations"] == files["consents"] == []
    assert [(row["group"], row["status"], row["head_count"]) for row in files["attendance"][:2]] == [
        ("", "present", ""),
        ("", "apologies", ""),
    ]
    assert [row["count"] for row in files["ratings"]] == ["0", "", "", "", "8"]
    assert files["decisions"][0]["tally"] == ""


def test_chatham_has_no_attendance_and_owners_are_one_of_us(filled: Filled) -> None:
    files = export(filled, level="chatham")
    assert files["attendance"] == files["turns"] == files["people"] == []
    assert {row["owner"] for row in files["actions"]} == {"one of us", ""}
    assert {row["speaker"] + row["organisation"] + row["group"] for row in files["notes"]} == {""}
    assert files["decisions"][0]["groups_present"] == ""


def test_first_names_are_listed_with_file_and_row(filled: Filled, tmp_path: Path) -> None:
    with filled.store.write("a line"):
        filled.store.notes.add_parked(filled["p"], filled["running"], filled["listen"], "Rosa, rosa and Ana", None)
    result = export_bundle(filled.store, tmp_path / "out")
    assert [str(notice) for notice in result.notices] == [
        "notes.csv row 3: “Tomasz” may be a name",
        "parked.csv row 3: “Rosa” may be a name",
        "parked.csv row 3: “rosa” may be a name",
    ]
    assert export_bundle(filled.store, tmp_path / "full", level="full").notices == ()


# The act


def test_private_lines_are_counted_where_they_leave(filled: Filled, tmp_path: Path) -> None:
    assert export_bundle(filled.store, tmp_path / "full", level="full").private_lines == 8
    assert export_bundle(filled.store, tmp_path / "one", level="full", meeting_id=filled["closed"]).private_lines == 1
    assert export_bundle(filled.store, tmp_path / "roles", level="roles").private_lines == 0


def test_every_export_is_logged(filled: Filled, tmp_path: Path) -> None:
    result = export_bundle(filled.store, tmp_path / "out", level="roles")
    at, what, level, rows, path = filled.store.drafts.exports()[0]
    assert (what, level, rows, path) == ("bundle", "roles", result.rows, str(tmp_path / "out"))
    assert at == filled.clock.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_what_cannot_be_done_is_refused_and_leaves_nothing(filled: Filled, tmp_path: Path) -> None:
    out = tmp_path / "out"
    refused: list[tuple[type[Exception], dict[str, Any]]] = [
        (Invalid, {"level": "all"}),
        (NotFound, {"meeting_id": "no"}),
        (NotFound, {"partnership_id": "no"}),
        (Invalid, {"meeting_id": filled["closed"], "partnership_id": filled["other"]}),
    ]
    for error, options in refused:
        with pytest.raises(error):
            export_bundle(filled.store, out, **options)
    with pytest.raises(FileTrouble):
        export_bundle(filled.store, out / "deeper")
    with pytest.raises(Refused):
        export_bundle(filled.store, filled.store.path)
    with pytest.raises(Refused):
        export_bundle(filled.store, tmp_path)
    assert os.listdir(tmp_path) == [filled.store.path.name]
    assert filled.store.drafts.exports() == []


def test_a_disk_that_fails_midway_leaves_nothing(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = iter(range(100))

    def fail(_: int) -> None:
        if next(synced) == 5:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DiskTrouble, match="disk is full"):
        export_bundle(filled.store, tmp_path / "out")
    assert os.listdir(tmp_path) == [filled.store.path.name]


def test_with_force_a_bundle_is_replaced_and_other_files_stay(filled: Filled, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_bundle(filled.store, out, level="full")
    (out / "mine.txt").write_text("mine")
    export_bundle(filled.store, out, level="roles", force=True)
    assert (out / "mine.txt").read_text() == "mine"
    assert read(out / "settings.csv") == []
    assert problems(out) == []


def test_the_threshold_is_the_files_own(filled: Filled) -> None:
    def counts() -> list[str]:
        return [row["count"] for row in export(filled, level="anonymous")["ratings"]]

    with filled.store.write("threshold"):
        filled.store.update("setting", "small_number_threshold", value="9")
    assert counts() == ["0", "", "", "", ""]
    with filled.store.write("threshold"):
        filled.store.update("setting", "small_number_threshold", value="1")
    assert counts() == ["0", "1", "2", "6", "8"]


def test_an_answer_that_runs_out_takes_the_name_out(filled: Filled) -> None:
    with filled.store.write("answer"):
        consent = filled.store.people.add_consent(filled["Ana Ruiz"], "notes", "given", date(2026, 1, 1))
        filled.store.update("consent", consent, until=date(2026, 12, 3))
    assert export(filled)["notes"][0]["speaker"] == "Ana Ruiz"
    filled.clock.move(86_400)
    assert export(filled)["notes"][0]["speaker"] == "principal, Northside High"
