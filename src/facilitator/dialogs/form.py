"""A form as data: a field below the other, each one line, with help and mistakes right under it.

Enter goes to the next field and saves on the last, Ctrl+S saves anywhere, Esc leaves. What was typed and not saved is
handed to `Form.keep`, so that it stands there again when the form is opened again.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.timer import Timer

from facilitator.dialogs.fields import Field
from facilitator.dialogs.form_row import FieldRow
from facilitator.errors import FacilitatorError, Invalid
from facilitator.frozen import frozen
from facilitator.model.when import Days
from facilitator.widgets.line_field import LineField
from facilitator.widgets.quiet import FILL, Piece, QuietLine
from facilitator.widgets.repainted import Repainted

Values = dict[str, str]
DRAFT_SECONDS = 0.5
"""Half-typed words are handed to `Form.keep` at most this long after the last key."""
_WAS = " was"
"""In a draft: what the fields began from. No field is called so."""
_REPLACED_WHOLE = ("choice", "flag", "date", "time", "number")
"""Kinds of fields whose text is selected when one gets there: the next key that types replaces it."""
_FIELD_KEYS = frozenset({"enter", "tab", "backspace", "escape", "ctrl+s", "ctrl+u", "up", "down"})
_AROUND_ROWS = 6
"""Rows of the dialog that are no fields: border, title, message, keys."""


@frozen
class Form:
    """A form: what it asks and what it leads to.

    `save` does the act with the values by field key and returns what to say; the message of an `Invalid` it raises
    stands beside that field, any other error at the foot. `check` gives messages by field key before that. `days` is
    what days are read against. `draft` is what `keep` was given last; `keep("")` forgets it.
    """

    title: str
    fields: tuple[Field, ...]
    save: Callable[[Values], str]
    check: Callable[[Values], dict[str, str]] | None = None
    days: Days | None = None
    draft: str = ""
    keep: Callable[[str], None] | None = None
    now: Callable[[], Values] | None = None
    """The fields as they stand in the file now: what others change while the form is open is never replaced unseen."""
    about: str = ""
    """A few words beside the title."""


class FormDialog(Repainted, ModalScreen[Values | None]):
    """Asks the fields of a form. Its result are the saved values, None when it was left."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    FormDialog {
        align: center middle;
        background: $background 70%;

        #form {
            width: 100%;
            max-width: 92;
            height: auto;
            max-height: 100%;
            background: $surface;
            border: round $surface-lighten-3;
            padding: 0 1;
        }
        #form-title { margin: 0 0 1 0; }
        #form-fields { height: auto; scrollbar-size-vertical: 1; }
        #form-keys { color: $text-muted; }
        &.-tight #form { border: none; }
        &.-tight #form-title { margin: 0; }
    }
    """

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.said = ""
        """What saving said."""
        self.rows = tuple(FieldRow(asked, form.days) for asked in form.fields)
        self._timer: Timer | None = None
        self._is_over = False
        self._held_up: FieldRow | None = None
        """The field whose question saving waits for."""

    def compose(self) -> ComposeResult:
        """Title, fields, message, keys."""
        with Vertical(id="form"):
            yield QuietLine(id="form-title")
            with VerticalScroll(id="form-fields", can_focus=False):
                yield from self.rows
            yield QuietLine(id="form-message")
            yield QuietLine(id="form-keys")

    def on_mount(self) -> None:
        """Shows the draft, and puts the cursor where something is still to type."""
        for row in self.rows:
            row.line.on_enter = row.taking(self._enter)
            row.line.keys = {
                "escape": self._leave,
                "ctrl+s": self._save,
                "ctrl+r": self._start_afresh,
                "up": lambda: self._up_down(-1),
                "down": lambda: self._up_down(1),
                "tab": lambda: self._step(1),
                "shift+tab": lambda: self._step(-1),
                "backspace": row.take_line_back,
            }
        was_kept = self._take_draft()
        self._show_title(was_kept=was_kept)
        keys: list[Piece] = []
        enter = "next, saves on the last" if len(self.rows) > 1 else "takes it"
        for key, what in (("Enter", enter), ("Ctrl+S", "save"), ("Esc", "leave")):
            keys += [(key, "strong"), (f" {what}   ", "muted")]
        self.query_one("#form-keys", QuietLine).show(*keys)
        self._go_to(next((row for row in self.rows if row.is_missing), self.rows[0]))

    def _show_title(self, *, was_kept: bool) -> None:
        hint: list[Piece] = [FILL, ("as you left it · Ctrl+R starts afresh", "muted")] if was_kept else []
        about: list[Piece] = [(f"   {self.form.about}", "muted")] if self.form.about else []
        self.query_one("#form-title", QuietLine).show((self.form.title, "strong"), *about, *hint)

    # Fields

    @property
    def row(self) -> FieldRow:
        """The field with the cursor."""
        return next((row for row in self.rows if row.line is self.focused), self.rows[0])

    def _go_to(self, row: FieldRow) -> None:
        self._held_up = None
        self.set_focus(row.line)
        if row.asked.kind in _REPLACED_WHOLE:
            row.line.select_all()
        row.scroll_visible(animate=False)

    def _enter(self) -> None:
        row = self.row
        if row.say_yes() and row is self._held_up:
            self._save()
            return
        if row.add_line():
            return
        if row.look() is None:
            return
        place = self.rows.index(row)
        if place + 1 < len(self.rows):
            self._go_to(self.rows[place + 1])
        else:
            self._save()

    def _up_down(self, direction: int) -> None:
        if not self.row.cycle(direction):
            self._step(direction)

    def _step(self, direction: int) -> None:
        place = self.rows.index(self.row) + direction
        self._go_to(self.rows[place % len(self.rows)])

    def on_descendant_focus(self) -> None:
        """The field with the cursor shows its help."""
        for row in self.rows:
            row.show_note()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field that is left is looked at; one that was never touched is not blamed for being empty."""
        for row in self.rows:
            # In a burst the news comes late: the cursor may be back already, with what is wrong shown.
            if row.line is event.widget and row.line is not self.focused and row.line.value:
                row.look()

    def on_line_field_edited(self, message: LineField.Edited) -> None:
        """Shows how the words are understood, and keeps them soon."""
        for row in self.rows:
            if row.line is message.field:
                row.edited()
        if self._timer is None and self.form.keep is not None:
            self._timer = self.set_timer(DRAFT_SECONDS, self.flush)

    def on_key(self, event: events.Key) -> None:
        """Keys that were on their way before the dialog stood go into its field, which keeps all of these."""
        if self.focused is not None and (event.is_printable or event.key in _FIELD_KEYS):
            event.stop()
            self.focused.post_message(event.copy())

    # Saving and leaving

    def _save(self) -> None:
        self._say("")
        self.row.say_yes()
        values: Values = {}
        for row in self.rows:
            value = row.look()
            if value is not None:
                values[row.asked.key] = value
        if len(values) < len(self.rows):
            held_up = next(row for row in self.rows if row.problem)
            self._go_to(held_up)
            self._held_up = held_up
            return
        if problems := self.form.check(values) if self.form.check else {}:
            self._blame(problems)
            return
        try:
            if self._is_changed_elsewhere():
                return
            self.said = self.form.save(values)
        except Invalid as mistake:
            self._blame({mistake.field: str(mistake)})
        except FacilitatorError as error:
            self._say(f"Not saved: {error}")
        else:
            self._end(values)

    def _is_changed_elsewhere(self) -> bool:
        """Whether others changed fields since the form was opened; they are named, and saving again saves."""
        if self.form.now is None:
            return False
        now = self.form.now()
        changed = [row for row in self.rows if now.get(row.asked.key, row.asked.value) != row.asked.value]
        for row in changed:
            row.begin_from(now[row.asked.key])
        if changed:
            self._go_to(changed[0])
            names = ", ".join(row.asked.label for row in changed)
            self._say(f"Not saved yet: another terminal changed {names}. Ctrl+S saves what stands here now.")
        return bool(changed)

    def _blame(self, problems: dict[str, str]) -> None:
        blamed = [row for row in self.rows if row.asked.key in problems]
        for row in blamed:
            row.blame(problems[row.asked.key])
        if blamed:
            self._go_to(blamed[0])
        self._say("" if blamed else f"Not saved: {next(iter(problems.values()))}")

    def _say(self, text: str) -> None:
        self.query_one("#form-message", QuietLine).show((text, "error"))

    def _leave(self) -> None:
        self.flush()
        self._end(None)

    def _end(self, values: Values | None) -> None:
        if self._is_over:
            return
        self._is_over = True
        if self._timer is not None:
            self._timer.stop()
        if values is not None:
            self._keep("")
        self.dismiss(values)

    # Drafts

    def flush(self) -> None:
        """Hands what is typed and not saved to `Form.keep`."""
        self._timer = None
        changed = [row for row in self.rows if row.is_changed]
        typed: dict[str, object] = {row.asked.key: row.draft for row in changed}
        typed[_WAS] = {row.asked.key: row.asked.value for row in changed}
        self._keep(json.dumps(typed, ensure_ascii=False) if changed else "")

    def _keep(self, draft: str) -> None:
        if self.form.keep is None:
            return
        try:
            self.form.keep(draft)
        except FacilitatorError as error:
            if not self._is_over:
                self._say(str(error))

    def _take_draft(self) -> bool:
        """Puts the draft into the fields; returns whether there was one."""
        try:
            kept = json.loads(self.form.draft or "{}")
        except ValueError:
            return False
        if not isinstance(kept, dict):
            return False
        began_from = kept.get(_WAS)
        for row in self.rows:
            draft = kept.get(row.asked.key)
            if isinstance(draft, str):
                row.take_draft(draft)
                if isinstance(began_from, dict) and began_from.get(row.asked.key) != row.asked.value:
                    row.name_other_words()
        return bool(kept)

    def _start_afresh(self) -> None:
        for row in self.rows:
            row.reset()
        self.flush()
        self._show_title(was_kept=False)
        self._go_to(self.rows[0])

    def on_resize(self, event: events.Resize) -> None:
        """Gives the fields the room there is."""
        is_tight = event.size.height < 20
        self.set_class(is_tight, "-tight")
        room = event.size.height - (_AROUND_ROWS - 3 if is_tight else _AROUND_ROWS)
        self.query_one("#form-fields").styles.max_height = max(2, room)
