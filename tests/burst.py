"""Random typing: the bytes a terminal sends, and the lines that a patient typist would have got with them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

KEYS = {
    "enter": "\r",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "ctrl+a": "\x01",
    "ctrl+e": "\x05",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "ctrl+u": "\x15",
    "ctrl+k": "\x0b",
    "ctrl+w": "\x17",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
}
WORDS = ["evenings", "are", "out", "café", "Żółć", "@ana", "<", "?", "=", "school 12", "日本", "שלום", "x"]
REFUSED = "/never"


@dataclass
class Typist:
    """What should happen to a field, key by key; written without looking at the field's code."""

    text: str = ""
    cursor: int = 0
    is_selected: bool = False
    lines: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def type(self, text: str) -> None:
        if self.is_selected:
            self.text, self.cursor, self.is_selected = "", 0, False
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def press(self, key: str) -> None:
        if key == "enter":
            self.lines.append(self.text)
            self.is_selected = self.text == REFUSED
            if not self.is_selected:
                self.text = ""
            self.cursor = len(self.text)
            return
        if self.is_selected:
            self._press_on_selection(key)
            return
        before, after = self.text[: self.cursor], self.text[self.cursor :]
        if key == "left":
            self.cursor = max(0, self.cursor - 1)
        elif key == "right":
            self.cursor = min(len(self.text), self.cursor + 1)
        elif key in ("home", "ctrl+a"):
            self.cursor = 0
        elif key in ("end", "ctrl+e"):
            self.cursor = len(self.text)
        elif key == "backspace":
            before = before[:-1]
        elif key == "delete":
            after = after[1:]
        elif key == "ctrl+u":
            before = ""
        elif key == "ctrl+k":
            after = ""
        elif key == "ctrl+w":
            starts = [match.start() for match in re.finditer(r"(?<=\W)\w", before)]
            before = before[: starts[-1]] if starts else ""
        if key in ("backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w"):
            self.text, self.cursor = before + after, len(before)

    def _press_on_selection(self, key: str) -> None:
        self.is_selected = False
        if key in ("backspace", "delete", "ctrl+w", "ctrl+k") or key == "ctrl+u":
            self.text, self.cursor = "", 0
        elif key in ("left", "home", "ctrl+a"):
            self.cursor = 0


def random_burst(seed: int, lines: int) -> tuple[str, Typist]:
    """Keys for `lines` lines in one string, and the typist who typed them."""
    choice = random.Random(seed)
    typist = Typist()
    sent = ""
    for _ in range(lines):
        for _ in range(choice.randint(0, 12)):
            what = choice.random()
            if what < 0.6:
                text = choice.choice(WORDS) + choice.choice(["", " "])
                sent += text
                typist.type(text)
            elif what < 0.9:
                key = choice.choice([key for key in KEYS if key not in ("enter", "tab", "up", "down")])
                sent += KEYS[key]
                typist.press(key)
            elif what < 0.96:
                text = choice.choice(["two\r\nlines", "a\tb", "pasted", "one\x1b[31m red\r"])
                sent += f"\x1b[200~{text}\x1b[201~"
                typist.type(re.sub(r"[\r\n\t]+", " ", text).replace("\x1b", ""))
            else:
                letter = choice.choice("nqbf")
                sent += f"\x1b{letter}"
                typist.commands.append(letter)
        if choice.random() < 0.1:
            for key in ("end", "ctrl+u"):
                sent += KEYS[key]
                typist.press(key)
            sent += REFUSED
            typist.type(REFUSED)
        sent += KEYS["enter"]
        typist.press("enter")
    return sent, typist
