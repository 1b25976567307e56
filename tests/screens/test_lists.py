"""The plain lists, driven by keys and judged by what stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.db.overview import LIST_LIMIT
from facilitator.model.people import Party
from facilitator.screens.listed.kinds import KINDS
from facilitator.screens.navigation import OpenList
from facilitator.services import prepare
from home_program import SIZES, WIDE, at_home, burst, counted_reads, opened, press, shown, top
from hostile import HOSTILE
from support import make_meeting, make_partnership, make_store

TODAY = date(2026, 11, 21)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, origin="screen") as made:
        make_meeting(made)
        yield made


@pytest.fixture
def partnership_id(store: Store) -> str:
    return store.people.partnerships()[0].id


def promise(store: Store, partnership_id: str, text: str, days: int | None = None, state: str = "open") -> str:
    with store.write("a promise"):
        due = None if days is None else TODAY + timedelta(days=days)
        return store.actions.add(partnership_id, text, due=due, due_first=due, state=state)


async def test_people_are_listed_added_changed_and_taken_back(store: Store) -> None:
    async with at_home(store, WIDE) as pilot:
        await press(pilot, "w")
        assert "Ana Ruiz                    school        principal, Northside High" in shown(pilot)
        await burst(pilot, "nMaría Silva\rParents’ Council\r\rmember\r\r\r\r")
        maria = next(it for it in store.people.people() if it.name == "María Silva")
        assert (maria.organisation, maria.group, maria.role) == ("Parents’ Council", "family", "member")
        assert "✓ Saved: María Silva" in shown(pilot)
        await press(pilot, "home", "enter", "end")
        await burst(pilot, " Sow\x13")
        assert "Amina Diallo Sow" in [it.name for it in store.people.people()]
        await press(pilot, "ctrl+z", "ctrl+z")
        assert [it.name for it in store.people.people()] == ["Amina Diallo", "Ana Ruiz", "Ben O'Connor"]
        assert "Taken back: Add a person" in shown(pilot)


async def test_a_misspelt_organisation_is_asked_about_and_added_only_by_a_second_enter(store: Store) -> None:
    before = [it.name for it in store.people.organisations()]
    async with at_home(store, WIDE) as pilot:
        await press(pilot, "w")
        await burst(pilot, "nMaría Silva\rNorthsde High\r")
        assert "no organisation is called “Northsde High”; nearest: Northside High" in shown(pilot)
        assert "Enter again adds it" in shown(pilot)
        await burst(pilot, "\x13")
        assert {it.name for it in store.people.organisations()} == {*before, "Northsde High"}
        await burst(pilot, "nJo Berg\rNrthside High\r\x15Northside High\r\x13")
        assert {it.name for it in store.people.organisations()} == {*before, "Northsde High"}
        assert "Jo Berg" in [it.name for it in store.people.people()]


async def test_an_owner_nobody_knows_is_asked_about_and_then_takes_part(store: Store, partnership_id: str) -> None:
    promise(store, partnership_id, "draft it", 3)
    async with at_home(store, WIDE) as pilot:
        await press(pilot, "a", "enter", "down")
        await burst(pilot, "Anna Ruis\r")
        assert "nobody is called “Anna Ruis”; nearest: Ana Ruiz" in shown(pilot)
        assert len(store.people.people()) == 3
        await burst(pilot, "\x15\x15a\r")
        assert "“a” could be Amina Diallo or Ana Ruiz: type more of the name" in shown(pilot)
        await burst(pilot, "\x15Olu Adeyemi\r\r\x13")
        (action,) = store.actions.all(partnership_id)
        assert action.owner is not None
        assert (action.owner.kind, action.owner.name) == ("person", "Olu Adeyemi")
        assert "Olu Adeyemi" in [it.name for it in store.people.people()]
        await press(pilot, "ctrl+z")
        assert len(store.people.people()) == 3


async def test_a_child_is_added_without_a_name(store: Store) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "w")
        await burst(pilot, "nKim Secretname\r\rstudent\r\r\ryes\r\r")
        assert "student 1" in [it.name for it in store.people.people()]
        assert "no name is kept; stored and shown as student 1" in shown(pilot)


async def test_somebody_no_longer_takes_part(store: Store) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "w", "x")
        assert "Amina Diallo" not in [it.name for it in store.people.people()]
        await press(pilot, "ctrl+z")
        assert "Amina Diallo" in [it.name for it in store.people.people()]


async def test_people_come_from_a_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("name\nOlu Ade\n", "utf-8")
    async with at_home(store) as pilot:
        await press(pilot, "w", "i")
        await burst(pilot, f"{tmp_path}/nothing.csv\r")
        assert "✗" in shown(pilot)
        await burst(pilot, f"\x15{tmp_path}/p.csv\r")
        assert "Olu Ade" in [it.name for it in store.people.people()]
        assert "✓ 1 added" in shown(pilot)


async def test_a_partnership_shows_what_it_has(store: Store, partnership_id: str) -> None:
    promise(store, partnership_id, "send the map", 3)
    async with at_home(store) as pilot:
        await press(pilot, "p")
        assert "3 people, 1 promise open" in shown(pilot)
        await press(pilot, "enter")
        text = shown(pilot)
        assert "Every learner finishes school with a next step." in text
        for key, expected in (("w", "People · Northside Works"), ("o", "Organisations · Northside Works"),
                              ("g", "Goals · Northside Works"), ("a", "Promises · Northside Works"),
                              ("m", "Meetings · Northside Works")):  # fmt: skip
            await press(pilot, key)
            assert expected in shown(pilot)
            await press(pilot, "q")
        await press(pilot, "enter")
        assert "Meetings · Northside Works" in shown(pilot)
        await press(pilot, "escape", "escape", "escape")
        assert top(pilot) == "HomeScreen"


async def test_partnerships_are_added_and_changed(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "p")
        await burst(pilot, "nHarbor Mentoring\rEvery child has a mentor\revery 2 weeks\r\r\r\r")
        assert "New partnership: Harbor Mentoring · meets every 2 weeks" in shown(pilot)
        await press(pilot, "home", "c", "end")
        await burst(pilot, " Circle\x13")
        assert [it.name for it in store.people.partnerships()] == ["Harbor Mentoring Circle", "Northside Works"]


async def test_organisations_are_added_and_changed(store: Store) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "p", "enter", "o")
        await burst(pilot, "nCity Library\rcultural\rbooks for all\r")
        library = next(it for it in store.people.organisations() if it.name == "City Library")
        assert (library.group, library.mission) == ("cultural", "books for all")
        await press(pilot, "home", "enter", "end")
        await burst(pilot, " Central\x13")
        assert "City Library Central" in [it.name for it in store.people.organisations()]


async def test_an_organisation_leaves_comes_back_and_a_needless_one_is_removed(
    store: Store, partnership_id: str
) -> None:
    with store.write("a typo"):
        store.people.add_organisation(partnership_id, "A Typo")
    async with at_home(store, WIDE) as pilot:
        await press(pilot, "p", "enter", "o", "home", "x")
        assert "A Typo is removed: nothing in the record refers to it. Ctrl+Z takes it back." in shown(pilot)
        assert "A Typo" not in [it.name for it in store.people.organisations()]
        await press(pilot, "ctrl+z")
        assert "A Typo" in [it.name for it in store.people.organisations()]
        await press(pilot, "home", "x", "home", "x")
        harbor = next(it for it in store.people.organisations() if it.name.startswith("Harbor"))
        assert harbor.left_on == TODAY
        assert "left Sat 21 Nov" in shown(pilot)
        assert "record keeps it" in shown(pilot)
        await press(pilot, "end", "x")
        assert "has left already" in shown(pilot)
        await press(pilot, "enter", "tab", "tab", "tab", "ctrl+u", "ctrl+s")
        assert all(it.left_on is None for it in store.people.organisations())
        await press(pilot, "end", "enter", "tab", "tab", "tab")
        await burst(pilot, "2026-06-30\r")
        assert [it.left_on for it in store.people.organisations() if it.left_on] == [date(2026, 6, 30)]


async def test_an_organisation_is_not_added_twice(store: Store, partnership_id: str) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "p", "enter", "o")
        await burst(pilot, "nnorthside high\r\r\r")
        assert "Northside High is there already" in shown(pilot)
        assert len(store.people.organisations()) == 3


async def test_goals_are_added_and_changed_for_a_reason(store: Store) -> None:
    async with at_home(store, WIDE) as pilot:
        await press(pilot, "g")
        await burst(pilot, "nRaise attendance\r\rdays present\r%\r81\r90\r2027-06-30\rNorthside High\r\r")
        (goal,) = store.goals.all()
        assert (goal.statement, goal.baseline, goal.target, goal.unit) == ("Raise attendance", 81.0, 90.0, "%")
        assert (goal.due, goal.owners) == (date(2027, 6, 30), ("Northside High",))
        assert "81 → 90 %   by Wed 30 Jun 2027" in shown(pilot)
        with store.write("agreed"):
            store.goals.update(goal.id, state="on_track")
        await press(pilot, "enter", *["tab"] * 5)
        await burst(pilot, "88\x13")
        assert "say why the goal changes" in shown(pilot)
        await burst(pilot, "two schools closed\x13")
        assert store.goals.all()[0].target == 88.0
        assert store.goals.changes(goal.id)[0].reason == "two schools closed"


async def test_promises_are_changed_kept_and_seen_again(store: Store, partnership_id: str) -> None:
    promise(store, partnership_id, "send the map", -2)
    promise(store, partnership_id, "find a driver")
    async with at_home(store, WIDE) as pilot:
        await press(pilot, "a")
        assert "2 days late" in shown(pilot)
        assert "no date" in shown(pilot)
        await press(pilot, "enter", "tab")
        await burst(pilot, "ana\rfri\x13")
        assert "say what got in the way" in shown(pilot)
        await burst(pilot, "the printer broke\x13")
        moved = store.actions.by_number(partnership_id, 1)
        assert moved
        assert moved.owner
        assert (moved.owner.name, moved.due, moved.reason) == ("Ana Ruiz", date(2026, 11, 27), "the printer broke")
        await press(pilot, "d")
        assert "Kept: promise 1" in shown(pilot)
        assert "send the map" not in shown(pilot)
        await press(pilot, "s")
        assert "done" in shown(pilot)
        await press(pilot, "ctrl+z")
        assert [it.state for it in store.actions.all()] == ["open", "open"]


async def test_a_promise_by_next_meeting_waits_for_its_day(store: Store, partnership_id: str) -> None:
    promise(store, partnership_id, "find a driver")
    async with at_home(store) as pilot:
        await press(pilot, "a", "enter", "tab", "tab")
        await burst(pilot, "next meeting\x13")
        kept = store.actions.all()[0]
        assert (kept.due, kept.due_words) == (None, "next meeting")


async def test_meetings_are_opened_and_changed(store: Store) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "m", "c", "end")
        await burst(pilot, " in winter\r\r16:45\r30\rHall\r")
        (meeting,) = store.meetings.all()
        assert (meeting.title, meeting.place, meeting.planned_minutes) == ("Check-in in winter", "Hall", 30)
        assert meeting.planned_start.hour == 16
        await press(pilot, "enter")
        assert opened(pilot) == [meeting.id]


async def test_narrows_to_the_words_typed(store: Store) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "w", "f")
        await burst(pilot, "print\r")
        assert "Ben O'Connor" in shown(pilot)
        assert "Ana Ruiz" not in shown(pilot)
        await press(pilot, "enter")
        assert top(pilot) == "FormDialog"
        await press(pilot, "escape", "escape")
        assert "Ana Ruiz" in shown(pilot)
        await press(pilot, "f")
        await burst(pilot, "zzz")
        assert "nothing has these words" in shown(pilot)
        await press(pilot, "escape", "escape")
        assert top(pilot) == "HomeScreen"


async def test_asks_which_partnership_is_meant_where_there_are_two(store: Store) -> None:
    make_partnership(store, "Harbor Mentoring")
    async with at_home(store) as pilot:
        await press(pilot, "g", "n")
        await burst(pilot, "harb\r")
        await burst(pilot, "Fifty mentors\x13")
        goal = store.goals.all()[0]
        assert store.people.partnership(goal.partnership_id).name == "Harbor Mentoring"  # type: ignore[union-attr]


async def test_the_partnership_comes_first(tmp_path: Path) -> None:
    with make_store(tmp_path, origin="screen") as store:
        async with at_home(store) as pilot:
            await burst(pilot, "\x1bg")
            await burst(pilot, "nHarbor Mentoring\x13")
            assert [it.name for it in store.people.partnerships()] == ["Harbor Mentoring"]


async def test_half_filled_forms_wait_for_their_writer(store: Store) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "w")
        await burst(pilot, "nMaría Sil")
        await press(pilot, "escape", "n")
        assert "María Sil" in shown(pilot)
        await burst(pilot, "va\x13")
        assert "María Silva" in [it.name for it in store.people.people()]
        await press(pilot, "n")
        assert "María" not in shown(pilot).split("New person")[1].split("Organisation")[0]


async def test_leaving_the_program_keeps_a_half_filled_form(store: Store) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "w")
        await burst(pilot, "nMaría Sil")
        await press(pilot, "ctrl+q")
    async with at_home(store) as pilot:
        await press(pilot, "w", "n")
        assert "María Sil" in shown(pilot)


async def test_long_lists_say_that_they_are_cut(store: Store, partnership_id: str) -> None:
    with store.write("many"):
        for number in range(LIST_LIMIT + 1):
            store.actions.add(partnership_id, f"promise {number}")
    async with at_home(store) as pilot:
        await press(pilot, "a", "end")
        await press(pilot, "pagedown")
        assert f"only {LIST_LIMIT} are shown" in shown(pilot)


@pytest.mark.parametrize("what", [what for what in KINDS if what != "partnership"])
async def test_empty_lists_say_what_to_do(tmp_path: Path, what: str) -> None:
    with make_store(tmp_path, origin="screen") as store:
        async with at_home(store) as pilot:
            pilot.app.post_message(OpenList(what))
            await pilot.pause()
            assert any(it in shown(pilot) for it in ("n adds", "! begins one", "come here by themselves"))
            await press(pilot, "enter", "c", "down", "x", "d")
            assert top(pilot) == "ListScreen"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("what", KINDS)
async def test_hostile_records_break_no_list(
    store: Store, partnership_id: str, what: str, size: tuple[int, int]
) -> None:
    with store.write("hostile"):
        for text in (text.strip() or "x" for text in HOSTILE.values()):
            store.people.add_partnership(text, text, cadence=text)
            organisation_id = store.people.add_organisation(partnership_id, text, mission=text)
            store.people.add_person(partnership_id, text, role=text, organisation_id=organisation_id)
            store.goals.add(partnership_id, text, unit=text, target=3.0)
            store.actions.add(partnership_id, text, owner=Party("unknown", "", text), due=TODAY)
    for text in HOSTILE.values():
        make_meeting(store, partnership_id, text.strip() or "x")
    async with at_home(store, size) as pilot:
        pilot.app.post_message(OpenList(what, partnership_id if what == "partnership" else None))
        await pilot.pause()
        for key in ("down", "down", "end", "c", "escape"):
            await press(pilot, key)
            text = shown(pilot)
            assert not set(text) & set("\x1b\x07\x9b\u202e\u2067\u061c")
            assert len(text.splitlines()) <= size[1]


async def test_reads_of_a_list_do_not_grow_with_its_rows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    partnership_id = store.people.partnerships()[0].id
    read = counted_reads(store, monkeypatch)

    def looks() -> list[int]:
        counts = []
        for kind in KINDS.values():
            listed = kind(store, None, partnership_id)  # type: ignore[arg-type]
            read.clear()
            listed.records()
            counts.append(len(read))
        return counts

    few = looks()
    for number in range(20):
        make_meeting(store, partnership_id, f"meeting {number}")
        promise(store, partnership_id, f"promise {number}")
        prepare.add_goal(store, partnership_id, f"goal {number}")
        prepare.add_person(store, partnership_id, f"person {number}")
    assert looks() == few
