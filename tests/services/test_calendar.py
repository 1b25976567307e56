from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from every_record import Filled, fill
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


def test_open_promises_are_to_dos(filled: Filled) -> None:
    found = {uid: one for uid, one in read(filled).items() if one.name == "VTODO"}
    assert len(found) == 3
    todo = found[f"action-{filled['action']}@facilitator"]
    assert todo["summary"] == "owner, business: draft with owner, business"
    assert todo.decoded("due") == date(2026, 12, 11)
    assert any("by next meeting" in str(one["description"]) for one in found.values())


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


def test_one_partnership_and_the_log(filled: Filled, tmp_path: Path) -> None:
    done = write(filled.store, tmp_path / "other.ics", partnership_id=filled["other"])
    assert (done.meetings, done.promises) == (0, 0)
    (_, what, level, rows, place) = filled.store.drafts.exports()[0]
    assert (what, level, rows, place) == ("calendar", "consented", 0, str(tmp_path / "other.ics"))
    with pytest.raises(Refused, match="--force"):
        write(filled.store, tmp_path / "other.ics")
