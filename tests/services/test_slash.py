from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.commands import BY_SLASH, MEETING
from facilitator.errors import FacilitatorError, NotFound
from facilitator.model.people import Party
from facilitator.screens.meeting_commands import SCREEN_COMMANDS
from facilitator.services import close, record, slash
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401

# 21 November 2026 is a Saturday.


def bad(room: Room, typed: str) -> str:
    """Why a command cannot be done; nothing has changed then."""
    before = room.store.value("SELECT count(*) FROM change")
    with pytest.raises(FacilitatorError) as caught:
        room.type(typed)
    assert room.store.value("SELECT count(*) FROM change") == before, "a refused command changed the record"
    return str(caught.value)


def test_every_command_is_done_here_or_by_the_screen() -> None:
    assert set(slash.COMMANDS) | SCREEN_COMMANDS.keys() == set(BY_SLASH)
    assert set(slash.COMMANDS) & SCREEN_COMMANDS.keys() == {"fit"}


def test_no_letter_and_no_name_twice() -> None:
    assert len({command.slash for command in MEETING}) == len(MEETING)
    letters = [command.letter for command in MEETING if command.letter]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize(
    ("typed", "said"), [("nxt", "Did you mean /next?"), ("zzzz", "/ lists all."), ("", "/ lists all.")]
)
def test_a_command_that_is_none(room: Room, typed: str, said: str) -> None:
    with pytest.raises(NotFound, match=said.replace("?", r"\?")):
        slash.execute(room.store, room.meeting, typed, "", room.context)


class TestSteps:
    def test_start(self, waiting_room: Room) -> None:
        assert waiting_room.type("/start") == "The meeting has begun."
        assert waiting_room.meeting.state == "running"
        assert "already" in bad(waiting_room, "/start")

    def test_next_and_back(self, room: Room) -> None:
        assert room.type("/next") == "Now: What we said we would change"
        assert room.type("/back") == "Back to: Arrive"
        assert "first step" in bad(room, "/back")

    def test_next_at_the_end_says_how_to_close(self, room: Room) -> None:
        room.at("close")
        assert "/end" in room.type("/next")

    def test_goto(self, room: Room) -> None:
        assert room.type("/goto 6") == "Now: Decision"
        assert room.type("/goto #7") == "Now: Goal glance"

    @pytest.mark.parametrize("words", ["", "x", "0", "99", "-1", "1", "²", "9" * 5000])
    def test_goto_nowhere(self, room: Room, words: str) -> None:
        bad(room, f"/goto {words}")
        assert room.now_at == "open"

    def test_pause_and_resume(self, room: Room) -> None:
        room.type("/pause")
        assert room.meeting.state == "paused"
        room.type("/pause")
        assert room.meeting.state == "running"
        assert "not paused" in bad(room, "/resume")
        room.type("/pause")
        room.type("/resume")
        assert room.meeting.state == "running"

    def test_extend_and_shrink(self, room: Room) -> None:
        assert room.type("/extend") == "Arrive: 10 minutes."
        assert room.type("/extend 3") == "Arrive: 13 minutes."
        assert room.type("/shrink 12") == "Arrive: 1 minutes."

    @pytest.mark.parametrize(
        "typed", ["/shrink", "/shrink x", "/shrink 5", "/extend 0", "/extend five", "/extend 2000"]
    )
    def test_minutes_that_cannot_be(self, room: Room, typed: str) -> None:
        bad(room, typed)
        assert room.step("open").planned_minutes == 5

    def test_fit(self, room: Room) -> None:
        assert "on time" in bad(room, "/fit 1")
        room.clock.forward(minutes=8)
        assert "1, 2 or 3" in bad(room, "/fit 4")
        assert room.type("/fit 1").startswith("Shrink: the meeting ends at ")
        bad(room, "/fit one")

    def test_skip_and_defer(self, room: Room) -> None:
        room.at("round")
        assert room.type("/skip") == "Skipped. Now: Main topic"
        assert room.type("/defer") == "Moved to the next meeting. Now: Decision"
        assert (room.step("round").state, room.step("discuss").state) == ("skipped", "moved")
        room.at("close")
        assert "/end" in room.type("/skip")

    def test_step(self, room: Room) -> None:
        assert room.type("/step Bus routes 10") == "Added after this step: Bus routes, 10 minutes."
        assert room.type("/step Bus routes") == "Added after this step: Bus routes, 5 minutes."
        assert room.type("/step 2027") == "Added after this step: 2027, 5 minutes."
        assert [s.title for s in room.store.meetings.steps(room.meeting_id)][1:4] == [
            "2027",
            "Bus routes",
            "Bus routes",
        ]

    @pytest.mark.parametrize("typed", ["/step", "/step x 0", "/step x 9999"])
    def test_a_step_that_cannot_be(self, room: Room, typed: str) -> None:
        bad(room, typed)

    def test_a_number_too_long_for_minutes_is_part_of_the_title(self, room: Room) -> None:
        room.type("/step Route " + "9" * 5000)
        assert room.store.meetings.steps(room.meeting_id)[1].planned_minutes == 5


