from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from every_record import Filled, fill
from facilitator.exports.columns import LEVELS
from facilitator.exports.minutes.build import minutes, party_of, promise_of
from facilitator.exports.minutes.model import Minutes, Party
from facilitator.services.export import extract


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    it = fill(tmp_path_factory.mktemp("record"))
    yield it
    it.store.close()


def of(it: Filled, level: str = "consented", meeting: str = "closed", *, with_notes: bool = False) -> Minutes:
    return minutes(extract(it.store, level, meeting_id=it[meeting]), language="en", with_notes=with_notes)


def test_the_head(filled: Filled) -> None:
    m = of(filled)
    assert (m.title, m.partnership) == ("Buses, “late” ones", "Northside and friends")
    assert (m.day, m.start, m.end) == (date(2026, 12, 3), "14:00", "14:03")
    assert m.next_on == date(2027, 1, 7)
    assert m.facilitator == "Nadia Haddad"
    assert m.norms == ("Listen first; then speak",)
    assert m.state == ""
    assert of(filled, meeting="running").state == "still running"


def test_who_was_there_by_organisation_and_group(filled: Filled) -> None:
    m = of(filled)
    assert m.present[0] == Party("Northside High", ("Ana Ruiz", "nurse", "student 1"))
    assert Party("families", (), 5) in m.present
    assert [it.name for it in m.apologies] == ["City Library"]
    assert of(filled, "chatham").present == ()


def test_those_whom_nothing_tells_apart_are_counted_together(filled: Filled) -> None:
    found = extract(filled.store, "consented", meeting_id=filled["closed"])
    base = {
        "meeting_id": filled["closed"],
        "status": "present",
        "organisation": "",
        "group": "family",
        "head_count": "",
    }
    names = ("May Lopez", "family", "Luis García", "family", "nurse, family", "", "")
    rows = [base | {"name": name, "head_count": "" if name else "2"} for name in names]
    rows.append(base | {"name": "somebody", "group": ""})
    shown = replace(found, records={**found.records, "attendance": tuple(rows)})
    families, rest = minutes(shown, language="en").present
    assert party_of(families) == "families: May Lopez, Luis García, nurse, 6 others"
    assert party_of(rest) == "somebody: 1"


def test_small_numbers_stay_hidden(filled: Filled) -> None:
    present = of(filled, "anonymous").present
    assert all(not it.people for it in present)
    assert not any(0 < it.others < 4 for it in present)


def test_what_was_agreed_and_promised(filled: Filled) -> None:
    m = of(filled)
    [decision] = m.decisions
    assert decision.standing == "Agreed by fist to five: 3 of 7 showed 4 or 5"
    assert decision.concerns == ("who drives; when?", "back\\slash")
    assert decision.absent == ("students",)
    assert decision.review_on == date(2027, 2, 1)
    first, second, third = m.promises
    assert first.owner == "owner, business"
    assert first.first_due == date(2026, 12, 4)
    assert first.due == date(2026, 12, 11)
    assert "Ana Ruiz" in first.helpers
    assert third.due_words == "next meeting"
    assert second.first_due is None


def test_a_hidden_tally_is_not_read_as_nobody(filled: Filled) -> None:
    [decision] = of(filled, "anonymous").decisions
    assert decision.standing == "Agreed by fist to five"


def test_goals_questions_and_feedback(filled: Filled) -> None:
    m = of(filled)
    [goal] = m.goals
    assert goal.current == 86.25
    assert goal.readings[-1] == (date(2026, 12, 3), 86.25)
    assert any(note.startswith("target from 90 to 92.5") for note in goal.notes)
    assert m.open_questions == ()
    assert [it.text for it in m.answered] == ["who pays?"]
    assert m.delta == ("start on time",)
    assert m.worth == (0, 1, 2, 6, 8)
    assert of(filled, "anonymous").worth == ()


def test_notes_and_remarks_only_where_they_were_asked_for(filled: Filled) -> None:
    step = of(filled).steps[0]
    assert step.lines == ()
    assert [it.who for it in step.thanks] == ["owner, business", ""]
    lines = of(filled, with_notes=True).steps[0].lines
    assert lines[0].who == "Ana Ruiz"
    assert any(it.text == "no bus; no job → no bus, no evening job" for it in lines)
    assert not any("SECRET" in it.text for it in lines)
    assert any("SECRET" in it.text for it in of(filled, "full", with_notes=True).steps[0].lines)


def test_voices_of_small_groups_stand_together_beside_who_was_there(filled: Filled) -> None:
    assert [(it.group, it.turns, it.present) for it in of(filled).voices] == [("families", 1, 7), ("others", 2, 3)]
    assert of(filled, "anonymous").voices == ()
    assert of(filled, "chatham").voices == ()


def test_of_small_groups_only_nothing_is_told_by_group(filled: Filled) -> None:
    found = extract(filled.store, "consented", meeting_id=filled["closed"])
    people = tuple(it for it in found.of("attendance") if it["name"])
    assert minutes(replace(found, records={**found.records, "attendance": people}), language="en").voices == ()


@pytest.mark.parametrize("level", [level for level in LEVELS if level != "full"])
def test_of_a_repair_meeting_only_its_frame_leaves(filled: Filled, level: str) -> None:
    m = of(filled, level, "repair", with_notes=True)
    assert m.is_restricted
    assert "HIDDEN" not in repr(m)
    assert (m.decisions, m.promises, m.present) == ((), (), ())
    assert not of(filled, "full", "repair").is_restricted


def test_a_helper_whom_the_words_name_is_not_told_twice(filled: Filled) -> None:
    row = {**next(iter(extract(filled.store, "full", meeting_id=filled["closed"]).of("actions"))), "owner": "Ben"}
    words = {"text": "renew the plans with Noor Haddad", "helpers": "Noor Haddad; Noor; Had"}
    assert promise_of({**row, **words}).helpers == ("Had",)
