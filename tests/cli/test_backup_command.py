from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Cli


@pytest.fixture
def data_file(cli: Cli, tmp_path: Path) -> Path:
    cli("new", "partnership", "Northside Works")
    return tmp_path / "meetings.db"


def test_a_backup_says_where_it_is_and_is_listed(cli: Cli, data_file: Path, state_folder: Path) -> None:
    made = cli("backup")
    assert (made.code, made.err) == (0, "")
    place = Path(made.out.strip())
    assert place.is_file()
    assert state_folder in place.parents
    listed = cli("backup", "--list")
    assert listed.err == f"1 backup in {place.parent}\n"
    assert listed.out.startswith(place.stem)
    assert "asked for" in listed.out
    assert listed.out.endswith("good\n")


def test_a_backup_goes_where_it_is_told(cli: Cli, data_file: Path, tmp_path: Path) -> None:
    assert cli("backup", tmp_path / "copy.db").out == f"{tmp_path / 'copy.db'}\n"
    assert "--force" in cli("backup", tmp_path / "copy.db").refusal
    assert cli("backup", tmp_path / "copy.db", "--force").code == 0
    assert "the data file itself" in cli("backup", data_file, "--force").refusal
    assert "does not exist" in cli("backup", tmp_path / "none" / "copy.db").refusal
    assert "another" in cli("backup", "/dev/null", "--force").refusal
    assert cli("backup", "copy.db", "--list").code == 2


def test_going_back(cli: Cli, data_file: Path, tmp_path: Path) -> None:
    cli("backup")
    cli("new", "partnership", "Harbor")
    before = data_file.read_bytes()
    said = cli("restore", "latest")
    assert said.code == 0
    assert Path(said.out.strip()).read_bytes() == before
    assert "Harbor" not in cli("list", "partnerships").out
    assert cli("check").code == 0


@pytest.mark.parametrize("content", [b"", b"name,role\n" * 999, bytes(8192), None])
def test_a_file_that_cannot_be_used_comes_with_an_offer(cli: Cli, data_file: Path, content: bytes | None) -> None:
    for command in (["list", "people"], ["check"], ["backup"]):
        data_file.unlink()
        if content is not None:
            data_file.write_bytes(content)
        assert "facilitator restore latest" not in cli(*command).refusal
        assert cli("new", "partnership", "X").code == (0 if content is None else 1)
        data_file.unlink(missing_ok=True)
        cli("new", "partnership", "Northside Works")
    cli("backup")
    if content is None:
        data_file.unlink()
    else:
        data_file.write_bytes(content)
    for command in (["list", "people"], ["check"], ["backup"], ["run"]):
        assert "the newest good backup is of" in (refusal := cli(*command).refusal)
        assert "facilitator restore latest puts it in its place" in refusal
    assert data_file.exists() == (content is not None)
    assert cli("restore", "latest").code == 0
    assert "Northside Works" in cli("list", "partnerships").out


def test_a_missing_file_is_put_back_into_the_default_folder(cli: Cli, data_file: Path, tmp_path: Path) -> None:
    cli("backup", tmp_path / "copy.db")
    data_file.unlink()
    said = cli("restore", "copy.db")
    assert (said.code, said.out) == (0, "")
    assert "Northside Works" in cli("list", "partnerships").out


def test_what_is_not_there_is_refused(cli: Cli, data_file: Path, tmp_path: Path) -> None:
    assert "no good backup" in cli("restore", "latest").refusal
    assert "--list" in cli("restore", "nothing.db").refusal
    assert cli("restore").code == 2
    assert "choose another backup" in cli("restore", Path(__file__)).refusal
    assert "there is no file at" in cli("restore", tmp_path).refusal


def test_before_somebody_is_forgotten_one_is_made_and_named(cli: Cli, data_file: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name\nAna Ruiz\n")
    cli("import", "people", "people.csv", "--partnership", "Northside")
    said = cli("forget", "Ana Ruiz", "--yes")
    assert said.code == 0
    listed = cli("backup", "--list").out
    assert "before an erasure" in listed
    assert f"{listed.split()[0]}.db still holds the name until" in said.out
