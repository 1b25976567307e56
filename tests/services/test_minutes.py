"""Minutes as they leave: at every level and in every format they are searched for what must not be there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from every_record import Filled, fill
from facilitator.errors import Invalid, Refused
from facilitator.services.minutes import FORMATS, Asked, of_meeting, write

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
    assert words_of(first, form) == words_of(of_meeting(filled.store, filled["closed"], asked).content, form)


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
