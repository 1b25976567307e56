"""A round: everybody in turn, who has spoken, who is next, how long each has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from facilitator.model.people import Party
from facilitator.screens.panels.base import Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import column, hint, name_cells
from facilitator.services import attend, record, run
from facilitator.services.run import meeting_of
from facilitator.widgets.quiet import Tone

_WORD_CELLS = 8


class RoundPanel(Panel):
    """The order of the round: one row a person or an organisation, the speaking queue first.

    Who has spoken is known from the lines of this step. Turns counted with `t` are kept by group in the record, so
    that this panel alone remembers whose they were, as long as it is open.
    """

    keys = (
        PanelKey("n", "n", "next"),
        PanelKey("enter", "Enter", "the word to this one"),
        PanelKey("t", "t", "spoke"),
        PanelKey("q", "q", "queue"),
        PanelKey("o", "o", "people or organisations"),
    )
    _by_organisation = False
    _counted: tuple[Party, ...] = ()
    """Whose turns were counted with `t`, latest last."""

    def rows(self) -> list[Row]:
        """A summary, then everybody in turn."""
        order = self._order()
        if not order:
            return [hint("Nobody is marked here yet: /here ana ben, or /count students 12")]
        spoken, now, queue = self._spoken(order), self._now(), self._queue()
        after = self._next(order, spoken, now, queue)
        return [self._summary(order, spoken), *(self._row(party, spoken, now, after, queue) for party in order)]

    def _summary(self, order: Sequence[Party], spoken: set[Party]) -> Row:
        step = self.store.meetings.step(self.step.id) or self.step
        minutes, seconds = divmod(step.planned_minutes * 60 // len(order), 60)
        return hint(
            f"{minutes}:{seconds:02} each · {len(order)} in the round · {len(order) - len(spoken)} still to speak"
        )

    def _row(
        self, party: Party, spoken: set[Party], now: Party | None, after: Party | None, queue: Sequence[Party]
    ) -> Row:
        word: str
        tone: Tone
        if _same(party, now):
            word, tone = "now", "accent"
        elif _same(party, after):
            word, tone = "next", "strong"
        elif party in queue:
            word, tone = f"queue {queue.index(party) + 1}", ""
        elif party in spoken:
            word, tone = "spoken", "muted"
        else:
            word, tone = "–", "muted"
        of = party.organisation if party.kind == "person" and party.organisation else party.group
        return Row(
            f"{party.kind}:{party.id}",
            (column(word, _WORD_CELLS, tone), column(party.name, name_cells(self.width)), (of, "muted")),
        )

    def press(self, key: str, row_id: str | None) -> Says | None:
        """Calls the next, gives the word, counts a turn, or puts somebody into the queue."""
        order = self._order()
        if key == "n":
            return self._call_next(order)
        if key == "o":
            self._by_organisation = not self._by_organisation
            return Says("One row an organisation." if self._by_organisation else "One row a person.")
        party = next((party for party in order if f"{party.kind}:{party.id}" == row_id), None)
        if party is None:
            return None
        if key == "enter":
            attend.give_word(self.store, self.meeting_id, party)
            return Says(f"The word to {party.name}.")
        if key == "t":
            record.count_turn(self.store, run.open_for_lines(self.store, self.meeting_id), party)
            self._counted = (*self._counted, party)
            return Says(f"A turn for {party.name}.")
        if key == "q":
            attend.join_queue(self.store, self.meeting_id, (party,))
            return Says(f"In the queue: {party.name}")
        return None

    def _call_next(self, order: Sequence[Party]) -> Says:
        party = self._next(order, self._spoken(order), self._now(), self._queue())
        if party is None:
            return Says("Everybody has had the word in this round.")
        attend.give_word(self.store, self.meeting_id, party)
        return Says(f"The word to {party.name}.")

    # Reading

    def _order(self) -> list[Party]:
        """Who takes part in the round: groups in their order, within them by organisation and name."""
        here = [a for a in self.store.meetings.attendance(self.meeting_id) if a.is_present]
        position = {group.key: group.position for group in self.store.people.groups()}
        parties: dict[Party, tuple[int, str, str]] = {}
        organisations = self._organisations()
        for attendee in here:
            place = (position.get(attendee.group, len(position)), attendee.organisation, attendee.name)
            if attendee.person_id is None:
                if attendee.head_count:
                    parties[attendee.party] = place
            elif self._by_organisation and attendee.organisation in organisations:
                parties.setdefault(organisations[attendee.organisation], place)
            else:
                parties[attendee.party] = place
        return sorted(parties, key=lambda party: parties[party])

    def _organisations(self) -> dict[str, Party]:
        partnership_id = meeting_of(self.store, self.meeting_id).partnership_id
        return {
            it.name: Party("organisation", it.id, it.name, it.name, it.group)
            for it in self.store.people.organisations(partnership_id)
        }

    def _spoken(self, order: Sequence[Party]) -> set[Party]:
        """Those of the round who have spoken in this step."""
        said = self.store.notes.speakers(self.step.id)
        speakers = [party for party, _ in said if party.kind != "unknown"] + self._still_counted(said)
        return {party for party in order if any(_covers(party, speaker) for speaker in speakers)}

    def _still_counted(self, said: Sequence[tuple[Party, int]]) -> list[Party]:
        """Of the turns counted here, those that were not taken back since."""
        if not self._counted:
            return []
        turns: Counter[str] = Counter()
        for step_id, group, _, count in self.store.meetings.turns(self.meeting_id):
            turns[group] += count if step_id == self.step.id else 0
        for party, lines in said:
            turns[party.group] -= lines if party.kind != "unknown" else 0
        kept = []
        for party in self._counted:
            if turns[party.group] > 0:
                turns[party.group] -= 1
                kept.append(party)
        return kept

    def _now(self) -> Party | None:
        return self.store.meetings.called(self.meeting_id, self.step.id)

    def _queue(self) -> list[Party]:
        return [party for _, party in self.store.meetings.queue(self.meeting_id)]

    def _next(
        self, order: Sequence[Party], spoken: set[Party], now: Party | None, queue: Sequence[Party]
    ) -> Party | None:
        """The first in the queue, else the first after the one who has the word who has not spoken."""
        if queue:
            return queue[0]
        at = next((index for index, party in enumerate(order) if _same(party, now)), -1)
        turned = [*order[at + 1 :], *order[: at + 1]]
        return next((party for party in turned if party not in spoken and not _same(party, now)), None)


def _same(one: Party, other: Party | None) -> bool:
    return other is not None and (one.kind, one.id) == (other.kind, other.id)


def _covers(party: Party, speaker: Party) -> bool:
    """Whether `speaker` has spoken for `party`: itself, for its organisation, or for a group that is only counted."""
    if _same(party, speaker):
        return True
    if party.kind == "organisation":
        return speaker.organisation == party.name
    return party.kind == "group" and speaker.kind == "group" and speaker.group == party.id
