from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from wcwidth import wcswidth, wcwidth

from facilitator.model.notes import Item
from facilitator.model.people import Party
from facilitator.widgets.notes_rows import height, rows
from hostile import HOSTILE

LISBON = ZoneInfo("Europe/Lisbon")
ANA = Party("person", "p1", "Ana", "Northside High", "school")
ITEM = Item("note", "n1", "s1", datetime(2026, 7, 1, 14, 17, tzinfo=UTC), "said", "buses stop at four", ANA)


def texts(item: Item, width: int = 68) -> list[str]:
    return ["".join(text for text, _ in row).rstrip() for row in rows(item, width, LISBON)]


def words(item: Item) -> list[tuple[str, str]]:
    return [(text.strip(), part) for text, part in rows(item, 68, LISBON)[0] if part in ("word", "waiting", "private")]


def test_the_columns_are_time_who_text_and_state() -> None:
    item = replace(ITEM, word="need")
    assert texts(item) == ["15:17 Ana · school      buses stop at four                      need"]


def test_long_text_wraps_under_itself_and_never_under_the_state() -> None:
    item = replace(
        ITEM, kind="paraphrase", text="so without a car nobody can stay late here", word="waiting", is_waiting=True
    )
    assert texts(item) == [
        "15:17 ↩ Ana · school    so without a car nobody can stay     waiting",
        "                        late here",
    ]
    assert words(item) == [("waiting", "waiting")]


@pytest.mark.parametrize(
    ("item", "who"),
    [
        (replace(ITEM, kind="note", party=None), ""),
        (replace(ITEM, kind="summary", party=None), "↩↩"),
        (replace(ITEM, kind="asked", number=7), "??7 Ana · school"),
        (replace(ITEM, kind="action", number=12, party=replace(ANA, name="Ben O'Connor")), "!12 Ben O'Connor"),
        (replace(ITEM, kind="decision", number=3, party=None), "=3"),
        (replace(ITEM, kind="delta", party=None), "delta"),
        (replace(ITEM, party=Party("unknown", "", "tomaz")), "tomaz?"),
        (replace(ITEM, party=Party("group", "family", "family", group="family")), "family"),
        (replace(ITEM, party=replace(ANA, name="Maria Antónia de Sousa e Albuquerque")), "Maria Antónia de…"),
    ],
)
def test_who(item: Item, who: str) -> None:
    assert texts(item)[0][6:23].rstrip() == who


def test_private_is_a_word() -> None:
    assert words(replace(ITEM, visibility="private")) == [("private", "private")]
    both = replace(ITEM, visibility="private", word="waiting", is_waiting=True)
    assert words(both) == [("waiting · private", "waiting")]


def test_what_waits_always_says_so() -> None:
    assert words(replace(ITEM, is_waiting=True)) == [("waiting", "waiting")]


@pytest.mark.parametrize("width", [1, 7, 24, 40, 80, 120])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_row_fills_the_width_whatever_the_text(text: str, width: int) -> None:
    item = replace(ITEM, text=text, party=replace(ANA, name=text, group=text), word=text[:30], number=4)
    drawn = rows(item, width, LISBON)
    assert len(drawn) == height(item, width)
    for row in drawn:
        line = "".join(text for text, _ in row)
        assert sum(map(wcwidth, line)) == width
        assert min(map(wcwidth, line)) >= 0


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_state_ends_at_the_right_edge_whatever_the_text(text: str) -> None:
    [first, *_] = rows(replace(ITEM, text=text, word="yes"), 60, LISBON)
    assert first[-1] == ("  yes", "word")
    assert wcswidth("".join(text for text, _ in first[:-1])) == 55
