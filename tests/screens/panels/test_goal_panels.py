from __future__ import annotations

from datetime import date

import pytest

from facilitator.screens.panels.rows import bars
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def readings(room: Room, word: str, *values: float) -> None:
    with room.store.write("readings"):
        for at, value in enumerate(values):
            room.store.goals.add_reading(room.goal(word).id, room.today(-100 + at), value)


class TestBars:
    def test_from_the_lowest_to_the_highest(self) -> None:
        assert bars([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█"
        assert bars([5], 0, 10) == "▅"
        assert bars([120, 97, 40], 120, 40) == "█▆▁"

    def test_without_a_span_it_is_flat(self) -> None:
        assert bars([3, 3]) == "▁▁"
        assert bars([]) == ""


class TestReview:
    def test_each_goal_with_baseline_readings_target_and_shares(self, room: Room) -> None:
        readings(room, "attendance", 81, 82.5, 84)
        with room.store.write("dates"):
            room.store.goals.update(
                room.goal("attendance").id, started_on=date(2026, 9, 1), next_review=date(2027, 3, 1), state="on_track"
            )
        panel = room.panel("goal_review")
        panel.panel.width = 100
        assert panel.text == [
            "on track Raise ninth grade attendance next look Mon 1 Mar",
            "81 ▁▂▃ 84 → 90 % by 30 Jun 2027 33 % of the way, 27 % of the time",
            "proposed Cut late arrivals",
            "120 no reading yet → 40 by 30 Jun 2027",
        ]

    @pytest.mark.parametrize(("value", "hint"), [(84.0, ""), (82.0, "worth a look"), (80.0, "talk about it")])
    def test_a_hint_where_progress_is_behind_the_time(self, room: Room, value: float, hint: str) -> None:
        readings(room, "attendance", value)
        with room.store.write("dates"):
            room.store.goals.update(room.goal("attendance").id, started_on=date(2026, 9, 1), state="on_track")
        assert room.panel("goal_review").text[0] == f"on track Raise ninth grade attendance {hint}".strip()

    @pytest.mark.parametrize(
        ("key", "state", "word"),
        [
            ("o", "on_track", "on track"),
            ("r", "at_risk", "at risk"),
            ("f", "off_track", "off track"),
            ("g", "reached", "reached"),
        ],
    )
    def test_the_status_by_one_key(self, room: Room, key: str, state: str, word: str) -> None:
        panel = room.panel("goal_review")
        assert word in panel.says(key, "attendance")
        assert room.goal("attendance").state == state
        assert panel.line("attendance").startswith(word)
        room.undo()
        assert room.goal("attendance").state == "proposed"

    def test_the_same_key_again_is_no_new_look(self, room: Room) -> None:
        panel = room.panel("goal_review")
        panel.press("o", "attendance")
        assert panel.says("o", "attendance").endswith("already.")
        assert len(room.goal("attendance").readings) == 1

    def test_off_track_becomes_a_topic_for_later(self, room: Room) -> None:
        panel = room.panel("goal_review")
        assert panel.says("f", "attendance").endswith("parked as a topic")
        assert panel.line("attendance").endswith("parked as a topic")
        assert [p.text for p in room.store.notes.parked(room.meeting_id)] == ["Off track: Raise ninth grade attendance"]

    def test_readings_changes_and_notes_are_typed(self, room: Room) -> None:
        panel = room.panel("goal_review")
        assert panel.completes("v", "attendance") == "/goal attendance "
        room.type(panel.completes("v", "attendance") + "84 on")
        assert (room.goal("attendance").current, room.goal("attendance").state) == (84, "on_track")
        room.type(panel.completes("a", "attendance") + "target 92 because the board raised it")
        assert room.goal("attendance").target == 92
        room.type(panel.completes("n", "attendance") + "buses are the reason")
        assert room.store.notes.of_meeting(room.meeting_id)[-1].goal_id == room.goal("attendance").id
        room.type(panel.completes("t", "attendance") + "the need is met")
        assert room.goal("attendance").state == "retired"
        assert panel.completes("p") == "/propose "

    def test_what_was_settled_here_stays_and_what_was_settled_before_does_not_show(self, room: Room) -> None:
        panel = room.panel("goal_review")
        panel.press("g", "attendance")
        with room.store.write("before"):
            room.store.goals.update(room.goal("late").id, state="retired")
        assert panel.line("attendance").startswith("reached")
        assert panel.line("late") == ""

    def test_no_goal_yet(self, room: Room) -> None:
        with room.store.write("before"):
            for goal in room.store.goals.all(room.partnership_id):
                room.store.goals.update(goal.id, state="retired")
        assert room.panel("goal_review").text == ["No goal yet. p proposes one."]
        assert room.panel("agree_measure").text == ["No goal yet. p proposes one."]


class TestMeasure:
    def test_what_each_goal_lacks(self, room: Room) -> None:
        panel = room.panel("agree_measure")
        assert panel.text[0] == "Raise ninth grade attendance no measure, no next reading"
        assert panel.text[1] == "81 → 90 % · by Wed 30 Jun 2027 · carried by Northside High"
        room.type("/adjust attendance measure present of enrolled")
        room.type("/adjust attendance review 14 jan")
        assert panel.line("Raise ninth grade attendance") == "Raise ninth grade attendance"
        assert panel.text[1].startswith("present of enrolled · 81 → 90 %")
        assert "next reading Thu 14 Jan" in " ".join(panel.text[1:3])

    def test_a_key_a_field(self, room: Room) -> None:
        panel = room.panel("agree_measure")
        typed = {key: panel.completes(key, "attendance") for key in "mbtudnvp"}
        assert typed == {
            "m": "/adjust attendance measure ",
            "b": "/adjust attendance baseline ",
            "t": "/adjust attendance target ",
            "u": "/adjust attendance unit ",
            "d": "/adjust attendance due ",
            "n": "/adjust attendance review ",
            "v": "/goal attendance ",
            "p": "/propose ",
        }

    def test_enter_fills_the_first_gap(self, room: Room) -> None:
        panel = room.panel("agree_measure")
        room.type(panel.completes("enter", "attendance") + "present of enrolled")
        assert room.goal("attendance").measure == "present of enrolled"
        assert panel.completes("enter", "attendance") == "/adjust attendance review "
        assert panel.press("m") is None
