"""The one-line field for people's words: every key takes effect in the order it was pressed.

Textual handles printable keys in the field at once and all other keys later, as bindings, so that quick typing
arrives mixed up. This field runs every key it knows inside its key handler, and asks its screen by plain calls, so
that what a key leads to has happened before the next key is looked at.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.message import Message

from facilitator.model.text import LINE_LIMIT, clean, one_line
from facilitator.widgets.handing_on import focus_elsewhere, hand_on
from facilitator.widgets.window_input import WindowInput


class FieldMessage(Message):
    """Something about a `LineField`; see the messages there."""

    def __init__(self, field: LineField) -> None:
        super().__init__()
        self.field = field

    @property
    def control(self) -> LineField:
        """The field, for selectors."""
        return self.field


class LineField(WindowInput):
    """A field of one line, at most `LINE_LIMIT` characters, without blinking.

    What a screen may set; all but `on_edit` are called inside the key handler:

    - `on_enter(text)`: takes the line, already gone from the field. What it returns instead of None stands in the
      field again, selected, so that the next key replaces it.
    - `on_edit(text)`: the text has changed; called when no key waits any more, so once for a burst, and also with the
      empty text after Enter.
    - `complete(text, cursor)`: Tab while something stands in the field; returns the new text and cursor, or None.
    - `on_panel()`: Tab on the empty field. Without `complete` and `on_panel`, Tab moves to the next widget.
    - `on_escape()`: Esc; returns whether it left something. Then it is no prefix.
    - `on_prefix(letter)`: Esc and then a letter, or Alt and the letter; returns whether that was a command. The field
      keeps its text. Without it, Esc bubbles.
    - `history(direction)`: -1 for Up, 1 for Down; returns the text to show, or None to leave it. Without it, both
      bubble.

    Keys the field has no use for bubble.
    """

    class Entered(FieldMessage):
        """Enter was pressed and `text` was taken (`on_enter` gave nothing back)."""

        def __init__(self, field: LineField, text: str) -> None:
            super().__init__(field)
            self.text = text

    class Edited(FieldMessage):
        """The field holds another text now (sent where there is no `on_edit`)."""

        def __init__(self, field: LineField, text: str) -> None:
            super().__init__(field)
            self.text = text

    class Escaped(FieldMessage):
        """Esc was pressed. `is_waiting`: the next letter is a command; False once that is over."""

        def __init__(self, field: LineField, is_waiting: bool) -> None:
            super().__init__(field)
            self.is_waiting = is_waiting

    class Cut(FieldMessage):
        """The line is full: of what was typed or pasted, `kept` characters went in and `dropped` did not."""

        def __init__(self, field: LineField, kept: int, dropped: int) -> None:
            super().__init__(field)
            self.kept = kept
            self.dropped = dropped

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            one_line(value)[:LINE_LIMIT],
            placeholder=placeholder,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        self.on_enter: Callable[[str], str | None] | None = None
        self.on_edit: Callable[[str], None] | None = None
        self.complete: Callable[[str, int], tuple[str, int] | None] | None = None
        self.on_panel: Callable[[], None] | None = None
        self.on_escape: Callable[[], bool] | None = None
        self.on_prefix: Callable[[str], bool] | None = None
        self.history: Callable[[int], str | None] | None = None
        self._is_after_escape = False
        self._is_edited = False

    # What a screen calls

    def put(self, text: str, cursor: int | None = None) -> None:
        """Puts `text` into the field, with the cursor at its end or at the index `cursor`."""
        self.value = one_line(text)[:LINE_LIMIT]
        self.cursor_position = len(self.value) if cursor is None else cursor

    def give_back(self, text: str) -> None:
        """Puts `text` into the field and selects it: the next key that types replaces it."""
        self.put(text)
        self.select_all()

    # Keys and pastes

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        if target := focus_elsewhere(self):
            event.stop()
            hand_on(event.copy(), target)
        elif self._press(event.key, event.character):
            event.stop()

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if target := focus_elsewhere(self):
            hand_on(events.Paste(event.text), target)
        else:
            self._insert(one_line(event.text))

    def _press(self, key: str, character: str | None) -> bool:
        """Does what the key does here; False leaves it to others."""
        was_after_escape, self._is_after_escape = self._is_after_escape, False
        if was_after_escape:
            self.post_message(self.Escaped(self, False))
            if key == "escape":
                return True
        elif key == "escape":
            return self._begin_prefix()
        with_alt = _letter_with_alt(key)
        letter = with_alt or (character if was_after_escape and character and character.isprintable() else None)
        if letter and self.on_prefix and self.on_prefix(letter):
            return True
        if act := _KEYS.get(key):
            return act(self) is not False
        if character and not with_alt and (text := _typed(character)):
            self._insert(text)
            return True
        return False

    def _insert(self, text: str) -> None:
        start, end = sorted(self.selection)
        room = LINE_LIMIT - len(self.value) + end - start
        kept = text[: max(0, room)]
        if kept or not text:
            self.replace(kept, start, end)
        if kept != text:
            self.post_message(self.Cut(self, len(kept), len(text) - len(kept)))

    def _begin_prefix(self) -> bool:
        if self.on_escape is not None and self.on_escape():
            return True
        if self.on_prefix is None:
            return False
        self._is_after_escape = True
        self.post_message(self.Escaped(self, True))
        return True

    def _enter(self) -> None:
        text = self.value
        self.put("")
        kept = None
        if self.on_enter:
            try:
                kept = self.on_enter(text)
            except Exception:
                self.give_back(text)
                raise
        if kept is None:
            self.post_message(self.Entered(self, text))
        else:
            self.give_back(kept)

    def _tab(self) -> None:
        if self.value and self.complete:
            if completed := self.complete(self.value, self.cursor_position):
                self.put(*completed)
        elif not self.value and self.on_panel:
            self.on_panel()
        elif not (self.complete or self.on_panel):
            self.screen.focus_next()

    def _tab_back(self) -> None:
        self.screen.focus_previous()

    def _recall(self, direction: int) -> bool:
        if self.history is None:
            return False
        text = self.history(direction)
        if text is not None:
            self.put(text)
        return True

    def _copy(self) -> bool:
        if self.selection.is_empty:
            return False
        self.action_copy()
        return True

    def action_paste(self) -> None:
        """Pastes what was copied in this program."""
        self._insert(one_line(self.app.clipboard))

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        self._is_edited = True

    async def _on_idle(self, event: events.Idle) -> None:  # noqa: ARG002
        """All keys that waited are done; what `on_edit` draws now is painted together with the field."""
        if self._is_edited:
            self._is_edited = False
            if self.on_edit:
                self.on_edit(self.value)
            else:
                self.post_message(self.Edited(self, self.value))


def _letter_with_alt(key: str) -> str | None:
    """The letter of `alt+n` or `alt+shift+n`."""
    letter = key.removeprefix("alt+")
    if letter == key:
        return None
    capital = letter.removeprefix("shift+")
    if len(capital) != 1:
        return None
    return capital if capital == letter else capital.upper()


def _typed(character: str) -> str:
    """What a key's character puts into the line: joiners and emoji newer than this Python too, no control."""
    return character if character.isprintable() else clean(f"-{character}-")[1:-1].strip("\t\n")


