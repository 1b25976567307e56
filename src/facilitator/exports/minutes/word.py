"""Minutes as a Word document, by python-docx: headings, lists and a table with a header row, for people and readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from facilitator.exports.minutes.build import due_of, party_of, voice_of, worth_of
from facilitator.exports.minutes.model import Decided, GoalRead, Minutes, Promise
from facilitator.model.goals import figure
from facilitator.model.when import full_date

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table, _Cell, _Row

_POINTS, _LARGE_POINTS = 11, 18
"""Size of the letters; 18 points are large print (RNIB, Clear Print guidelines)."""
_COLUMNS = (6.2, 2.2, 1.8, 4.2, 2.4)
"""Widths of the goals' columns, in centimetres."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing in the file tells when it was made."""


def document(m: Minutes, *, large_print: bool = False) -> bytes:
    """The bytes of a `.docx` file."""
    word = Document()
    _set_up(word, m, _LARGE_POINTS if large_print else _POINTS)
    _head(word, m)
    _section(word, "What we agreed", "Nothing was decided." if not m.decisions else "")
    for decision in m.decisions:
        _decision(word, decision)
    _section(word, "What we promised", "Nothing was promised." if not m.promises else "")
    for promise in m.promises:
        _promise(word, promise)
    if m.goals:
        word.add_heading("Our goals", 1)
        _goals(word, m.goals)
    _steps(word, m)
    _numbered(
        word,
        "Questions still open",
        ((q.number, f"{q.text}{f' ({q.who})' if q.who else ''}") for q in m.open_questions),
    )
    _numbered(
        word,
        "Questions answered",
        ((q.number, f"{q.text}{f' ({q.who})' if q.who else ''} – {q.answer}") for q in m.answered),
    )
    _listed(word, "Parked for later", (f"{t.text}{f' ({t.who})' if t.who else ''}" for t in m.parked))
    _listed(word, "How the meeting was", _feedback(m))
    _listed(word, "Voices by group", (f"{it.group}: {voice_of(it)}" for it in m.voices))
    _section(word, "Next meeting", full_date(m.next_on) if m.next_on else "Not agreed yet.")
    word.add_paragraph(m.naming)
    return _saved(word)


def _saved(word: Word) -> bytes:
    """The bytes, which depend on the words alone: without the picture and the times that come with every document."""
    package = word.part.package
    for key in [key for key, it in package.rels.items() if it.reltype.endswith("/thumbnail")]:
        del package.rels[key]
    made, out = io.BytesIO(), io.BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in parts.infolist():
            kept.writestr(zipfile.ZipInfo(part.filename), parts.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _set_up(word: Word, m: Minutes, points: int) -> None:
    properties = word.core_properties
    properties.title, properties.subject, properties.author = m.title, m.partnership, m.facilitator
    properties.language, properties.comments = m.language, ""
    properties.created = properties.modified = _EPOCH
    for section in word.sections:
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
    normal = word.styles["Normal"]
    normal.paragraph_format.widow_control = True
    normal.paragraph_format.space_after = Pt(5)
    normal.font.name, normal.font.size = "Calibri", Pt(points)
    for style, more in (("Title", 11), ("Heading 1", 4), ("Heading 2", 1)):
        word.styles[style].font.size = Pt(points + more)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), m.language)
    normal.element.get_or_add_rPr().append(language)


def _head(word: Word, m: Minutes) -> None:
    word.add_heading(m.title, 0)
    facts = [m.partnership, full_date(m.day), f"{m.start}–{m.end}", m.place, m.state]
    word.add_paragraph(" · ".join(fact for fact in facts if fact))
    if m.purpose:
        word.add_paragraph(m.purpose)
    for title, parties in (("Present", m.present), ("Guests", m.guests), ("Apologies", m.apologies)):
        if parties:
            _labelled(word, title, "; ".join(map(party_of, parties)))
    if m.facilitator:
        _labelled(word, "Facilitated by", m.facilitator)
    if m.is_restricted:
        word.add_paragraph("The words of this meeting stay in the room and are not in these minutes.")


