"""What was written down: notes, questions, parked topics, appreciations, feedback, ratings."""

from __future__ import annotations

from datetime import date
from typing import Any

from facilitator.db import parties
from facilitator.db.repository import Repository
from facilitator.db.values import day, flag, moment
from facilitator.model.notes import (
    Appreciation,
    Feedback,
    Note,
    NoteKind,
    Parked,
    Question,
    Rating,
    Visibility,
)
from facilitator.model.people import Party

_NOTE = (
    "SELECT n.id, n.meeting_id, n.step_id, n.at, n.kind, n.text, n.is_open_question, coalesce(n.confirmed, ''),"
    f" n.correction, n.visibility, n.tags, n.orid, n.goal_id, {parties.select('n', 'speaker')}"
    f" FROM note n {parties.joins('n', 'speaker')}"
)
_QUESTION = (
    "SELECT q.id, q.meeting_id, q.step_id, q.number, q.at, q.text, q.state, q.answer, q.answered_at,"
    f" {parties.select('q', 'asker')} FROM question q {parties.joins('q', 'asker')}"
)
_PARKED = (
    f"SELECT k.id, k.meeting_id, k.step_id, k.at, k.text, k.state, k.outcome, {parties.select('k', 'raiser')}"
    f" FROM parked k {parties.joins('k', 'raiser')}"
)
_THANKS = (
    f"SELECT t.id, t.meeting_id, t.step_id, t.at, t.text, {parties.select('t', 'receiver')}"
    f" FROM appreciation t {parties.joins('t', 'receiver')}"
)
_FEEDBACK = (
    "SELECT f.id, f.meeting_id, f.step_id, f.at, f.kind, f.text, coalesce(f.group_key, ''), f.state, f.told_back_on"
    " FROM feedback f"
)


