"""Completing names, goals, tags and commands."""

from __future__ import annotations

import pytest

from facilitator.screens.completion import candidates, complete
from sample_room import ROOM


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("@ami", "@amina "),
        ("x @ami", "x @amina "),
        ("!@ami", "!@amina "),
        ("note :ne", "note :need "),
        ("/und", "/undo "),
        ("/here ami", "/here amina "),
        ("/here ben ami", "/here ben amina "),
        ("/goal att", "/goal attendance "),
        ("x #cut", "x #cut "),
    ],
)
def test_tab_completes_the_word_before_the_cursor(typed: str, wanted: str) -> None:
    assert complete(typed, len(typed), ROOM) == (wanted, len(wanted))


@pytest.mark.parametrize(
    "typed", ["", "plain words", "office@school.org", "3:30", "/plus goo", "/goal attendance 8", ":zzz"]
)
def test_anything_else_stays(typed: str) -> None:
    assert complete(typed, len(typed), ROOM) is None


def test_what_stands_behind_the_cursor_stays() -> None:
    assert complete("@ami says", 4, ROOM) == ("@amina says", 7)


def test_all_commands_for_a_slash() -> None:
    found = candidates("/", 1, ROOM)
    assert found is not None
    assert len(found[1]) > 30
