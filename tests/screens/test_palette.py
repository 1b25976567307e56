"""What the palette says of each command: how it is typed where there is a line, its key where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.content import Content

from facilitator.app import FacilitatorApp
from facilitator.commands import COPY, MEETING
from facilitator.db import Store
from facilitator.screens.home_commands import HOME
from facilitator.screens.palette import CommandProvider
from facilitator.settings import Settings
from support import FixedClock, make_meeting, make_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, FixedClock(), origin="screen") as made:
        yield made


async def offered(app: FacilitatorApp) -> dict[str, str]:
    """The help of each command by its label."""
    return {str(hit.text): str(hit.help) async for hit in CommandProvider(app.screen).discover()}


async def test_home_has_no_slash_line_so_its_keys_are_named(store: Store) -> None:
    make_meeting(store)
    app = FacilitatorApp(store, Settings())
    async with app.run_test():
        told = await offered(app)
        assert list(told) == [*(command.label for command in HOME), COPY.label]
        assert told["New meeting"] == "plans a meeting with its agenda · n"
        assert told["Open"].endswith(" · Enter")
        assert not [text for text in told.values() if "Esc" in text.replace("(also Esc)", "") or text.startswith("/")]


async def test_a_meeting_names_the_slash_and_the_letter(store: Store) -> None:
    app = FacilitatorApp(store, Settings(), make_meeting(store).id)
    async with app.run_test():
        told = await offered(app)
        assert list(told) == [command.label for command in MEETING]
        assert told["Next step"] == "/next: ends this step and begins the next · Esc n"
        assert told["Reopen"] == "/reopen REASON: opens a closed meeting again, with a trace"


async def test_every_usage_is_shown_whole_brackets_and_all(store: Store) -> None:
    app = FacilitatorApp(store, Settings(), make_meeting(store).id)
    async with app.run_test():
        shown = {label: Content.from_markup(told).plain for label, told in (await offered(app)).items()}
        for command in MEETING:
            usage = f"/{command.slash} {command.usage}".strip()
            assert shown[command.label].startswith(f"{usage}: {command.help}")
        hits = [hit async for hit in CommandProvider(app.screen).search("minutes more")]
        assert any(Content.from_markup(str(hit.help)).plain.startswith("/extend [N]: ") for hit in hits)


@pytest.mark.parametrize(("query", "found"), [("agenda", True), ("/new", False)])
async def test_home_is_searched_by_what_stands_there(store: Store, query: str, found: bool) -> None:
    app = FacilitatorApp(store, Settings())
    async with app.run_test():
        hits = [str(hit.text) async for hit in CommandProvider(app.screen).search(query)]
        assert ("New meeting" in hits) is found
