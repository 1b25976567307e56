from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.errors import Invalid, NotFound
from facilitator.model.meeting import Meeting
from facilitator.model.people import Person
from facilitator.services import prepare, templates
from hostile import HOSTILE
from support import NOW, FixedClock, make_partnership, make_store


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with make_store(tmp_path, clock) as opened:
        yield opened


def meeting_of(store: Store, meeting_id: str) -> Meeting:
    found = store.meetings.get(meeting_id)
    assert found is not None
    return found


def person_of(store: Store, person_id: str) -> Person:
    found = store.people.person(person_id)
    assert found is not None
    return found


class TestNewPartnership:
    def test_name_and_vision_are_cleaned(self, store: Store) -> None:
        id_ = prepare.new_partnership(store, " North\x1b side\n Works ", " Every learner.\r\nAll of them. ")
        found = store.people.partnership(id_)
        assert found is not None
        assert (found.name, found.vision) == ("North side Works", "Every learner.\nAll of them.")

    @pytest.mark.parametrize("name", ["", "  ", "\t\n", "\x1b\u202e"])
    def test_an_empty_name_is_refused(self, store: Store, name: str) -> None:
        with pytest.raises(Invalid) as caught:
            prepare.new_partnership(store, name)
        assert caught.value.field == "name"
        assert store.people.partnerships() == []


class TestNewMeeting:
    def test_the_agenda_is_copied_with_kinds_prompts_and_floors(self, store: Store) -> None:
        template = templates.find("kick_off", None)
        id_ = prepare.new_meeting(store, make_partnership(store), template)
        meeting, steps = meeting_of(store, id_), store.meetings.steps(id_)
        assert (meeting.title, meeting.template, meeting.state) == ("Kick-off", "kick_off", "ready")
        assert meeting.planned_minutes == template.minutes == 90
        assert [
            (s.position, s.kind, s.title, s.prompt, s.planned_minutes, s.floor_minutes, s.state) for s in steps
        ] == [
            (n, t.kind, t.title, t.prompt, t.minutes, t.floor, "waiting") for n, t in enumerate(template.steps, start=1)
        ]
        assert not meeting.is_restricted

    def test_minutes_fit_it(self, store: Store) -> None:
        partnership_id, template = make_partnership(store), templates.find("check_in", None)
        id_ = prepare.new_meeting(store, partnership_id, template, minutes=45)
        assert meeting_of(store, id_).planned_minutes == 45
        assert sum(step.planned_minutes for step in store.meetings.steps(id_)) == 45
        with pytest.raises(Invalid, match="37"):
            prepare.new_meeting(store, partnership_id, template, minutes=36)
        with pytest.raises(Invalid):
            prepare.new_meeting(store, partnership_id, template, minutes=0)
        assert len(store.meetings.all()) == 1

    def test_everybody_who_takes_part_is_expected(self, store: Store) -> None:
        id_ = prepare.new_meeting(store, make_partnership(store), templates.find("check_in", None))
        assert [(a.name, a.status) for a in store.meetings.attendance(id_)] == [
            ("Amina Diallo", "expected"),
            ("Ana Ruiz", "expected"),
            ("Ben O'Connor", "expected"),
        ]

    def test_local_time_is_kept_with_its_zone(self, store: Store, clock: FixedClock) -> None:
        clock.zone = "America/New_York"
        id_ = prepare.new_meeting(
            store, make_partnership(store), templates.find("check_in", None), at=datetime(2026, 7, 1, 15, 0)
        )
        meeting = meeting_of(store, id_)
        assert meeting.planned_start == datetime(2026, 7, 1, 19, 0, tzinfo=UTC)
        assert meeting.time_zone == "America/New_York"

    @pytest.mark.parametrize("seconds", [-29.5, 0, 29.5])
    def test_without_a_time_it_is_the_nearest_minute(self, store: Store, clock: FixedClock, seconds: float) -> None:
        clock.forward(seconds=seconds)
        id_ = prepare.new_meeting(store, make_partnership(store), templates.find("check_in", None))
        assert meeting_of(store, id_).planned_start == NOW

    def test_a_repair_meeting_is_restricted(self, store: Store) -> None:
        id_ = prepare.new_meeting(store, make_partnership(store), templates.find("repair", None))
        assert meeting_of(store, id_).is_restricted

    def test_title_place_and_facilitator(self, store: Store) -> None:
        partnership_id, template = make_partnership(store), templates.find("check_in", None)
        with store.write("usual place"):
            store.people.update_partnership(partnership_id, usual_place="Library")
        one = meeting_of(store, prepare.new_meeting(store, partnership_id, template))
        two = meeting_of(
            store,
            prepare.new_meeting(
                store, partnership_id, template, title=" Autumn\n check ", place="Hall\x07", facilitator=" Jo "
            ),
        )
        assert (one.place, one.facilitator) == ("Library", "")
        assert (two.title, two.place, two.facilitator) == ("Autumn check", "Hall", "Jo")

    def test_an_unknown_partnership_is_refused(self, store: Store) -> None:
        with pytest.raises(NotFound):
            prepare.new_meeting(store, "none", templates.find("check_in", None))

    def test_it_is_one_act(self, store: Store) -> None:
        id_ = prepare.new_meeting(store, make_partnership(store), templates.find("check_in", None))
        assert store.undo() == "New meeting"
        assert store.meetings.get(id_) is None


