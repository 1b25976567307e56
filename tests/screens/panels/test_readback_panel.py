from __future__ import annotations

import pytest

from facilitator.screens.panels.base import Complete, Says
from facilitator.screens.panels.readback import ReadbackPanel
from facilitator.services import readback
from meeting_room import PanelAt, Room, room_fixture, waiting_room_fixture  # noqa: F401


@pytest.fixture
def held(waiting_room: Room) -> Room:
    """A meeting with a gap of every kind, and one promise from before."""
    waiting_room.hold_earlier("!@tomasz send the route map by 30 nov")
    room = waiting_room.start()
    room.type("/here ana amina")
    room.at("round")
    for line in (
        "@ana buses stop at four",
        "< so nobody can stay late",
        "@amina my shift ends at six",
        "< evenings are out for you",
        "@petra one",
        "@tomaz two",
        "?@amina who pays for the late bus",
    ):
        room.type(line)
    room.at("discuss")
    room.at("decide")
    for line in ("= pilot two late buses until June", "/fist 0 0 0 3 3 2", "/concern drivers need a second person"):
        room.type(line)
    room.at("actions")
    for line in ("!@ben draft the bus agreement by 15 jan", "! ask the library", "!@ana print the map"):
        room.type(line)
    room.at("close")
    for line in ("+@ben found two drivers", "> cafeteria menu"):
        room.type(line)
    return room


def panel(room: Room, width: int = 100) -> PanelAt:
    it = PanelAt(ReadbackPanel(room.store, room.meeting_id, room.step("close")))
    it.panel.width = width
    return it


def section(it: PanelAt, title: str) -> list[str]:
    """The rows under a heading, to the next empty one."""
    text = it.text
    start = next(index for index, line in enumerate(text) if line.startswith(title)) + 1
    return text[start : text.index("", start)]


def test_gaps_first(held: Room) -> None:
    assert panel(held).text[0].startswith("MEND FIRST")
    assert section(panel(held), "MEND FIRST") == [
        "no owner, no date 3 ask the library",
        "no date 4 Ana Ruiz: print the map",
        "whose name? tomaz? “two”",
        "whose name? petra? “one”",
        "not confirmed Amina Diallo: “evenings are out for you”",
        "not confirmed Ana Ruiz: “so nobody can stay late”",
        "not answered 1 Amina Diallo asked: who pays for the late bus",
        "left no record 5 Main topic",
    ]
    assert readback.gather(held.store, held.meeting_id).gaps == 8


def test_every_decision_and_promise_in_full(held: Room) -> None:
    held.type("/review 1 feb")
    held.type("/affected students")
    assert section(panel(held), "WE AGREED") == [
        "1 NEW pilot two late buses until June",
        "fist: 5 of 8 at 4–5, agreed · look again Mon 1 Feb 2027",
        "concern, word for word: “drivers need a second person”",
        "affected but absent: students",
    ]
    assert section(panel(held), "WE PROMISED") == [
        "2 NEW Ben O'Connor draft the bus agreement · Fri 15 Jan 2027",
        "3 NEW nobody yet ask the library · no date",
        "4 NEW Ana Ruiz print the map · no date",
        "1 Tomasz Żółć send the route map · Mon 30 Nov 2026",
    ]
    assert section(panel(held), "STILL OPEN") == [
        "Amina Diallo asked (1): who pays for the late bus",
        "for later: cafeteria menu",
    ]


@pytest.mark.parametrize("width", [44, 60, 75])
def test_long_words_are_wrapped_not_cut(held: Room, width: int) -> None:
    words = "draw a map that shows every stop of both routes and the minutes between them " * 3
    held.type(f"!@ana {words}by fri")
    text = " ".join(" ".join(panel(held, width).text).split())
    assert words.strip() in text
    assert "…" not in text
    dates = [line for line in panel(held, width).text if "27 Nov 2026" in line]
    assert len(dates) == 1


def test_what_the_room_says(held: Room) -> None:
    it = panel(held)
    assert it.line("worth the time") == "worth the time not asked yet (v)"
    for line in ("/plus good pace", "/delta start on time", "/rate 0 0 1 4 2"):
        held.type(line)
    held.at("open")
    held.type("/concern too many papers")
    text = it.text
    assert text[text.index("plus good pace") :] == [
        "plus good pace",
        "delta start on time",
        "concern too many papers",
        "worth the time ▁▁▃█▅ 7 answers",
        "worthless 0 · lost time 0 · broke even 1 · gained 4 · superb 2",
        "thanks Ben O'Connor: found two drivers",
        "next meeting no day agreed yet (t)",
    ]


def test_the_next_date_agreed_planned_or_missing(held: Room) -> None:
    with held.store.write("cadence"):
        held.store.people.update_partnership(held.partnership_id, cadence="every 2 weeks")
    it = panel(held)
    assert it.line("next meeting") == "next meeting no day agreed yet (t), as planned it is Sat 5 Dec 2026"
    held.type(it.completes("enter", "next meeting") + "17 dec")
    assert it.line("next meeting") == "next meeting Thu 17 Dec 2026"


