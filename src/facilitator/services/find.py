"""Which partnership, meeting or person is meant by an id, the start of one, or a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from facilitator.clock import local
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound
from facilitator.model.meeting import Meeting
from facilitator.model.people import Organisation, Partnership, Person
from facilitator.model.text import fold, folded_words, one_line

SHORTEST_ID = 8
"""Fewer characters of an id are never shown; the first eight change about once a minute."""

_SEVERAL = {"person": "people"}
_NAMED = 5
"""Candidates that fit into a message."""

_Found = TypeVar("_Found", Partnership, Meeting, Person, Organisation)


def partnership(store: Store, ref: str) -> Partnership:
    """The partnership `ref` means: its id, the unambiguous start of the id, or its name or the start of that.

    Case and accents do not matter in names; an exact one beats starts.

    Raises:
        NotFound: no partnership is meant.
        Invalid: (`partnership`) several are meant; the message names them.
    """
    known = store.people.partnerships()
    length = id_length([it.id for it in known])
    found = _pick("partnership", ref, known, lambda it: it.name, lambda it: f"{it.name} ({it.id[:length]})")
    if found is None:
        names = ", ".join(it.name for it in known[:_NAMED])
        there = f"There are: {names}" if known else 'Make one with: facilitator new partnership "NAME"'
        raise NotFound(f"there is no partnership {_shown(ref)}. {there}")
    return found


def same_name(store: Store, name: str) -> bool:
    """Whether a partnership is called `name`, case and accents aside."""
    return any(_folded(it.name) == _folded(name) for it in store.people.partnerships())


def meeting(store: Store, ref: str, partnership_id: str | None = None) -> Meeting:
    """The meeting `ref` means, of one partnership or of all.

    As `partnership`, and also `latest` (the one closed last), `next` (the next one planned whose planned end is not
    past) and `running`.

    Raises:
        NotFound: no meeting is meant.
        Invalid: (`meeting`) several are meant; the message names them.
    """
    known = store.meetings.all(partnership_id)
    match ref.strip().lower():
        case "latest":
            return _latest(known)
        case "next":
            return _next(known, store.now())
        case "running":
            return _running(known)
    length = id_length([it.id for it in known])
    found = _pick("meeting", ref, known, lambda it: it.title, lambda it: f"{it.title}, {when(it)} ({it.id[:length]})")
    if found is None:
        raise NotFound(
            f"there is no meeting {_shown(ref)}. See them with: facilitator list meetings; latest, next and running"
            " are understood too"
        )
    return found


def person(store: Store, ref: str, partnership_id: str | None = None) -> Person:
    """The person `ref` means, of one partnership or of all, also one who no longer takes part.

    As `partnership`, and by the start of any word of the name. Where several are meant, one is chosen by the id that
    the message shows.

    Raises:
        NotFound: nobody is meant.
        Invalid: (`person`) several are meant; the message names them.
    """
    known = store.people.everybody(partnership_id)
    names = {it.id: it.name for it in store.people.partnerships()}
    length = id_length([it.id for it in known])

    def described(it: Person) -> str:
        about = it.organisation or it.group or "no organisation"
        return f"{it.name}, {about}, {names[it.partnership_id]} ({it.id[:length]})"

    found = _pick("person", ref, known, lambda it: it.name, described, by_any_word=True)
    if found is None:
        raise NotFound(f"there is no person {_shown(ref)}. See them with: facilitator list people")
    return found


def organisation(store: Store, ref: str, partnership_id: str | None = None) -> Organisation:
    """The organisation `ref` means, of one partnership or of all.

    As `person`.

    Raises:
        NotFound: none is meant.
        Invalid: (`organisation`) several are meant; the message names them.
    """
    known = store.people.organisations(partnership_id)
    names = {it.id: it.name for it in store.people.partnerships()}
    length = id_length([it.id for it in known])

    def described(it: Organisation) -> str:
        return f"{it.name}, {names[it.partnership_id]} ({it.id[:length]})"

    found = _pick("organisation", ref, known, lambda it: it.name, described, by_any_word=True)
    if found is None:
        there = f"There are: {', '.join(it.name for it in known[:_NAMED])}" if known else "None is in the file"
        raise NotFound(f"there is no organisation {_shown(ref)}. {there}")
    return found


def default_meeting(store: Store) -> Meeting:
    """The meeting to run when none is named: the running one, else the one whose planned start is nearest.

    Raises:
        NotFound: every meeting is closed, or there is none.
    """
    running = store.meetings.running()
    if running:
        return running
    now = store.now()
    waiting = [it for it in store.meetings.all() if it.state in ("draft", "ready")]
    if not waiting:
        raise NotFound(
            "there is no meeting to run. Make one with: facilitator new meeting --partnership NAME"
            if store.people.partnerships()
            else 'there is no meeting to run. Begin with: facilitator new partnership "NAME"'
        )
    return min(waiting, key=lambda it: abs(it.planned_start - now))


def when(meeting: Meeting) -> str:
    """The planned start as the clocks where people meet show it: `2026-12-03 15:00`."""
    return local(meeting.planned_start, meeting.time_zone).strftime("%Y-%m-%d %H:%M")


def id_length(ids: Sequence[str]) -> int:
    """How many first characters tell all these ids apart, `SHORTEST_ID` at least."""
    ordered = sorted(ids)
    same = (
        next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
        for one, other in pairwise(ordered)
    )
    return max(SHORTEST_ID, 1 + max(same, default=0))


def _latest(known: Sequence[Meeting]) -> Meeting:
    closed = [it for it in known if it.state == "closed"]
    if not closed:
        raise NotFound("no meeting has been closed yet, so there is no latest one")
    return max(closed, key=lambda it: (it.ended_at or it.planned_start, it.id))


def _next(known: Sequence[Meeting], now: datetime) -> Meeting:
    for it in known:
        if it.state in ("draft", "ready") and it.planned_end > now:
            return it
    raise NotFound("no meeting is planned. Make one with: facilitator new meeting --partnership NAME")


def _running(known: Sequence[Meeting]) -> Meeting:
    running = [it for it in known if it.is_open]
    if not running:
        raise NotFound("no meeting is running. Start one with: facilitator run")
    return max(running, key=lambda it: (it.started_at or it.planned_start, it.id))


def _pick(
    field: str,
    ref: str,
    known: Sequence[_Found],
    name: Callable[[_Found], str],
    describe: Callable[[_Found], str],
    *,
    by_any_word: bool = False,
) -> _Found | None:
    """The one meant, by the first way of reading `ref` that meets any; the last is by the start of a word of a name."""
    typed, wanted = ref.strip(), _folded(ref)
    if not wanted:
        raise Invalid(field, f"say which {field}: a name, or an id as the lists show it")
    ways: tuple[Callable[[_Found], bool], ...] = (
        lambda it: it.id == typed.lower(),
        lambda it: _folded(name(it)) == wanted,
        lambda it: it.id.startswith(typed.lower()),
        lambda it: _folded(name(it)).startswith(wanted),
        lambda it: by_any_word and any(word.startswith(wanted) for word in folded_words(name(it))),
    )
    several = _SEVERAL.get(field, f"{field}s")
    for way in ways:
        found = [it for it in known if way(it)]
        if len(found) == 1:
            return found[0]
        if found:
            more = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
            raise Invalid(
                field,
                f"{_shown(ref)} could be {len(found)} {several}: {'; '.join(map(describe, found[:_NAMED]))}{more}."
                " Name one by its id",
            )
    return None


def _folded(text: str) -> str:
    return fold(" ".join(one_line(text).split()))


def _shown(ref: str) -> str:
    words = " ".join(one_line(ref).split())
    return f"“{words if len(words) <= 60 else words[:59] + '…'}”"
