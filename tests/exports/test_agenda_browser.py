"""The hand-out in a real browser: on a phone, and on one sheet of paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exports.browser import PHONE, in_order, opened_browser, shown
from facilitator.exports.agenda import Agenda, AgendaStep
from facilitator.exports.layouts import lay_out
from hostile import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROMPT = "What do we know? How does it land with you? What does it mean for us? What shall we do?"
NORMS = tuple(f"We say what is hard about the work, never who is hard {n}" for n in range(5))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_browser() as it:
        yield it


def page(folder: Path, words: str, prompt: str) -> Path:
    steps = tuple(AgendaStep(n, words, "15:00", 5, prompt, "the room" if n == 6 else "") for n in range(1, 11))
    a = Agenda("en", words, words, date(2026, 11, 21), "15:00", "16:00", 60, words, "", "Dana", words, steps, NORMS)
    (folder / "agenda.html").write_text(lay_out("agenda.html", None, a=a)[0], "utf-8")
    return folder / "agenda.html"


@pytest.mark.parametrize("words", ["Main topic", HOSTILE["no blank"]], ids=["plain", "hostile"])
def test_on_a_phone(browser: Browser, tmp_path: Path, words: str) -> None:
    file = page(tmp_path, words, words)
    with shown(browser, file, PHONE) as it:
        assert it.too_wide() == []
        assert it.asked_for == [file.as_uri()]
        assert in_order(it.headings())
        assert it.count("tbody tr:not(:has(th[scope=row]))") == 0
        assert it.violations() == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_ten_steps_fit_on_one_sheet(browser: Browser, tmp_path: Path, paper: str) -> None:
    with shown(browser, page(tmp_path, "Main topic", PROMPT)) as it:
        assert it.page.pdf(format=paper).count(b"/Type /Page\n") == 1
