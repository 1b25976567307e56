"""What people say about being written down: yes and no weigh the same, nobody asked means no."""

from __future__ import annotations

from facilitator.model.people import Party, Person
from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import column, name_cells, wrapped
from facilitator.services import consent, record, run
from facilitator.widgets.quiet import Tone

_WORDS: dict[str, tuple[str, Tone]] = {
    "given": ("yes", "good"),
    "refused": ("no", "strong"),
    "withdrawn": ("withdrawn", "strong"),
    "": ("not asked", "muted"),
}
_NAMED_WORDS = {"yes": "given", "no": "refused", "": ""}
_WORD_CELLS = 10


class ConsentPanel(Panel):
    """One question at a time, one answer a person."""

    keys = (
        PanelKey("y", "y", "yes"),
        PanelKey("n", "n", "no"),
        PanelKey("s", "s", "next question"),
    )
    _scope = consent.NAMED

    def rows(self) -> list[Row]:
        """The question, the data statement, and everybody's answer, those who are here first."""
        meeting = run.meeting_of(self.store, self.meeting_id)
        partnership = self.store.people.partnership(meeting.partnership_id)
        here = {a.person_id for a in self.store.meetings.attendance(self.meeting_id) if a.is_present}
        people = self.store.people.people(meeting.partnership_id)
        answers = consent.answers(self.store, meeting.partnership_id)
        rows = wrapped((), f"May they {consent.SCOPES[self._scope]}?", self.width, tone="strong")
        if partnership and partnership.data_statement:
            rows += wrapped((), partnership.data_statement, self.width, tone="muted")
        for person in sorted(people, key=lambda person: person.id not in here):
            said = answers.get((person.id, self._scope), "")
            if not said and self._scope == consent.NAMED:
                said = _NAMED_WORDS[person.may_be_named]
            rows.append(self._row(person, said, is_here=person.id in here))
        return rows

    def _row(self, person: Person, said: str, *, is_here: bool) -> Row:
        word, tone = _WORDS[said]
        if person.is_minor and self._scope == consent.NAMED:
            word, tone = "never", "muted"
        aside = [
            person.organisation or person.group,
            "a minor" if person.is_minor else "",
            "" if is_here else "not here",
        ]
        return Row(
            person.id,
            (
                column(word, _WORD_CELLS, tone),
                column(person.name, name_cells(self.width)),
                (" · ".join(part for part in aside if part), "muted"),
            ),
        )

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Keeps an answer, or asks the next question."""
        if key == "s":
            scopes = list(consent.SCOPES)
            self._scope = scopes[(scopes.index(self._scope) + 1) % len(scopes)]
            return Says(f"May they {consent.SCOPES[self._scope]}?")
        person = self.store.people.person(row_id) if row_id and key in ("y", "n") else None
        if person is None:
            return None
        if key == "y" and person.is_minor and self._scope != consent.NAMED:
            return Complete(f"/consent {self._handle(person)} {self._scope} yes by ")
        was_named = consent.is_named(self.store, person.id)
        given = consent.answer(self.store, self.meeting_id, person.id, self._scope, said_yes=key == "y")
        more = consent.after_answer(self.store, self._scope, given, was_named=was_named)
        return Says(f"{person.name}: {'yes' if key == 'y' else 'no'}{f'. {more}' if more else ''}")

    def _handle(self, person: Person) -> str:
        names = record.context(self.store, run.meeting_of(self.store, self.meeting_id)).names
        return names.handle(Party("person", person.id, person.name, person.organisation, person.group)) or person.name
