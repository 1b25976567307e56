"""A whole meeting in a real terminal, from the commands that prepare it to the CSV that leaves."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from frictionless import validate

from pty_driver import PtyProgram

pytestmark = pytest.mark.pty

PEOPLE = """\
name,organisation,group,role,is_minor,may_be_named
Ana Ruiz,Northside High,school,principal,no,yes
Ben O'Connor,Northside High,educator,teacher,no,
Amina Said,Parents' Council,family,chair,no,
Tomasz Żółć,Harbor Print Works,business,owner,no,
Maria Lopez,City Library,cultural,librarian,no,no
Pia Lind,,student,,yes,
"""
GOALS = """\
statement;measure;unit;baseline;target;due;owner_organisations
Raise ninth grade attendance;attendance;%;81;90;2027-06-30;Northside High
"""

LINES = (
    "/here ana ben amina tomasz maria",
    "/apologies student",
    "room is cold",
    "@ana buses stop at four :need",
    "@ and the last one is full",
    "< so without a car nobody can stay late",
    "y",
    "@amina my shift ends at six",
    "< evenings are out for you",
    "n weekends are out too",
    "<< buses and shifts",
    "? what would make staying possible",
    "? is friday better",
    "?@maria who pays for the late bus",
    "+@ben found two drivers",
    "/next",
    "/next",
    "/next",
    "@tomasz one press is free on mondays",
    "@nobody somebody said this",
    "~@ana is worried about her job",
    "> cafeteria menu",
    "/next",
    "=1+1 is no decision",
    "/next",
    "= pilot two late buses",
    "/fist 0 0 0 1 3 1",
    "/concern drivers need a second person",
    "/review in 3 months",
    "/next",
    "/goal attendance 84 on from the front desk",
    "/next",
    "!@ben @maria draft the bus agreement by tomorrow #attendance",
    "! ask the library for the room",
    "/next",
    "/plus good pace",
    "/delta start on time",
    "/rate 0 0 1 3 1",
    "/answer 1 the district pays",
)


def facilitator(folder: Path, *arguments: str) -> str:
    """What a command prints; it must succeed."""
    command = [sys.executable, "-m", "facilitator", "--file", str(folder / "p.db"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a partnership whose one meeting was held, closed and exported with all names."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "people.csv").write_text(PEOPLE, "utf-8")
    (folder / "goals.csv").write_text(GOALS, "utf-8")
    facilitator(folder, "new", "partnership", "Northside Works")
    facilitator(folder, "import", "people", "people.csv", "--partnership", "Northside Works")
    facilitator(folder, "import", "goals", "goals.csv", "--partnership", "Northside Works")
    meeting = facilitator(folder, "new", "meeting", "--partnership", "Northside Works").strip()
    with PtyProgram.python(
        "-m", "facilitator", "--file", str(folder / "p.db"), "run", meeting, home=folder, size=(120, 40)
    ) as program:
        program.wait_for("F1 help")
        program.send("".join(f"{line}\r" for line in LINES))
        program.wait_for("Question 1 is answered")
        program.send("/end\r")
        program.wait_for("pilot two late buses")
        program.send("\r")
        program.wait_for("closed")
        program.send("/quit\r")
        assert program.wait_exit() == 0
    facilitator(folder, "export", "out", "--names", "full")
    return folder


def test_the_package_is_valid(bundle: Path) -> None:
    report = validate(str(bundle / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


def test_notes_stand_as_typed(bundle: Path) -> None:
    found = [
        (row["kind"], row["speaker"], row["text"], row["confirmed"], row["visibility"]) for row in rows(bundle, "notes")
    ]
    assert found == [
        ("note", "", "room is cold", "", "shared"),
        ("said", "Ana Ruiz", "buses stop at four", "", "shared"),
        ("said", "Ana Ruiz", "and the last one is full", "", "shared"),
        ("paraphrase", "Ana Ruiz", "so without a car nobody can stay late", "yes", "shared"),
        ("said", "Amina Said", "my shift ends at six", "", "shared"),
        ("paraphrase", "Amina Said", "evenings are out for you", "corrected", "shared"),
        ("summary", "", "buses and shifts", "", "shared"),
        ("question", "", "what would make staying possible", "", "shared"),
        ("question", "", "is friday better", "", "shared"),
        ("said", "Tomasz Żółć", "one press is free on mondays", "", "shared"),
        ("said", "nobody", "somebody said this", "", "shared"),
        ("said", "Ana Ruiz", "is worried about her job", "", "private"),
        ("note", "", "'=1+1 is no decision", "", "shared"),
    ]
    assert rows(bundle, "notes")[5]["correction"] == "weekends are out too"
    assert [row["is_open_question"] for row in rows(bundle, "notes")][7:9] == ["true", "false"]
    assert rows(bundle, "notes")[1]["tags"] == "need"


def test_turns_are_counted_by_who_spoke(bundle: Path) -> None:
    turns: dict[str, int] = {}
    for row in rows(bundle, "turns"):
        turns[row["group"]] = turns.get(row["group"], 0) + int(row["turns"])
        assert row["person_id"] == ""
    assert turns == {"school": 2, "family": 1, "cultural": 1, "business": 1}


def test_decisions_promises_and_questions(bundle: Path) -> None:
    [decision] = rows(bundle, "decisions")
    assert decision["number"] == "1"
    assert decision["method"] == "fist"
    assert decision["tally"] == "0; 0; 0; 1; 3; 1"
    assert decision["result"] == "agreed"
    assert decision["concerns"] == "drivers need a second person"
    assert decision["groups_present"] == "school; educator; family; business; cultural"
    promise, bare = rows(bundle, "actions")
    assert promise["owner"] == "Ben O'Connor"
    assert promise["helpers"] == "Maria Lopez"
    assert promise["text"] == "Maria Lopez draft the bus agreement"
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert abs((datetime.fromisoformat(promise["due"]).replace(tzinfo=UTC) - tomorrow).days) <= 1
    assert promise["due_first"] == promise["due"]
    assert promise["goal_id"] == rows(bundle, "goals")[0]["id"]
    assert (bare["owner"], bare["due"]) == ("", "")
    [question] = rows(bundle, "questions")
    assert (question["asked_by"], question["state"], question["answer"]) == (
        "Maria Lopez",
        "answered",
        "the district pays",
    )


def test_goals_feedback_thanks_and_parked(bundle: Path) -> None:
    [goal] = rows(bundle, "goals")
    assert (goal["current"], goal["state"]) == ("84", "on_track")
    [reading] = rows(bundle, "goal_readings")
    assert (reading["value"], reading["status"], reading["note"]) == ("84", "on_track", "from the front desk")
    assert [(row["kind"], row["text"]) for row in rows(bundle, "feedback")] == [
        ("plus", "good pace"),
        ("delta", "start on time"),
    ]
    assert [row["text"] for row in rows(bundle, "parked")] == ["cafeteria menu"]
    assert [(row["to"], row["text"]) for row in rows(bundle, "appreciations")] == [
        ("Ben O'Connor", "found two drivers")
    ]
    assert {row["score"]: row["count"] for row in rows(bundle, "ratings") if row["count"] != "0"} == {
        "2": "1",
        "3": "3",
        "4": "1",
    }


def test_the_meeting_is_closed_and_measured(bundle: Path) -> None:
    [meeting] = rows(bundle, "meetings")
    assert meeting["state"] == "closed"
    assert meeting["ended_at"] > meeting["started_at"]
    assert {row["state"] for row in rows(bundle, "steps")} == {"done"}
    status = {row["name"]: row["status"] for row in rows(bundle, "attendance")}
    assert status["Ana Ruiz"] == "present"
    assert status["student 1"] == "apologies"
    measures = {row["measure"]: row["value"] for row in rows(bundle, "measures")}
    assert measures["heard_right"] == "0.5"


def test_no_child_is_named_anywhere(bundle: Path) -> None:
    for file in (bundle / "out").iterdir():
        assert "Pia" not in file.read_text("utf-8")
