from __future__ import annotations

import pytest

from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.people import Party
from facilitator.services import attend, close, record
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def named(room: Room, words: str) -> list[str]:
    return [party.name for party in attend.parties(room.context.names, words)]


class TestParties:
    def test_starts_of_names_several_of_them(self, room: Room) -> None:
        assert named(room, "ana @ben, amina") == ["Ana Ruiz", "Ben O'Connor", "Amina Diallo"]

    def test_a_full_name_is_one_person(self, room: Room) -> None:
        assert named(room, "ana ruiz an nguyen") == ["Ana Ruiz", "An Nguyen"]
        assert named(room, "Tomasz Żółć") == ["Tomasz Żółć"]
        assert named(room, "student 1") == ["student 1"]

    def test_organisations_and_groups(self, room: Room) -> None:
        assert [p.kind for p in attend.parties(room.context.names, "harbor families")] == ["organisation", "group"]

    @pytest.mark.parametrize("words", ["", "  ", ","])
    def test_nobody_said(self, room: Room, words: str) -> None:
        with pytest.raises(Invalid, match="Say who"):
            attend.parties(room.context.names, words)

    def test_one_unknown_word_takes_none_and_says_how_to_go_on(self, room: Room) -> None:
        with pytest.raises(Invalid, match="walkin petra"):
            attend.parties(room.context.names, "ana petra")


class TestMark:
    def mark(self, room: Room, who: str, status: str, mode: str | None = None) -> None:
        attend.mark(room.store, room.meeting_id, attend.parties(room.context.names, who), status, mode)

    def test_arrivals_keep_moment_and_mode(self, room: Room) -> None:
        self.mark(room, "ana", "present")
        self.mark(room, "ben", "present", "remote")
        ana, ben = room.attendee("Ana Ruiz"), room.attendee("Ben O'Connor")
        assert (ana.status, ana.mode, ana.arrived_at) == ("present", "room", room.clock.now())
        assert (ben.status, ben.mode) == ("present", "remote")

    def test_who_is_here_keeps_the_time_of_arrival(self, room: Room) -> None:
        self.mark(room, "ana", "present")
        arrived = room.clock.now()
        room.clock.forward(minutes=9)
        self.mark(room, "ana", "present", "remote")
        assert (room.attendee("Ana Ruiz").mode, room.attendee("Ana Ruiz").arrived_at) == ("remote", arrived)
        self.mark(room, "ana", "late")
        late = room.attendee("Ana Ruiz")
        assert (late.status, late.mode, late.arrived_at) == ("late", "remote", arrived)

    def test_a_latecomer_who_joins_from_afar_stays_late(self, room: Room) -> None:
        self.mark(room, "ana", "late")
        self.mark(room, "ana", "present", "remote")
        assert (room.attendee("Ana Ruiz").status, room.attendee("Ana Ruiz").mode) == ("late", "remote")
        self.mark(room, "ana", "present")
        assert (room.attendee("Ana Ruiz").status, room.attendee("Ana Ruiz").mode) == ("present", "room")

    def test_leaving_and_coming_back(self, room: Room) -> None:
        self.mark(room, "ana", "present")
        arrived = room.clock.now()
        room.clock.forward(minutes=20)
        self.mark(room, "ana", "left")
        assert room.attendee("Ana Ruiz").left_at == room.clock.now()
        assert not room.attendee("Ana Ruiz").is_present
        self.mark(room, "ana", "present")
        assert (room.attendee("Ana Ruiz").left_at, room.attendee("Ana Ruiz").arrived_at) == (None, arrived)

    @pytest.mark.parametrize("status", ["absent", "apologies", "expected"])
    def test_who_is_not_here_has_no_arrival(self, room: Room, status: str) -> None:
        self.mark(room, "ana", "present")
        self.mark(room, "ana", status)
        found = room.attendee("Ana Ruiz")
        assert (found.status, found.arrived_at, found.left_at) == (status, None, None)

    def test_an_organisation_and_a_group_stand_for_their_people(self, room: Room) -> None:
        self.mark(room, "northside.high", "present")
        assert {room.attendee(name).status for name in ("Ana Ruiz", "An Nguyen")} == {"present"}
        self.mark(room, "families", "absent")
        assert room.attendee("Amina Diallo").status == "absent"
        assert room.attendee("Ben O'Connor").status == "expected"

    def test_a_group_without_people_asks_for_a_head_count(self, room: Room) -> None:
        with pytest.raises(Invalid, match="/count media"):
            self.mark(room, "media", "present")

    def test_a_guest_stays_a_guest(self, room: Room) -> None:
        attend.walk_in(room.store, room.meeting_id, "Petra Novak")
        self.mark(room, "petra", "present", "remote")
        assert (room.attendee("Petra Novak").status, room.attendee("Petra Novak").mode) == ("guest", "remote")

    def test_somebody_not_on_the_list_is_put_there(self, room: Room) -> None:
        with room.store.write("somebody new"):
            room.store.people.add_person(room.partnership_id, "Zoe Park")
        self.mark(room, "zoe", "late")
        assert room.attendee("Zoe Park").status == "late"

    def test_undo_is_one_act_for_all_named(self, room: Room) -> None:
        self.mark(room, "ana ben", "present")
        assert room.undo() == "present: Ana Ruiz, Ben O'Connor"
        assert {a.status for a in room.store.meetings.attendance(room.meeting_id)} == {"expected"}


