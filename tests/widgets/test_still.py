"""What is handed out without drawing is what drawing it would give."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from facilitator.model.notes import Item
from facilitator.widgets.ground import Columns, Framed, Rows
from facilitator.widgets.line_field import LineField
from facilitator.widgets.notes_list import NotesList
from facilitator.widgets.panel_list import PanelList
from facilitator.widgets.quiet import QuietLine


def item(number: int) -> Item:
    at = datetime(2026, 11, 21, 15, 0, tzinfo=UTC) + timedelta(seconds=number)
    return Item("note", f"n{number}", "s", at, "note", f"line {number} " + "and on " * (number % 4) * 5, None)


class Parts(App[None]):
    """Every sort of still part, and a line that changes beside them."""

    CSS = "#top { height: 2; } #panel { height: 4; } #foot { height: 3; border-top: solid $primary; }"

    def compose(self) -> ComposeResult:
        yield QuietLine(("on top", "strong"), id="top")
        with Columns(), Rows():
            yield PanelList(id="panel")
            yield NotesList(id="notes")
        with Framed(id="foot"):
            yield LineField(placeholder="type")
            yield QuietLine(("below", "muted"), id="echo")


def drawn(app: App[None]) -> list[Strip]:
    """The screen as it is painted now."""
    return app.screen._compositor.render_strips()


def drawn_anew(app: App[None]) -> list[Strip]:
    """The screen where no part hands out anything from before."""
    for widget in app.screen.walk_children(Widget):
        widget._set_dirty()
    for bar in (it.vertical_scrollbar for it in app.screen.query(ScrollView)):
        bar._set_dirty()
        vars(bar).pop("_drawn_for", None)
    return drawn(app)


async def test_a_screen_looks_the_same_as_one_that_is_drawn_anew() -> None:
    choose = random.Random(7)
    app = Parts()
    async with app.run_test(size=(80, 24)) as pilot:
        notes, panel = app.query_one(NotesList), app.query_one(PanelList)
        line, top = app.query_one(LineField), app.query_one("#top", QuietLine)
        count = 0
        for turn in range(60):
            what = choose.choice(("key", "note", "note", "notes", "panel", "top", "focus", "size", "theme", "page"))
            if what == "key":
                await pilot.press(choose.choice("abc"))
            elif what == "note":
                notes.append(item(count))
                count += 1
            elif what == "notes":
                count = choose.choice((0, 3, 12, 40, 300))
                notes.show([item(number) for number in range(count)])
            elif what == "panel":
                letters = choose.choices("xyz", k=choose.randint(1, 6))
                panel.show([(f"r{n}", [(f"row {n} {letter}", "accent")]) for n, letter in enumerate(letters)])
            elif what == "top":
                top.show((f"turn {turn}", choose.choice(("good", "error"))))
            elif what == "focus":
                choose.choice((notes, panel, line)).focus()
            elif what == "size":
                await pilot.resize_terminal(choose.choice((80, 61)), choose.choice((24, 17)))
            elif what == "theme":
                app.theme = choose.choice(("textual-light", "nord", "ansi-dark"))
            else:
                notes.page(choose.choice((-1, 1)))
            await pilot.pause()
            shown = drawn(app)
            assert shown == drawn_anew(app), what


async def test_rows_of_notes_are_what_textual_would_make_of_them() -> None:
    app = Parts()
    async with app.run_test(size=(80, 24)) as pilot:
        notes = app.query_one(NotesList)
        for count in (0, 5, 200):
            notes.show([item(number) for number in range(count)])
            await pilot.pause()
            whole = Region(0, 0, *notes.scrollable_content_region.size)
            for crop in (whole, Region(3, 1, 20, 4)):
                assert notes.draw_lines(crop) == ScrollView.render_lines(notes, crop)


async def test_the_bar_is_what_textual_draws_and_drawn_only_when_it_changes() -> None:
    app = Parts()
    async with app.run_test(size=(80, 24)) as pilot:
        notes = app.query_one(NotesList)
        notes.show([item(number) for number in range(300)])
        await pilot.pause()
        bar = notes.vertical_scrollbar
        crop = Region(0, 0, 1, bar.size.height)
        before = bar.render_lines(crop)
        for number in range(300, 320):
            notes.append(item(number))
            await pilot.pause()
            assert bar.render_lines(crop) is before
        for _ in range(8):
            notes.page(-1)
            await pilot.pause()
            shown = list(bar.render_lines(crop))
            bar._styles_cache.clear()
            assert shown == ScrollBar.render_lines(bar, crop)
        assert bar.render_lines(crop) is not before
