from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from every_record import Filled, fill, unknown
from facilitator.errors import Refused
from facilitator.services.calendar import write


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    it = fill(tmp_path)
    yield it
    it.store.close()


def read(it: Filled, **options: Any) -> dict[str, Any]:
    """The events and to-dos of a calendar file, by their ids."""
    place = it.store.path.parent / "meetings.ics"
    write(it.store, place, force=True, **options)
    found = Calendar.from_ical(place.read_bytes())
    return {str(one["uid"]): one for one in found.walk() if one.name in ("VEVENT", "VTODO")}


def test_meetings_are_events_in_their_own_time_zone(filled: Filled) -> None:
    event = read(filled)[f"meeting-{filled['closed']}@facilitator"]
    assert event["summary"] == "Buses, “late” ones – Northside and friends"
    start = event.decoded("dtstart")
    assert start == datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
    assert event["dtstart"].params["tzid"] == "Europe/Lisbon"
    assert "1. The round (10 min)" in event["description"]
    summer = filled.store.meetings.add
    with filled.store.write("plan"):
        one = summer(
            partnership_id=filled["p"],
            title="Summer",
            template_key="check_in",
            planned_start=datetime(2027, 7, 1, 14, 0, tzinfo=UTC),
            time_zone="Europe/Lisbon",
            planned_minutes=60,
            state="ready",
        )
    event = read(filled)[f"meeting-{one}@facilitator"]
    assert event.decoded("dtstart").hour == 15, "summer time"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=60)
    zones = Calendar.from_ical((filled.store.path.parent / "meetings.ics").read_bytes()).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/Lisbon"]


def to_dos(it: Filled, **options: Any) -> dict[str, Any]:
    return {uid: one for uid, one in read(it, **options).items() if one.name == "VTODO"}


def test_open_promises_are_to_dos(filled: Filled) -> None:
    found = {uid: one for uid, one in to_dos(filled).items() if one["status"] == "NEEDS-ACTION"}
    assert len(found) == 3
    todo = found[f"action-{filled['action']}@facilitator"]
    assert todo["summary"] == "owner, business: draft with owner, business"
    assert todo.decoded("due") == date(2026, 12, 11)
    assert any("by next meeting" in str(one["description"]) for one in found.values())


def test_promises_done_or_dropped_are_said_to_be_for_a_year(filled: Filled) -> None:
    store, uid = filled.store, f"action-{filled['action']}@facilitator"
    before = read(filled)[uid]
    filled.clock.move(86_400)
    with store.write("done"):
        store.actions.update(filled["action"], state="done", done_on=date(2026, 12, 4))
    done = read(filled)[uid]
    assert (done["status"], done["percent-complete"]) == ("COMPLETED", 100)
    assert done.decoded("completed") == datetime(2026, 12, 4, 12, tzinfo=UTC)
    assert done["sequence"] > before["sequence"]
    with store.write("dropped after all"):
        store.actions.update(filled["action"], state="dropped", done_on=None)
    dropped = read(filled)[uid]
    assert dropped["status"] == "CANCELLED"
    assert "completed" not in dropped
    assert dropped["sequence"] > done["sequence"]
    filled.clock.move(300 * 86_400)
    with store.write("a new name"):
        store.people.update_person(filled["Walter"], name="Walter Bloom")
    assert read(filled)[uid]["status"] == "CANCELLED"
    filled.clock.move(80 * 86_400)
    assert uid not in read(filled), "a name that changed does not make it younger"
    with store.write("open again"):
        store.actions.update(filled["action"], state="open")
    assert read(filled)[uid]["status"] == "NEEDS-ACTION"


