"""Forgetting a person: a role label stands wherever their name stood, in the history too. It cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from facilitator.db import Store
from facilitator.db import forget as rows
from facilitator.db.traces import Traces, look_for
from facilitator.db.words import rows as word_rows
from facilitator.db.words import word_columns
from facilitator.errors import FacilitatorError
from facilitator.frozen import frozen
from facilitator.model.name_words import NameSearch, name_parts, search_for
from facilitator.model.people import Person
from facilitator.services.people import person_of

ACT = "Forget a person"
"""What the history calls it; no name is in it."""

CONFIRMATION = "forget"
"""The word that is typed to do it."""

NO_GROUP = "participant"
"""The label of somebody without a stakeholder group."""

KINDS = {
    "action": "promises",
    "action_helper": "helpers of promises",
    "act": "names of acts in the history",
    "appreciation": "thanks",
    "attendance": "attendance",
    "consent": "consents",
    "decision": "decisions",
    "decision_concern": "concerns with decisions",
    "draft": "half-typed words",
    "feedback": "feedback",
    "goal": "goals",
    "goal_change": "changes of goals",
    "goal_reading": "readings of goals",
    "meeting": "meetings",
    "meeting_event": "what happened to a meeting’s record",
    "norm": "group agreements",
    "note": "notes",
    "organisation": "organisations",
    "parked": "parked topics",
    "partnership": "partnerships",
    "person": "people",
    "question": "questions",
    "queue_entry": "speaking queue",
    "rating": "ratings",
    "setting": "settings",
    "stakeholder_group": "stakeholder groups",
    "step": "steps of agendas",
    "tag": "tags",
    "turn": "turns",
}
"""Tables in users' words."""

KeptBackups = Callable[[], Iterable[tuple[Path, date]]]
"""The backups there are, and the day on which each is pruned."""


@frozen
class Line:
    """Words in which the name stands: what sort of record, of which day, and how they read before and after."""

    kind: str
    day: str
    before: str
    after: str


@frozen
class Preview:
    """All that forgetting a person changes.

    `linked` and `rewritten` are counts by kind: rows that will show the label, and rows in whose words the name is
    replaced. `doubtful` are lines that stay as they are, to be looked at; `history` counts earlier versions.
    `notices` are sentences to know before.
    """

    person: Person
    label: str
    linked: tuple[tuple[str, int], ...]
    rewritten: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    doubtful: tuple[Line, ...]
    history: int
    notices: tuple[str, ...]


@frozen
class Forgotten:
    """What was done: the label, sentences about what the file still holds (none: nothing), lines to look at.

    `unproved` are sentences about what was looked for in every record, but not in the bytes of the file.
    `backups` say which were made before and so still hold the person, and until when.
    """

    label: str
    still_there: tuple[str, ...] = ()
    doubtful: tuple[Line, ...] = ()
    unproved: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()


def preview(store: Store, person_id: str, *, also: Sequence[str] = ()) -> Preview:
    """What forgetting the person would change. `also` are more words to replace, such as the first name.

    Raises NotFound.
    """
    person = person_of(store, person_id)
    number = rows.next_number(store, person.partnership_id, person.group)
    label = _label(store, person) or f"{_called(store, person.group)} {number}"
    search = _search(store, person, label, also)
    lines: list[Line] = []
    doubtful: list[Line] = []
    rewritten: dict[str, int] = {}
    for table, columns in word_columns(store).items():
        change = search.replaced_in_act if table == "act" else search.replaced
        for row in word_rows(store, table, columns):
            if table == "person" and row.key == person_id:
                continue  # the row itself is emptied, whatever stands in it
            pairs = [(text, change(text)) for text in row.words if text]
            changed = [Line(kind_of(table), row.day, old, new) for old, new in pairs if new is not old]
            if changed:
                rewritten[table] = rewritten.get(table, 0) + 1
            if table != "act":  # what undo calls an act repeats the words of its record
                lines += changed
                doubtful += [Line(kind_of(table), row.day, old, new) for old, new in pairs if search.is_doubtful(new)]
    history = sum(
        (table, row) == ("person", person_id) or any(search.holds(it) for it in (old, new) if isinstance(it, str))
        for _, table, row, old, new in rows.history(store)
    )
    return Preview(
        person,
        label,
        tuple((kind_of(table), count) for table, count in rows.links(store, person_id).items()),
        tuple((kind_of(table), count) for table, count in rewritten.items()),
        tuple(lines),
        tuple(doubtful),
        history,
        tuple(_notices(store, person, search)),
    )


