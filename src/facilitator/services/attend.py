"""Who is there: arrivals, apologies, head-counts, walk-ins, the speaking queue, and unknown names."""

from __future__ import annotations

from facilitator.db import Store
from facilitator.db.timeline import PREFIX
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.groups import by_word, everyday
from facilitator.model.names import Names
from facilitator.model.notes import Item
from facilitator.model.people import Attendee, Group, Party
from facilitator.model.text import fold, one_line
from facilitator.services import prepare
from facilitator.services.record import count_turn
from facilitator.services.run import open_for_lines


def parties(names: Names, words: str) -> tuple[Party, ...]:
    """The people, organisations and groups that `words` name, one or several, full names included.

    Raises Invalid naming the first word nobody is found for; then none is taken.
    """
    tokens = words.replace(",", " ").split()
    if not tokens:
        raise Invalid("who", "Say who: the start of a name is enough, such as ana")
    found: list[Party] = []
    while tokens:
        party, used = _longest(names, tokens)
        if party is None:
            raise Invalid("who", _who_is(names, tokens[0].lstrip("@")))
        found.append(party)
        tokens = tokens[used:]
    return tuple(found)


def _longest(names: Names, tokens: list[str]) -> tuple[Party | None, int]:
    """The party the first words name, taking as many words as make one full name."""
    for used in range(min(len(tokens), 5), 1, -1):
        typed = ".".join(token.lstrip("@") for token in tokens[:used])
        party = names.find(typed)
        if party is not None and fold(party.name) == fold(typed.replace(".", " ")):
            return party, used
    return names.find(tokens[0].lstrip("@")), 1


def _who_is(names: Names, typed: str) -> str:
    near = " or ".join(party.name for party in names.candidates(typed, limit=3))
    return f'Who is "{typed}"? ' + (f"{near}? " if near else "") + f"Somebody new comes in with /walkin {typed}"


def mark(store: Store, meeting_id: str, people: tuple[Party, ...], status: str, mode: str | None = None) -> None:
    """Marks people present, late, left, absent or with apologies; `mode` is `room` or `remote`.

    An organisation or a group stands for its people on the meeting's list. Who is here already keeps the time of
    arrival; joining from afar or coming back to the room changes neither a guest nor a latecomer.
    """
    open_for_lines(store, meeting_id)
    listed = store.meetings.attendance(meeting_id)
    by_person = {a.person_id: a for a in listed if a.person_id}
    with store.write(f"{status}: {', '.join(party.name for party in people)}", meeting_id):
        for party in people:
            if party.kind == "person":
                _mark_person(store, meeting_id, party.id, by_person.get(party.id), status, mode)
                continue
            theirs = [
                a.person_id
                for a in listed
                if a.person_id
                and (a.group == party.id if party.kind == "group" else fold(a.organisation) == fold(party.name))
            ]
            if not theirs:
                raise Invalid("who", f"Nobody of {party.name} is on the list; use /count {party.id} N for a head-count")
            for person_id in theirs:
                _mark_person(store, meeting_id, person_id, by_person[person_id], status, mode)


def _mark_person(
    store: Store, meeting_id: str, person_id: str, found: Attendee | None, status: str, mode: str | None
) -> None:
    attendance_id = (
        found.id if found else store.meetings.add_attendance(meeting_id, person_id=person_id, status="expected")
    )
    values: dict[str, object] = {"status": status}
    if status in ("present", "late"):
        values["arrived_at"] = (found.arrived_at if found else None) or store.now()
        values["left_at"] = None
        values["mode"] = mode or (found.mode if found and status == "late" else "room")
        if found and (found.status == "guest" or (found.status == "late" and mode)):
            values["status"] = found.status
    elif status == "left":
        values["left_at"] = store.now()
    elif status in ("absent", "apologies", "expected"):
        values["arrived_at"] = None
        values["left_at"] = None
    store.meetings.update_attendance(attendance_id, **values)


def count(store: Store, meeting_id: str, group: str, heads: int) -> None:
    """Sets a head-count for a group."""
    open_for_lines(store, meeting_id)
    if not 0 <= heads <= 100_000:
        raise Invalid("count", "Give the head-count as a whole number from 0 up: /count students 12")
    with store.write(f"head-count {group}: {heads}", meeting_id):
        attendance_id = store.meetings.head_count(meeting_id, group)
        if attendance_id is None:
            store.meetings.add_attendance(
                meeting_id, group_key=group, status="present", head_count=heads, arrived_at=store.now()
            )
        else:
            store.meetings.update_attendance(attendance_id, head_count=heads)