def test_what_was_taken_out_since_a_calendar_left_is_cancelled(filled: Filled) -> None:
    store = filled.store

    def add() -> tuple[str, str]:
        filled.clock.move(60)
        with store.write("plan"):
            meeting = store.meetings.add(
                partnership_id=filled["p"],
                title="Never held by Rosa",
                template_key="check_in",
                planned_start=datetime(2027, 2, 1, 14, 0, tzinfo=UTC),
                time_zone="Europe/Lisbon",
                planned_minutes=60,
                state="ready",
            )
            store.meetings.add_step(meeting, 1, kind="round", title="Round", planned_minutes=9, floor_minutes=5)
            action = store.actions.add(filled["p"], "taken back by Rosa", owner=None)
        filled.clock.move(60)
        return f"meeting-{meeting}@facilitator", f"action-{action}@facilitator"

    unseen = add()
    store.undo()
    seen = add()
    before = read(filled)
    filled.clock.move(60)
    store.undo()
    after = read(filled)
    for uid in unseen:
        assert uid not in after
    for uid in seen:
        assert after[uid]["status"] == "CANCELLED"
        assert after[uid]["sequence"] > before[uid]["sequence"]
        assert "Rosa" not in after[uid].to_ical().decode()
    assert after[seen[0]].decoded("dtstart") == datetime(2027, 2, 1, 14, 0, tzinfo=UTC)
    assert not set(seen) & set(read(filled, partnership_id=filled["other"]))
    store.redo()
    assert read(filled)[seen[0]]["status"] == "CONFIRMED"
    store.undo()
    filled.clock.move(400 * 86_400)
    assert not set(seen) & set(read(filled))


def test_a_change_keeps_the_id_and_raises_the_sequence(filled: Filled) -> None:
    uid = f"action-{filled['action']}@facilitator"
    before = read(filled)[uid]
    assert read(filled)[uid].to_ical() == before.to_ical(), "nothing changed"
    filled.clock.move(3600)
    with filled.store.write("move it"):
        filled.store.actions.update(filled["action"], due=date(2027, 1, 15))
    after = read(filled)[uid]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") > before.decoded("last-modified")
    assert after.decoded("due") == date(2027, 1, 15)


@pytest.mark.parametrize("level", ["roles", "anonymous", "chatham"])
def test_nobody_is_named_who_may_not_be(filled: Filled, level: str) -> None:
    words = "\n".join(str(one.to_ical().decode()) for one in read(filled, level=level).values())
    for never in ("O'Connor", "O’Connor", "Ruiz", "Żółć", "HIDDEN", "zed"):
        assert never not in words


def test_a_place_that_may_not_be_named_is_left_out(filled: Filled) -> None:
    with filled.store.write("a place"):
        filled.store.update("meeting", filled["closed"], place="Northside High, room of Golden Crust")
    assert any("location" in it for it in read(filled).values())
    assert not any("one of us" in str(it.get("location", "")) for it in read(filled, level="chatham").values())


@pytest.mark.parametrize("level", ["full", "consented"])
@pytest.mark.parametrize("broken", ["One\nTwo", "One\r\nTwo", "\nOne\tTwo\n", "\n"])
def test_names_with_line_breaks_as_old_files_may_hold_them_are_read_back_in_one_line(
    filled: Filled, level: str, broken: str
) -> None:
    with filled.store.write("as an older version kept it"):
        filled.store.people.update_partnership(filled["p"], name=broken)
        filled.store.meetings.update(filled["closed"], title=broken)
        for it in filled.store.people.everybody(filled["p"]):
            filled.store.people.update_person(it.id, name=it.name.replace(" ", "\n"))
    event = read(filled, level=level)[f"meeting-{filled['closed']}@facilitator"]
    one_line = " ".join(broken.split())
    assert event["summary"] == f"{one_line} – {one_line}"
    assert all("\n" not in it["summary"] for it in to_dos(filled, level=level).values())


def test_one_partnership_and_the_log(filled: Filled, tmp_path: Path) -> None:
    done = write(filled.store, tmp_path / "other.ics", partnership_id=filled["other"])
    assert (done.meetings, done.promises) == (0, 0)
    (_, what, level, rows, place) = filled.store.drafts.exports()[0]
    assert (what, level, rows, place) == ("calendar", "consented", 0, str(tmp_path / "other.ics"))
    with pytest.raises(Refused, match="--force"):
        write(filled.store, tmp_path / "other.ics")


