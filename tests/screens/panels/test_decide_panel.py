from __future__ import annotations

import pytest

from facilitator.model.decisions import METHODS
from meeting_room import PanelAt, Room, room_fixture, waiting_room_fixture  # noqa: F401


@pytest.fixture
def decided(room: Room) -> Room:
    room.type("/here ana ben")
    room.at("decide")
    room.type("= pilot two late buses")
    return room


def fist(room: Room) -> PanelAt:
    panel = room.panel()
    panel.press("m")
    panel.press("m")
    assert room.decision().method == "fist"
    return panel


def test_before_there_is_a_proposal(room: Room) -> None:
    panel = room.panel("decide")
    assert panel.text[0].startswith("No proposal yet")
    assert panel.completes("c") == "/concern "
    assert panel.press("m") is None


def test_a_decision_that_was_only_noted(decided: Room) -> None:
    assert decided.panel().text == [
        "agree 1 pilot two late buses",
        "how noted, nobody counted m",
        "result agreed",
        "present schools, businesses",
        "absent students",
        "absent families",
        "absent residents",
        "again no day yet (r)",
    ]


def test_what_was_agreed_earlier_is_the_proposal_until_there_is_another(room: Room) -> None:
    room.at("discuss")
    room.type("= pilot two late buses")
    panel = room.panel("decide")
    assert panel.text[:2] == [
        "agree 1 pilot two late buses",
        "Said earlier in this meeting; = and the words makes another proposal.",
    ]
    panel.press("m")
    panel.press("m")
    panel.press("3", "4 good")
    assert room.decision().tally == (0, 0, 0, 0, 3, 0)
    assert "Said earlier" in panel.text[1]
    room.at("decide")
    room.type("= ask the city for one bus")
    assert room.panel().text[0] == "agree 2 ask the city for one bus"


def test_the_method_goes_round(decided: Room) -> None:
    panel = decided.panel()
    seen = []
    for _ in METHODS:
        panel.press("m")
        seen.append(decided.decision().method)
    assert seen == ["gradients", "fist", "consent", "majority", "noted"]
    decided.undo()
    assert decided.decision().method == "majority"
    panel.press("enter", "how")
    assert decided.decision().method == "noted"


def test_the_legend_is_printed_beside_every_count(decided: Room) -> None:
    panel = decided.panel()
    panel.press("m")
    assert [line for line in panel.text if line[0].isdigit()] == [
        "1 whole-hearted 0",
        "2 minor point 0",
        "3 support with reservations 0",
        "4 abstain 0",
        "5 more discussion needed 0",
        "6 don't like it but will support 0",
        "7 serious disagreement 0",
        "8 block 0",
    ]
    assert panel.line("result") == "result gradients: nobody counted yet, open"


def test_arrows_count_and_the_counts_set_the_result(decided: Room) -> None:
    panel = fist(decided)
    panel.press("right", "good")
    panel.press("right", "good")
    panel.press("right", "some concern")
    assert decided.decision().tally == (0, 0, 1, 0, 2, 0)
    assert panel.line("result") == "result fist: 1 of 3 under 3, not agreed"
    assert panel.line("4 good") == "4 good 2 ██"
    panel.press("left", "some concern")
    assert (decided.decision().tally, decided.decision().result) == ((0, 0, 0, 0, 2, 0), "agreed")
    decided.undo()
    assert decided.decision().tally == (0, 0, 1, 0, 2, 0)


def test_back_to_nobody_counted(decided: Room) -> None:
    panel = fist(decided)
    panel.press("right", "good")
    panel.press("left", "good")
    panel.press("left", "good")
    assert (decided.decision().tally, decided.decision().result, decided.decision().method) == ((), "open", "fist")


def test_digits_set_a_count_one_behind_the_other(decided: Room) -> None:
    panel = fist(decided)
    for key in "12":
        panel.press(key, "good")
    panel.press("3", "champion")
    assert decided.decision().tally == (0, 0, 0, 0, 12, 3)
    panel.press("4", "good")
    assert decided.decision().tally[4] == 4
    panel.press("5", "good")
    panel.press("backspace", "good")
    assert decided.decision().tally[4] == 4
    panel.press("delete", "good")
    assert decided.decision().tally == (0, 0, 0, 0, 0, 3)


def test_a_level_of_another_method_means_nothing_any_more(decided: Room) -> None:
    panel = decided.panel()
    panel.press("m")
    block = panel.row("8 block").id
    panel.press("m")
    assert panel.panel.press("right", block) is None
    assert decided.decision().tally == ()


def test_much_support_and_little_warmth_is_said(decided: Room) -> None:
    decided.type("/lean 1 0 4 1 0 1 0 0")
    assert decided.panel().line("result").endswith("agreed · lukewarm: talk again before acting")
    decided.type("/lean 4 0 2 1 0 0 0 0")
    assert "lukewarm" not in decided.panel().line("result")
    decided.type("/lean 0 0 9 0 0 0 0 1")
    assert "lukewarm" not in decided.panel().line("result")


def test_concerns_stand_word_for_word(decided: Room) -> None:
    panel = decided.panel()
    room_words = "drivers need a second person, and somebody who knows the children on that route by sight"
    decided.type(panel.completes("c") + room_words)
    lines = panel.text[panel.text.index(panel.line("concern")) :][:2]
    assert " ".join(lines) == f"concern “{room_words}”"


def test_groups_present_and_affected_but_absent(decided: Room) -> None:
    panel = decided.panel()
    panel.press("a", "students")
    assert panel.line("absent students") == "absent students affected by this"
    panel.press("space", "families")
    assert decided.decision().groups_absent == ("student", "family")
    panel.press("a", "students")
    assert decided.decision().groups_absent == ("family",)
    decided.undo()
    assert decided.decision().groups_absent == ("student", "family")
    assert panel.completes("a") == "/affected "


def test_the_day_it_comes_back_and_another_result_are_typed(decided: Room) -> None:
    panel = decided.panel()
    decided.type(panel.completes("r") + "1 feb")
    assert panel.line("again") == "again Mon 1 Feb 2027"
    assert panel.completes("o") == "/overrule not agreed "
    decided.type(panel.completes("o") + "the board must see it")
    assert panel.line("result") == "result not agreed"
    assert panel.line("because") == "because the board must see it"
    assert panel.completes("o") == "/overrule agreed "


def test_several_decisions_in_one_step(decided: Room) -> None:
    decided.type("= ask the library")
    panel = decided.panel()
    assert panel.text[0] == "agree 2 ask the library"
    assert panel.text[-1] == "also 1 pilot two late buses agreed"
    panel.press("enter", "also 1")
    assert panel.text[0] == "agree 1 pilot two late buses"
    assert panel.completes("r") == "/review #1 "
    panel.press("m")
    assert [d.method for d in decided.store.decisions.of_step(decided.step("decide").id)] == ["gradients", "noted"]
    decided.type(panel.completes("c") + "too soon")
    assert decided.store.decisions.of_step(decided.step("decide").id)[0].concerns == ("too soon",)
