from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.model.echo import MARKS, echo, placeholder
from facilitator.model.line import LineKind
from sample_room import SPOKEN, WAITING, read


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("", ""),
        ("/next", ""),
        ("room went quiet", "note"),
        ("room went quiet :concern", "note · concern"),
        ("@ana buses stop :need", "said · Ana Ruiz · school · need"),
        ("~@ana buses", "said · Ana Ruiz · school · private"),
        ("@families wait", "said · Family"),
        ("@library opens late", "said · City Library · cultural"),
        ("@tomaz shut", 'said · who is "tomaz"? /who 1 Tomasz Żółć · /who new'),
        ("< so", "given back · to the room"),
        ("<@ana so", "given back · Ana Ruiz · school"),
        ("<< three barriers", "summary · to the room"),
        ("? what now", "open question"),
        ("? is it", "closed question"),
        ("? the bus", "question"),
        ("?@maria who pays", "asked · María Silva · family"),
        ("?? who pays", "asked"),
        ("+@ben found drivers", "thanks · Ben O'Connor · business"),
        ("+ two drivers", "success"),
        (
            "!@ben draft the bus agreement by fri #att",
            "action · Ben O'Connor · Fri 27 Nov 2026 · goal: Raise ninth grade attendance",
        ),
        ("!@ben go with @amina next meeting", "action · Ben O'Connor · with Amina Diallo · next meeting"),
        ("! draft it", "action"),
        ("= two buses #att", "decision · goal: Raise ninth grade attendance"),
        ("> menu", "parked"),
        ("! ", "note · an action needs some words"),
        (
            "~?@maria who pays",
            "note · a turn for María Silva · private"
            " · a question that needs an answer is shared by nature: kept as a private note",
        ),
    ],
)
def test_the_echo_says_what_was_understood(raw: str, shown: str) -> None:
    assert echo(read(raw)) == shown


def test_the_echo_of_an_answer_names_the_paraphrase() -> None:
    assert echo(read("y", WAITING)) == "yes · Amina Diallo · family · “evenings are out for you”"
    assert echo(read("n@ana at five", WAITING)) == "no · Ana Ruiz · school · “no bus after four” · they meant: at five"
    assert echo(read("y@tomaz", WAITING)) == "yes · tomaz · “the doors are shut”"


def test_the_echo_names_who_goes_on() -> None:
    assert echo(read("@ and so", SPOKEN)) == "said · Amina Diallo · family"


def test_every_mark_is_taught_with_an_example_that_does_what_it_says() -> None:
    made = [read(mark.example).kind for mark in MARKS]
    assert made == [
        LineKind.SAID, LineKind.PARAPHRASE, LineKind.SUMMARY, LineKind.QUESTION, LineKind.ASKED, LineKind.APPRECIATION,
        LineKind.ACTION, LineKind.DECISION, LineKind.PARKED, LineKind.SAID, LineKind.COMMAND,
    ]  # fmt: skip
    for mark in MARKS:
        assert mark.example.startswith(mark.mark.removesuffix("who"))
    assert read(MARKS[-2].example).is_private


def test_the_empty_line_teaches_six_marks() -> None:
    assert placeholder(()) == "@who said · < give back · ? ask · ! promise · = agree · > later"
    assert placeholder(("=", "@who", "?")).startswith("= agree · @who said · ? ask · < give back")
    assert placeholder(("+",)).startswith("+ thank · ")


def test_kinds_are_words() -> None:
    line = read("@ana x")
    for kind in set(LineKind) - {LineKind.EMPTY, LineKind.COMMAND}:
        assert echo(replace(line, kind=kind))