def _decision(word: Word, decision: Decided) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run(f"{decision.number}. {decision.text}").bold = True
    paragraph.add_run(f"\n{decision.standing}")
    if decision.reason:
        paragraph.add_run(f" – {decision.reason}")
    if decision.review_on:
        paragraph.add_run(f"; we look again {full_date(decision.review_on)}")
    for concern in decision.concerns:
        word.add_paragraph(f"Concern: “{concern}”", style="List Bullet")
    if decision.absent:
        word.add_paragraph(f"Affected and not in the room: {', '.join(decision.absent)}", style="List Bullet")


def _promise(word: Word, promise: Promise) -> None:
    paragraph = word.add_paragraph(f"{promise.number}. ")
    paragraph.add_run(promise.owner or "Nobody yet").bold = True
    helpers = f" with {', '.join(promise.helpers)}" if promise.helpers else ""
    paragraph.add_run(f"{helpers}: {promise.text} – by {due_of(promise)}")
    if promise.first_due:
        paragraph.add_run(f" (first promised for {full_date(promise.first_due)})")
    if promise.state != "open":
        paragraph.add_run(f" – {promise.state}")
    if promise.reason:
        paragraph.add_run(f": {promise.reason}")


def _goals(word: Word, goals: tuple[GoalRead, ...]) -> None:
    table: Table = word.add_table(rows=1, cols=5, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _COLUMNS, strict=True):
        column.width = Cm(width)
    for cell, words in zip(table.rows[0].cells, ("Goal", "At the start", "Now", "Aim", "Stands"), strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(words).bold = True
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for goal in goals:
        aim = figure(goal.target) or "–"
        values = (
            f"{goal.statement}\n{goal.measure}{f' ({goal.unit})' if goal.unit else ''}".strip(),
            figure(goal.baseline) or "–",
            figure(goal.current) or "–",
            f"{aim} by {full_date(goal.due)}" if goal.due else aim,
            goal.state,
        )
        for cell, words in zip(_row(table), values, strict=True):
            cell.text = words
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, _COLUMNS, strict=True):
            cell.width = Cm(width)
    word.add_paragraph()
    for goal in goals:
        for note in goal.notes:
            word.add_paragraph(f"{goal.statement}: {note}", style="List Bullet")


def _steps(word: Word, m: Minutes) -> None:
    held = [step for step in m.steps if step.has_record]
    if held:
        word.add_heading("Step by step", 1)
    for step in held:
        word.add_heading(f"{step.position}. {step.title}", 2)
        lines = [*step.summaries]
        lines += [f"Thanks to {it.who}: {it.text}" if it.who else f"Success: {it.text}" for it in step.thanks]
        lines += [f"{it.kind}{f', {it.who}' if it.who else ''}: {it.text}" for it in step.lines]
        for line in lines:
            word.add_paragraph(line, style="List Bullet")


def _feedback(m: Minutes) -> list[str]:
    lines = [f"Keep: {words}" for words in m.plus]
    lines += [f"Change: {words}" for words in m.delta]
    lines += [f"Concern: {words}" for words in m.concerns]
    if m.worth:
        lines.append(f"Worth the time? {worth_of(m.worth)}")
    return lines


def _section(word: Word, title: str, words: str) -> None:
    word.add_heading(title, 1)
    if words:
        word.add_paragraph(words)


def _listed(word: Word, title: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        word.add_heading(title, 1)
    for line in found:
        word.add_paragraph(line, style="List Bullet")


def _numbered(word: Word, title: str, lines: Iterable[tuple[int, str]]) -> None:
    """Records with the number they are known by, which no list of Word's own could keep."""
    found = list(lines)
    if found:
        word.add_heading(title, 1)
    for number, line in found:
        word.add_paragraph(f"{number}. {line}")


def _labelled(word: Word, label: str, words: str) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(words)


def _row(table: Table) -> tuple[_Cell, ...]:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row.cells
