from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcwidth

from facilitator.widgets.plain import cells, fit, plain, steady, wrap
from hostile import HOSTILE

TEXT = st.text(st.characters(exclude_categories=["Cs", "Co", "Cn"]), max_size=120)


def terminal_cells(text: str) -> int:
    """How far a terminal moves its cursor that knows nothing of joined characters; controls count a thousand."""
    return sum(width if (width := wcwidth(character)) >= 0 else 1000 for character in text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("width", [0, 1, 2, 9, 80])
def test_fit_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    assert terminal_cells(fit(text, width)) == width


@given(text=TEXT, width=st.integers(0, 30))
@settings(deadline=None, max_examples=200)
def test_fit_is_exactly_as_wide_as_asked_whatever_the_text(text: str, width: int) -> None:
    assert terminal_cells(fit(text, width)) == width


@given(text=TEXT, width=st.integers(1, 30))
@settings(deadline=None, max_examples=200)
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(terminal_cells(line) <= width for line in lines)
    if width > 1:
        kept = "".join("".join(steady(plain(text).plain)).split())
        assert "".join("".join(lines).split()) == kept


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("bus", 5, "bus  "),
        ("evenings", 5, "even…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日… "),
        ("cafe\u0301 bar", 5, "café…"),
        ("two\nlines", 9, "two lines"),
        ("evenings", 1, "…"),
    ],
)
def test_fit(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("buses stop at four", 9, ["buses", "stop at", "four"]),
        ("buses stop", 5, ["buses", "stop"]),
        ("abc ", 3, ["abc"]),
        ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("a  b", 2, ["a", "b"]),
        ("  a b", 3, ["  a", "b"]),
        ("日本語", 4, ["日本", "語"]),
        ("日本", 1, ["…", "…"]),
        ("one\n\ntwo", 9, ["one", "", "two"]),
        ("a\tb", 9, ["a b"]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_markup_stays_text() -> None:
    content = plain("[/] [bold]x[/bold]", "bold")
    assert content.plain == "[/] [bold]x[/bold]"
    assert [(span.start, span.end) for span in content.spans] == [(0, len(content.plain))]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_that_drives_a_terminal_gets_through(text: str) -> None:
    for shown in (plain(text).plain, fit(text, 40), *wrap(text, 40)):
        kinds = {unicodedata.category(character) for character in shown.replace("\n", "")}
        assert not kinds & {"Cc", "Zl", "Zp"}
        assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c")


def test_steady_keeps_each_character_in_its_place() -> None:
    text = "a👩🏽‍🏫b 🇵🇹 ❤️"
    assert steady(text) == "a👩🏫b PT ❤"
    assert "".join(steady(character) for character in text) == steady(text)
    assert cells(text) == 1 + 2 + 2 + 1 + 1 + 2 + 1 + 1
