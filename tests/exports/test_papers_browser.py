"""The year and a brief in a real browser: on a phone nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from every_record import fill
from exports.browser import PHONE, in_order, opened_browser, shown
from facilitator.model.across import Period
from facilitator.services.papers import Asked, of_brief, of_year

if TYPE_CHECKING:
    from playwright.sync_api import Browser

YEAR = Period(date(2026, 1, 1), date(2027, 12, 31))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_browser() as it:
        yield it


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    filled = fill(folder)
    asked = Asked("full", "html")
    with filled.store as store:
        made = {
            "year": of_year(store, filled["p"], YEAR, asked),
            "brief": of_brief(store, filled["School"], filled["p"], YEAR, asked),
        }
    for name, it in made.items():
        (folder / f"{name}.html").write_text(it.content, "utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize("name", ["year", "brief"])
def test_a_phone_shows_all_of_it(browser: Browser, pages: dict[str, Path], name: str) -> None:
    with shown(browser, pages[name], PHONE) as it:
        assert it.too_wide() == []
        assert in_order(it.headings())
        assert it.violations() == []
        assert it.count("td[data-label=Stands]") == it.count("tbody tr")


def test_there_is_room_above_every_heading(browser: Browser, pages: dict[str, Path]) -> None:
    with shown(browser, pages["year"], PHONE) as it:
        gap = it.page.evaluate(
            """() => document.querySelector('#decided').getBoundingClientRect().top
                - document.querySelector('[aria-labelledby=goals]').getBoundingClientRect().bottom"""
        )
        assert gap >= 16
