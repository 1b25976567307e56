"""Stories leave where those who told them agreed to that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.model.across import Period
from facilitator.sample import build
from facilitator.services import find
from facilitator.services.papers import Asked, of_brief, of_year
from support import NOW, FixedClock, make_store

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
COOKS_LATER, A_BOOK, LIGHT = "I cook later and do not worry", "now I have printed a book", "no light at the stop"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, FixedClock()) as it:
        build(it, NOW)
        yield it


def year(store: Store, level: str = "consented") -> str:
    partnership = find.partnership(store, "Northside").id
    return of_year(store, partnership, YEAR, Asked(level, "md")).content


def answer(store: Store, name: str, said: str, until: date | None = None) -> None:
    person = next(it.id for it in store.people.people() if it.name == name)
    with store.write("they said"):
        store.insert(
            "consent", person_id=person, scope="story", answer=said, on_date=date(2026, 11, 1), by_whom="", until=until
        )


def test_stories_are_told_by_name_only_where_the_name_may_leave(store: Store) -> None:
    told = year(store)
    assert f"{COOKS_LATER}” – member, Parents’ Council" in told
    assert f"{A_BOOK}” – student 2" in told
    assert f"{LIGHT} for nine years, until students asked” – Petra Novak" in told
    assert "plugs" not in told  # was said in another step
    assert f"{COOKS_LATER}”\n" in year(store, "chatham")


@pytest.mark.parametrize(
    ("said", "until"), [("withdrawn", None), ("refused", None), ("given", date(2026, 11, 2))], ids=str
)
def test_no_yes_no_story(store: Store, said: str, until: date | None) -> None:
    answer(store, "Petra Novak", said, until)
    assert LIGHT not in year(store)
    assert LIGHT in year(store, "full")
    assert COOKS_LATER in year(store)


def test_a_private_story_stays(store: Store) -> None:
    with store.write("privately"):
        wall = find.meeting(store, "A year on one wall").id
        [note] = [it for it in store.notes.of_meeting(wall) if LIGHT in it.text]
        store.notes.update("note", note.id, visibility="private")
    assert LIGHT not in year(store)


def test_a_brief_tells_the_stories_of_its_people(store: Store) -> None:
    partnership = find.partnership(store, "Northside").id
    council = find.organisation(store, "Parents").id
    told = of_brief(store, council, partnership, YEAR, Asked("consented", "html")).content
    assert COOKS_LATER in told
    assert A_BOOK not in told
