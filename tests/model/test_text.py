from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.model.text import clean, cut, fold, folded_words, one_line

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
"""Any characters a string can hold, halves of surrogate pairs too."""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("plain words", "plain words"),
        ("a\x00b\x07c\x1b[31md", "abc[31md"),
        ("\x1b]0;title\x07x", "]0;titlex"),
        ("one\ntwo\tthree", "one\ntwo\tthree"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("del\x7f c1\x9b31m\x85", "del c131m"),
        ("left\u200eright\u200f\u202eevil\u2066x\u2069\u061c", "leftrightevilx"),
        ("line\u2028para\u2029", "linepara"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("👩\u200d👧 ok", "👩\u200d👧 ok"),
        ("שלום عليكم", "שלום عليكم"),
        ("half \ud800 pair", "half \ufffd pair"),
    ],
)
def test_clean_keeps_words_and_drops_what_drives_a_terminal(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\ntwo", "one two"),
        ("one\r\ntwo\r\n\r\n  three", "one two three"),
        ("one \n\t two", "one two"),
        ("para\u2029graph", "para graph"),
        ("two  blanks stay", "two  blanks stay"),
        ("tab\there", "tab here"),
        ("no\x00thing", "nothing"),
    ],
)
def test_one_line_has_single_blanks_for_breaks(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_cleaned_text_is_safe_stays_the_same_and_can_be_written_to_a_file(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode()
    assert not [letter for letter in kept if unicodedata.category(letter) == "Cc" and letter not in "\n\t"]
    line = one_line(text)
    assert one_line(line) == line
    assert len(line.splitlines()) <= 1
    assert "\t" not in line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Żółć", "zolc"),
        ("ŁUKASZ", "lukasz"),
        ("Søren", "soren"),
        ("Đorđe", "dorde"),
        ("Straße", "strasse"),
        ("Ægir Þór", "aegir thor"),
        ("İstanbul", "istanbul"),
        ("ISPARTA ılık", "isparta ilik"),
        ("O’Connor", "o'connor"),
        ("ΣΊΣΥΦΟΣ", "σισυφος"),
        ("José", "JOSE"),
    ],
)
def test_fold_ignores_case_and_accents(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("क़", "क"), ("ana", "anna"), ("и", "у")])
def test_fold_keeps_letters_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_split_at_punctuation_and_keep_their_apostrophes() -> None:
    assert folded_words("Parents’ Council (Jean-Luc) O’Connor, 9th/10th") == (
        "parents", "council", "jean", "luc", "o'connor", "9th", "10th",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "piece", "rest"),
    [
        ("draft it by fri", "by fri", "draft it"),
        ("by fri draft it", "by fri", "draft it"),
        ("draft by fri the plan", "by fri", "draft the plan"),
        ("draft  it   by fri  the  plan", "by fri", "draft  it the  plan"),
        ("buses :need, shifts", ":need", "buses, shifts"),
        (":need, shifts", ":need", "shifts"),
        (":need ... silence", ":need", "... silence"),
        ("done by fri.", "by fri", "done."),
        ("fri", "fri", ""),
    ],
)
def test_cut_leaves_a_single_blank(text: str, piece: str, rest: str) -> None:
    start = text.index(piece)
    assert cut(text, start, start + len(piece)) == rest
