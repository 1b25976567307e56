"""Minutes in a real browser: on a phone, on paper, and for those who do not see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from every_record import fill
from exports.browser import DESKTOP, PHONE, in_order, opened_browser, shown
from facilitator.exports.layouts import lay_out
from facilitator.exports.minutes.model import (
    Asked,
    Decided,
    GoalRead,
    Minutes,
    Party,
    Promise,
    Said,
    StepHeld,
    Voices,
)
from facilitator.services import minutes
from hostile import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DAY = date(2026, 11, 21)
PAGES = ("everything", "consented", "chatham", "crowded", "hostile", "bare", "large print")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_browser() as it:
        yield it


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    filled = fill(folder)
    with filled.store as store:
        texts = {
            name: minutes.of_meeting(store, filled["closed"], minutes.Asked(level, "html", with_notes=True)).content
            for name, level in (("everything", "full"), ("consented", "consented"), ("chatham", "chatham"))
        }
    for name, made, large in (
        ("crowded", crowded(), False),
        ("hostile", hostile(), False),
        ("bare", Minutes("roles", "en", "P", "T", DAY, "15:00", "16:00", "", "", "", ""), False),
        ("large print", crowded(), True),
    ):
        texts[name] = lay_out("minutes.html", None, m=made, large_print=large)[0].encode()
    for name, text in texts.items():
        (folder / f"{name}.html").write_bytes(text)
    return {name: folder / f"{name}.html" for name in texts}


def crowded() -> Minutes:
    """Forty people, thirty decisions and as many promises."""
    return _minutes(
        [f"Organisation of number {n}" for n in range(8)],
        ["run one late bus at ten past six on Tuesdays and Thursdays for twelve more weeks"] * 30,
    )


def hostile() -> Minutes:
    """Words that break careless pages, in every place there is."""
    words = [it[:400] for it in HOSTILE.values() if it.strip()]
    return _minutes(words, words)


def _minutes(places: list[str], words: list[str]) -> Minutes:
    said = tuple(Said("said", it, it) for it in words)
    readings = tuple((DAY - timedelta(days=30 * n), float(80 - n)) for n in range(6, 0, -1))
    return Minutes(
        level="consented",
        language="en",
        partnership=places[0],
        title=words[0],
        day=DAY,
        start="15:00",
        end="16:00",
        place=places[-1],
        facilitator=places[0],
        purpose=words[0],
        state="still running",
        present=tuple(Party(it, tuple(f"{it[:60]} {n}" for n in range(5)), 3) for it in places),
        apologies=(Party(places[0], ("Ana Ruiz",)),),
        decisions=tuple(
            Decided(n, it, "Agreed", concerns=(it,), absent=(it,), reason=it, review_on=DAY)
            for n, it in enumerate(words, 1)
        ),
        promises=tuple(Promise(n, it, it, helpers=(it,), due=DAY, reason=it) for n, it in enumerate(words, 1)),
        goals=tuple(
            GoalRead(
                it, "at risk", unit=it, baseline=74, current=79, target=90, due=DAY, readings=readings, notes=(it,)
            )
            for it in words[:4]
        ),
        steps=tuple(
            StepHeld(n, it, 5, 7, "", summaries=(it,), thanks=said[:1], lines=said[:3])
            for n, it in enumerate(words[:9], 1)
        ),
        open_questions=tuple(Asked(n, it, it) for n, it in enumerate(words[:3], 1)),
        answered=tuple(Asked(n, it, it, it) for n, it in enumerate(words[:3], 1)),
        parked=said[:3],
        plus=tuple(words[:3]),
        delta=tuple(words[:3]),
        concerns=tuple(words[:3]),
        worth=(0, 1, 2, 3, 4),
        voices=tuple(Voices(it, 3, 2) for it in places),
        next_on=DAY,
    )


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """Nothing stands over the edge, nothing is fetched, and those who listen find their way."""
    with shown(browser, pages[name], PHONE) as it:
        assert it.too_wide() == []
        assert it.asked_for == [pages[name].as_uri()]
        assert it.page.title()
        assert it.page.locator("html").get_attribute("lang") == "en"
        assert [it.count(f"body > {part}") for part in ("header", "main", "footer")] == [1, 1, 1]
        assert in_order(it.headings())
        assert it.count("table:not(:has(th[scope=col]))") == 0
        assert it.count("tbody tr:not(:has(th[scope=row]))") == 0
        assert it.nameless_charts() == []
        ids = it.page.evaluate("[...document.querySelectorAll('[id]')].map(it => it.id)")
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("name", "size"), [("everything", PHONE), ("everything", DESKTOP), ("hostile", PHONE)])
def test_no_violations_at_levels_a_and_aa(
    browser: Browser, pages: dict[str, Path], name: str, size: tuple[int, int]
) -> None:
    with shown(browser, pages[name], size) as it:
        assert it.violations() == []


@pytest.mark.parametrize("name", ["everything", "crowded", "hostile"])
def test_on_paper_nothing_is_cut_off(browser: Browser, pages: dict[str, Path], name: str) -> None:
    a4 = 794 - 2 * 60  # wide at 96 to the inch, without the margins; Letter is wider
    with shown(browser, pages[name], (a4, 900)) as it:
        it.page.emulate_media(media="print")
        assert it.too_wide() == []
        assert it.page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "none"
        # The table reads as one, whatever the width of the window.
        assert it.page.evaluate("getComputedStyle(document.querySelector('table')).display") == "table"


def test_an_ordinary_meeting_fits_on_three_pages(browser: Browser, pages: dict[str, Path]) -> None:
    with shown(browser, pages["consented"]) as it:
        for paper in ("A4", "Letter"):
            assert 0 < it.page.pdf(format=paper).count(b"/Type /Page\n") <= 3