class NoteRepository(Repository):
    """The listening record of meetings. Everything comes in the order it was written."""

    # Notes

    def of_step(self, step_id: str) -> list[Note]:
        """The notes of one step."""
        return [_note(r) for r in self._store.rows(f"{_NOTE} WHERE n.step_id = ? ORDER BY n.id", step_id)]

    def of_meeting(self, meeting_id: str) -> list[Note]:
        """The notes of one meeting."""
        return [_note(r) for r in self._store.rows(f"{_NOTE} WHERE n.meeting_id = ? ORDER BY n.id", meeting_id)]

    def get(self, note_id: str) -> Note | None:
        """One note."""
        row = self._store.row(f"{_NOTE} WHERE n.id = ?", note_id)
        return _note(row) if row else None

    def latest_of_step(self, step_id: str) -> Note | None:
        """The note written last in a step."""
        row = self._store.row(f"{_NOTE} WHERE n.id = (SELECT max(id) FROM note WHERE step_id = ?)", step_id)
        return _note(row) if row else None

    def levels(self, step_id: str) -> dict[str, int]:
        """How many notes of a step stand at each level of a discussion."""
        return dict(
            self._store.rows("SELECT orid, count(*) FROM note WHERE step_id = ? AND orid <> '' GROUP BY orid", step_id)
        )

    def speakers(self, step_id: str) -> list[tuple[Party, int]]:
        """Who said or asked something in a step, and how many of its lines are theirs."""
        found = []
        for table, prefix, where in (("note", "speaker", "kind = 'said' AND"), ("question", "asker", "")):
            key = ", ".join(parties.values(prefix, None))
            lines = f"SELECT {key}, count(*) AS lines FROM {table} WHERE {where} step_id = ? GROUP BY {key}"
            for r in self._store.rows(
                f"SELECT t.lines, {parties.select('t', prefix)} FROM ({lines}) t {parties.joins('t', prefix)}", step_id
            ):
                party = parties.read(r[1:])
                if party:
                    found.append((party, r[0]))
        return found

    def waiting(self, meeting_id: str) -> list[Note]:
        """Paraphrases that wait for their speaker's yes, the oldest first."""
        return [
            _note(r)
            for r in self._store.rows(
                f"{_NOTE} WHERE n.meeting_id = ? AND n.kind = 'paraphrase' AND n.confirmed IS NULL ORDER BY n.id",
                meeting_id,
            )
        ]

    def latest_speaker(self, step_id: str) -> Party | None:
        """Who spoke last in a step: said something, or asked a question that needs an answer."""
        said = self._store.row(
            f"SELECT n.id, {parties.select('n', 'speaker')} FROM note n {parties.joins('n', 'speaker')}"
            " WHERE n.id = (SELECT max(id) FROM note WHERE step_id = ? AND kind = 'said')",
            step_id,
        )
        asked = self._store.row(
            f"SELECT q.id, {parties.select('q', 'asker')} FROM question q {parties.joins('q', 'asker')}"
            " WHERE q.step_id = ? ORDER BY q.id DESC LIMIT 1",
            step_id,
        )
        newest = max((row for row in (said, asked) if row), key=lambda row: str(row[0]), default=None)
        return parties.read(newest[1:]) if newest else None

    def add(
        self,
        meeting_id: str,
        step_id: str,
        kind: NoteKind,
        text: str,
        *,
        speaker: Party | None = None,
        is_open_question: bool | None = None,
        visibility: Visibility = "shared",
        tags: tuple[str, ...] = (),
        orid: str = "",
        goal_id: str | None = None,
    ) -> str:
        """Adds a note; returns its id."""
        return self._store.insert(
            "note",
            meeting_id=meeting_id,
            step_id=step_id,
            at=self._store.now(),
            kind=kind,
            text=text,
            is_open_question=is_open_question,
            visibility=visibility,
            tags=" ".join(tags),
            orid=orid,
            goal_id=goal_id,
            **parties.values("speaker", speaker),
        )

    def update(self, table: str, record_id: str, **values: object) -> None:
        """Changes fields of a record this repository keeps."""
        self._store.update(table, record_id, **values)

    def name_party(self, table: str, record_id: str, prefix: str, party: Party) -> None:
        """Says whose a record is; `prefix` is `speaker`, `asker`, `raiser`, `receiver` or `owner`."""
        self._store.update(table, record_id, **parties.values(prefix, party))

    def delete(self, table: str, record_id: str) -> None:
        """Takes a record out; the journal keeps it."""
        self._store.delete(table, record_id)

    # Questions

    def questions(self, meeting_id: str) -> list[Question]:
        """Questions asked in a meeting that need an answer."""
        return [_question(r) for r in self._store.rows(f"{_QUESTION} WHERE q.meeting_id = ? ORDER BY q.id", meeting_id)]

    def question_by_number(self, partnership_id: str, number: int) -> Question | None:
        """A question by its number."""
        row = self._store.row(f"{_QUESTION} WHERE q.partnership_id = ? AND q.number = ?", partnership_id, number)
        return _question(row) if row else None

    def add_question(
        self, partnership_id: str, meeting_id: str, step_id: str, text: str, asked_by: Party | None
    ) -> str:
        """Adds a question with the partnership's next number; returns its id."""
        return self._store.insert(
            "question",
            partnership_id=partnership_id,
            meeting_id=meeting_id,
            step_id=step_id,
            number=self._store.next_number(partnership_id, "question"),
            at=self._store.now(),
            text=text,
            **parties.values("asker", asked_by),
        )

    # Parked topics, thanks, feedback, ratings

    def parked(self, meeting_id: str) -> list[Parked]:
        """Topics parked in a meeting."""
        return [
            Parked(r[0], r[1], r[2], _at(r[3]), r[4], parties.read(r[7:]), r[5], r[6])
            for r in self._store.rows(f"{_PARKED} WHERE k.meeting_id = ? ORDER BY k.id", meeting_id)
        ]

    def add_parked(
        self,
        partnership_id: str,
        meeting_id: str,
        step_id: str,
        text: str,
        by: Party | None,
        goal_id: str | None = None,
    ) -> str:
        """Parks a topic; returns its id."""
        return self._store.insert(
            "parked",
            partnership_id=partnership_id,
            meeting_id=meeting_id,
            step_id=step_id,
            at=self._store.now(),
            text=text,
            goal_id=goal_id,
            **parties.values("raiser", by),
        )

    def appreciations(self, meeting_id: str) -> list[Appreciation]:
        """Thanks and successes of a meeting."""
        return [
            Appreciation(r[0], r[1], r[2], _at(r[3]), r[4], parties.read(r[5:]))
            for r in self._store.rows(f"{_THANKS} WHERE t.meeting_id = ? ORDER BY t.id", meeting_id)
        ]

    def add_appreciation(self, meeting_id: str, step_id: str, text: str, to: Party | None) -> str:
        """Adds thanks or a success; returns its id."""
        return self._store.insert(
            "appreciation",
            meeting_id=meeting_id,
            step_id=step_id,
            at=self._store.now(),
            text=text,
            **parties.values("receiver", to),
        )

    def feedback(self, meeting_id: str) -> list[Feedback]:
        """Plus, delta and concerns of a meeting."""
        return [_feedback(r) for r in self._store.rows(f"{_FEEDBACK} WHERE f.meeting_id = ? ORDER BY f.id", meeting_id)]

    def add_feedback(self, meeting_id: str, step_id: str, kind: str, text: str, group: str = "") -> str:
        """Adds feedback on the meeting; returns its id."""
        return self._store.insert(
            "feedback",
            meeting_id=meeting_id,
            step_id=step_id,
            at=self._store.now(),
            kind=kind,
            text=text,
            group_key=group or None,
        )

    def answer_feedback(self, feedback_id: str, state: str, reason: str = "", told_back_on: date | None = None) -> None:
        """Says what became of feedback."""
        self._store.update("feedback", feedback_id, state=state, reason=reason, told_back_on=told_back_on)

    def ratings(self, meeting_id: str) -> list[Rating]:
        """Tallies of a meeting."""
        return [
            Rating(r[0], r[1], r[2], r[3], r[4])
            for r in self._store.rows(
                "SELECT instrument, item, coalesce(group_key, ''), score, count FROM rating WHERE meeting_id = ?"
                " ORDER BY instrument, item, group_key, score, id",
                meeting_id,
            )
        ]

    def set_ratings(self, meeting_id: str, instrument: str, counts: tuple[int, ...]) -> None:
        """Keeps how many gave each score from 0 on, in place of earlier counts."""
        for (rating_id,) in self._store.rows(
            "SELECT id FROM rating WHERE meeting_id = ? AND instrument = ? AND item = '' AND group_key IS NULL",
            meeting_id,
            instrument,
        ):
            self._store.delete("rating", rating_id)
        for score, count in enumerate(counts):
            self._store.insert("rating", meeting_id=meeting_id, instrument=instrument, score=score, count=count)


def _at(text: str) -> Any:
    return moment(text)


def _note(r: tuple[Any, ...]) -> Note:
    kind: NoteKind = r[4]
    return Note(
        r[0], r[1], r[2], _at(r[3]), kind, r[5], parties.read(r[13:]), flag(r[6]), r[7], r[8], r[9],
        tuple(r[10].split()), r[11], r[12],
    )  # fmt: skip


def _question(r: tuple[Any, ...]) -> Question:
    return Question(r[0], r[1], r[2], r[3], _at(r[4]), r[5], parties.read(r[9:]), r[6], r[7], moment(r[8]))


def _feedback(r: tuple[Any, ...]) -> Feedback:
    return Feedback(r[0], r[1], r[2], _at(r[3]), r[4], r[5], r[6], r[7], day(r[8]))
