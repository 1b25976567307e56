from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from facilitator.model.notes import Item
from facilitator.model.people import Party
from facilitator.widgets import notes_rows
from facilitator.widgets.notes_list import NotesList

ANA = Party("person", "p1", "Ana", "Northside High", "school")


def item(number: int, text: str = "", word: str = "") -> Item:
    at = datetime(2026, 11, 21, 15, 0, tzinfo=UTC) + timedelta(seconds=20 * number)
    return Item("note", f"n{number}", "s1", at, "said", text or f"line {number}", ANA, word=word)


def mixed(count: int) -> list[Item]:
    """Items of one, two and three rows in a list of 60 cells."""
    return [item(number, f"{number} " + "buses " * (number % 3) * 5) for number in range(count)]


class ListApp(App[None]):
    AUTO_FOCUS = None
    CSS = "NotesList { width: 61; height: 10; }"

    def __init__(self, items: list[Item]) -> None:
        super().__init__()
        self.notes = NotesList()
        self.notes.show(items)
        self.picked: list[Item] = []
        self.bubbled: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.notes

    @on(NotesList.Picked)
    def keep(self, event: NotesList.Picked) -> None:
        self.picked.append(event.item)

    def on_key(self, event: events.Key) -> None:
        self.bubbled.append(event.key)

    def seen(self) -> list[str]:
        """The rows on view, from the text column on."""
        return [self.notes.render_line(y).text[22:].rstrip() for y in range(10)]

    def numbers(self) -> list[int]:
        """The numbers of the items that begin on view."""
        return [int(row.split()[0]) for row in self.seen() if row[:1].isdigit()]


async def in_the_middle(app: ListApp, pilot: Pilot[None]) -> list[str]:
    for _ in range(3):
        app.notes.page(-1)
    await pilot.pause()
    return app.seen()


async def test_the_newest_is_at_the_bottom() -> None:
    app = ListApp([item(number) for number in range(30)])
    async with app.run_test():
        assert app.seen() == [f"line {number}" for number in range(20, 30)]


async def test_few_lines_begin_at_the_top() -> None:
    app = ListApp([item(0), item(1)])
    async with app.run_test():
        assert app.seen() == ["line 0", "line 1"] + [""] * 8


async def test_a_new_line_keeps_the_list_at_the_bottom() -> None:
    app = ListApp(mixed(30))
    async with app.run_test() as pilot:
        app.notes.append(item(30, "30 " + "words " * 20))
        await pilot.pause()
        assert app.numbers()[-1] == 30
        assert app.seen()[-1] != ""
        app.notes.show([*mixed(30), item(30), item(31)])
        await pilot.pause()
        assert app.seen()[-1] == "line 31"


async def test_a_new_line_does_not_move_a_list_that_was_scrolled_up() -> None:
    app = ListApp(mixed(60))
    async with app.run_test() as pilot:
        before = await in_the_middle(app, pilot)
        app.notes.append(item(60))
        app.notes.show([*mixed(60), item(60), item(61)])
        await pilot.pause()
        assert app.seen() == before
        for _ in range(10):
            app.notes.page(1)
        await pilot.pause()
        assert app.seen()[-1] == "line 61"


async def test_paging_up_and_down_shows_every_row_once_though_heights_are_found_on_the_way() -> None:
    items = mixed(400)
    app = ListApp(items)
    expected = [
        "".join(text for text, _ in row)[22:].rstrip() for entry in items for row in notes_rows.rows(entry, 60, UTC)
    ]
    async with app.run_test() as pilot:
        assert app.seen() == expected[-10:]
        top = len(expected) - 10
        while top > 0:
            top = max(0, top - 9)
            app.notes.page(-1)
            await pilot.pause()
            assert app.seen() == expected[top : top + 10]
        for _ in range(20):
            top += 9
            app.notes.page(1)
        await pilot.pause()
        assert app.seen() == expected[top : top + 10]


async def test_only_what_is_looked_at_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []

    def counting(entry: Item, width: int) -> int:
        measured.append(entry.id)
        return notes_rows.height(entry, width)

    monkeypatch.setattr("facilitator.widgets.notes_list.height", counting)
    app = ListApp(mixed(2000))
    async with app.run_test():
        assert 10 <= len(measured) <= 100
        assert app.numbers()[-1] == 1999


async def test_the_oldest_line_can_be_reached_at_once() -> None:
    app = ListApp(mixed(2000))
    async with app.run_test() as pilot:
        app.notes.focus()
        await pilot.press("g")
        assert app.numbers()[0] == 0
        await pilot.press("G")
        assert app.numbers()[-1] == 1999