_KEYS: dict[str, Callable[[LineField], bool | None]] = {
    "enter": LineField._enter,
    "ctrl+j": LineField._enter,
    "tab": LineField._tab,
    "shift+tab": lambda field: field._tab_back(),
    "up": lambda field: field._recall(-1),
    "down": lambda field: field._recall(1),
    "left": LineField.action_cursor_left,
    "right": LineField.action_cursor_right,
    "home": LineField.action_home,
    "ctrl+a": LineField.action_home,
    "end": LineField.action_end,
    "ctrl+e": LineField.action_end,
    "ctrl+left": LineField.action_cursor_left_word,
    "ctrl+right": LineField.action_cursor_right_word,
    "alt+b": LineField.action_cursor_left_word,  # what Option with an arrow sends on a Mac
    "alt+f": LineField.action_cursor_right_word,
    "shift+left": lambda field: field.action_cursor_left(True),
    "shift+right": lambda field: field.action_cursor_right(True),
    "shift+home": lambda field: field.action_home(True),
    "shift+end": lambda field: field.action_end(True),
    "ctrl+shift+left": lambda field: field.action_cursor_left_word(True),
    "ctrl+shift+right": lambda field: field.action_cursor_right_word(True),
    "ctrl+shift+a": LineField.action_select_all,
    "backspace": lambda field: field.delete_towards(-1),
    "ctrl+h": lambda field: field.delete_towards(-1),
    "delete": lambda field: field.delete_towards(1),
    "ctrl+d": lambda field: field.delete_towards(1),
    "ctrl+w": LineField.action_delete_left_word,
    "ctrl+backspace": LineField.action_delete_left_word,
    "alt+backspace": LineField.action_delete_left_word,
    "ctrl+delete": LineField.action_delete_right_word,
    "ctrl+u": LineField.action_delete_left_all,
    "ctrl+k": LineField.action_delete_right_all,
    "ctrl+x": LineField.action_cut,
    "ctrl+c": LineField._copy,
    "super+c": LineField._copy,
    "ctrl+v": LineField.action_paste,
}