class TestHeadCounts:
    def test_a_count_is_set_and_set_again(self, room: Room) -> None:
        attend.count(room.store, room.meeting_id, "student", 12)
        attend.count(room.store, room.meeting_id, "student", 14)
        assert room.attendee("students").head_count == 14
        room.undo()
        assert room.attendee("students").head_count == 12
        room.undo()
        assert all(a.head_count is None for a in room.store.meetings.attendance(room.meeting_id))

    @pytest.mark.parametrize("heads", [-1, 100_001])
    def test_impossible_counts(self, room: Room, heads: int) -> None:
        with pytest.raises(Invalid):
            attend.count(room.store, room.meeting_id, "student", heads)

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("student", "student"),
            ("Students", "student"),
            ("@families", "family"),
            ("fam", "family"),
            ("@parents", "family"),
            ("biz", None),
        ],
    )
    def test_groups_by_key_label_plural_and_start(self, room: Room, typed: str, key: str | None) -> None:
        if key is None:
            with pytest.raises(NotFound, match="there are: school"):
                attend.group_called(room.store, typed)
        else:
            assert attend.group_called(room.store, typed).key == key

    @pytest.mark.parametrize("typed", ["", "c", " "])
    def test_a_start_that_could_be_several_is_none(self, room: Room, typed: str) -> None:
        with pytest.raises(NotFound):
            attend.group_called(room.store, typed)


class TestWalkIns:
    def test_a_walk_in_is_a_new_person_and_a_guest(self, room: Room) -> None:
        party = attend.walk_in(room.store, room.meeting_id, " Petra\tNovak ", "civic")
        assert (party.kind, party.name, party.group) == ("person", "Petra Novak", "civic")
        assert room.attendee("Petra Novak").status == "guest"
        assert room.party("petra") == party
        room.undo()
        assert room.context.names.find("petra") is None

    def test_a_pupil_comes_in_by_number(self, room: Room) -> None:
        party = attend.walk_in(room.store, room.meeting_id, "Student")
        assert (party.name, party.group) == ("student 2", "student")
        person = room.store.people.person(party.id)
        assert person is not None
        assert person.is_minor

    def test_a_walk_in_needs_a_name(self, room: Room) -> None:
        with pytest.raises(Invalid):
            attend.walk_in(room.store, room.meeting_id, "  ")


