from __future__ import annotations

from typing import TypeVar

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widgets import Input

from burst import KEYS, REFUSED, random_burst
from facilitator.model.text import LINE_LIMIT
from facilitator.terminal import KeyParser
from facilitator.widgets.line_field import LineField
from facilitator.widgets.window_input import DOT, first_on_view, step

M = TypeVar("M", bound=Message)


class FieldApp(App[None]):
    """One field, and another widget to go to; what the field did is in `lines`, `commands` and `messages`."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.field = LineField(placeholder=placeholder, id="line")
        self.panel = Input(id="panel")
        self.lines: list[str] = []
        self.commands: list[str] = []
        self.messages: list[Message] = []
        self.bubbled: list[str] = []
        self.field.on_enter = self.take
        self.field.on_prefix = self.command
        self.field.on_panel = lambda: self.screen.set_focus(self.panel)

    def compose(self) -> ComposeResult:
        yield self.field
        yield self.panel

    def take(self, text: str) -> str | None:
        self.lines.append(text)
        return text if text == REFUSED else None

    def command(self, letter: str) -> bool:
        self.commands.append(letter)
        return letter != "z"

    @on(LineField.Entered)
    @on(LineField.Edited)
    @on(LineField.Escaped)
    @on(LineField.Cut)
    def keep(self, message: Message) -> None:
        self.messages.append(message)

    def on_key(self, event: events.Key) -> None:
        self.bubbled.append(event.key)

    def burst(self, keys: str) -> None:
        """Sends everything before anything of it can be handled, as one write to the terminal does."""
        for message in KeyParser().feed(keys):
            self.post_message(message)

    def seen(self) -> str:
        """The field as it is drawn."""
        return self.field.render_line(0).text


def of(app: FieldApp, kind: type[M]) -> list[M]:
    return [message for message in app.messages if isinstance(message, kind)]


@pytest.mark.parametrize("seed", range(12))
async def test_a_burst_arrives_exact_and_in_order(seed: int) -> None:
    keys, typist = random_burst(seed, lines=20)
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst(keys)
        await pilot.pause()
        assert app.lines == typist.lines
        assert app.commands == typist.commands
        assert (app.field.value, app.field.cursor_position) == (typist.text, typist.cursor)


async def test_enter_takes_the_line_and_clears_the_field() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        await pilot.press(*"one", "enter")
        assert (app.lines, app.field.value) == (["one"], "")
        assert [message.text for message in of(app, LineField.Entered)] == ["one"]


async def test_enter_on_the_empty_field_is_told_too() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert app.lines == [""]


async def test_a_refused_line_stays_selected_and_the_same_burst_replaces_it() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst(f"{REFUSED}\rinstead\r{REFUSED}\r")
        await pilot.pause()
        assert app.lines == [REFUSED, "instead", REFUSED]
        assert app.field.selected_text == REFUSED
        assert [message.text for message in of(app, LineField.Entered)] == ["instead"]


async def test_a_callback_that_fails_leaves_the_words_in_the_field() -> None:
    def fail(text: str) -> str | None:
        raise RuntimeError(text)

    app = FieldApp()
    app.field.on_enter = fail
    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await pilot.press(*"kept", "enter")
    assert app.field.value == "kept"


async def test_of_several_edits_in_a_burst_only_the_latest_is_told() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst("hello there")
        await pilot.pause()
        edits = of(app, LineField.Edited)
        assert edits[-1].text == "hello there"
        assert len(edits) < len("hello there")


async def test_the_screen_is_asked_about_the_text_once_for_a_burst_and_after_enter() -> None:
    texts: list[str] = []
    app = FieldApp()
    app.field.on_edit = texts.append
    async with app.run_test() as pilot:
        app.burst("hello")
        await pilot.pause()
        assert texts[-1] == "hello"
        assert len(texts) < len("hello")
        app.burst("!\r")
        await pilot.pause()
        assert texts[-1] == ""
        assert of(app, LineField.Edited) == []


async def test_tab_completes_at_the_cursor_before_the_next_key() -> None:
    app = FieldApp()
    app.field.complete = lambda text, cursor: (f"{text[:cursor]}ina{text[cursor:]}", cursor + 3)
    async with app.run_test() as pilot:
        app.burst("@am said" + KEYS["left"] * 5 + "\t!\r")
        await pilot.pause()
        assert app.lines == ["@amina! said"]


async def test_tab_without_a_completion_changes_nothing_and_keeps_the_focus() -> None:
    app = FieldApp()
    app.field.complete = lambda _text, _cursor: None
    async with app.run_test() as pilot:
        await pilot.press("a", "tab", "b")
        assert app.field.value == "ab"


async def test_keys_that_follow_tab_to_the_panel_in_one_burst_go_to_the_panel() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst("one\r\ttwo\x1b[200~three\x1b[201~")
        await pilot.pause()
        assert app.lines == ["one"]
        assert app.panel.value == "twothree"


async def test_keys_still_waiting_when_the_terminal_loses_the_focus_are_not_lost() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst("one\x1b[O")
        app.burst("two\r")
        await pilot.pause()
        assert app.lines == ["onetwo"]


async def test_without_callbacks_tab_moves_on_like_in_a_form_in_order() -> None:
    app = FieldApp()
    app.field.on_panel = None
    async with app.run_test() as pilot:
        app.burst("name\tvalue")
        await pilot.pause()
        assert (app.field.value, app.panel.value) == ("name", "value")


@pytest.mark.parametrize("keys", ["\x1bn", "\x1b[27u\x1b[110u", "\x1b[110;3u"])
async def test_escape_and_a_letter_is_a_command_and_keeps_text_and_focus(keys: str) -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst("half" + keys + " done\r")
        await pilot.pause()
        assert (app.commands, app.lines) == (["n"], ["half done"])
        assert app.field.has_focus


async def test_a_letter_after_escape_that_is_no_command_is_typed() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        await pilot.press("escape", "z", "n")
        assert (app.commands, app.field.value) == (["z"], "zn")


async def test_escape_waits_for_one_key_and_escape_again_ends_that() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        await pilot.press("escape", "left", "n", "escape", "escape", "n")
        assert (app.commands, app.field.value) == ([], "nn")
        assert [message.is_waiting for message in of(app, LineField.Escaped)] == [True, False, True, False]


async def test_escape_without_commands_bubbles() -> None:
    app = FieldApp()
    app.field.on_prefix = None
    async with app.run_test() as pilot:
        await pilot.press("escape")
        assert app.bubbled == ["escape"]


async def test_keys_of_no_use_to_the_field_bubble_and_others_do_not() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        await pilot.press("a", "f1", "f8", "ctrl+g", "pageup", "up", "alt+z", "left", "enter")
        assert app.bubbled == ["f1", "f8", "ctrl+g", "pageup", "up", "alt+z"]
        assert app.lines == ["a"]


async def test_up_and_down_recall_what_the_screen_remembers() -> None:
    remembered: dict[int, str | None] = {-1: "before", 1: None}
    app = FieldApp()
    app.field.history = lambda direction: remembered[direction]
    async with app.run_test() as pilot:
        app.burst(KEYS["up"] + "!" + KEYS["down"] + "\r")
        await pilot.pause()
        assert app.lines == ["before!"]


async def test_a_paste_becomes_one_line_and_never_submits() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst("<>" + KEYS["left"] + "\x1b[200~one\r\ntwo\tthree\x1b[31m\x07\u202e\r\x1b[201~")
        await pilot.pause()
        assert app.lines == []
        assert app.field.value == "<one two three[31m >"


async def test_a_paste_is_cut_at_the_limit_and_that_is_said() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst("ab\x1b[200~" + "x" * 1_000_000 + "\x1b[201~c")
        await pilot.pause()
        assert app.field.value == "ab" + "x" * (LINE_LIMIT - 2)
        assert [(cut.kept, cut.dropped) for cut in of(app, LineField.Cut)] == [
            (LINE_LIMIT - 2, 1_000_000 - LINE_LIMIT + 2),
            (0, 1),
        ]


async def test_a_full_field_still_lets_a_selection_be_replaced() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.field.give_back("x" * LINE_LIMIT)
        await pilot.press("y")
        assert app.field.value == "y"


@pytest.mark.parametrize("character", ["\u00a0", "\u200d", "\U0001fae8", "e\u0301", "\u200c", "☕️", "👩‍🏫"], ids=ascii)
async def test_every_writing_can_be_typed(character: str) -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst(f"a{character}b\r")
        await pilot.pause()
        assert app.lines == [f"a{character}b"]


@pytest.mark.parametrize("control", ["\x07", "\x00", "\x1c", "\x0c", "\u202e", "\u2028"], ids=ascii)
async def test_no_control_character_can_be_typed(control: str) -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.burst(f"a{control}b\n")
        await pilot.pause()
        assert app.lines == ["ab"]


async def test_masked_shows_dots_and_keeps_the_value() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        await pilot.press(*"two words")
        app.field.masked = True
        await pilot.press("ctrl+w", "x")
        assert app.field.value == "two x"
        assert app.seen().rstrip() == DOT * 5


async def test_the_placeholder_is_shown_while_nothing_is_typed() -> None:
    app = FieldApp(placeholder="@who said · < give back")
    async with app.run_test() as pilot:
        assert app.seen().rstrip() == "@who said · < give back"
        await pilot.press("a")
        assert app.seen().rstrip() == "a"


async def test_no_key_asks_for_a_layout() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        layouts: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app.screen, layouts.append)
        await pilot.press(*"some words", "left", "backspace", "enter")
        assert layouts == []


async def test_the_part_around_the_cursor_is_on_view() -> None:
    app = FieldApp()
    async with app.run_test(size=(20, 5)) as pilot:
        app.field.put("0123456789" * 1000)
        assert app.seen() == "1234567890123456789 "
        await pilot.press("home")
        assert app.seen() == "01234567890123456789"
        await pilot.press("delete")
        assert app.seen() == "12345678901234567890"


async def test_a_click_puts_the_cursor_under_the_mouse() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.field.put("日本 school")
        await pilot.click(app.field, offset=(5, 0))
        assert app.field.cursor_position == 3


async def test_a_loaded_value_is_one_clean_line() -> None:
    field = LineField("a\r\nb\x1b[2J" + "x" * LINE_LIMIT)
    assert field.value.startswith("a b[2Jxx")
    assert len(field.value) == LINE_LIMIT
    assert field.cursor_position == LINE_LIMIT


@pytest.mark.parametrize(
    ("value", "index", "direction", "there"),
    [
        ("ab", 1, -1, 0),
        ("ab", 0, -1, 0),
        ("ab", 2, 1, 2),
        ("e\u0301x", 2, -1, 0),
        ("e\u0301x", 0, 1, 2),
        ("a👩‍👧‍👦b", 6, -1, 1),
        ("a👩‍👧‍👦b", 1, 1, 6),
        ("👋🏽!", 2, -1, 0),
        ("❤️!", 0, 1, 2),
    ],
)
def test_a_step_goes_over_a_whole_character(value: str, index: int, direction: int, there: int) -> None:
    assert step(value, index, direction) == there


def _ones_and_twos(character: str) -> int:
    return {"w": 2, "0": 0}.get(character, 1)


@pytest.mark.parametrize(
    ("value", "cursor", "first", "width", "there"),
    [
        ("abc", 3, 0, 10, 0),
        ("abcdefghij", 10, 0, 5, 6),
        ("abcdefghij", 2, 6, 5, 2),
        ("abcdefghij", 7, 6, 5, 6),
        ("abc", 3, 3, 10, 0),
        ("wwww", 4, 0, 5, 2),
        ("wwww", 3, 0, 4, 2),
        ("x0x0x0x0", 8, 0, 3, 4),
        ("", 0, 0, 5, 0),
        ("abc", 1, 0, 1, 1),
    ],
)
def test_the_window_moves_as_little_as_it_can(value: str, cursor: int, first: int, width: int, there: int) -> None:
    assert first_on_view(value, cursor, first, width, _ones_and_twos) == there
