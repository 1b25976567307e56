import sqlite3
from pathlib import Path

import pytest

from command_line import Cli


@pytest.fixture
def data_file(cli: Cli, tmp_path: Path) -> Path:
    cli("new", "partnership", "Northside Works")
    return tmp_path / "meetings.db"


def test_a_sound_file(cli: Cli, data_file: Path) -> None:
    said = cli("check")
    assert (said.code, said.err) == (0, "")
    assert "sound" in said.out


def test_what_is_wrong_is_told_in_full_and_in_one_line(cli: Cli, data_file: Path) -> None:
    data_file.chmod(0o644)
    conn = sqlite3.connect(data_file)
    conn.execute("DROP VIEW goals_now")
    conn.commit()
    conn.close()
    said = cli("check")
    assert said.code == 1
    assert "WRONG: the view goals_now is missing\n" in said.out
    assert "chmod 600" in said.out
    assert said.err.startswith(f"facilitator: 2 things are wrong with {data_file}: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "0 bytes"),
        (b"name,role\n" * 40, "no facilitator file"),
        (b"SQLite format 3\0" + b"\0" * 4080, "another program"),
    ],
)
def test_a_file_that_is_not_ours_stays_as_it_is(cli: Cli, data_file: Path, content: bytes, words: str) -> None:
    data_file.write_bytes(content)
    for command in (["check"], ["list", "people"], ["new", "partnership", "X"]):
        assert words in cli(*command).refusal
    assert data_file.read_bytes() == content


def test_a_newer_file_stays_as_it_is(cli: Cli, data_file: Path) -> None:
    conn = sqlite3.connect(data_file)
    conn.execute("PRAGMA user_version = 999")
    conn.commit()
    conn.close()
    before = data_file.read_bytes()
    for command in (["check"], ["list", "people"], ["new", "partnership", "X"]):
        assert "newer" in cli(*command).refusal
    assert data_file.read_bytes() == before


@pytest.mark.parametrize("page", [1, 2, 5, 20, 60])
def test_a_zeroed_page_is_no_crash(cli: Cli, data_file: Path, page: int) -> None:
    data = bytearray(data_file.read_bytes())
    data[page * 4096 : (page + 1) * 4096] = bytes(4096)
    data_file.write_bytes(data)
    said = cli("check")
    assert said.code == 1
    assert said.err.startswith("facilitator: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_no_crash(cli: Cli, data_file: Path, keep: float) -> None:
    data = data_file.read_bytes()
    data_file.write_bytes(data[: int(len(data) * keep)])
    said = cli("check")
    assert said.code == 1
    assert said.err.startswith("facilitator: ")
    assert said.err.count("\n") == 1


def test_a_missing_file_is_not_made(cli: Cli, tmp_path: Path) -> None:
    assert "facilitator new partnership" in cli("check").refusal
    assert list(tmp_path.iterdir()) == []
