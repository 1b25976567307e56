"""Debian's Chromium, headless, driven by Playwright: pages as people see them on a phone, a screen and paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fault_tools import need

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No sandbox, as the tests may run as root in a container; the pages are our own. And Chromium calls nobody."""

PHONE, DESKTOP = (360, 740), (1200, 900)
A_AND_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """A browser with a profile of its own, gone afterwards."""
    need("chromium")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed; it is in the dev extra"
    )
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


class Shown:
    """A page in a window of some size. `asked_for` are the addresses it wanted."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.asked_for: list[str] = []
        page.on("request", lambda request: self.asked_for.append(request.url))
        page.goto(file.as_uri())

    def too_wide(self) -> list[str]:
        """What stands over the right edge, so that one would have to scroll sideways."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('body *')]
                .filter(it => !it.closest('svg, thead') && it.getBoundingClientRect().right > innerWidth + 0.5)
                .map(it => it.outerHTML.slice(0, 80))"""
        )
        wide = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return [*found, *(["the page itself"] if wide else [])]

    def headings(self) -> list[int]:
        """The levels of the headings, in order."""
        levels: list[int] = self.page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(it => +it.tagName[1])"
        )
        return levels

    def count(self, selector: str) -> int:
        """How many elements there are of a sort."""
        return int(self.page.locator(selector).count())

    def nameless_charts(self) -> list[str]:
        """Drawings that say nothing to those who do not see them."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('svg')]
                .filter(it => it.getAttribute('role') !== 'img' || !it.querySelector('title')?.textContent ||
                    !it.querySelector('desc')?.textContent ||
                    it.getAttribute('aria-labelledby').split(' ').some(id => !it.querySelector('#' + id)))
                .map(it => it.outerHTML.slice(0, 80))"""
        )
        return found

    def violations(self) -> list[str]:
        """What axe-core finds against the guidelines at levels A and AA."""
        axe = pytest.importorskip(
            "axe_playwright_python.sync_playwright",
            reason="axe-playwright-python is not installed; it is in the dev extra",
        )
        found = axe.Axe().run(self.page, options={"runOnly": {"type": "tag", "values": list(A_AND_AA)}}).response
        assert found["passes"], "axe-core looked at nothing"
        return [f"{it['id']}: {it['nodes'][0]['html'][:200]}" for it in found["violations"]]


@contextmanager
def shown(browser: Browser, file: Path, size: tuple[int, int] = DESKTOP) -> Iterator[Shown]:
    """Opens a page."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    try:
        yield Shown(page, file)
    finally:
        page.close()


def in_order(levels: list[int]) -> bool:
    """One first heading at the top, and none leaves a level out."""
    return levels[:1] == [1] and levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels))