class TestUnknownNames:
    def test_naming_counts_the_turn_that_was_not_counted(self, room: Room) -> None:
        room.type("@tomaz nobody asked us")
        item = attend.latest_unknown(room.store, room.meeting_id)
        assert item.party == Party("unknown", "", "tomaz")
        assert room.store.meetings.turns(room.meeting_id) == []
        found = attend.name_unknown(room.store, room.meeting_id, item, room.party("tomasz"))
        assert found.party == room.party("tomasz")
        assert [turn[1:] for turn in room.store.meetings.turns(room.meeting_id)] == [("resident", None, 1)]
        assert room.attendee("Tomasz Żółć").heard
        room.undo()
        assert room.store.meetings.turns(room.meeting_id) == []
        assert attend.latest_unknown(room.store, room.meeting_id).party == Party("unknown", "", "tomaz")

    def test_an_owner_who_is_named_has_no_turn(self, room: Room) -> None:
        room.type("!@tomaz draws the map by fri")
        item = attend.latest_unknown(room.store, room.meeting_id)
        attend.name_unknown(room.store, room.meeting_id, item, room.party("tomasz"))
        assert room.action(1).owner == room.party("tomasz")
        assert room.store.meetings.turns(room.meeting_id) == []

    def test_when_every_name_is_known(self, room: Room) -> None:
        with pytest.raises(NotFound):
            attend.latest_unknown(room.store, room.meeting_id)


class TestQueue:
    def test_first_come_first_called(self, room: Room) -> None:
        attend.join_queue(room.store, room.meeting_id, (room.party("ana"), room.party("families")))
        attend.join_queue(room.store, room.meeting_id, (room.party("ana"), room.party("ben")))
        assert [party.name for _, party in room.store.meetings.queue(room.meeting_id)] == [
            "Ana Ruiz",
            "family",
            "Ben O'Connor",
        ]
        assert attend.call_next(room.store, room.meeting_id).name == "Ana Ruiz"
        assert room.store.meetings.called(room.meeting_id, room.meeting.current_step_id or "") == room.party("ana")
        room.undo()
        assert next(party.name for _, party in room.store.meetings.queue(room.meeting_id)) == "Ana Ruiz"
        room.undo()
        assert len(room.store.meetings.queue(room.meeting_id)) == 2

    def test_an_empty_queue_calls_nobody(self, room: Room) -> None:
        with pytest.raises(Refused, match="/queue"):
            attend.call_next(room.store, room.meeting_id)

    def test_whoever_was_called_can_wait_again(self, room: Room) -> None:
        attend.join_queue(room.store, room.meeting_id, (room.party("ana"),))
        attend.call_next(room.store, room.meeting_id)
        attend.join_queue(room.store, room.meeting_id, (room.party("ana"),))
        assert len(room.store.meetings.queue(room.meeting_id)) == 1


def test_turns_by_group_and_by_person_only_after_the_rooms_yes(room: Room) -> None:
    record.count_turn(room.store, room.meeting, room.party("ana"))
    assert [turn[1:] for turn in room.store.meetings.turns(room.meeting_id)] == [("school", None, 1)]
    room.type("/bypeople")
    record.count_turn(room.store, room.meeting, room.party("ana"))
    assert [turn[1:] for turn in room.store.meetings.turns(room.meeting_id)] == [
        ("school", None, 1),
        ("school", room.party("ana").id, 1),
    ]
    room.undo()
    assert len(room.store.meetings.turns(room.meeting_id)) == 1
    assert room.attendee("Ana Ruiz").heard


def test_a_closed_meeting_takes_nobody_in(room: Room) -> None:
    close.close(room.store, room.meeting_id)
    with pytest.raises(Refused):
        attend.walk_in(room.store, room.meeting_id, "Petra Novak")
    with pytest.raises(Refused):
        attend.count(room.store, room.meeting_id, "student", 3)