class TestPeople:
    @pytest.mark.parametrize(
        ("command", "status", "mode"),
        [
            ("here", "present", "room"),
            ("late", "late", "room"),
            ("remote", "present", "remote"),
            ("left", "left", "room"),
            ("absent", "absent", "room"),
            ("apologies", "apologies", "room"),
        ],
    )
    def test_attendance_of_several(self, room: Room, command: str, status: str, mode: str) -> None:
        said = room.type(f"/{command} ana ben")
        assert said.endswith("Ana Ruiz, Ben O'Connor")
        for name in ("Ana Ruiz", "Ben O'Connor"):
            assert (room.attendee(name).status, room.attendee(name).mode) == (status, mode)
        room.undo()
        assert room.attendee("Ana Ruiz").status == "expected"

    @pytest.mark.parametrize("command", ["here", "late", "remote", "left", "absent", "apologies", "turn"])
    @pytest.mark.parametrize("words", ["", "ana petra"])
    def test_attendance_of_nobody_known(self, room: Room, command: str, words: str) -> None:
        bad(room, f"/{command} {words}")

    def test_walk_in(self, room: Room) -> None:
        assert room.type("/walkin Petra Novak") == "Guest: Petra Novak"
        assert room.type("/walkin Ola Berg, families") == "Guest: Ola Berg"
        assert room.party("ola").group == "family"
        assert room.type("/walkin student") == "Guest: student 2"
        assert room.type("/walkin pupil") == "Guest: student 3"
        assert room.type("/walkin Jo Berg, parent") == "Guest: Jo Berg"
        assert room.party("jo").group == "family"
        bad(room, "/walkin")
        assert "no group" in bad(room, "/walkin Ola Berg, wizards")

    def test_count(self, room: Room) -> None:
        assert room.type("/count students 12") == "students: 12 by head-count."
        assert room.type("/count community organisations 3") == "community organisations: 3 by head-count."
        assert room.attendee("students").head_count == 12
        assert room.type("/count pupils 14") == "students: 14 by head-count."
        assert room.attendee("students").head_count == 14

    @pytest.mark.parametrize(
        "words", ["", "students", "12", "students many", "students -3", "students 100001", "students " + "9" * 5000]
    )
    def test_counts_that_cannot_be(self, room: Room, words: str) -> None:
        bad(room, f"/count {words}")

    def test_turn(self, room: Room) -> None:
        assert room.type("/turn ana families") == "A turn for Ana Ruiz, family."
        assert {turn[1]: turn[3] for turn in room.store.meetings.turns(room.meeting_id)} == {"school": 1, "family": 1}
        room.undo()
        assert room.store.meetings.turns(room.meeting_id) == []

    def test_queue(self, room: Room) -> None:
        assert room.type("/queue ana ben") == "In the queue: Ana Ruiz, Ben O'Connor."
        assert room.type("/queue") == "The word to Ana Ruiz."
        room.type("/queue")
        assert "Nobody" in bad(room, "/queue")
        bad(room, "/queue petra")

    def test_by_people(self, room: Room) -> None:
        room.type("/bypeople")
        assert room.meeting.counts_by_person
        room.type("/bypeople off")
        assert not room.meeting.counts_by_person

    def test_who_by_name_by_number_and_new(self, room: Room) -> None:
        room.type("@tomaz nobody asked us")
        assert room.type("/who tomasz") == '"tomaz" is Tomasz Żółć.'
        room.type("@tomaz again")
        assert room.type("/who 1") == '"tomaz" is Tomasz Żółć.'
        room.type("@petra I am new")
        assert room.type("/who new") == '"petra" is petra.'
        room.type("@ola me too")
        assert room.type("/who new Ola Berg") == '"ola" is Ola Berg.'
        assert room.store.timeline.unknown_names(room.meeting_id) == []

    def test_who_new_is_one_act(self, room: Room) -> None:
        room.type("@petra I am new")
        room.type("/who new")
        assert room.undo() == 'who is "petra"'
        assert room.context.names.find("petra") is None
        assert room.items()[-1].party == Party("unknown", "", "petra")

    def test_who_is_an_earlier_one(self, room: Room) -> None:
        room.type("@tomaz one")
        room.type("@petra two")
        assert room.type("/who tomaz is tomasz") == '"tomaz" is Tomasz Żółć.'
        assert [item.text for item in room.store.timeline.unknown_names(room.meeting_id)] == ["two"]

    def test_who_is_nobody(self, room: Room) -> None:
        assert "known" in bad(room, "/who ana")
        room.type("@tomaz one")
        for words in ("", "9", "0", "petra", "ana ben", "9" * 5000):
            bad(room, f"/who {words}")


