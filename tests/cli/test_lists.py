import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from command_line import Cli
from facilitator.cli.records import COLUMNS
from facilitator.clock import SystemClock, today
from facilitator.db import open_store
from facilitator.model.people import Party

KINDS = ("meetings", "actions", "goals", "people", "partnerships")


@pytest.fixture
def filled(cli: Cli, tmp_path: Path) -> str:
    """Two partnerships, one with a meeting, people, a goal and promises; returns that one's id."""
    partnership_id = cli("new", "partnership", "Northside Works").out.strip()
    cli("new", "partnership", "Harbor")
    cli("new", "meeting", "--partnership", "northside", "--at", "2026-12-03 15:00", "--title", "=Autumn")
    (tmp_path / "people.csv").write_text("name,organisation,email\nŻaneta,City Library,z@x.org\n日本 太郎,,\n")
    cli("import", "people", "people.csv", "--partnership", "northside")
    (tmp_path / "goals.csv").write_text(
        'statement,target,unit,baseline,owner_organisations\nRaise,90.5,%,-3,"City Library; A\\; B"\n'
    )
    cli("import", "goals", "goals.csv", "--partnership", "northside")
    with open_store(tmp_path / "meetings.db") as store, store.write("promises"):
        zaneta = next(it for it in store.people.people() if it.name == "Żaneta")
        store.actions.add(
            partnership_id,
            "find a\x1b[2Jroom",
            owner=Party("person", zaneta.id, zaneta.name),
            due=today(SystemClock()) - timedelta(days=1),
        )
        store.actions.add(partnership_id, "call the council", helpers=(Party("unknown", "", "Bo"),))
    return partnership_id


@pytest.mark.parametrize("kind", KINDS)
def test_csv_and_json_hold_every_field_of_every_record(cli: Cli, filled: str, kind: str) -> None:
    said = cli("list", kind, "--csv")
    assert (said.code, said.err) == (0, "")
    assert "\r" not in said.out
    rows = list(csv.DictReader(io.StringIO(said.out)))
    records = json.loads(cli("list", kind, "--json").out)
    assert list(rows[0]) == list(records[0]) == COLUMNS[kind].split()
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    assert all(record["id"] for record in records)


def test_values_are_typed_in_json_and_guarded_in_csv(cli: Cli, filled: str) -> None:
    meeting = json.loads(cli("list", "meetings", "--json").out)[0]
    assert (meeting["title"], meeting["planned_start"], meeting["planned_minutes"], meeting["started_at"]) == (
        "=Autumn", "2026-12-03T15:00:00.000Z", 60, None,
    )  # fmt: skip
    assert "'=Autumn" in cli("list", "meetings", "--csv").out
    goal = json.loads(cli("list", "goals", "--json").out)[0]
    assert (goal["baseline"], goal["target"], goal["owner_organisations"]) == (-3, 90.5, ["City Library", "A; B"])
    row = next(csv.DictReader(io.StringIO(cli("list", "goals", "--csv").out)))
    assert (row["baseline"], row["target"], row["owner_organisations"], row["current"]) == (
        "-3", "90.5", "City Library; A\\; B", "",
    )  # fmt: skip
    person = next(csv.DictReader(io.StringIO(cli("list", "people", "--csv").out)))
    assert person["is_minor"] == "false"


def test_an_address_is_never_listed(cli: Cli, filled: str) -> None:
    for form in ([], ["--csv"], ["--json"]):
        assert "z@x.org" not in cli("list", "people", *form).out


def test_tables_are_aligned_and_name_no_whole_ids(cli: Cli, filled: str) -> None:
    said = cli("list", "people")
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[0].startswith("name       organisation  role")
    assert lines[1].startswith("Żaneta     City Library  –")
    assert lines[2].startswith("日本 太郎  –             –")
    for kind in KINDS:
        assert filled not in cli("list", kind).out


def test_ids_are_shown_as_far_as_they_are_needed(cli: Cli, filled: str) -> None:
    shown = {line.split()[0]: line.split()[-1] for line in cli("list", "partnerships").out.splitlines()[1:]}
    assert filled.startswith(shown["Northside"])
    assert cli("list", "meetings", "--partnership", shown["Northside"]).code == 0
    assert cli("list", "meetings", "--partnership", shown["Harbor"]).err == "there are no meetings yet\n"


def test_promises_say_how_late_they_are_and_drive_no_terminal(cli: Cli, filled: str) -> None:
    late, undated = cli("list", "actions").out.splitlines()[1:]
    assert "open, 1 day late" in late
    assert "Żaneta" in late
    assert "\x1b" not in late
    assert undated.split()[:4] == ["2", "call", "the", "council"]
    assert undated.count("–") == 2


def test_of_one_partnership_its_name_is_not_repeated(cli: Cli, filled: str) -> None:
    assert "Northside" in cli("list", "meetings").out
    said = cli("list", "meetings", "--partnership", "Northside Works")
    assert "=Autumn" in said.out
    assert "Northside" not in said.out
    assert cli("list", "partnerships", "--partnership", "harbor").out.count("\n") == 2


def test_nothing_to_list(cli: Cli) -> None:
    cli("new", "partnership", "Northside Works")
    assert cli("list", "goals") == (0, "", "there are no goals yet\n")
    assert cli("list", "goals", "--csv").out == ",".join(COLUMNS["goals"].split()) + "\n"
    assert json.loads(cli("list", "goals", "--json").out) == []


@pytest.mark.parametrize("arguments", [["list"], ["list", "cats"], ["list", "goals", "--csv", "--json"]])
def test_wrong_usage(cli: Cli, arguments: list[str]) -> None:
    said = cli(*arguments)
    assert said.code == 2
    assert said.out == ""


def test_a_missing_file_is_not_made(cli: Cli, tmp_path: Path) -> None:
    assert "facilitator new partnership" in cli("list", "people").refusal
    assert list(tmp_path.iterdir()) == []


def test_days_are_iso(cli: Cli, filled: str) -> None:
    action = json.loads(cli("list", "actions", "--json").out)[0]
    assert date.fromisoformat(action["due"]) == today(SystemClock()) - timedelta(days=1)
