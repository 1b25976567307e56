from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from wcwidth import wcwidth

from facilitator.model.agenda import StepClock
from facilitator.widgets.quiet import BREAK, FILL, ClockBar, Piece, QuietLine, changed_cells, clock_pieces, lay_out
from hostile import HOSTILE


def text_of(pieces: list[Piece]) -> str:
    return "".join(text for text, _ in pieces)


@pytest.mark.parametrize(
    ("row", "width", "shown"),
    [
        ([("3 min left", "")], 14, "3 min left    "),
        ([("3 min left", ""), (" · now Amina", "")], 14, "3 min left · …"),
        ([("echo", "muted"), FILL, ("Saved", "good")], 14, "echo     Saved"),
        ([("a long echo", ""), FILL, ("Saved", "good")], 14, "a long … Saved"),
        ([FILL, ("Saved · 31 lines", "")], 8, "Saved ·…"),
        ([], 3, "   "),
        ([("日本語", "")], 5, "日本…"),
    ],
)
def test_a_row_is_laid_out_to_the_width(row: list[Piece], width: int, shown: str) -> None:
    assert text_of(lay_out(row, width)) == shown


@pytest.mark.parametrize(
    ("clock", "width", "shown"),
    [
        (StepClock(310.4, 480, 169.6, "fine"), 28, "○ 5:10 of 8  █████████░░░░░░"),
        (StepClock(400, 480, 80, "low"), 50, "◐ 6:40 of 8  little time left  ███████████████░░░░"),
        (StepClock(0, 480, 480, "fine"), 60, "○ 0:00 of 8  " + "░" * 40),
        (StepClock(3723, 480, -3243, "over"), 30, "▲ 62:03 of 8  over  ██████████"),
        (StepClock(310, 480, 170, "fine"), 12, "○ 5:10 of 8"),
    ],
)
def test_the_clock_by_shape_word_and_number(clock: StepClock, width: int, shown: str) -> None:
    assert text_of(list(clock_pieces(clock, width))) == shown


@pytest.mark.parametrize(
    ("old", "new", "span"),
    [
        ("5:10 of 8", "5:11 of 8", (3, 4)),
        ("5:19 of 8", "5:20 of 8", (2, 4)),
        ("same", "same", (4, 4)),
        ("日本語", "日木語", (2, 4)),
        ("cafe\u0301s", "cafe\u0302s", (3, 4)),
        ("aab", "ab ", (1, 3)),
    ],
)
def test_the_cells_that_changed(old: str, new: str, span: tuple[int, int]) -> None:
    assert changed_cells([(old, "")], [(new, "")]) == span


def test_another_tone_is_a_change() -> None:
    assert changed_cells([("5:10", "good"), (" of 8", "")], [("5:10", "error"), (" of 8", "")]) == (0, 4)


class RowsApp(App[None]):
    CSS = "QuietLine { width: 30; } #two { height: 2; }"

    def compose(self) -> ComposeResult:
        self.echo = QuietLine(("[/] start", "muted"))
        self.two = QuietLine(id="two")
        self.clock = ClockBar()
        yield from (self.echo, self.two, self.clock)


def refreshes_of(widget: QuietLine, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Region, ...]]:
    seen: list[tuple[Region, ...]] = []

    def refresh(*regions: Region, **options: Any) -> QuietLine:
        assert not options.get("layout")
        seen.append(regions)
        return widget

    monkeypatch.setattr(widget, "refresh", refresh)
    return seen


async def test_only_cells_that_changed_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = RowsApp()
    async with app.run_test():
        app.two.show(("one", ""), BREAK, ("two", ""))
        seen = refreshes_of(app.two, monkeypatch)
        app.two.show(("one", ""), BREAK, ("two", ""))
        assert seen == []
        app.two.show(("one", ""), BREAK, ("2", "strong"))
        assert seen == [(Region(0, 1, 3, 1),)]
        app.two.show(("one", ""))
        assert seen[1:] == [(Region(0, 1, 1, 1),)]


async def test_a_clock_that_looks_the_same_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = RowsApp()
    async with app.run_test():
        app.clock.show_clock(StepClock(300.2, 480, 179.8, "fine"))
        seen = refreshes_of(app.clock, monkeypatch)
        app.clock.show_clock(StepClock(300.9, 480, 179.1, "fine"))
        assert seen == []
        app.clock.show_clock(None)
        assert len(seen) == 1


async def test_what_is_shown_reaches_the_screen() -> None:
    app = RowsApp()
    async with app.run_test() as pilot:
        app.two.show(("one", ""), FILL, ("right", "good"), BREAK, ("two", "error"), BREAK, ("three", ""))
        app.clock.show_clock(StepClock(60, 480, 420, "fine"))
        await pilot.pause()
        shown = [strip.text[:30].rstrip() for strip in app.screen._compositor.render_strips()[:4]]
        assert shown == ["[/] start", "one" + " " * 22 + "right", "two", "○ 1:00 of 8  ██░░░░░░░░░░░░░░░"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_hostile_text_stays_in_its_row(text: str) -> None:
    app = RowsApp()
    async with app.run_test() as pilot:
        app.echo.show((text, "warning"), FILL, (text, "good"))
        app.two.show((text, ""), BREAK, ("second", ""))
        await pilot.pause()
        for row in (app.echo.render_line(0).text, app.two.render_line(0).text):
            assert sum(map(wcwidth, row)) == 30
            assert min(map(wcwidth, row)) >= 0
        assert app.two.render_line(1).text.rstrip() == "second"