class TestConsent:
    def test_named(self, room: Room) -> None:
        assert room.type("/named ana ben yes").startswith("Ana Ruiz, Ben O'Connor: yes, they may be named")
        assert room.type("/named ana no").startswith("Ana Ruiz: no. It holds from now on")
        assert room.type("/named an no").startswith("An Nguyen: no, they may not be named")

    def test_by_scope_and_guardian(self, room: Room) -> None:
        assert room.type("/consent ana quote yes") == "Ana Ruiz: yes, they may be quoted outside this room."
        assert "seen in pictures" in room.type("/consent student.1 photo yes by Amina Diallo")
        assert room.store.value("SELECT by_whom FROM consent ORDER BY id DESC LIMIT 1") == "Amina Diallo"

    @pytest.mark.parametrize(
        "typed",
        [
            "/named",
            "/named ana",
            "/named yes",
            "/named petra yes",
            "/named families yes",
            "/named student.1 yes",
            "/consent ana yes",
            "/consent ana everything yes",
            "/consent ana photo perhaps",
            "/consent student.1 photo yes",
            "/named ana student.1 yes",
        ],
    )
    def test_answers_that_cannot_be(self, room: Room, typed: str) -> None:
        bad(room, typed)

    def test_agree(self, room: Room) -> None:
        assert room.type("/agree one speaks at a time") == "We agreed: one speaks at a time"
        bad(room, "/agree")
        bad(room, "/agree One speaks at a time")


