import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from command_line import Cli
from facilitator import sample
from facilitator.cli import screens
from facilitator.db import Store, open_store
from facilitator.settings import Settings
from support import make_meeting

Opened = list[tuple[Path, Settings, dict[str, Any]]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """A terminal, and every opening of the screens in it."""
    calls: Opened = []

    def run_app(path: Path, settings: Settings, **options: Any) -> int:
        with open_store(path, create=options["create"]):
            calls.append((path, settings, options))
        return 3

    running = ModuleType("facilitator.running")
    running.run_app = run_app  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "facilitator.running", running)
    monkeypatch.setattr(screens, "has_terminal", lambda: True)
    return calls


@pytest.fixture
def small_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample that is built at once."""

    def build(store: Store, now: datetime) -> None:
        meeting = make_meeting(store, title="Autumn")
        with store.write("hold it"):
            step = store.meetings.steps(meeting.id)[0]
            store.actions.add(meeting.partnership_id, "find a room", meeting_id=meeting.id, step_id=step.id)
            store.meetings.update(meeting.id, state="closed", ended_at=now)

    monkeypatch.setattr(sample, "build", build, raising=False)


class TestHome:
    def test_it_opens_and_makes_the_file(self, cli: Cli, opened: Opened, tmp_path: Path) -> None:
        (tmp_path / "config.toml").write_text("day_first = true")
        assert cli() == (3, "", "")
        assert [(path, settings.day_first) for path, settings, _ in opened] == [(tmp_path / "meetings.db", True)]
        assert opened[0][2]["store"] is None
        assert (tmp_path / "meetings.db").exists()

    def test_without_a_terminal_it_says_so_and_makes_nothing(self, cli: Cli, tmp_path: Path) -> None:
        assert "terminal" in cli().refusal
        assert list(tmp_path.iterdir()) == []

    def test_a_mistake_in_the_settings_does_not_keep_the_screens_closed(
        self, cli: Cli, opened: Opened, tmp_path: Path
    ) -> None:
        (tmp_path / "config.toml").write_text("day_first = 3\nfacilitator = 'Jo Lee'")
        assert cli() == (3, "", "")
        ((_, settings, _),) = opened
        assert (settings.day_first, settings.facilitator) == (False, "Jo Lee")
        assert "day_first" in settings.notice


class TestRun:
    def test_the_meeting_named_or_the_nearest(self, cli: Cli, opened: Opened) -> None:
        cli("new", "partnership", "Northside Works")
        far = cli("new", "meeting", "--partnership", "n", "--title", "Far", "--at", "2031-01-01 10:00").out.strip()
        near = cli("new", "meeting", "--partnership", "n", "--title", "Near").out.strip()
        assert cli("run").code == 3
        assert cli("run", "far").code == 3
        assert [options["meeting_id"] for *_, options in opened] == [near, far]
        assert [options["create"] for *_, options in opened] == [False, False]
        assert [(options["store"].path, options["store"].origin) for *_, options in opened] == [
            (path, "screen") for path, *_ in opened
        ]

    def test_second_is_handed_on(self, cli: Cli, opened: Opened) -> None:
        cli("new", "partnership", "Northside Works")
        cli("new", "meeting", "--partnership", "n")
        for arguments in (("run",), ("run", "--second"), ("run", "next", "--second")):
            assert cli(*arguments).code == 3
        assert [options["second"] for *_, options in opened] == [False, True, True]

    def test_nothing_to_run_says_what_to_do(self, cli: Cli, opened: Opened) -> None:
        assert "facilitator new partnership" in cli("run").refusal
        cli("new", "partnership", "Northside Works")
        assert "facilitator new meeting" in cli("run").refusal
        assert "no meeting" in cli("run", "Autumn").refusal
        assert opened == []

    def test_without_a_terminal_it_says_so(self, cli: Cli) -> None:
        cli("new", "partnership", "Northside Works")
        cli("new", "meeting", "--partnership", "Northside Works")
        assert "terminal" in cli("run").refusal


@pytest.mark.usefixtures("small_sample")
class TestDemo:
    def test_without_a_terminal_it_prints_the_read_back_and_leaves_nothing(
        self, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "tmp").mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
        said = cli("demo")
        assert (said.code, said.err) == (0, "")
        for heading in ("We agreed", "We promised", "Still open"):
            assert heading in said.out
        assert "find a room" in said.out
        assert [it.name for it in tmp_path.rglob("*")] == ["tmp"]

    def test_on_a_terminal_it_opens_a_file_that_is_thrown_away(self, cli: Cli, opened: Opened) -> None:
        assert cli("demo") == (3, "", "")
        ((path, _, options),) = opened
        assert options["meeting_id"] is None
        assert not path.parent.exists()

    def test_keep_makes_the_file_once(self, cli: Cli, tmp_path: Path) -> None:
        assert "We agreed" in cli("demo", "--keep", "sample.db").out
        assert [it.name for it in tmp_path.iterdir()] == ["sample.db"]
        assert "Autumn" in cli("list", "meetings", "--file", "sample.db").out
        before = (tmp_path / "sample.db").read_bytes()
        assert "--force" in cli("demo", "--keep", "sample.db").refusal
        assert (tmp_path / "sample.db").read_bytes() == before
        assert cli("demo", "--keep", "sample.db", "--force").code == 0
        assert (tmp_path / "sample.db").read_bytes() != before

    def test_keep_opens_the_file_on_a_terminal(self, cli: Cli, opened: Opened, tmp_path: Path) -> None:
        cli("demo", "--keep", tmp_path / "sample.db")
        assert [path for path, *_ in opened] == [tmp_path / "sample.db"]

    def test_what_an_interrupted_write_left_is_not_played_into_the_new_file(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "sample.db-journal").write_bytes(b"old")
        cli("demo", "--keep", "sample.db")
        assert not (tmp_path / "sample.db-journal").exists()

    @pytest.mark.parametrize(
        "prepare", [lambda path: path.write_text("my notes"), lambda path: path.symlink_to("none")]
    )
    def test_any_file_that_is_there_stays(self, cli: Cli, tmp_path: Path, prepare: Callable[[Path], object]) -> None:
        prepare(tmp_path / "mine")
        assert "--force" in cli("demo", "--keep", "mine").refusal

    def test_a_folder_is_no_place(self, cli: Cli, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        assert "folder" in cli("demo", "--keep", "folder", "--force").refusal
        assert "does not exist" in cli("demo", "--keep", "none/x.db").refusal
        assert [it.name for it in tmp_path.iterdir()] == ["folder"]