async def test_the_mouse_wheel_scrolls() -> None:
    app = ListApp([item(number) for number in range(30)])
    async with app.run_test() as pilot:
        app.notes.post_message(events.MouseScrollUp(app.notes, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert app.seen()[-1] == "line 27"
        app.notes.post_message(events.MouseScrollDown(app.notes, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert app.seen()[-1] == "line 29"


async def test_the_cursor_moves_by_items_and_enter_picks() -> None:
    app = ListApp(mixed(30))
    async with app.run_test() as pilot:
        app.notes.focus()
        await pilot.press("k", "up", "j", "enter")
        assert [picked.id for picked in app.picked] == ["n28"]
        assert app.notes.selected == app.picked[0]
        assert app.bubbled == []


async def test_the_cursor_stays_on_view_and_on_its_record() -> None:
    app = ListApp(mixed(60))
    async with app.run_test() as pilot:
        app.notes.focus()
        for _ in range(25):
            await pilot.press("up")
            assert app.notes.selected is not None
            assert int(app.notes.selected.id[1:]) in app.numbers()
        app.notes.show(mixed(60)[10:])
        assert app.notes.selected is not None
        assert app.notes.selected.id == "n34"
        app.notes.show(mixed(60)[40:])
        assert app.notes.selected is None


async def test_page_keys_move_the_cursor_by_a_page_but_never_stick_on_a_long_item() -> None:
    app = ListApp([item(0), item(1, "1 " + "long " * 200), item(2)])
    async with app.run_test() as pilot:
        app.notes.focus()
        seen = []
        for _ in range(3):
            await pilot.press("pageup")
            seen.append(app.notes.selected.id if app.notes.selected else "")
        assert seen == ["n1", "n0", "n0"]


async def test_a_click_picks_the_line_under_the_mouse() -> None:
    app = ListApp([item(number) for number in range(30)])
    async with app.run_test() as pilot:
        app.notes.page(-1)
        await pilot.pause()
        await pilot.click(app.notes, offset=(30, 2))
        assert [picked.text for picked in app.picked] == ["line 13"]


async def test_other_keys_bubble() -> None:
    app = ListApp(mixed(3))
    async with app.run_test() as pilot:
        app.notes.focus()
        await pilot.press("@", "escape", "tab", "x")
        assert app.bubbled == ["at", "escape", "tab", "x"]


async def test_replacing_an_item_shows_its_new_state_in_place() -> None:
    app = ListApp(mixed(60))
    async with app.run_test() as pilot:
        before = await in_the_middle(app, pilot)
        number = app.numbers()[2]
        old = mixed(60)[number]
        app.notes.replace(replace(old, word="yes"))
        await pilot.pause()
        row = next(row for row in app.seen() if row.split()[0] == str(number))
        assert row.endswith("yes")
        app.notes.replace(old)
        app.notes.replace(item(99))
        await pilot.pause()
        assert app.seen() == before


async def test_a_replaced_item_may_change_its_height() -> None:
    app = ListApp([item(number) for number in range(30)])
    async with app.run_test() as pilot:
        app.notes.replace(item(29, "29 " + "longer " * 20))
        await pilot.pause()
        assert app.seen()[-1].startswith("longer")
        assert app.numbers() == [29]


async def test_blank_shows_nothing_and_picks_nothing() -> None:
    app = ListApp(mixed(30))
    async with app.run_test() as pilot:
        app.notes.focus()
        app.notes.blank = True
        await pilot.press("up", "enter")
        assert app.seen() == [""] * 10
        assert app.picked == []
        app.notes.blank = False
        assert app.numbers()[-1] == 29


async def test_another_width_wraps_anew_and_stays_at_the_bottom() -> None:
    app = ListApp(mixed(100))
    async with app.run_test() as pilot:
        app.notes.styles.width = 41
        await pilot.pause()
        assert all(len(app.notes.render_line(y).text) == 40 for y in range(10))
        assert app.notes.render_line(9).text.split()[-1] == "buses" or "99" in app.notes.render_line(9).text


async def test_an_empty_list_can_be_focused_and_cleared() -> None:
    app = ListApp([])
    async with app.run_test() as pilot:
        app.notes.focus()
        await pilot.press("up", "down", "g", "G", "pageup", "enter")
        assert app.notes.selected is None
        app.notes.append(item(1))
        await pilot.press("up", "enter")
        assert app.picked == [item(1)]
        app.notes.show([])
        await pilot.pause()
        assert app.seen() == [""] * 10


async def test_it_follows_the_newest_line_after_it_got_less_room() -> None:
    app = ListApp(mixed(40))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        for height in (5, 8, 3, 10):
            app.notes.styles.height = height
            await pilot.pause()
            app.notes.append(item(1000 + height))
            await pilot.pause()
            assert any(f"line {1000 + height}" in app.notes.render_line(y).text for y in range(height))
