"""What leaves is seen first: driven by keys, judged by the files and the export log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from every_record import Filled, fill
from facilitator.exports.columns import LEVELS
from facilitator.screens.exporting import ExportScreen
from facilitator.screens.leaving import LEVELS as OFFERED
from facilitator.screens.leaving import free
from facilitator.screens.minutes_leaving import FORMATS, MinutesScreen
from facilitator.services import minutes
from facilitator.settings import Settings
from home_program import NARROW, WIDE, at_home, press, settled, shown, top


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Filled]:
    monkeypatch.setenv("HOME", str(tmp_path))
    it = fill(tmp_path)
    with it.store.write("a longer look"):
        it.store.meetings.update(it["running"], planned_start=it.clock.at + timedelta(days=1))
    yield it
    it.store.close()


def files_in(folder: Path) -> set[str]:
    return {it.name for it in folder.iterdir()} - {"record.db", "record.db-journal"}


def test_every_level_and_format_is_offered() -> None:
    assert set(OFFERED) == set(LEVELS)
    assert set(FORMATS) == set(minutes.FORMATS)


async def test_nothing_is_written_before_enter(filled: Filled, tmp_path: Path) -> None:
    before = filled.store.drafts.exports()
    async with at_home(filled.store, WIDE) as pilot:
        pilot.app.push_screen(MinutesScreen(filled.store, Settings(), filled["closed"]))
        await pilot.pause()
        assert "HELD BACK" in shown(pilot)
        await press(pilot, "f", "l", "l", "n", "p")
        assert files_in(tmp_path) == set()
        assert filled.store.drafts.exports() == before


async def test_enter_writes_what_is_shown_and_says_where(filled: Filled, tmp_path: Path) -> None:
    async with at_home(filled.store, WIDE) as pilot:
        pilot.app.push_screen(MinutesScreen(filled.store, Settings(), filled["closed"]))
        await pilot.pause()
        assert "pilot two late buses" not in shown(pilot).split("WHAT LEAVES")[0]
        await press(pilot, "enter")
        place = tmp_path / "buses-late-ones-2026-12-03.html"
        assert f"Written: {place}" in shown(pilot)
        (_, what, level, _, path) = filled.store.drafts.exports()[0]
        assert (what, level, path) == ("minutes html", "consented", str(place))
        await press(pilot, "enter")
        assert files_in(tmp_path) == {place.name}
        await press(pilot, "l", "enter")
        assert files_in(tmp_path) == {place.name, "buses-late-ones-2026-12-03-2.html"}


async def test_a_file_that_is_there_stays(filled: Filled, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    async with at_home(filled.store) as pilot:
        pilot.app.push_screen(MinutesScreen(filled.store, Settings(), filled["closed"], str(tmp_path / "mine.md")))
        await pilot.pause()
        assert "Markdown" in shown(pilot)
        await press(pilot, "enter")
        assert "is there already" in shown(pilot).replace("\n", "")
        assert (tmp_path / "mine.md").read_text() == "mine"
        await press(pilot, "w", "ctrl+u")
        await press(pilot, *"~/other.txt", "enter")
        assert "plain text" in shown(pilot)
        await press(pilot, "enter")
        assert (tmp_path / "other.txt").read_text().startswith("BUSES")


async def test_what_is_held_back_is_said_in_words(filled: Filled) -> None:
    async with at_home(filled.store, WIDE) as pilot:
        pilot.app.push_screen(MinutesScreen(filled.store, Settings(), filled["closed"]))
        await pilot.pause()
        text = shown(pilot)
        assert "1 line that is private or restricted: in the file only." in text
        assert "not named: a label stands in their place." in text
        assert "SECRET" not in text
        await press(pilot, "n")
        text = shown(pilot)
        assert "“Tomasz” in a note: “ask" in text
        await press(pilot, "l", "l", "l", "l")
        assert "1 private line is in it: for your own keeping only." in shown(pilot)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("level", OFFERED)
def test_the_preview_says_what_the_file_says(filled: Filled, form: str, level: str) -> None:
    going = minutes.of_meeting(filled.store, filled["closed"], minutes.Asked(level, form, with_notes=True))
    for words in ("bread is ready", "pilot two late buses", "start on time"):
        assert words in going.text
    assert ("SECRET about rent" in going.text) == (level == "full")
    assert ("Quispe" in going.text) == (level == "full")
    if form == "html":
        # Whatever a chart says to those who listen is in the preview, too.
        assert "taken" in going.text
        assert "font-size" not in going.text


async def test_the_csv_files_are_looked_at_first(filled: Filled, tmp_path: Path) -> None:
    async with at_home(filled.store, (120, 60)) as pilot:
        await press(pilot, "e")
        assert top(pilot) == "ExportScreen"
        assert "CSV files" in shown(pilot)
        text = shown(pilot)
        assert "notes.csv" in text
        assert "private or restricted: in the file only" in text
        assert "may tell who somebody is" in text
        assert files_in(tmp_path) == set()
        await press(pilot, "enter")
        (_, what, level, rows, path) = filled.store.drafts.exports()[0]
        assert (what, level) == ("bundle", "consented")
        assert f"{rows} rows" in shown(pilot)
        assert (Path(path) / "notes.csv").is_file()
        counted = sum(len((Path(path) / name).read_text().splitlines()) - 1 for name in ("parked.csv", "ratings.csv"))
        assert counted > 0


async def test_what_leaves_for_csv_is_chosen_by_keys(filled: Filled, tmp_path: Path) -> None:
    async with at_home(filled.store) as pilot:
        pilot.app.push_screen(ExportScreen(filled.store, Settings(), filled["closed"], str(tmp_path / "out")))
        await pilot.pause()
        await settled(pilot)
        assert "Northside and friends" in shown(pilot)
        await press(pilot, "p", "l", "x", "enter")
        assert (tmp_path / "out" / "meetings.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        assert (tmp_path / "out" / "meetings.csv").read_bytes().count(b"\r\n") == 2
        assert filled.store.drafts.exports()[0][2] == "roles"


async def test_the_name_of_a_file_says_no_more_than_the_file(filled: Filled) -> None:
    with filled.store.write("a telling title"):
        filled.store.meetings.update(filled["closed"], title="Buses with Tomasz Żółć and City Library")
    async with at_home(filled.store, WIDE) as pilot:
        pilot.app.push_screen(MinutesScreen(filled.store, Settings(names="chatham"), filled["closed"]))
        await pilot.pause()
        await press(pilot, "enter")
        place = Path(filled.store.drafts.exports()[0][4]).name
        assert place.startswith("buses-with-one-of-us")
        assert not {"tomasz", "library"} & set(place.split("-"))


async def test_nothing_is_written_that_was_not_counted(filled: Filled, tmp_path: Path) -> None:
    async with at_home(filled.store, WIDE) as pilot:
        pilot.app.push_screen(ExportScreen(filled.store, Settings(), None, str(tmp_path / "out")))
        await pilot.pause()
        await settled(pilot)
        await press(pilot, "l")
        pilot.app.screen._counted = None  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert not (tmp_path / "out").exists()
        assert "still being counted" in shown(pilot)


async def test_what_cannot_be_written_is_said(filled: Filled, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "theirs").write_text("words")
    async with at_home(filled.store, WIDE) as pilot:
        pilot.app.push_screen(ExportScreen(filled.store, Settings(), None, str(tmp_path / "out")))
        await pilot.pause()
        await settled(pilot)
        await press(pilot, "l", "enter")
        assert "already holds files" in shown(pilot)
        assert filled.store.drafts.exports() == []
        await press(pilot, "w", *"-2", "enter", "enter")
        assert (tmp_path / "out-2" / "notes.csv").is_file()


async def test_what_left_can_be_read(filled: Filled, tmp_path: Path) -> None:
    async with at_home(filled.store, WIDE) as pilot:
        await press(pilot, "x")
        assert "Nothing has left the file yet" in shown(pilot)
        await press(pilot, "q")
        minutes.write(filled.store, filled["closed"], minutes.Asked("roles"), tmp_path / "m.md")
        await press(pilot, "x")
        assert f"m.md  in {tmp_path}"[:40] in shown(pilot)
        assert "roles" in shown(pilot)


async def test_home_and_the_list_of_meetings_lead_to_the_minutes(filled: Filled) -> None:
    async with at_home(filled.store, WIDE) as pilot:
        await press(pilot, "home", "i")
        assert top(pilot) == "MinutesScreen"
        await press(pilot, "q", "m", "i")
        assert top(pilot) in ("MinutesScreen", "ListScreen")


@pytest.mark.parametrize("size", [NARROW, WIDE, (40, 12)])
async def test_it_shows_at_every_size(filled: Filled, size: tuple[int, int]) -> None:
    async with at_home(filled.store, size) as pilot:
        pilot.app.push_screen(MinutesScreen(filled.store, Settings(), filled["closed"]))
        await pilot.pause()
        assert "Format" in shown(pilot)
        assert all(len(line) <= size[0] for line in shown(pilot).splitlines())
        await press(pilot, "end")
        assert "consented" in shown(pilot) or "agreed to" in shown(pilot)


def test_a_free_place(tmp_path: Path) -> None:
    assert free(tmp_path / "m.html") == tmp_path / "m.html"
    (tmp_path / "m.html").touch()
    (tmp_path / "m-2.html").touch()
    assert free(tmp_path / "m.html") == tmp_path / "m-3.html"