class TestMending:
    def test_promises(self, held: Room) -> None:
        it = panel(held)
        assert it.completes("enter", "no owner, no date") == "/own 3 "
        assert it.completes("m", "no owner, no date") == "/move 3 "
        assert it.completes("x", "no owner, no date") == "/drop 3 "
        assert it.completes("enter", "no date 4") == "/move 4 "
        held.type("/own 3 ben")
        held.type("/move 3 fri")
        assert it.line("no owner, no date") == ""

    def test_promises_heard_wrong_are_mended_where_they_stand(self, held: Room) -> None:
        it = panel(held)
        assert it.completes("w", "2 NEW Ben") == "/own 2 "
        assert it.completes("enter", "2 NEW Ben") == "/move 2 "
        assert it.completes("m", "1 Tomasz") == "/move 1 "

    def test_names_the_latest_and_an_earlier_one(self, held: Room) -> None:
        it = panel(held)
        assert it.completes("enter", "petra?") == "/who petra is "
        held.type(it.completes("enter", "petra?") + "new Petra Novak")
        assert it.completes("w", "tomaz?") == "/who "
        held.type(it.completes("w", "tomaz?") + "tomasz")
        assert it.line("whose name?") == ""

    def test_paraphrases(self, held: Room) -> None:
        it = panel(held)
        assert it.completes("c", "evenings are out") == "n "
        assert it.completes("c", "nobody can stay late") == "n@ana "
        assert it.says("y", "evenings are out") == "Confirmed: heard right."
        assert it.says("n", "nobody can stay late") == "Kept as not quite right."
        assert it.line("not confirmed") == ""
        held.undo()
        assert it.line("not confirmed").endswith("“so nobody can stay late”")

    def test_questions_and_steps_without_a_record(self, held: Room) -> None:
        it = panel(held)
        assert it.completes("a", "not answered") == "/answer 1 "
        held.type(it.completes("enter", "not answered") + "the district does")
        assert it.line("not answered") == ""
        assert it.completes("enter", "left no record") == "/goto 5"

    def test_decisions(self, held: Room) -> None:
        it = panel(held)
        held.type("= ask the library")
        assert it.completes("r", "1 NEW pilot") == "/review #1 "
        assert it.completes("enter", "2 NEW ask the library") == "/review "
        assert it.completes("o", "1 NEW pilot") == "/overrule #1 not agreed "
        held.type(it.completes("c", "1 NEW pilot") + "too soon")
        assert held.store.decisions.of_meeting(held.meeting_id)[0].concerns[-1] == "too soon"

    @pytest.mark.parametrize(("key", "typed"), [("p", "/plus "), ("d", "/delta "), ("v", "/rate "), ("t", "/meet ")])
    def test_keys_of_the_close(self, held: Room, key: str, typed: str) -> None:
        assert panel(held).completes(key) == typed
        assert panel(held).press("enter") is None

    def test_a_row_that_went_meanwhile_means_nothing(self, held: Room) -> None:
        it = panel(held)
        gone = {word: it.row(word).id for word in ("not answered", "whose name?", "left no record", "1 NEW pilot")}
        held.store.undo()
        for row_id in (f"{row_id.partition(':')[0]}:gone" for row_id in gone.values()):
            outcome = it.panel.press("enter", row_id)
            assert outcome is None or not isinstance(outcome, Complete | Says)


def test_with_nothing_to_mend_there_is_no_heading_for_it(room: Room) -> None:
    room.type("/here ana")
    it = panel(room)
    assert it.text[0] == "WE AGREED"
    assert it.line("MEND") == ""
    assert section(it, "WE AGREED") == section(it, "WE PROMISED") == section(it, "STILL OPEN") == ["nothing"]


class TestCloseStep:
    def test_the_read_back_in_short(self, held: Room) -> None:
        it = held.panel("close")
        assert it.text[0] == "1 agreed · 3 promised · 8 to mend · /end reads all of it back"
        assert it.text[1] == "no owner, no date 3 ask the library"
        assert it.line("worth the time") == "worth the time not asked yet (v)"
        held.type(it.completes("p") + "good pace")
        held.type(it.completes("enter", "worth the time") + "0 0 1 4 2")
        assert it.line("plus") == "plus good pace"
        assert it.line("worth the time").endswith("7 answers")
        assert it.completes("enter", "no owner, no date") == "/own 3 "
        assert it.says("y", "evenings") == "Confirmed: heard right."

    def test_nothing_to_mend(self, room: Room) -> None:
        room.type("/here ana")
        assert room.panel("close").text[0] == "0 agreed · 0 promised · nothing to mend · /end reads all of it back"
