"""Does what the lines of a story say: they are typed into the running meeting, or done in a panel of its screen."""

from __future__ import annotations

from dataclasses import replace

from facilitator.clock import today
from facilitator.db import Store
from facilitator.model.line import Line, LineContext, LineKind, Waiting, parse
from facilitator.services import decide, record, run, slash

_ABOUT_WAITING = frozenset({LineKind.PARAPHRASE, LineKind.YES, LineKind.NO})
_ABOUT_NAMES_OR_DAYS = frozenset(
    {"here", "late", "remote", "left", "absent", "apologies", "walkin", "who", "propose", "adjust", "meet"}
)
"""Commands after which names, goals or due phrases may mean something else."""


class Typist:
    """Types into one meeting, and knows the context a line is read in without asking the file after each one."""

    def __init__(self, store: Store, meeting_id: str) -> None:
        self._store = store
        self._meeting_id = meeting_id
        self._context: LineContext | None = None

    def begin_step(self) -> None:
        """Another step is in hand: nobody has spoken in it."""
        if self._context:
            self._context = replace(self._context, last_speaker=None)

    def do(self, line: str) -> None:
        """Does one line. Raises what the services raise, and ValueError for a story that does not hold together."""
        if line.startswith("%"):
            self._in_a_panel(line[1:].strip())
            return
        meeting = run.meeting_of(self._store, self._meeting_id)
        context = self._context or record.context(self._store, meeting)
        understood = parse(line, context)
        if understood.kind is LineKind.COMMAND:
            slash.execute(self._store, meeting, understood.command, understood.arguments, context)
            self._context = None if understood.command in _ABOUT_NAMES_OR_DAYS else context
        else:
            record.save(self._store, meeting.id, understood)
            self._context = self._after(context, understood)

    def _after(self, context: LineContext, line: Line) -> LineContext:
        """The context for the next line: only who spoke last and what waits for a yes have changed."""
        if line.kind is LineKind.SAID:
            return replace(context, last_speaker=line.party)
        if line.kind in _ABOUT_WAITING:
            waiting = self._store.notes.waiting(self._meeting_id)
            return replace(context, waiting=tuple(Waiting(it.id, it.speaker, it.text) for it in waiting))
        return context

    def _in_a_panel(self, deed: str) -> None:
        """`vision`, `consent`, `reviewed N`, `settled TOPIC → OUTCOME`: for these the line has no words."""
        store, meeting = self._store, run.meeting_of(self._store, self._meeting_id)
        word, _, rest = deed.partition(" ")
        if word == "vision":
            store.people.update_partnership(meeting.partnership_id, vision_affirmed_on=today(store.clock))
        elif word == "consent":
            decide.set_method(store, meeting.id, decide.latest(store, meeting.id), "consent")
        elif word == "reviewed":
            decisions = {it.number: it for it in store.decisions.all(meeting.partnership_id)}
            decide.review(store, meeting.id, decisions[int(rest)], None)
        elif word == "settled":
            self._settle(meeting.partnership_id, *rest.split(" → "))
        else:
            raise ValueError(f"no panel does “{deed}”")

    def _settle(self, partnership_id: str, words: str, outcome: str) -> None:
        """Says what became of a parked topic."""
        held = self._store.meetings.all(partnership_id)
        parked = [topic for it in held for topic in self._store.notes.parked(it.id) if topic.state == "parked"]
        found = [it for it in parked if it.text == words]
        if not found:
            raise ValueError(f"nothing is parked as “{words}”")
        self._store.notes.update("parked", found[0].id, state="closed", outcome=outcome)