class TestGoals:
    def test_goal(self, room: Room) -> None:
        assert room.type("/goal attendance 84 on") == "Raise ninth grade attendance · 84 · on track"
        assert room.type("/goal late 97,5 risk better in autumn") == "Cut late arrivals · 97.5 · at risk"
        assert room.goal("late").readings[-1].note == "better in autumn"
        assert room.type("/goal attendance 85") == "Raise ninth grade attendance · 85 · on track"
        assert room.type("/goal attendance off") == "Raise ninth grade attendance · off track"
        assert room.goal("attendance").current == 85

    @pytest.mark.parametrize(
        ("words", "value", "state", "note"),
        [
            ("84 % on track", 84.0, "on_track", ""),
            ("84% at risk buses", 84.0, "at_risk", "buses"),
            ("off track no driver", None, "off_track", "no driver"),
            ("84 still on track", 84.0, "proposed", "still on track"),
            ("reached", None, "reached", ""),
            ("-3.5 on", -3.5, "on_track", ""),
        ],
    )
    def test_as_people_say_it(self, room: Room, words: str, value: float | None, state: str, note: str) -> None:
        room.type(f"/goal attendance {words}")
        goal = room.goal("attendance")
        assert (goal.current, goal.state, goal.readings[-1].note) == (value, state, note)

    @pytest.mark.parametrize(
        "words", ["", "attendance", "buses 84", "attendance much", "attendance nan", "attendance inf", "a 84", "# 84"]
    )
    def test_readings_that_cannot_be(self, room: Room, words: str) -> None:
        bad(room, f"/goal {words}")

    def test_propose(self, room: Room) -> None:
        room.type("/propose thirty internships")
        assert room.goal("internships").state == "proposed"
        bad(room, "/propose")

    @pytest.mark.parametrize(
        ("words", "field", "value", "reason"),
        [
            ("target 92 because the board raised it", "target", 92.0, "the board raised it"),
            ("target 92,5 the board raised it", "target", 92.5, "the board raised it"),
            ("base 80 because it was miscounted", "baseline", 80.0, "it was miscounted"),
            ("due 30 sep because one term more", "due", date(2027, 9, 30), "one term more"),
            ("due by 2027-09-30 one term more", "due", date(2027, 9, 30), "one term more"),
            ("review in 3 months", "next_review", date(2027, 2, 21), ""),
            ("measure present of enrolled", "measure", "present of enrolled", ""),
            ("unit points BECAUSE the scale is new", "unit", "points", "the scale is new"),
            (
                "statement Raise ninth and tenth grade attendance because tenth grade asked",
                "statement",
                "Raise ninth and tenth grade attendance",
                "tenth grade asked",
            ),
        ],
    )
    def test_adjust(self, room: Room, words: str, field: str, value: object, reason: str) -> None:
        room.type(f"/adjust attendance {words}")
        goal = room.goal("attendance")
        assert getattr(goal, field) == value
        assert room.store.goals.changes(goal.id)[-1].reason == reason

    @pytest.mark.parametrize(
        "words",
        [
            "",
            "attendance",
            "attendance target",
            "attendance target 92",
            "attendance target many because x",
            "attendance colour red because x",
            "attendance due someday because x",
            "attendance measure",
            "attendance statement because x",
            "attendance statement New words",
            "buses target 92 because x",
        ],
    )
    def test_changes_that_cannot_be(self, room: Room, words: str) -> None:
        bad(room, f"/adjust {words}")


