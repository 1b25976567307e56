"""Minutes as they leave: at every level and in every format they are searched for what must not be there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from every_record import Filled, fill
from facilitator.errors import Invalid, Refused
from facilitator.exports import plain_text
from facilitator.exports.columns import LEVELS
from facilitator.exports.minutes.build import minutes
from facilitator.exports.minutes.model import Asked as AskedOf
from facilitator.exports.minutes.model import Decided, StepHeld, Voices
from facilitator.model.goals import figure
from facilitator.model.when import full_date
from facilitator.services.export import extract
from facilitator.services.minutes import FORMATS, Asked, laid_out, of_meeting, write

BELOW_FULL = ("consented", "roles", "anonymous", "chatham")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    it = fill(tmp_path_factory.mktemp("record"))
    yield it
    it.store.close()


def words_of(content: bytes, form: str) -> str:
    """Every word in the file, in Word documents those of the tables and the properties too."""
    if form != "docx":
        return content.decode()
    word = Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    about = word.core_properties
    return "\n".join([*(it.text for it in word.paragraphs), *cells, about.title, about.author, about.subject])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("level", BELOW_FULL)
@pytest.mark.parametrize("meeting", ["closed", "running"])
def test_nobody_is_named_who_may_not_be(filled: Filled, form: str, level: str, meeting: str) -> None:
    asked = Asked(level, form, with_notes=True)
    words = words_of(of_meeting(filled.store, filled[meeting], asked).content, form)
    for never in ("SECRET", "HIDDEN", "Żółć", "O'Connor", "O’Connor", "Quispe", "Peña", "example.org", "Holm", "tomaz"):
        assert never not in words
    if level != "consented":
        assert "Ruiz" not in words
        assert "Mendes" not in words
        assert "Haddad" not in words
    if level == "chatham":
        assert "Northside High" not in words
        assert "Golden Crust" not in words
        assert "City Library" not in words


@pytest.mark.parametrize("form", FORMATS)
def test_full_minutes_hold_everything(filled: Filled, form: str) -> None:
    made = of_meeting(filled.store, filled["closed"], Asked("full", form, with_notes=True))
    words = words_of(made.content, form)
    for there in ("SECRET about rent", "Tomasz Żółć", "pilot two late buses", "who pays?", "cafeteria menu"):
        assert there in words
    assert made.private_lines == 1


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_record_gives_the_same_minutes(filled: Filled, form: str) -> None:
    asked = Asked("consented", form)
    first = of_meeting(filled.store, filled["closed"], asked).content
    filled.clock.move(86_400)
    assert first == of_meeting(filled.store, filled["closed"], asked).content


def test_a_word_document_holds_no_time_and_no_picture(filled: Filled) -> None:
    with zipfile.ZipFile(io.BytesIO(of_meeting(filled.store, filled["closed"], Asked(format="docx")).content)) as parts:
        assert {it.date_time for it in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [it for it in parts.namelist() if "thumbnail" in it]


LEFT_OUT = frozenset({"level", "language", "norms", "readings", "planned_minutes", "actual_minutes"})
"""Parts of minutes that say how they are laid out, or that own layouts may print, or that only charts show."""


def facts(of: Any, name: str = "") -> Iterator[str]:
    """All words, dates and numbers of minutes, as people read them."""
    if name in LEFT_OUT or (isinstance(of, StepHeld) and not of.has_record) or (isinstance(of, Decided) and name):
        of = replace(of, present=()) if isinstance(of, Decided) else ()
    if isinstance(of, date):
        yield full_date(of)
    elif isinstance(of, str):
        yield of if of != "open" else ""
    elif isinstance(of, int | float):
        yield figure(of) or ""
    elif isinstance(of, tuple):
        for it in of:
            yield from facts(it, name)
    elif of is not None:
        for it in fields(of):
            yield from facts(getattr(of, it.name), it.name)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("level", LEVELS)
def test_all_formats_carry_the_same_facts(filled: Filled, form: str, level: str) -> None:
    made = minutes(extract(filled.store, level, meeting_id=filled["closed"]), language="en", with_notes=True)
    moved = replace(made.promises[0], reason="no driver yet", first_due=date(2026, 1, 2), due=date(2026, 2, 3))
    measured = replace(made.goals[0], measure="counted at the door")
    asked = AskedOf(7, "the mayor", "who pays then?", "the county")
    voices = (*made.voices, Voices("neighbours", 12, 5, 0.5))
    made = replace(
        made,
        promises=(moved, *made.promises[1:]),
        goals=(measured, *made.goals[1:]),
        answered=(*made.answered, asked),
        voices=voices,
    )
    content, _ = laid_out(made, Asked(level, form))
    words = plain_text.of_page(content.decode()) if form == "html" else words_of(content, form)
    plain = " ".join(words.replace("\\", "").split()).casefold()
    expected = {" ".join(it.replace("\\", "").split()).casefold() for it in facts(replace(made, voices=()))}
    assert [it for it in expected if it not in plain] == []
    assert all(it in plain for it in ("neighbours", "12 turns", "5 here", made.naming.casefold()))


def test_large_print(filled: Filled) -> None:
    page = of_meeting(filled.store, filled["closed"], Asked(format="html", large_print=True)).content.decode()
    assert "18pt" in page
    word = Document(
        io.BytesIO(of_meeting(filled.store, filled["closed"], Asked(format="docx", large_print=True)).content)
    )
    size = word.styles["Normal"].font.size
    assert size is not None
    assert size.pt == 18


def test_what_leaves_is_logged(filled: Filled, tmp_path: Path) -> None:
    write(filled.store, filled["closed"], Asked("roles"), tmp_path / "m.md")
    write(filled.store, filled["closed"], Asked("roles", "txt"), None)
    (_, what, level, _, place), (_, before, _, _, path) = filled.store.drafts.exports()[:2]
    assert (what, level, place) == ("minutes txt", "roles", "the screen")
    assert (before, path) == ("minutes md", str(tmp_path / "m.md"))


def test_a_file_that_is_there_stays(filled: Filled, tmp_path: Path) -> None:
    place = tmp_path / "m.md"
    place.write_text("mine")
    before = len(filled.store.drafts.exports())
    with pytest.raises(Refused, match="--force"):
        write(filled.store, filled["closed"], Asked(), place)
    assert place.read_text() == "mine"
    assert len(filled.store.drafts.exports()) == before
    write(filled.store, filled["closed"], Asked(), place, force=True)
    assert place.read_text().startswith("# Buses")


def test_what_cannot_be_written(filled: Filled) -> None:
    with pytest.raises(Refused, match="has not begun"):
        of_meeting(filled.store, filled["repair"], Asked())
    with pytest.raises(Invalid, match="md, html, docx, txt"):
        of_meeting(filled.store, filled["closed"], Asked(format="pdf"))
    with pytest.raises(Invalid, match="level of names"):
        of_meeting(filled.store, filled["closed"], Asked("some"))
