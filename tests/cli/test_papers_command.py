from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from command_line import Cli, program


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    assert program(folder, "demo", "--keep", folder / "sample.db").code == 0
    return folder / "sample.db"


@pytest.fixture
def sample(kept: Path, tmp_path: Path) -> None:
    """The sample partnership in place of an empty file."""
    shutil.copy2(kept, tmp_path / "meetings.db")


def test_slips_go_to_the_terminal(cli: Cli, sample: None) -> None:
    said = cli("slips", "latest")
    assert said.code == 0
    assert "You promised" in said.out
    assert "AMINA DIALLO" in said.out
    assert "AMINA DIALLO" not in cli("slips", "latest", "--names", "roles").out


def test_it_is_said_how_many_slips_name_nobody(cli: Cli, sample: None) -> None:
    said = cli("slips", "latest", "--output", "slips.txt").err
    assert said.count("for handing over by hand") == 1
    assert "slips are for people not named here; --names full" in said
    assert "by hand" not in cli("slips", "latest", "--names", "full").err


def test_slips_in_one_file_or_a_folder(cli: Cli, tmp_path: Path, sample: None) -> None:
    assert cli("slips", "latest", "--output", "slips.html").out == ""
    assert (tmp_path / "slips.html").read_text().startswith("<!DOCTYPE html>")
    assert cli("slips", "latest", "--output", "slips.html").refusal.startswith("slips.html is there already")
    said = cli("slips", "latest", "--folder", "slips", "--format", "md")
    assert (said.code, said.out) == (0, "")
    assert "files written to slips" in said.err
    assert (tmp_path / "slips" / "amina-diallo.md").read_text().startswith("# Amina Diallo")
    assert "--force" in cli("slips", "latest", "--folder", "slips").refusal
    assert "choose one" in cli("slips", "latest", "--folder", "a", "--output", "b").refusal


def test_who_was_missed(cli: Cli, sample: None) -> None:
    said = cli("missed", "latest", "--format", "md")
    assert said.code == 0
    assert said.out.startswith("# City Library: we missed you")


def test_nobody_was_missed(cli: Cli, tmp_path: Path, sample: None) -> None:
    assert "no partner was missed" in cli("missed", "A year on one wall", "--output", "m.txt").refusal
    assert not (tmp_path / "m.txt").exists()


def test_a_brief(cli: Cli, sample: None) -> None:
    said = cli("brief", "harbor print")
    assert said.code == 0
    assert said.out.startswith("# Harbor Print Works\n")
    assert "there is no organisation “moon”. There are: " in cli("brief", "moon").refusal
    assert "chatham" in cli("brief", "harbor print", "--names", "chatham").refusal


def test_the_year(cli: Cli, tmp_path: Path, sample: None) -> None:
    assert cli("year", "Northside").out.startswith("# Northside Works: ")
    assert cli("year", "Northside", "--from", "2020-01-01", "--until", "2020-12-31").out.startswith(
        "# Northside Works: Wed 1 Jan 2020 to Thu 31 Dec 2020\n"
    )
    assert cli("year", "Northside", "--from", "soon").code == 2
    assert "before it begins" in cli("year", "Northside", "--from", "2020-01-02", "--until", "2020-01-01").refusal
    assert cli("year", "Northside", "--output", "year.html").code == 0
    assert "<svg" in (tmp_path / "year.html").read_text()


def test_the_users_layout_beside_the_settings(cli: Cli, tmp_path: Path, sample: None) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "year.md.jinja").write_text("{{ y.meetings }} meetings\n")
    assert cli("year", "Northside").out.endswith(" meetings\n")
    (tmp_path / "layouts" / "year.md.jinja").write_text("{{ y.nothing }}\n")
    said = cli("year", "Northside")
    assert said.out.startswith("# ")
    assert "line 1" in said.err


def test_an_ending_that_is_no_format_is_refused(cli: Cli, tmp_path: Path, sample: None) -> None:
    for command in (("minutes", "latest"), ("slips", "latest"), ("year", "Northside")):
        assert "would be no .pdf file" in cli(*command, "--output", "out.pdf").refusal
    assert not (tmp_path / "out.pdf").exists()
    assert cli("minutes", "latest", "--output", "out.1", "--format", "md").code == 0