class TestEnsureExpected:
    def test_people_added_later_are_expected_once(self, store: Store) -> None:
        partnership_id = make_partnership(store)
        id_ = prepare.new_meeting(store, partnership_id, templates.find("check_in", None))
        prepare.add_person(store, partnership_id, "Zoe")
        assert prepare.ensure_expected(store, id_) == 1
        assert prepare.ensure_expected(store, id_) == 0
        assert [a.name for a in store.meetings.attendance(id_)][-1] == "Zoe"

    def test_a_closed_meeting_stays_as_it_is(self, store: Store) -> None:
        partnership_id = make_partnership(store)
        id_ = prepare.new_meeting(store, partnership_id, templates.find("check_in", None))
        with store.write("close"):
            store.meetings.update(id_, state="closed")
        prepare.add_person(store, partnership_id, "Zoe")
        assert prepare.ensure_expected(store, id_) == 0


class TestParseAt:
    @pytest.mark.parametrize("text", ["2026-12-03 15:00", "2026-12-03T15:00", " 2026-12-03 15:00 "])
    def test_a_day_and_a_time(self, text: str) -> None:
        assert prepare.parse_at(text) == datetime(2026, 12, 3, 15, 0)

    @pytest.mark.parametrize(
        "text",
        ["", "2026-12-03", "15:00", "2026-13-03 15:00", "2026-02-29 15:00", "2026-12-03 24:00", "2026-12-03 15:60",
         "2026-12-03 15:00:00", "2026-12-03 15:00Z", "3 dec 15:00", "2026-12-3 15:00", "12/03/2026 15:00",
         "２０２６-12-03 15:00", "0000-01-01 00:00", "1492-10-12 15:00", "9999-12-31 23:59", "tomorrow", "x" * 9000],
    )  # fmt: skip
    def test_anything_else_is_refused_with_how_to_write_it(self, text: str) -> None:
        with pytest.raises(Invalid) as caught:
            prepare.parse_at(text)
        assert caught.value.field == "at"
        assert len(str(caught.value)) < 200


class TestFromLocal:
    def test_a_time_the_clocks_leave_out_is_refused_with_the_next(self) -> None:
        with pytest.raises(Invalid, match="take 02:30"):
            prepare.from_local(datetime(2026, 3, 29, 1, 30), "Europe/Lisbon")
        with pytest.raises(Invalid, match="take 03:30"):
            prepare.from_local(datetime(2026, 3, 8, 2, 30), "America/New_York")

    def test_a_time_the_clocks_show_twice_is_the_first(self) -> None:
        assert prepare.from_local(datetime(2026, 10, 25, 1, 30), "Europe/Lisbon") == datetime(
            2026, 10, 25, 0, 30, tzinfo=UTC
        )


class TestOrganisations:
    def test_found_by_name_case_and_accents_aside_else_added(self, store: Store) -> None:
        id_ = make_partnership(store)
        one = prepare.add_organisation(store, id_, "Café  Łódź", "business")
        assert prepare.add_organisation(store, id_, "CAFE lodz", "health") == one
        assert prepare.add_organisation(store, id_, "Cafe") != one
        assert next(it for it in store.people.organisations(id_) if it.id == one).group == "business"
        with pytest.raises(Invalid):
            prepare.add_organisation(store, id_, " ")

    def test_those_of_another_partnership_are_others(self, store: Store) -> None:
        one, two = make_partnership(store, "One"), make_partnership(store, "Two")
        assert prepare.add_organisation(store, one, "X") != prepare.add_organisation(store, two, "X")