class TestDecisions:
    @pytest.fixture
    def decided(self, room: Room) -> Room:
        room.at("decide")
        room.type("= pilot two late buses")
        return room

    def test_lean_and_fist(self, decided: Room) -> None:
        assert decided.type("/lean 3 2 0 1 0 0 0 0") == "Decision 1: agreed."
        assert decided.decision().tally == (3, 2, 0, 1, 0, 0, 0, 0)
        assert decided.type("/fist 0,0,1,2,3,0") == "Decision 1: not agreed."
        assert decided.decision().method == "fist"

    @pytest.mark.parametrize(
        "typed",
        ["/lean", "/lean 1 2 3", "/lean a b c d e f g h", "/lean 0 0 0 0 0 0 0 0", "/fist 1 2", "/fist 0 0 0 0 0 -1"],
    )
    def test_counts_that_cannot_be(self, decided: Room, typed: str) -> None:
        bad(decided, typed)

    @pytest.mark.parametrize("typed", ["/lean 1 0 0 0 0 0 0 0", "/fist 0 0 0 0 0 1", "/review fri", "/overrule open x"])
    def test_without_a_decision(self, room: Room, typed: str) -> None:
        assert "= what we agree" in bad(room, typed)

    def test_concern(self, decided: Room) -> None:
        assert decided.type("/concern drivers need a second person") == "A concern with decision 1."
        decided.type("= ask the library")
        assert decided.type("/concern #1 who pays?") == "A concern with decision 1."
        assert decided.type("/concern #4th graders are missing") == "A concern with decision 2."
        assert [d.concerns for d in decided.store.decisions.of_meeting(decided.meeting_id)] == [
            ("drivers need a second person", "who pays?"),
            ("#4th graders are missing",),
        ]
        decided.at("close")
        assert decided.type("/concern too many papers") == "A concern, kept as feedback."
        bad(decided, "/concern")
        bad(decided, "/concern #9 x")

    def test_review(self, decided: Room) -> None:
        assert decided.type("/review 1 feb") == "Decision 1 comes back on Mon 1 Feb 2027."
        decided.type("= ask the library")
        assert decided.type("/review #1 by 2 feb") == "Decision 1 comes back on Tue 2 Feb 2027."
        for words in ("", "someday", "#1", "#9 fri"):
            bad(decided, f"/review {words}")

    def test_overrule(self, decided: Room) -> None:
        assert decided.type("/overrule not agreed because the board must see it") == "Decision 1: not agreed."
        assert (decided.decision().result, decided.decision().reason) == ("not_agreed", "the board must see it")
        assert decided.type("/overrule #1 agreed") == "Decision 1: agreed."
        assert decided.decision().reason == ""
        for words in ("", "perhaps x", "not agreed", "#2 open x"):
            bad(decided, f"/overrule {words}")

    def test_affected(self, decided: Room) -> None:
        assert decided.type("/affected students, families") == "Decision 1, affected but absent: student, family."
        decided.type("/affected media students")
        assert decided.decision().groups_absent == ("student", "family", "media")
        decided.type("/affected none")
        assert decided.decision().groups_absent == ()
        bad(decided, "/affected")
        bad(decided, "/affected wizards")


class TestPromises:
    @pytest.fixture
    def promised(self, room: Room) -> Room:
        room.type("!@ben draft the bus agreement by fri")
        return room

    def test_own(self, promised: Room) -> None:
        assert promised.type("/own 1 ana") == "Promise 1 is Ana Ruiz's."
        assert promised.type("/own #1 Tomasz Żółć") == "Promise 1 is Tomasz Żółć's."
        for words in ("", "1", "1 petra", "1 ana ben", "2 ana", "x ana"):
            bad(promised, f"/own {words}")

    def test_done(self, promised: Room) -> None:
        assert promised.type("/done 1") == "Promise 1 is done."
        for words in ("", "1", "2", "x"):
            bad(promised, f"/done {words}")

    def test_drop(self, promised: Room) -> None:
        bad(promised, "/drop 1")
        assert promised.type("/drop 1 the city pays") == "Promise 1 is dropped."
        bad(promised, "/drop")

    def test_move(self, promised: Room) -> None:
        assert promised.type("/move 1 next fri no driver") == "Promise 1: Fri 27 Nov 2026."
        assert promised.type("/move 1 in 2 weeks still no driver") == "Promise 1: Sat 5 Dec 2026."
        assert promised.action(1).reason == "still no driver"
        assert promised.type("/move 1 next meeting no driver") == "Promise 1: next meeting."
        for words in ("", "1", "1 someday", "2 fri x"):
            bad(promised, f"/move {words}")

    def test_answer(self, room: Room) -> None:
        room.type("?@amina who pays for the late bus")
        assert room.type("/answer 1 the district does") == "Question 1 is answered."
        for words in ("", "1", "2 x", "one x"):
            bad(room, f"/answer {words}")


class TestFeedback:
    def test_plus_and_delta(self, room: Room) -> None:
        assert room.type("/plus good pace") == "Plus: good pace"
        assert room.type("/delta start on time") == "Delta: start on time"
        bad(room, "/plus")
        bad(room, "/delta")

    def test_rate(self, room: Room) -> None:
        assert room.type("/rate 0 0 1 4 2") == "Worth the time: 7 answers."
        for words in ("", "1 2 3 4", "1 2 3 4 5 6", "a b c d e", "1 2 3 4 9999999"):
            bad(room, f"/rate {words}")

    def test_told(self, waiting_room: Room) -> None:
        waiting_room.hold_earlier("/delta start on time", "/delta fewer papers")
        room = waiting_room.start()
        assert room.type("/told 1 yes") == "Changed: start on time"
        assert room.type("/told 2 no the board asks for them") == "Not changed: fewer papers"
        for words in ("", "1", "1 perhaps", "3 yes", "0 yes"):
            bad(room, f"/told {words}")


