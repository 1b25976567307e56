import re
from pathlib import Path

import pytest

from command_line import Cli
from facilitator.db import Store, open_store
from facilitator.services.find import when

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n")


def opened(tmp_path: Path) -> Store:
    return open_store(tmp_path / "meetings.db")


class TestPartnership:
    def test_it_makes_the_file_and_prints_the_id_alone(self, cli: Cli, tmp_path: Path) -> None:
        said = cli("new", "partnership", "Northside Works", "--vision", "Every learner.")
        assert (said.code, said.err) == (0, "")
        assert ID.fullmatch(said.out)
        assert (tmp_path / "meetings.db").stat().st_mode & 0o777 == 0o600
        with opened(tmp_path) as store:
            found = store.people.partnership(said.out.strip())
        assert found is not None
        assert (found.name, found.vision) == ("Northside Works", "Every learner.")

    def test_an_empty_name_makes_no_file(self, cli: Cli, tmp_path: Path) -> None:
        assert "name is empty" in cli("new", "partnership", " ").refusal
        assert not (tmp_path / "meetings.db").exists()

    def test_a_second_one_of_the_name_is_added_and_said(self, cli: Cli) -> None:
        first, second = cli("new", "partnership", "Café"), cli("new", "partnership", "cafe")
        assert second.code == 0
        assert first.out != second.out
        assert "name them by their ids" in second.err

    def test_a_folder_that_is_not_there_is_not_made(self, cli: Cli, tmp_path: Path) -> None:
        assert "nowhere" in cli("new", "partnership", "X", "--file", tmp_path / "nowhere" / "x.db").refusal
        assert not (tmp_path / "nowhere").exists()

    def test_the_file_may_be_named_at_every_level(self, cli: Cli, tmp_path: Path) -> None:
        levels = (
            ["--file", "0.db", "new", "partnership", "X"],
            ["new", "--file", "1.db", "partnership", "X"],
            ["new", "partnership", "X", "--file", "2.db"],
            ["--file", "no.db", "new", "partnership", "X", "--file", "3.db"],
        )
        for number, arguments in enumerate(levels):
            assert cli(*arguments).code == 0
            assert (tmp_path / f"{number}.db").exists()
        assert not (tmp_path / "no.db").exists()


class TestMeeting:
    def test_the_defaults(self, cli: Cli, tmp_path: Path) -> None:
        cli("new", "partnership", "Northside Works")
        said = cli("new", "meeting", "--partnership", "northside")
        assert (said.code, said.err) == (0, "")
        assert ID.fullmatch(said.out)
        with opened(tmp_path) as store:
            meeting = store.meetings.get(said.out.strip())
            assert meeting is not None
            assert abs((store.now() - meeting.planned_start).total_seconds()) < 120
        assert (meeting.template, meeting.title, meeting.state, meeting.planned_minutes) == (
            "check_in", "Regular check-in", "ready", 60,
        )  # fmt: skip

    def test_everything_said(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "config.toml").write_text('facilitator = "Jo Lee"')
        partnership = cli("new", "partnership", "Northside Works").out.strip()
        said = cli(
            "new", "meeting", "--partnership", partnership[:30], "--template", "goal_review", "--title", "Autumn",
            "--at", "2026-07-03 15:00", "--minutes", "50", "--place", "Library",
        )  # fmt: skip
        with opened(tmp_path) as store:
            meeting = store.meetings.get(said.out.strip())
        assert meeting is not None
        assert (meeting.title, meeting.template, meeting.planned_minutes, meeting.place, meeting.facilitator) == (
            "Autumn", "goal_review", 50, "Library", "Jo Lee",
        )  # fmt: skip
        assert (meeting.time_zone, when(meeting)) == ("Europe/Lisbon", "2026-07-03 15:00")
        assert meeting.planned_start.hour == 14

    def test_a_bad_setting_is_said_and_keeps_nothing_from_being_made(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "config.toml").write_text("facilitator = 7")
        cli("new", "partnership", "Northside Works")
        said = cli("new", "meeting", "--partnership", "Northside")
        assert said.code == 0
        assert ID.fullmatch(said.out)
        assert said.err == (
            "settings: facilitator is no text. Defaults hold; “facilitator config” says what to write\n"
        )

    def test_too_few_minutes_name_the_smallest_number(self, cli: Cli) -> None:
        cli("new", "partnership", "Northside Works")
        assert "37" in cli("new", "meeting", "--partnership", "Northside Works", "--minutes", "36").refusal

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--partnership", "Harbor"], "Northside Works"),
            (["--partnership", "Northside Works", "--template", "chekin"], "check_in"),
            (["--partnership", "Northside Works", "--at", "tomorrow"], "2026-12-03 15:00"),
            (["--partnership", "Northside Works", "--at", "2026-03-29 01:30"], "02:30"),
        ],
    )
    def test_what_cannot_be_done_is_refused_and_nothing_added(
        self, cli: Cli, tmp_path: Path, arguments: list[str], words: str
    ) -> None:
        cli("new", "partnership", "Northside Works")
        assert words in cli("new", "meeting", *arguments).refusal
        with opened(tmp_path) as store:
            assert store.meetings.all() == []

    def test_one_own_template_serves(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "short.toml").write_text(
            'key="short"\ntitle="Short one"\n[[steps]]\nkind="open"\ntitle="Hello"\nminutes=5\nfloor=3\n'
        )
        cli("new", "partnership", "Northside Works")
        said = cli("new", "meeting", "--partnership", "northside", "--template", "short")
        with opened(tmp_path) as store:
            assert [step.title for step in store.meetings.steps(said.out.strip())] == ["Hello"]

    def test_a_missing_file_is_not_made(self, cli: Cli, tmp_path: Path) -> None:
        assert "facilitator new partnership" in cli("new", "meeting", "--partnership", "X").refusal
        assert list(tmp_path.iterdir()) == []