class TestPeople:
    def test_a_person_with_everything(self, store: Store) -> None:
        id_ = make_partnership(store)
        organisation = prepare.add_organisation(store, id_, "Clinic", "health")
        person = person_of(
            store,
            prepare.add_person(
                store, id_, "Tomasz  Żółć", organisation_id=organisation, group="volunteer", role="nurse",
                email=" t@x.org ", may_be_named="yes",
            ),
        )  # fmt: skip
        assert (person.name, person.organisation, person.group, person.role, person.email, person.may_be_named) == (
            "Tomasz Żółć", "Clinic", "volunteer", "nurse", "t@x.org", "yes",
        )  # fmt: skip

    def test_of_a_minor_no_name_and_no_address_is_kept(self, store: Store) -> None:
        id_ = make_partnership(store)
        minors = [
            person_of(store, prepare.add_person(store, id_, "Lila Quux", email="lila.quux@x.org", is_minor=True)),
            person_of(store, prepare.add_person(store, id_, "", group="student", is_minor=True)),
            person_of(store, prepare.add_person(store, id_, "Max", group="family", is_minor=True)),
        ]
        assert [(it.name, it.group, it.is_minor, it.email) for it in minors] == [
            ("student 1", "student", True, ""),
            ("student 2", "student", True, ""),
            ("family 1", "family", True, ""),
        ]
        assert b"quux" not in store.path.read_bytes().lower()

    def test_a_minors_number_is_never_given_again(self, store: Store) -> None:
        id_ = make_partnership(store)
        prepare.add_person(store, id_, "", is_minor=True)
        store.undo()
        assert person_of(store, prepare.add_person(store, id_, "", is_minor=True)).name == "student 2"

    def test_an_unknown_group_and_an_empty_name_are_refused(self, store: Store) -> None:
        id_ = make_partnership(store)
        with pytest.raises(Invalid, match="elders"):
            prepare.add_person(store, id_, "Ana", group="elders")
        with pytest.raises(Invalid) as caught:
            prepare.add_person(store, id_, " ")
        assert caught.value.field == "name"

    @pytest.mark.parametrize("name", [text for key, text in HOSTILE.items() if key not in ("empty", "blank")])
    def test_hostile_names_are_kept_without_what_drives_a_terminal(self, store: Store, name: str) -> None:
        kept = person_of(store, prepare.add_person(store, make_partnership(store), name)).name
        assert kept.isprintable() or "\u200d" in kept
        assert "\n" not in kept

    def test_a_name_that_is_a_book_is_refused(self, store: Store) -> None:
        with pytest.raises(Invalid, match="too long"):
            prepare.add_person(store, make_partnership(store), "x" * 10_001)


class TestGroups:
    @pytest.mark.parametrize("typed", ["family", "FAMILY", "Families"])
    def test_found_by_key_label_or_plural(self, store: Store, typed: str) -> None:
        assert prepare.add_group(store, typed).key == "family"

    def test_a_new_one_gets_a_key_of_one_word(self, store: Store) -> None:
        group = prepare.add_group(store, " Youth  Council! ")
        assert (group.key, group.label) == ("youth_council", "Youth Council!")
        assert prepare.add_group(store, "youth council").key == "youth_council"
        assert [it.key for it in store.people.groups()].count("youth_council") == 1

    def test_no_word_is_no_group(self, store: Store) -> None:
        with pytest.raises(Invalid):
            prepare.add_group(store, "?!")


class TestGoals:
    def test_a_goal_with_its_owners(self, store: Store) -> None:
        id_ = make_partnership(store)
        goal_id = prepare.add_goal(
            store, id_, " Raise  attendance ", why="Learners lose a day a week", measure="attendance", unit="%",
            baseline=81, target=90, due=date(2027, 6, 30),
            owners=("Northside high", "Transit Office", "transit office"),
        )  # fmt: skip
        goal = store.goals.get(goal_id)
        assert goal is not None
        assert (goal.statement, goal.baseline, goal.target, goal.due, goal.state) == (
            "Raise attendance", 81.0, 90.0, date(2027, 6, 30), "proposed",
        )  # fmt: skip
        assert goal.owners == ("Northside High", "Transit Office")
        assert len(store.people.organisations(id_)) == 4

    @pytest.mark.parametrize("field", ["baseline", "target"])
    @pytest.mark.parametrize("value", [float("nan"), float("inf")])
    def test_a_figure_must_be_a_number(self, store: Store, field: str, value: float) -> None:
        figures = {"baseline": 1.0, "target": 2.0, field: value}
        with pytest.raises(Invalid) as caught:
            prepare.add_goal(
                store, make_partnership(store), "x", baseline=figures["baseline"], target=figures["target"]
            )
        assert caught.value.field == field

    def test_an_empty_goal_is_refused(self, store: Store) -> None:
        with pytest.raises(Invalid) as caught:
            prepare.add_goal(store, make_partnership(store), "\n")
        assert caught.value.field == "statement"