def change_anything(it: Filled) -> Iterator[str]:
    """One change after another of what words in a calendar may depend on, each of them by an act of its own."""
    store, people, meetings = it.store, it.store.people, it.store.meetings

    def act(name: str) -> Any:
        it.clock.move(60)
        return store.write(name)

    with act("a no"):
        people.update_person(it["Ana Ruiz"], may_be_named="no")
    yield "may be named"
    with act("a name"):
        people.update_person(it["Carla Mendes"], name="Carla Sousa")
    yield "a person's name"
    with act("a role"):
        people.update_person(it["Ben O'Connor"], role="baker")
    yield "a role"
    with act("an organisation"):
        people.update_organisation(it["Library"], name="Town Library")
    yield "an organisation's name"
    with act("a partnership"):
        people.update_partnership(it["p"], name="Northside together")
    yield "a partnership's name"
    with act("another owner"):
        store.actions.set_owner(it["action"], it.person("Carla Mendes"))
    yield "an owner"
    with act("helpers"):
        store.actions.set_helpers(it["action"], (it.person("Carla Mendes"),))
    yield "other helpers"
    store.undo()
    yield "other helpers taken back"
    with act("no helpers"):
        store.actions.set_helpers(it["action"], ())
    yield "no helpers"
    with act("more people"):
        one = people.add_person(it["p"], "Pia Lund", organisation_id=it["Library"])
    yield "a second person of an organisation"
    with act("a no to notes"):
        people.add_consent(one, "notes", "refused", it.clock.at.date(), "")
    yield "a consent"
    with act("a surname typed"):
        store.notes.add(it["running"], it["listen"], "said", "x", speaker=unknown("keys"))
    yield "a name as typed"
    with act("a step"):
        step = meetings.add_step(it["running"], 2, kind="round", title="More", planned_minutes=9, floor_minutes=5)
    yield "a step"
    store.undo()
    yield "a step taken back"
    with act("elsewhere"):
        meetings.update(it["running"], place="The gym", planned_start=it.clock.at)
    yield "another place and time"
    with act("how many"):
        meetings.add_attendance(it["running"], group_key="business", head_count=30, status="present")
    yield "a head-count"
    assert step


@pytest.mark.parametrize("level", ["consented", "roles", "anonymous", "full"])
def test_the_sequence_rises_whenever_words_change_and_only_rises(filled: Filled, level: str) -> None:
    def seen() -> dict[str, tuple[int, list[str]]]:
        return {
            uid: (
                one["sequence"],
                [
                    line
                    for line in one.to_ical().decode().splitlines()
                    if not line.startswith(("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"))
                ],
            )
            for uid, one in read(filled, level=level).items()
        }

    before, changed = seen(), set()
    for what in change_anything(filled):
        after = seen()
        assert after.keys() == before.keys()
        for uid, (sequence, words) in after.items():
            assert sequence >= before[uid][0], what
            if words != before[uid][1]:
                assert sequence > before[uid][0], what
                changed.add(what)
        before = after
    assert {"a partnership's name", "a step", "a step taken back", "another place and time"} <= changed


def test_the_sequence_rises_when_a_yes_runs_out(filled: Filled) -> None:
    store, uid = filled.store, f"action-{filled['action']}@facilitator"
    with store.write("a yes for a week"):
        store.actions.set_owner(filled["action"], filled.person("Carla Mendes"))
        given = store.people.add_consent(filled["Carla Mendes"], "attendance", "given", filled.clock.at.date())
        store.update("consent", given, until=filled.clock.at.date() + timedelta(days=7))
    named = read(filled)[uid]
    filled.clock.move(8 * 86_400)
    later = read(filled)[uid]
    assert ("Carla" in named["summary"], "Carla" in later["summary"]) == (True, False)
    assert later["sequence"] > named["sequence"]
    store.undo()
    assert read(filled)[uid]["sequence"] > later["sequence"]


def test_lines_noted_meanwhile_change_no_sequence(filled: Filled) -> None:
    before = read(filled)
    with filled.store.write("a line"):
        filled.store.notes.add(filled["running"], filled["listen"], "said", "x", speaker=filled.person("Ana Ruiz"))
        filled.store.meetings.update_attendance(
            next(it.id for it in filled.store.meetings.attendance(filled["running"])), heard=True
        )
    assert {uid: one.to_ical() for uid, one in read(filled).items()} == {
        uid: one.to_ical() for uid, one in before.items()
    }


def test_names_in_doubt_and_private_lines_are_told(filled: Filled, tmp_path: Path) -> None:
    with filled.store.write("promise"):
        filled.store.actions.add(filled["p"], "ask Tomasz for keys", owner=None)
    done = write(filled.store, tmp_path / "some.ics")
    assert [str(it) for it in done.doubts] == ["“Tomasz” may be a name, in a promise: “ask Tomasz for keys”"]
    assert done.private_lines == 0
    done = write(filled.store, tmp_path / "all.ics", level="full")
    assert (done.doubts, done.private_lines) == ((), 1)
    assert b"HIDDEN promise" in (tmp_path / "all.ics").read_bytes()
