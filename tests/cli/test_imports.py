import signal
from pathlib import Path

import pytest

from command_line import Cli, program
from facilitator.db import open_store


@pytest.fixture
def people(cli: Cli, tmp_path: Path) -> Path:
    """A list of people, and a partnership to add them to."""
    cli("new", "partnership", "Northside Works")
    path = tmp_path / "people.csv"
    path.write_text("Name;Organisation;Group;Is_minor\nAna Ruiz;Northside High;elders;no\nLila;Northside High;;yes\n")
    return path


def test_people_are_counted_on_stdout_and_the_rest_said_on_stderr(cli: Cli, people: Path) -> None:
    said = cli("import", "people", people, "--partnership", "northside")
    assert (said.code, said.out) == (0, "2 people added, 0 there already\n")
    assert said.err.splitlines() == [
        "line 3: a minor, so no name is kept; stored and shown as student 1",
        "the group elders was not known yet and was added",
    ]
    assert "student 1" in cli("list", "people").out


def test_importing_twice_adds_nothing(cli: Cli, people: Path) -> None:
    cli("import", "people", people, "--partnership", "northside")
    assert cli("import", "people", people, "--partnership", "northside").out == "0 people added, 2 there already\n"


def test_a_bad_row_is_named_in_one_line_and_nothing_added(cli: Cli, people: Path) -> None:
    people.write_text("name,is_minor\nAna,\n,\nBo,perhaps\n")
    refusal = cli("import", "people", people, "--partnership", "northside").refusal
    assert "line 4: is_minor is 'perhaps'" in refusal
    assert cli("list", "people").out == ""


def test_goals(cli: Cli, people: Path, tmp_path: Path) -> None:
    path = tmp_path / "goals.csv"
    path.write_text("statement,due,owner_organisations\nRaise attendance,2027-06-30,Northside High; Transit\n")
    said = cli("import", "goals", "goals.csv", "--partnership", "Northside Works")
    assert said == (0, "1 goal added, 0 there already\n", said.err)
    assert "2027-06-30" in cli("list", "goals").out
    assert cli("import", "goals", path, "--partnership", "northside").out == "0 goals added, 1 there already\n"


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_a_list_that_cannot_be_read_is_refused(cli: Cli, people: Path, name: str) -> None:
    assert "cannot be read" in cli("import", "people", name, "--partnership", "northside").refusal


def test_the_data_file_itself_is_no_list(cli: Cli, people: Path) -> None:
    assert "UTF-8" in cli("import", "people", "meetings.db", "--partnership", "northside").refusal


def test_whose_they_are_has_to_be_said(cli: Cli, people: Path) -> None:
    assert cli("import", "people", people).code == 2
    assert "Northside Works" in cli("import", "people", people, "--partnership", "x").refusal


@pytest.fixture
def bundle(cli: Cli, tmp_path: Path) -> Path:
    """A bundle that can be read back."""
    cli("new", "partnership", "Northside Works")
    cli("export", "out", "--names", "full", "--exact")
    return tmp_path / "out"


def test_a_bundle_comes_into_a_new_file(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    assert cli("--file", "new.db", "import", "bundle", bundle).out.startswith("2")
    assert cli("--file", "new.db", "list", "partnerships").out == cli("list", "partnerships").out
    assert not list(tmp_path.glob(".facilitator-*"))


def test_a_bundle_comes_into_an_empty_file_that_is_there(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    open_store(tmp_path / "new.db", create=True).close()
    before = (tmp_path / "new.db").stat().st_ino
    assert cli("--file", "new.db", "import", "bundle", bundle).code == 0
    assert (tmp_path / "new.db").stat().st_ino == before
    assert "holds a record already" in cli("--file", "new.db", "import", "bundle", bundle).refusal


@pytest.mark.parametrize("folder", ["out", "nowhere"])
def test_a_bundle_that_is_refused_leaves_no_file_behind(cli: Cli, bundle: Path, tmp_path: Path, folder: str) -> None:
    (bundle / "tags.csv").write_text("key,label,position\na,b,many\n")
    before = sorted(tmp_path.iterdir())
    assert cli("--file", "new.db", "import", "bundle", folder).refusal
    assert sorted(tmp_path.iterdir()) == before


def test_a_bundle_that_is_refused_leaves_an_empty_file_as_it_was(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    open_store(tmp_path / "new.db", create=True).close()
    before = (tmp_path / "new.db").read_bytes()
    (bundle / "tags.csv").write_text("key,label,position\na,b,many\n")
    assert "tags.csv row 2, position" in cli("--file", "new.db", "import", "bundle", bundle).refusal
    assert (tmp_path / "new.db").read_bytes() == before


KILLED = """
import os, signal
from facilitator.cli import program
from facilitator.services import progress
progress.counted = lambda *_: lambda _: os.kill(os.getpid(), signal.SIGKILL)
from facilitator.services.unbundle import reading
reading.counted = progress.counted
program.run(["--file", "new.db", "import", "bundle", "out"])
"""


@pytest.mark.parametrize("then", [["check"], ["import", "bundle", "out"]], ids=" ".join)
def test_what_a_killed_import_left_is_gone_with_the_next_command(
    cli: Cli, bundle: Path, tmp_path: Path, then: list[str]
) -> None:
    """The half-made file holds a part of the record, and the journal beside it too."""
    assert bundle.is_dir()
    assert program(tmp_path, code=KILLED).code == -signal.SIGKILL
    left = sorted(tmp_path.glob(".facilitator-*"))
    assert [it.name.rpartition(".")[2] for it in left] == ["new", "new-journal"]
    said = cli("--file", "new.db", *then)
    assert list(tmp_path.glob(".facilitator-*")) == []
    assert (tmp_path / "new.db").exists() == (then[0] == "import")
    assert then[0] == "import" or all(str(it) in said.err for it in left)
