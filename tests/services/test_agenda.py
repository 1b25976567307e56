"""The hand-out: what it says, and that nobody is in it who may not be named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from every_record import Filled, fill
from facilitator.errors import Invalid
from facilitator.exports.agenda import Agenda, AgendaStep, agenda
from facilitator.exports.columns import LEVELS
from facilitator.exports.layouts import lay_out
from facilitator.services.agenda import FORMATS, hand_out
from facilitator.services.export import extract
from hostile import HOSTILE
from meeting_room import Room, waiting_room_fixture  # noqa: F401


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    it = fill(tmp_path_factory.mktemp("record"))
    yield it
    it.store.close()


def of(it: Filled, level: str = "consented", meeting: str = "running") -> Agenda:
    return agenda(extract(it.store, level, meeting_id=it[meeting]), language="en")


def test_steps_stand_with_their_clock_times(waiting_room: Room) -> None:
    made = agenda(extract(waiting_room.store, "consented", meeting_id=waiting_room.meeting_id), language="en")
    starts = [(it.start, it.minutes) for it in made.steps]
    assert starts[0] == (made.start, 5)
    assert starts[1][0] == f"{made.start[:3]}{int(made.start[3:]) + 5:02}"
    assert sum(it.minutes for it in made.steps) == made.minutes == 60
    assert [it.decides for it in made.steps if it.decides] == ["the people in the room"]


def test_a_step_with_a_fixed_time_begins_then(filled: Filled) -> None:
    store = filled.store
    with store.write("a fixed time"):
        steps = store.meetings.steps(filled["running"])
        store.meetings.update_step(steps[-1].id, fixed_start="18:30")
    try:
        assert of(filled).steps[-1].start == "18:30"
    finally:
        store.undo()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("level", LEVELS)
def test_nobody_is_named_who_may_not_be(filled: Filled, level: str, form: str) -> None:
    made = hand_out(filled.store, filled["closed"], level, form)
    if level != "full":
        assert "Żółć" not in made.text
        assert "Quispe" not in made.text
    assert ("Haddad" in made.text) == (level in ("full", "consented"))


def test_what_leaves_is_logged(filled: Filled) -> None:
    hand_out(filled.store, filled["closed"], "roles", "txt")
    assert filled.store.drafts.exports()[0][1:] == ("agenda txt", "roles", 1, "the screen")


def test_only_known_formats(filled: Filled) -> None:
    with pytest.raises(Invalid, match="txt, md, html"):
        hand_out(filled.store, filled["closed"], "roles", "pdf")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_break_no_layout(filled: Filled, form: str, words: str) -> None:
    made = of(filled)
    step = AgendaStep(1, words, "15:00", 5, words, words)
    hostile = Agenda("en", words, words, made.day, "15:00", "16:00", 60, words, words, words, words, (step,), (words,))
    text, trouble = lay_out(f"agenda.{form}", None, a=hostile)
    assert trouble == ""
    assert "<script" not in text


def test_the_users_layout(filled: Filled, tmp_path: Path) -> None:
    (tmp_path / "agenda.txt.jinja").write_text("{{ a.title }} {{ a.nothing }}")
    made = hand_out(filled.store, filled["closed"], "roles", "txt", own_layouts=tmp_path)
    assert "line 1" in made.trouble
    assert "BUSES" in made.text
