"""A clock that stands, a data file in a folder, and a room to meet in, for tests of what is stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from facilitator.db import Store, open_store
from facilitator.db.passphrase import Passphrase
from facilitator.model.meeting import Meeting
from facilitator.model.people import Party

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
"""A Saturday."""

ORGANISATIONS = (("Northside High", "school"), ("Parents’ Council", "family"), ("Harbor Print Works", "business"))
PEOPLE = (
    ("Ana Ruiz", "Northside High", "principal"),
    ("Amina Diallo", "Parents’ Council", "chair"),
    ("Ben O'Connor", "Harbor Print Works", "owner"),
)
STEPS = (("open", "Arrive", 5), ("round", "News and concerns", 8), ("decide", "Decision", 7), ("close", "Read back", 3))


class FixedClock:
    """Stands until it is moved."""

    def __init__(self, at: datetime = NOW, zone: str = "Europe/Lisbon") -> None:
        self.at = at
        self.zone = zone

    def now(self) -> datetime:
        return self.at

    def zone_name(self) -> str:
        return self.zone

    def forward(self, **span: float) -> None:
        """Moves on by the span, named as `timedelta` names it: `minutes=5`; negative ones set it back."""
        self.at += timedelta(**span)


def make_store(
    folder: Path,
    clock: FixedClock | None = None,
    origin: str = "test",
    name: str = "test.db",
    passphrase: Passphrase | None = None,
) -> Store:
    """The data file `name` in the folder, made when it is not there. Whoever calls this closes it."""
    return open_store(folder / name, create=True, clock=clock or FixedClock(), origin=origin, passphrase=passphrase)


def make_partnership(store: Store, name: str = "Northside Works") -> str:
    """A partnership with `ORGANISATIONS` and `PEOPLE`; returns its id."""
    with store.write("a partnership"):
        partnership_id = store.people.add_partnership(name, "Every learner finishes school with a next step.")
        ids = {called: store.people.add_organisation(partnership_id, called, group) for called, group in ORGANISATIONS}
        for person, organisation, role in PEOPLE:
            store.people.add_person(partnership_id, person, organisation_id=ids[organisation], role=role)
    return partnership_id


def make_meeting(store: Store, partnership_id: str | None = None, title: str = "Check-in") -> Meeting:
    """A ready meeting planned for now, with `STEPS` and everybody expected; in a new partnership if none is named."""
    partnership_id = partnership_id or make_partnership(store)
    with store.write("a meeting"):
        meeting_id = store.meetings.add(
            partnership_id=partnership_id,
            title=title,
            template_key="check_in",
            planned_start=store.now(),
            time_zone=store.clock.zone_name(),
            planned_minutes=sum(minutes for _, _, minutes in STEPS),
        )
        for position, (kind, called, minutes) in enumerate(STEPS, start=1):
            store.meetings.add_step(meeting_id, position, kind=kind, title=called, planned_minutes=minutes)
        for person_id in store.meetings.uninvited(meeting_id):
            store.meetings.add_attendance(meeting_id, person_id=person_id, status="expected")
    meeting = store.meetings.get(meeting_id)
    assert meeting is not None
    return meeting


def step_id(store: Store, meeting: Meeting, number: int = 1) -> str:
    """The id of a step of the agenda, by its number."""
    return store.meetings.steps(meeting.id)[number - 1].id


def parties(store: Store) -> dict[str, Party]:
    """The people of the file as parties, by first name."""
    return {
        it.name.split()[0]: Party("person", it.id, it.name, it.organisation, it.group) for it in store.people.people()
    }
