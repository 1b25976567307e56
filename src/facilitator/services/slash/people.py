"""Commands for who is there, who speaks, and what people say about being written down."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.errors import Invalid
from facilitator.model.notes import Item
from facilitator.model.text import fold
from facilitator.services import attend, consent, norms, record, run
from facilitator.services.slash.call import Call, one, whole, yes


def _attendance(status: str, said: str, mode: str | None = None) -> Callable[[Call], str]:
    def mark(call: Call) -> str:
        people = attend.parties(call.context.names, call.words)
        attend.mark(call.store, call.meeting.id, people, status, mode)
        return f"{said}: {', '.join(party.name for party in people)}"

    return mark


def _walk_in(call: Call) -> str:
    name, _, typed = call.words.rpartition(",")
    group = attend.group_called(call.store, typed).key if name else ""
    return f"Guest: {attend.walk_in(call.store, call.meeting.id, name or call.words, group).name}"


def _count(call: Call) -> str:
    name, _, last = call.words.rpartition(" ")
    heads = whole(last)
    if not name or heads is None:
        raise Invalid("count", "Give a group and a number: /count students 12")
    group = attend.group_called(call.store, name)
    attend.count(call.store, call.meeting.id, group.key, heads)
    return f"{group.plural}: {heads} by head-count."


def _who(call: Call) -> str:
    item, words = _unknown(call)
    assert item.party is not None
    typed = item.party.name
    first, _, rest = words.partition(" ")
    if not first:
        raise Invalid("who", f'Who is "{typed}"? /who NAME, or /who new for somebody new')
    with call.store.write(f'who is "{typed}"', call.meeting.id):
        if first.lower() == "new":
            party = attend.walk_in(call.store, call.meeting.id, rest or typed)
        elif (choice := whole(first)) is not None:
            candidates = call.context.names.candidates(typed)
            if not 1 <= choice <= len(candidates):
                raise Invalid("who", f'There is no choice {first} for "{typed}"; /who NAME says it by name.')
            party = candidates[choice - 1]
        else:
            party = one(call, words, "/who ana")
        attend.name_unknown(call.store, call.meeting.id, item, party)
    return f'"{typed}" is {party.name}.'


def _unknown(call: Call) -> tuple[Item, str]:
    """The line whose name is meant and who it is: `tomaz is Tomasz Żółć`, else of the latest one."""
    latest = attend.latest_unknown(call.store, call.meeting.id)
    typed, _, who = call.words.partition(" is ")
    if who.strip():
        for item in reversed(call.store.timeline.unknown_names(call.meeting.id)):
            if item.party and fold(item.party.name) == fold(typed.strip().lstrip("@")):
                return item, who.strip()
    return latest, call.words


def _turn(call: Call) -> str:
    people = attend.parties(call.context.names, call.words)
    with call.store.write(f"a turn for {', '.join(party.name for party in people)}", call.meeting.id):
        for party in people:
            record.count_turn(call.store, run.open_for_lines(call.store, call.meeting.id), party)
    return f"A turn for {', '.join(party.name for party in people)}."


def _queue(call: Call) -> str:
    if not call.words:
        return f"The word to {attend.call_next(call.store, call.meeting.id).name}."
    people = attend.parties(call.context.names, call.words)
    attend.join_queue(call.store, call.meeting.id, people)
    return f"In the queue: {', '.join(party.name for party in people)}."


def _by_person(call: Call) -> str:
    off = call.words.lower() == "off"
    run.count_turns_by_person(call.store, call.meeting.id, not off)
    return "Turns are counted by group only." if off else "The room agreed: turns count by person, until the close."


def _named(call: Call) -> str:
    who, _, said = call.words.rpartition(" ")
    return _consented(call, who, consent.NAMED, yes(said, "/named ana ben yes"), "")


def _consent(call: Call) -> str:
    words, _, by = call.words.partition(" by ")
    who, _, said = words.strip().rpartition(" ")
    who, _, scope = who.rpartition(" ")
    return _consented(call, who, scope.lower(), yes(said, "/consent ana photo yes"), by.strip())


def _consented(call: Call, who: str, scope: str, said_yes: bool, by: str) -> str:
    people = attend.parties(call.context.names, who)
    if any(party.kind != "person" for party in people):
        raise Invalid("who", "Each person answers for themselves: name people, not organisations or groups.")
    told = set()
    with call.store.write(f"consent: {', '.join(party.name for party in people)}", call.meeting.id):
        for party in people:
            was_named = consent.is_named(call.store, party.id)
            given = consent.answer(call.store, call.meeting.id, party.id, scope, said_yes=said_yes, by=by)
            told.add(consent.after_answer(call.store, scope, given, was_named=was_named))
    names = ", ".join(party.name for party in people)
    if more := max(told, default=""):
        return f"{names}: {'yes' if said_yes else 'no'}. {more}"
    return f"{names}: {'yes' if said_yes else 'no'}, they may {'' if said_yes else 'not '}{consent.SCOPES[scope]}."


def _agree(call: Call) -> str:
    norms.agree(call.store, call.meeting.id, call.words)
    return f"We agreed: {call.words}"


COMMANDS: dict[str, Callable[[Call], str]] = {
    "here": _attendance("present", "Here"),
    "late": _attendance("late", "Late"),
    "remote": _attendance("present", "Here, remote", "remote"),
    "left": _attendance("left", "Left"),
    "absent": _attendance("absent", "Absent"),
    "apologies": _attendance("apologies", "Apologies"),
    "walkin": _walk_in,
    "count": _count,
    "who": _who,
    "turn": _turn,
    "queue": _queue,
    "bypeople": _by_person,
    "named": _named,
    "consent": _consent,
    "agree": _agree,
}
