from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from facilitator.terminal import KeyParser


def read(*chunks: str, then_wait: pytest.MonkeyPatch | None = None) -> list[str]:
    """The keys and pastes that come of `chunks`; a paste is shown in angle brackets."""
    parser = KeyParser()
    messages: list[Message] = []
    for chunk in chunks:
        messages += parser.feed(chunk)
    if then_wait:
        then_wait.setattr("facilitator.terminal.get_time", lambda: math.inf)
        messages += parser.tick()
    return [
        f"<{m.text}>" if isinstance(m, events.Paste) else m.key
        for m in messages
        if isinstance(m, (events.Key, events.Paste))
    ]


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("ab\r", ["a", "b", "enter"]),
        ("\x1bnab\r", ["alt+n", "a", "b", "enter"]),
        ("\x1bf\x1bb", ["alt+f", "alt+b"]),
        ("\x1bn" + "x" * 40, ["alt+n", *"x" * 40]),
        ("\x1bn\x1b[Dx", ["alt+n", "left", "x"]),
        ("\x1b\x1bnx", ["escape", "alt+n", "x"]),
        ("\x1bOP\x1b[15~\x1b[1;5C", ["f1", "f5", "ctrl+right"]),
        ("\x1b[110;3u\x1b[27u", ["alt+n", "escape"]),
        ("a\x1b[200~b\x1b[31mc\r\nd\x1b[201~e", ["a", "<b\x1b[31mc\r\nd>", "e"]),
        ("\x1b[200~\x1b[201~\x1b[200~x\x1b[201~", ["<>", "<x>"]),
        ("\x1b[200~\x1b[200~x\x1b[201~", ["<\x1b[200~x>"]),
    ],
)
def test_what_the_terminal_sends_becomes_keys_at_once(sent: str, keys: list[str]) -> None:
    assert read(sent) == keys


@pytest.mark.parametrize(
    "sent", ["ab\x1bnc", "a\x1b[200~b\x1b[31mc\x1b[201~d\x1b[D", "\x1b[200~" + "x\x1b[20" * 5 + "\x1b[201~"]
)
def test_it_does_not_matter_where_the_pieces_are_cut(sent: str) -> None:
    whole = read(sent)
    for cut in range(1, len(sent)):
        assert read(sent[:cut], sent[cut:]) == whole
    assert read(*sent) == whole


def test_a_lone_escape_is_a_key_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read("a\x1b") == ["a"]
    assert read("a\x1b", then_wait=monkeypatch) == ["a", "escape"]


def test_an_escape_sent_by_itself_and_a_letter_soon_after_belong_together() -> None:
    assert read("\x1b", "n", "x") == ["alt+n", "x"]


def test_the_end_of_the_input_ends_the_parser() -> None:
    parser = KeyParser()
    assert list(parser.feed("")) == []
    assert parser.is_eof


@given(st.text("a\r\x1b[]~012;mODnP\x7f", max_size=60))
@settings(deadline=None)
def test_a_paste_gives_exactly_what_is_in_it(text: str) -> None:
    if "\x1b[201~" not in text:
        assert read(f"a\x1b[200~{text}\x1b[201~b") == ["a", f"<{text}>", "b"]
