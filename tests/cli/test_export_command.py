import json
from pathlib import Path

import pytest

from command_line import Cli
from facilitator.db import open_store
from facilitator.exports.columns import LEVELS
from facilitator.services import prepare, templates
from facilitator.settings import NAME_LEVELS


@pytest.fixture
def partnership_id(cli: Cli, tmp_path: Path) -> str:
    """A partnership with somebody who speaks for a family, and a meeting with a private line."""
    partnership_id = cli("new", "partnership", "Northside Works").out.strip()
    with open_store(tmp_path / "meetings.db") as store:
        prepare.add_person(store, partnership_id, "Ana Ruiz", group="family")
        meeting_id = prepare.new_meeting(store, partnership_id, templates.find("check_in", None))
        step = store.meetings.steps(meeting_id)[0]
        with store.write("a line"):
            store.insert(
                "note", meeting_id=meeting_id, step_id=step.id, at=store.now(), kind="note", text="worried",
                visibility="private",
            )  # fmt: skip
    return partnership_id


def test_a_bundle_with_names_as_the_settings_say(cli: Cli, tmp_path: Path, partnership_id: str) -> None:
    said = cli("export", "out")
    assert said.code == 0
    assert "files written to out\n" in said.out
    assert "Ana" not in (tmp_path / "out" / "people.csv").read_text()
    assert "worried" not in (tmp_path / "out" / "notes.csv").read_text()
    (tmp_path / "config.toml").write_text('names = "anonymous"')
    cli("export", "again")
    assert (tmp_path / "again" / "people.csv").read_text() != (tmp_path / "out" / "people.csv").read_text()


def test_a_bad_setting_is_said_in_one_line_and_the_default_holds(cli: Cli, tmp_path: Path, partnership_id: str) -> None:
    (tmp_path / "config.toml").write_text('names = "full"\ncolour = 3')
    said = cli("export", "out", "--meeting", "next")
    assert said.code == 0
    (line,) = (line for line in said.err.splitlines() if "config" in line)
    assert line.startswith("settings: names cannot be 'full'")
    assert "Ana" not in (tmp_path / "out" / "people.csv").read_text()


def test_a_bundle_is_marked_with_the_language_of_the_settings(cli: Cli, tmp_path: Path, partnership_id: str) -> None:
    (tmp_path / "config.toml").write_text('language = "es"')
    assert cli("export", "out").code == 0
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert package["facilitator"]["language"] == "es"
    assert "words are in Spanish (es)" in (tmp_path / "out" / "README.txt").read_text()


def test_full_is_asked_for_and_says_how_many_private_lines_it_holds(
    cli: Cli, tmp_path: Path, partnership_id: str
) -> None:
    said = cli("export", "out", "--names", "full", "--partnership", "northside", "--meeting", "next", "--exact")
    assert said.code == 0
    assert "1 private or restricted line is in it" in said.err
    assert "Ana Ruiz" in (tmp_path / "out" / "people.csv").read_text()


def test_excel(cli: Cli, tmp_path: Path, partnership_id: str) -> None:
    cli("export", "out", "--excel")
    assert (tmp_path / "out" / "people.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_nothing_is_replaced_unless_forced(cli: Cli, tmp_path: Path, partnership_id: str) -> None:
    cli("export", "out")
    assert "--force" in cli("export", "out").refusal
    assert cli("export", "out", "--force").code == 0


def test_wrong_usage_and_refusals(cli: Cli, tmp_path: Path, partnership_id: str) -> None:
    assert cli("export").code == 2
    assert cli("export", "out", "--names", "some").code == 2
    assert "Northside Works" in cli("export", "out", "--partnership", "x").refusal
    assert "no meeting" in cli("export", "out", "--meeting", "latest").refusal
    assert not (tmp_path / "out").exists()


def test_the_levels_are_those_of_the_exports() -> None:
    assert set(NAME_LEVELS) == set(LEVELS)
