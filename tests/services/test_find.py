from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.errors import Invalid, NotFound
from facilitator.services import find
from support import NOW, FixedClock, make_meeting, make_partnership, make_store


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with make_store(tmp_path, clock) as opened:
        yield opened


def planned(store: Store, partnership_id: str, title: str, **span: float) -> str:
    meeting = make_meeting(store, partnership_id, title)
    with store.write("plan"):
        store.meetings.update(meeting.id, planned_start=NOW + timedelta(**span))
    return meeting.id


def set_state(store: Store, meeting_id: str, state: str, **values: object) -> None:
    with store.write("state"):
        store.meetings.update(meeting_id, state=state, **values)


class TestPartnership:
    def test_by_id_by_the_start_of_the_id_and_by_name(self, store: Store) -> None:
        id_ = make_partnership(store, "Żółć & Łódź")
        other = make_partnership(store, "Harbor")
        start = find.id_length([id_, other])
        for ref in (id_, id_.upper(), id_[:start], "Żółć & Łódź", "zolc & lodz", "  ŻÓŁĆ  &  łódź ", "zol"):
            assert find.partnership(store, ref).id == id_

    def test_an_exact_name_beats_the_start_of_another(self, store: Store) -> None:
        make_partnership(store, "Northside Works")
        id_ = make_partnership(store, "Northside")
        assert find.partnership(store, "northside").id == id_

    def test_a_name_beats_the_start_of_an_id(self, store: Store) -> None:
        other = make_partnership(store, "Harbor")
        id_ = make_partnership(store, other[:3])
        assert find.partnership(store, other[:3]).id == id_

    def test_several_are_named_with_ids_that_tell_them_apart(self, store: Store) -> None:
        ids = [make_partnership(store, "Same"), make_partnership(store, "Same")]
        with pytest.raises(Invalid) as caught:
            find.partnership(store, "same")
        assert caught.value.field == "partnership"
        shown = [word.strip("().;") for word in str(caught.value).split() if word.startswith("(")]
        assert [find.partnership(store, start).id for start in shown] == ids

    def test_many_are_counted(self, store: Store) -> None:
        for number in range(8):
            make_partnership(store, f"Same {number}")
        with pytest.raises(Invalid, match=r"8 partnerships.* and 3 more"):
            find.partnership(store, "same")

    def test_none_says_what_there_is(self, store: Store) -> None:
        with pytest.raises(NotFound, match="facilitator new partnership"):
            find.partnership(store, "x")
        make_partnership(store, "Northside")
        with pytest.raises(NotFound, match="Northside"):
            find.partnership(store, "x")

    @pytest.mark.parametrize("ref", ["", "  ", "\x1b\u202e"])
    def test_an_empty_name_means_none(self, store: Store, ref: str) -> None:
        make_partnership(store)
        with pytest.raises(Invalid):
            find.partnership(store, ref)

    def test_the_message_cannot_drive_a_terminal(self, store: Store) -> None:
        with pytest.raises(NotFound) as caught:
            find.partnership(store, "\x1b[2Jx\n" + "y" * 500)
        assert "\x1b" not in str(caught.value)
        assert len(str(caught.value)) < 300


class TestMeeting:
    def test_by_id_start_of_id_and_title_within_a_partnership(self, store: Store) -> None:
        one, two = make_partnership(store, "One"), make_partnership(store, "Two")
        first, second = planned(store, one, "Check-in", days=1), planned(store, two, "Check-in", days=2)
        assert find.meeting(store, first).id == first
        assert find.meeting(store, "check-in", two).id == second
        with pytest.raises(Invalid, match="2026-11-22 15:00"):
            find.meeting(store, "Check-in")
        with pytest.raises(NotFound, match="latest, next and running"):
            find.meeting(store, "Kick-off")

    def test_next_is_the_first_whose_planned_end_is_not_past(self, store: Store) -> None:
        id_ = make_partnership(store)
        planned(store, id_, "last month, never held", days=-30)
        planned(store, id_, "next week", days=7)
        late = planned(store, id_, "ten minutes ago, not begun", minutes=-10)
        assert find.meeting(store, "next").id == late
        set_state(store, late, "running", started_at=NOW)
        assert find.meeting(store, "Next").title == "next week"

    def test_latest_is_the_one_closed_last(self, store: Store) -> None:
        id_ = make_partnership(store)
        with pytest.raises(NotFound, match="closed"):
            find.meeting(store, "latest")
        early, late = planned(store, id_, "early", days=-9), planned(store, id_, "late", days=-2)
        planned(store, id_, "open", days=-1)
        set_state(store, early, "closed", ended_at=NOW)
        set_state(store, late, "closed", ended_at=NOW - timedelta(days=2))
        assert find.meeting(store, "latest").id == early

    def test_running_is_also_a_paused_one(self, store: Store) -> None:
        meeting = planned(store, make_partnership(store), "Check-in")
        with pytest.raises(NotFound, match="facilitator run"):
            find.meeting(store, "running")
        set_state(store, meeting, "paused", started_at=NOW)
        assert find.meeting(store, "running").id == meeting


class TestDefaultMeeting:
    def test_the_nearest_planned_start_before_or_after(self, store: Store, clock: FixedClock) -> None:
        id_ = make_partnership(store)
        before, after = planned(store, id_, "before", hours=-3), planned(store, id_, "after", hours=5)
        planned(store, id_, "far", days=40)
        assert find.default_meeting(store).id == before
        clock.forward(hours=2)
        assert find.default_meeting(store).id == after
        set_state(store, after, "closed")
        assert find.default_meeting(store).id == before

    def test_the_running_one_before_all(self, store: Store) -> None:
        id_ = make_partnership(store)
        planned(store, id_, "now")
        running = planned(store, id_, "last week, left running", days=-7)
        set_state(store, running, "running", started_at=NOW - timedelta(days=7))
        assert find.default_meeting(store).id == running

    def test_nothing_to_run_says_what_to_do(self, store: Store) -> None:
        with pytest.raises(NotFound, match="new partnership"):
            find.default_meeting(store)
        set_state(store, planned(store, make_partnership(store), "done"), "closed")
        with pytest.raises(NotFound, match="new meeting"):
            find.default_meeting(store)


class TestIdLength:
    def test_it_tells_all_apart(self) -> None:
        ids = ["0123456789ab", "0123456789cd", "99"]
        assert find.id_length(ids) == 11

    def test_it_is_never_very_short(self) -> None:
        assert find.id_length([]) == find.id_length(["0123456789ab"]) == find.SHORTEST_ID


def test_same_name(store: Store) -> None:
    make_partnership(store, "Northside  Works")
    assert find.same_name(store, "NÓRTHSIDE works")
    assert not find.same_name(store, "Northside")