class TestTheRest:
    def test_share_and_private(self, room: Room) -> None:
        bad(room, "/private")
        room.type("she is worried")
        assert room.type("/private") == "Private: “she is worried”"
        assert room.items()[-1].visibility == "private"
        room.type("/share")
        assert room.items()[-1].visibility == "shared"

    def test_meet(self, room: Room) -> None:
        room.type("!@ben draft the agreement by next meeting")
        assert room.type("/meet 17 dec") == "Next meeting: Thu 17 Dec 2026."
        assert room.action(1).due == date(2026, 12, 17)
        for words in ("", "someday", "today", "2026-11-20"):
            bad(room, f"/meet {words}")

    def test_undo_and_redo(self, room: Room) -> None:
        room.type("buses stop at four")
        assert room.type("/undo") == "Undone: note “buses stop at four”"
        assert room.items() == []
        assert room.type("/redo") == "Done again: note “buses stop at four”"
        assert room.items()[-1].text == "buses stop at four"
        assert "nothing to redo" in bad(room, "/redo")

    def test_reopen(self, room: Room) -> None:
        bad(room, "/reopen a date was wrong")
        close.close(room.store, room.meeting_id)
        bad(room, "/reopen")
        assert room.type("/reopen a date was wrong").startswith("Open again")
        assert room.meeting.state == "paused"

    @pytest.mark.parametrize("command", sorted(set(slash.COMMANDS) - {"undo", "redo", "reopen"}))
    def test_a_closed_meeting_is_locked_for_every_command(self, room: Room, command: str) -> None:
        room.type("!@ben draft the bus agreement by fri")
        room.type("?@amina who pays")
        room.type("= pilot two late buses")
        room.type("@tomaz nobody asked us")
        close.close(room.store, room.meeting_id)
        words = {
            "goto": "3", "extend": "5", "shrink": "1", "fit": "1", "step": "More 5", "here": "ana", "late": "ana",
            "remote": "ana", "left": "ana", "absent": "ana", "apologies": "ana", "walkin": "Petra",
            "count": "students 3", "who": "tomasz", "turn": "ana", "queue": "ana", "named": "ana yes",
            "consent": "ana photo yes", "agree": "phones away", "told": "1 yes", "goal": "attendance 84 on",
            "propose": "thirty internships", "adjust": "attendance target 92 because x", "lean": "1 0 0 0 0 0 0 0",
            "fist": "0 0 0 0 0 1", "concern": "too soon", "review": "fri", "overrule": "open x",
            "affected": "students", "own": "1 ana", "done": "1", "drop": "1 x", "move": "1 fri x", "answer": "1 x",
            "plus": "x", "delta": "x", "rate": "0 0 0 0 1", "meet": "17 dec",
        }  # fmt: skip
        bad(room, f"/{command} {words.get(command, '')}")


TYPED = ("ana", "1", "#1", "fri", "yes", "no", "on", "attendance", "students", "0", "because", "agreed", "target", "is")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    command=st.sampled_from(sorted(slash.COMMANDS)),
    words=st.text(max_size=30) | st.lists(st.sampled_from(TYPED), max_size=6).map(" ".join),
)
def test_no_words_make_a_command_fail_otherwise_than_with_a_reason(room: Room, command: str, words: str) -> None:
    if not room.store.actions.of_meeting(room.meeting_id) and room.meeting.state == "running":
        for line in ("!@ben draft it by fri", "?@amina who pays", "= pilot two late buses", "@tomaz nobody asked us"):
            room.type(line)
    try:
        said = slash.execute(room.store, room.meeting, command, words, record.context(room.store, room.meeting))
    except FacilitatorError as error:
        said = str(error)
    assert said
