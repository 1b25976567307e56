from __future__ import annotations

import random

import pytest
from textual import events
from textual.app import App, ComposeResult

from burst import KEYS
from facilitator.terminal import KeyParser
from facilitator.widgets.line_field import LineField
from facilitator.widgets.panel_list import MARK, NO_MARK, PanelList, PanelRow
from facilitator.widgets.quiet import FILL

MOVES = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
}


def rows(*ids: str) -> list[PanelRow]:
    """A row for each id; an id that begins with `-` is only read."""
    return [("", [(id_[1:], "muted")]) if id_.startswith("-") else (id_, [(id_, "")]) for id_ in ids]


class ListApp(App[None]):
    """A list over a line. Keys `d` and `space` mean something, and are kept with the row they met."""

    CSS = "PanelList { height: 5; }"

    def __init__(self, *ids: str) -> None:
        super().__init__()
        self.panel = PanelList(id="panel")
        self.line = LineField(id="line")
        self.acts: list[tuple[str, str | None]] = []
        self.commands: list[str] = []
        self.bubbled: list[str] = []
        self.ids = ids
        self.panel.on_key = self.act
        self.panel.on_leave = self.leave
        self.line.on_panel = lambda: self.screen.set_focus(self.panel)
        self.line.on_prefix = self.command

    def compose(self) -> ComposeResult:
        yield self.panel
        yield self.line

    def on_mount(self) -> None:
        self.panel.show(rows(*self.ids))
        self.screen.set_focus(self.panel)

    def act(self, key: str, row_id: str | None) -> bool:
        if key in ("d", "space", "enter", "left"):
            self.acts.append((key, row_id))
            return True
        return False

    def leave(self, text: str) -> None:
        self.screen.set_focus(self.line)
        self.line.put(self.line.value + text)

    def command(self, letter: str) -> bool:
        self.commands.append(letter)
        return True

    def on_key(self, event: events.Key) -> None:
        self.bubbled.append(event.key)

    def burst(self, keys: str) -> None:
        for message in KeyParser().feed(keys):
            self.post_message(message)

    def seen(self) -> list[str]:
        return [self.panel.render_line(y).text.rstrip() for y in range(self.panel.size.height)]


async def test_the_cursor_passes_over_rows_without_an_id() -> None:
    app = ListApp("-head", "a", "-between", "b", "c", "-foot")
    async with app.run_test() as pilot:
        assert app.panel.row_id == "a"
        await pilot.press("down")
        assert app.panel.row_id == "b"
        await pilot.press("j", "k", "up", "up")
        assert app.panel.row_id == "a"
        await pilot.press("end")
        assert app.panel.row_id == "c"
        await pilot.press("home")
        assert app.panel.row_id == "a"


async def test_the_cursor_is_a_mark_and_a_colour_and_only_with_the_focus() -> None:
    app = ListApp("-head", "a", "b")
    async with app.run_test() as pilot:
        assert app.seen()[:3] == [f"{NO_MARK}head", f"{MARK}a", f"{NO_MARK}b"]
        cursor, other = (app.panel.render_line(y)._segments[1].style for y in (1, 2))
        assert cursor is not None
        assert other is not None
        assert cursor.bgcolor != other.bgcolor
        await pilot.press("tab")
        assert app.seen()[:3] == [f"{NO_MARK}head", f"{NO_MARK}a", f"{NO_MARK}b"]


async def test_the_cursor_stays_on_its_record_when_rows_change() -> None:
    app = ListApp("a", "b", "c", "d")
    async with app.run_test() as pilot:
        await pilot.press("down", "down")
        app.panel.show(rows("-new head", "x", "c", "a"))
        assert app.panel.row_id == "c"
        app.panel.show(rows("-new head", "x", "y", "a"))
        assert app.panel.row_id == "y"
        app.panel.show(rows("-nothing left"))
        assert app.panel.row_id is None
        app.panel.show(rows("z"))
        assert app.panel.row_id == "z"


async def test_keys_meet_the_row_under_the_cursor() -> None:
    app = ListApp("a", "b")
    async with app.run_test() as pilot:
        await pilot.press("d", "down", "space", "enter", "left")
        assert app.acts == [("d", "a"), ("space", "b"), ("enter", "b"), ("left", "b")]
        assert app.line.value == ""


@pytest.mark.parametrize("key", ["tab", "escape", "shift+tab"])
async def test_tab_and_escape_go_back_to_the_line(key: str) -> None:
    app = ListApp("a")
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert app.focused is app.line
        assert app.line.value == ""


@pytest.mark.parametrize(
    ("key", "character"), [("at", "@"), ("slash", "/"), ("q", "q"), ("ł", "ł"), ("less_than_sign", "<")]
)
async def test_a_character_that_means_nothing_here_starts_the_line(key: str, character: str) -> None:
    app = ListApp("a")
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert app.focused is app.line
        assert app.line.value == character


async def test_what_else_has_no_meaning_bubbles() -> None:
    app = ListApp("a")
    async with app.run_test() as pilot:
        await pilot.press("f1", "ctrl+s", "right")
        assert app.bubbled == ["f1", "ctrl+s", "right"]
        assert app.focused is app.panel


async def test_words_typed_in_one_burst_arrive_whole_and_in_order() -> None:
    app = ListApp("a", "b")
    async with app.run_test() as pilot:
        app.burst(f"{MOVES['down']}d@ana buses stop at four dd{KEYS['left']}x")
        await pilot.pause()
        assert app.acts == [("d", "b")]
        assert app.line.value == "@ana buses stop at four dxd"