def group_called(store: Store, typed: str) -> Group:
    """The stakeholder group with this key, label, plural or everyday word, or the only one that starts so.

    Raises NotFound.
    """
    groups = store.people.groups()
    wanted = fold(typed.strip().lstrip("@"))
    names = {group.key: (fold(group.key), fold(group.label), fold(group.plural)) for group in groups}
    whole = [group for group in groups if wanted in names[group.key]]
    whole = whole or [group for word, group in everyday(groups) if word == wanted]
    found = whole or [g for g in groups if wanted and any(name.startswith(wanted) for name in names[g.key])]
    if len(found) != 1:
        raise NotFound(f'There is no group "{typed.strip()}"; there are: {", ".join(group.key for group in groups)}.')
    return found[0]


def walk_in(store: Store, meeting_id: str, name: str, group: str = "") -> Party:
    """Adds somebody nobody expected: a new person, present as a guest.

    The name of a student group alone (`student`) adds a pupil by number, whose name is never asked for.
    """
    meeting = open_for_lines(store, meeting_id)
    name = one_line(name).strip()
    if not name:
        raise Invalid("name", "Give the name: /walkin Petra Novak")
    group_named = by_word(store.people.groups()).get(fold(name))
    pupils = group_named if group_named and group_named.is_student else None
    with store.write(f"walk-in: {name}", meeting_id):
        if pupils:
            person_id = prepare.add_person(store, meeting.partnership_id, "", group=pupils.key, is_minor=True)
        else:
            person_id = store.people.add_person(meeting.partnership_id, name, group=group)
        store.meetings.add_attendance(meeting_id, person_id=person_id, status="guest", arrived_at=store.now())
    person = store.people.person(person_id)
    assert person is not None
    return Party("person", person.id, person.name, person.organisation, person.group)


def latest_unknown(store: Store, meeting_id: str) -> Item:
    """The latest line whose name nobody was found for. Raises NotFound."""
    unknown = store.timeline.unknown_names(meeting_id)
    if not unknown:
        raise NotFound("Every name in this meeting is known.")
    return unknown[-1]


def name_unknown(store: Store, meeting_id: str, item: Item, party: Party) -> Item:
    """Says who the name in a line is; a turn that was not counted is counted now."""
    meeting = open_for_lines(store, meeting_id)
    with store.write(f"this is {party.name}", meeting_id):
        store.notes.name_party(item.table, item.id, PREFIX[item.table], party)
        if item.kind in ("said", "asked"):
            count_turn(store, meeting, party)
    named = store.timeline.get(item.table, item.id)
    assert named is not None
    return named


def join_queue(store: Store, meeting_id: str, people: tuple[Party, ...]) -> None:
    """Puts people at the end of the speaking queue; those already waiting stay where they are."""
    open_for_lines(store, meeting_id)
    waiting = {(party.kind, party.id) for _, party in store.meetings.queue(meeting_id)}
    with store.write(f"speaking queue: {', '.join(party.name for party in people)}", meeting_id):
        for party in people:
            if (party.kind, party.id) not in waiting:
                store.meetings.join_queue(meeting_id, party)


def give_word(store: Store, meeting_id: str, party: Party) -> None:
    """Gives somebody the word, out of the queue or past it."""
    open_for_lines(store, meeting_id)
    with store.write(f"the word to {party.name}", meeting_id):
        waiting = {(queued.kind, queued.id): entry_id for entry_id, queued in store.meetings.queue(meeting_id)}
        store.meetings.call(waiting.get((party.kind, party.id)) or store.meetings.join_queue(meeting_id, party))


def call_next(store: Store, meeting_id: str) -> Party:
    """Gives the word to the first in the queue. Raises Refused when nobody waits."""
    open_for_lines(store, meeting_id)
    queue = store.meetings.queue(meeting_id)
    if not queue:
        raise Refused("Nobody is in the speaking queue; put somebody in: /queue ana ben")
    entry_id, party = queue[0]
    with store.write(f"the word to {party.name}", meeting_id):
        store.meetings.call(entry_id)
    return party
