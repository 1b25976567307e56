from __future__ import annotations

from datetime import date, timedelta

from facilitator.db import Store
from facilitator.model.actions import Action
from facilitator.model.people import Party
from support import NOW, make_meeting, make_partnership, parties, step_id

DAY = date(2026, 11, 27)


def test_a_promise_comes_back_with_owner_and_helpers(store: Store) -> None:
    meeting = make_meeting(store)
    who = parties(store)
    with store.write("a promise"):
        goal = store.goals.add(meeting.partnership_id, "Attendance")
        action = store.actions.add(
            meeting.partnership_id,
            "draft the agreement",
            owner=who["Ben"],
            helpers=(who["Ana"], Party("unknown", "", "tomaz")),
            meeting_id=meeting.id,
            step_id=step_id(store, meeting),
            goal_id=goal,
            due_first=DAY,
            due=DAY,
        )
        store.actions.update(action, state="done", done_on=DAY, reason="R")
    expected = Action(
        action,
        meeting.partnership_id,
        meeting.id,
        step_id(store, meeting),
        1,
        "draft the agreement",
        NOW,
        who["Ben"],
        (who["Ana"], Party("unknown", "", "tomaz")),
        goal,
        DAY,
        DAY,
        "",
        "done",
        DAY,
        "R",
        "Northside Works",
    )
    assert store.actions.get(action) == expected
    assert store.actions.by_number(meeting.partnership_id, 1) == expected
    assert store.actions.of_meeting(meeting.id) == store.actions.all() == [expected]
    assert store.actions.get("nobody") is None
    assert store.actions.by_number(meeting.partnership_id, 2) is None


def test_open_promises_stand_by_date_those_without_one_last(store: Store) -> None:
    one, two = make_partnership(store), make_partnership(store, "Southside Works")
    with store.write("promises"):
        for text, days in (("c", 9), ("without", None), ("a", 1), ("b", 1), ("done", 0), ("dropped", 0)):
            due = DAY + timedelta(days=days) if days is not None else None
            action = store.actions.add(one, text, due=due)
            if text in ("done", "dropped"):
                store.actions.update(action, state=text)
        store.actions.add(two, "theirs", due=DAY)
    assert [it.text for it in store.actions.open(one)] == ["a", "b", "c", "without"]
    assert [it.text for it in store.actions.open()] == ["theirs", "a", "b", "c", "without"]
    assert [it.text for it in store.actions.all(one)] == ["c", "without", "a", "b", "done", "dropped"]
    assert [owner for (owner,) in store.rows("SELECT text FROM open_promises")] == ["a", "b", "c", "without", "theirs"]


def test_owner_and_helpers_can_be_changed(store: Store) -> None:
    partnership_id = make_partnership(store)
    who = parties(store)
    families = Party("group", "family", "family", "", "family")
    with store.write("a promise"):
        action = store.actions.add(partnership_id, "call", owner=families, helpers=(who["Ana"], who["Ben"]))
    with store.write("named"):
        store.actions.set_owner(action, who["Amina"])
        store.actions.set_helpers(action, (who["Ben"], families))
    found = store.actions.get(action)
    assert found is not None
    assert (found.owner, found.helpers) == (who["Amina"], (who["Ben"], families))
    assert store.row("SELECT owner_group, owner_text FROM action") == (None, "")
    store.undo()
    found = store.actions.get(action)
    assert found is not None
    assert (found.owner, found.helpers) == (families, (who["Ana"], who["Ben"]))


def test_a_promise_taken_out_comes_back_whole(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("a promise"):
        action = store.actions.add(partnership_id, "call", helpers=(parties(store)["Ana"],))
    before = store.actions.get(action)
    with store.write("away"):
        store.actions.delete(action)
    assert store.actions.all() == []
    store.undo()
    assert store.actions.get(action) == before


def test_a_promise_imported_keeps_its_moment(store: Store) -> None:
    partnership_id = make_partnership(store)
    with store.write("a promise"):
        action = store.actions.add(partnership_id, "call", created_at=NOW - timedelta(days=9))
    found = store.actions.get(action)
    assert found is not None
    assert found.created_at == NOW - timedelta(days=9)