async def test_back_and_forth_in_one_burst() -> None:
    app = ListApp("a", "b")
    async with app.run_test() as pilot:
        app.burst(f"d\t\t{MOVES['down']}d\t\td")
        await pilot.pause()
        assert app.acts == [("d", "a"), ("d", "b"), ("d", "b")]
        assert app.focused is app.panel


@pytest.mark.parametrize("seed", range(6))
async def test_random_bursts_are_exact(seed: int) -> None:
    choice = random.Random(seed)
    ids = [f"row {n}" for n in range(12)]
    app = ListApp(*ids)
    keys, at, wanted = "", 0, []
    for _ in range(300):
        key = choice.choice(["up", "down", "down", "d", "home", "end", "space"])
        if key in MOVES:
            keys += MOVES[key]
            at = {"up": max(0, at - 1), "down": min(11, at + 1), "home": 0, "end": 11}[key]
        else:
            keys += " " if key == "space" else key
            wanted.append((key, ids[at]))
    async with app.run_test() as pilot:
        app.burst(keys)
        await pilot.pause()
        assert app.acts == wanted


async def test_a_paste_goes_into_the_line_and_runs_nothing() -> None:
    app = ListApp("a")
    async with app.run_test() as pilot:
        app.burst("\x1b[200~d two\r\nlines\x1b[201~ more")
        await pilot.pause()
        assert app.acts == []
        assert app.line.value == "d two lines more"


async def test_alt_and_a_letter_is_a_command_of_the_line() -> None:
    app = ListApp("a")
    async with app.run_test() as pilot:
        await pilot.press("alt+n")
        await pilot.pause()
        assert app.commands == ["n"]
        assert app.focused is app.line


async def test_a_long_list_scrolls_with_the_cursor_and_shows_the_head_again() -> None:
    app = ListApp("-head", *(str(n) for n in range(20)))
    async with app.run_test() as pilot:
        assert app.seen()[0] == f"{NO_MARK}head"
        await pilot.press("end")
        assert app.seen() == [*(f"{NO_MARK}{n}" for n in range(15, 19)), f"{MARK}19"]
        await pilot.press("pageup")
        assert app.panel.row_id == "15"
        await pilot.press(*["up"] * 15)
        assert app.panel.row_id == "0"
        assert app.seen()[:2] == [f"{NO_MARK}head", f"{MARK}0"]


async def test_rows_that_are_only_read_scroll_too() -> None:
    app = ListApp(*(f"-{n}" for n in range(20)))
    async with app.run_test() as pilot:
        assert app.panel.row_id is None
        await pilot.press("down", "down")
        assert app.seen()[0] == f"{NO_MARK}2"
        await pilot.press("pagedown")
        assert app.seen()[0] == f"{NO_MARK}6"
        await pilot.press("end")
        assert app.seen()[-1] == f"{NO_MARK}19"
        await pilot.press("home")
        assert app.seen()[0] == f"{NO_MARK}0"
        await pilot.press("d")
        assert app.acts == [("d", None)]


async def test_nothing_is_done_to_a_row_out_of_sight() -> None:
    app = ListApp(*(str(n) for n in range(20)))
    async with app.run_test() as pilot:
        app.panel.scroll_y = 10
        await pilot.pause()
        await pilot.press("d")
        assert app.acts == [("d", "0")]
        assert app.seen()[0] == f"{MARK}0"


async def test_rows_that_become_fewer_stay_on_view() -> None:
    app = ListApp(*(str(n) for n in range(20)))
    async with app.run_test() as pilot:
        await pilot.press("end")
        app.panel.show(rows("0", "1"))
        await pilot.pause()
        assert app.seen()[:2] == [f"{NO_MARK}0", f"{MARK}1"]


async def test_the_mouse_moves_the_cursor_and_a_double_click_is_enter() -> None:
    app = ListApp("-head", "a", "b")
    async with app.run_test() as pilot:
        await pilot.click(app.panel, offset=(3, 2))
        assert app.panel.row_id == "b"
        assert app.acts == []
        await pilot.click(app.panel, offset=(3, 0))
        assert app.panel.row_id == "b"
        await pilot.click(app.panel, offset=(3, 1), times=2)
        assert app.acts == [("enter", "a")]


async def test_a_row_keeps_to_the_width_and_its_end_stands_at_the_right() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.panel.show(
            [("a", [("日本語の長い説明 " * 5, ""), FILL, ("late", "warning")]), ("b", [("one\ttwo\nthree", "")])]
        )
        await pilot.pause()
        strip = app.panel.render_line(0)
        assert strip.cell_length == 40
        assert strip.text.endswith(" late")
        assert "…" in strip.text
        assert app.seen()[1] == f"{NO_MARK}one two three"
        assert app.panel.row_width == 37


async def test_terminal_controls_in_peoples_words_are_not_drawn() -> None:
    app = ListApp()
    async with app.run_test() as pilot:
        app.panel.show([("a", [("ok\x1b]0;title\x07[red]‮", "")])])
        await pilot.pause()
        assert app.seen()[0] == f"{MARK}ok]0;title[red]"


async def test_how_many_rows_there_are() -> None:
    app = ListApp("-head", "a", "b")
    async with app.run_test():
        assert app.panel.row_count == 3