def forget(
    store: Store,
    person_id: str,
    *,
    also: Sequence[str] = (),
    before: Callable[[], object] = lambda: None,
    kept_backups: KeptBackups = tuple,
) -> Forgotten:
    """Forgets the person: one act, that cannot be taken back, then the file is written anew and looked through.

    `before` makes the backup; nothing is done when it fails. `kept_backups` gives those that are kept.

    Raises:
        NotFound: the person is not there any more.
        FacilitatorError: the backup or the act failed; nothing was changed.
    """
    person_of(store, person_id)
    before()
    with store.write(ACT, final=True):
        person = person_of(store, person_id)
        label = _label(store, person) or _new_label(store, person)
        search = _search(store, person, label, also)
        is_lonely = rows.colleagues(store, person.organisation_id, person_id) == 0
        rows.forget_person(
            store,
            person_id,
            label,
            organisation_id=None if is_lonely else person.organisation_id,
            group=person.group if is_lonely else _own_group(store, person),
        )
        rows.rewrite(store, search.replaced, search.replaced_in_act)
        rows.leave_a_trace(store, person_id, label)
    try:
        store.vacuum()
    except FacilitatorError as trouble:
        again = f"facilitator forget {person_id}"
        sentence = f"The file could not be written anew: {trouble}. Then run: {again}"
        return Forgotten(label, (sentence,), backups=_in_backups(kept_backups()))
    traces = look_for(store, search.holds, search.spellings)
    return Forgotten(
        label, tuple(_in_words(traces)), _doubtful(store, search), tuple(_unproved(traces)), _in_backups(kept_backups())
    )


def kind_of(table: str) -> str:
    """What the rows of a table are called."""
    return KINDS.get(table, table.replace("_", " "))


def search_of(store: Store, person: Person) -> NameSearch:
    """Finds the person's name in words."""
    return _search(store, person, person.name, ())


def _in_backups(kept: Iterable[tuple[Path, date]]) -> tuple[str, ...]:
    return tuple(
        f"The backup {path} still holds the name until {until.isoformat()}; delete it by hand if it must go sooner."
        for path, until in kept
    )


def _search(store: Store, person: Person, label: str, also: Sequence[str]) -> NameSearch:
    people, written = rows.other_names(store, person.id)
    own = name_parts(person.name)[0]
    # The facilitator of a meeting may well be the person; somebody else is who shares the surname only.
    others = [name for name in written if len(parts := name_parts(name)[0]) > 1 and parts[0] not in own]
    return search_for(person.name, label, [*people, *others], email=person.email, also=also)


def _label(store: Store, person: Person) -> str:
    """The label that the person has already; empty for a name."""
    label, _, number = person.name.rpartition(" ")
    labels = {group.label for group in store.people.groups()} | {NO_GROUP}
    return person.name if number.isdigit() and label in labels else ""


def _new_label(store: Store, person: Person) -> str:
    return f"{_called(store, person.group)} {store.people.next_minor_number(person.partnership_id, person.group)}"


def _called(store: Store, group: str) -> str:
    return next((it.label for it in store.people.groups() if it.key == group), NO_GROUP)


def _own_group(store: Store, person: Person) -> str:
    """The group kept with the person: none where the organisation's says the same."""
    theirs = {it.id: it.group for it in store.people.organisations(person.partnership_id)}
    return "" if theirs.get(person.organisation_id or "") == person.group else person.group


def _notices(store: Store, person: Person, search: NameSearch) -> Iterable[str]:
    for held in search.held_back:
        yield f"“{held.word}” is replaced only together with the first name: {held.why}."
    if person.organisation and rows.colleagues(store, person.organisation_id, person.id) == 0:
        yield f"Nobody else speaks for {person.organisation}: it would tell who it was, so it is taken off the person."
    if person.is_minor or _label(store, person):
        yield f"{person.name} is a label already; role, address and who answered for them go."


def _doubtful(store: Store, search: NameSearch) -> tuple[Line, ...]:
    return tuple(
        Line(kind_of(table), row.day, text, text)
        for table, columns in word_columns(store).items()
        if table != "act"
        for row in word_rows(store, table, columns)
        for text in row.words
        if text and search.is_doubtful(text)
    )


def _in_words(traces: Traces) -> Iterable[str]:
    for place, count in traces.cells:
        where = "the paths in the export log" if place == "export_log.path" else f"the column {place}"
        yield f"The name still stands in {where} ({count}); it was left there."
    for word in traces.bytes:
        yield f"The bytes of the file may still hold “{word}”, outside of every record."


def _unproved(traces: Traces) -> Iterable[str]:
    for word in traces.too_short:
        yield f"“{word}” is too short to be looked for in the bytes of the file; every record was looked through."
    if not traces.are_bytes_read:
        yield "Every record was looked through; the bytes of the file cannot be read by this database driver."
