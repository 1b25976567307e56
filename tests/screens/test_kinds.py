"""Every step kind opens at both sizes: empty, full, and with hostile text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.app import FacilitatorApp
from facilitator.db import Store
from facilitator.model.line import parse
from facilitator.screens.meeting import MeetingScreen
from facilitator.screens.meeting_board import Board
from facilitator.screens.panels.base import panel_for
from facilitator.services import prepare, record, run
from facilitator.settings import Settings
from facilitator.steps.kinds import KINDS, kind_of
from hostile import HOSTILE
from support import FixedClock, make_partnership, make_store

ONE_A_PANEL = sorted({kind.panel: kind.key for kind in KINDS}.values())
SIZES = [(80, 24), (120, 40)]
TEXTS = [text for text in HOSTILE.values() if text.strip()]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, FixedClock(), origin="screen") as made:
        yield made


def meeting_of_kind(store: Store, kind: str, partnership_id: str) -> str:
    """A running meeting whose only step is of this kind."""
    with store.write("a meeting"):
        meeting_id = store.meetings.add(
            partnership_id=partnership_id,
            title="One step",
            planned_start=store.now(),
            time_zone="UTC",
            planned_minutes=10,
        )
        store.meetings.add_step(meeting_id, 1, kind=kind, title="The step", prompt="What now?", planned_minutes=10)
    run.enter(store, meeting_id)
    return meeting_id


def fill(store: Store, meeting_id: str, text: str) -> None:
    """One record of every kind, with the given words."""
    meeting = run.meeting_of(store, meeting_id)
    prepare.add_goal(store, meeting.partnership_id, f"Goal {text}", baseline=1.0, target=9.0)
    for mark in ("", "@ana ", "< ", "<< ", "? ", "?@ana ", "+@ana ", "!@ana ", "= ", "> "):
        record.save(store, meeting_id, parse(f"{mark}{text}", record.context(store, meeting)))


def board_of(app: FacilitatorApp) -> Board:
    assert isinstance(app.screen, MeetingScreen)
    return app.screen.board


def says_no_error(app: FacilitatorApp) -> None:
    assert [text for row in board_of(app).echo._rows for text, tone in row if tone == "error"] == []


def shows_its_rows(app: FacilitatorApp, store: Store, meeting_id: str) -> None:
    """The panel has every row its presenter gives, on view or a scroll away."""
    says_no_error(app)
    (step,) = store.meetings.steps(meeting_id)
    presenter = panel_for(store, meeting_id, step)
    board = board_of(app)
    presenter.width = board.panel_width
    rows = presenter.rows()
    assert board.panel.row_count == len(rows)
    assert board.panel.display or not rows


async def opens(store: Store, meeting_id: str, size: tuple[int, int]) -> None:
    app = FacilitatorApp(store, Settings(), meeting_id)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shows_its_rows(app, store, meeting_id)
        for key in ("tab", "down", "down", "down", "down", "escape"):
            await pilot.press(key)
            await pilot.pause()
            says_no_error(app)
        shows_its_rows(app, store, meeting_id)
        strips = app.screen._compositor.render_strips()
        text = "\n".join("".join(segment.text for segment in strip) for strip in strips)
        assert "The step" in text
        assert "\x1b" not in text
        assert app.return_code is None


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", [*ONE_A_PANEL, "a kind of tomorrow"])
async def test_opens_empty_and_full(store: Store, kind: str, size: tuple[int, int]) -> None:
    meeting_id = meeting_of_kind(store, kind, make_partnership(store))
    await opens(store, meeting_id, size)
    fill(store, meeting_id, "buses stop at four by fri")
    await opens(store, meeting_id, size)


@pytest.mark.parametrize("kind", ONE_A_PANEL)
async def test_opens_with_hostile_text(store: Store, kind: str) -> None:
    partnership_id = make_partnership(store)
    for name in TEXTS:
        prepare.add_person(store, partnership_id, name[:200])
    meeting_id = meeting_of_kind(store, kind, partnership_id)
    for text in TEXTS:
        fill(store, meeting_id, text[:200])
    await opens(store, meeting_id, (80, 24))


def test_an_unknown_kind_runs_as_a_discussion() -> None:
    assert kind_of("a kind of tomorrow") is kind_of("discuss")
