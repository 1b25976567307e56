"""What is hidden goes from the terminal, too, when somebody asks for a place before the layout is made."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen

from facilitator.widgets.quiet import QuietLine
from facilitator.widgets.repainted import Repainted


class Lines(Repainted, Screen[None]):
    """A line that is hidden, one that is not yet, and one below."""

    def compose(self) -> ComposeResult:
        for name in ("hidden", "banner", "below"):
            yield QuietLine((name, ""), id=name)

    def on_mount(self) -> None:
        self.query_one("#hidden").display = False


def painted(screen: Lines) -> list[Region]:
    """Notes what is painted from now on."""
    found: list[Region] = []
    paint = screen._compositor_refresh

    def note() -> None:
        found.extend(screen._compositor._dirty_regions)
        paint()

    screen._compositor_refresh = note  # type: ignore[method-assign]
    return found


async def test_what_is_hidden_is_painted_over_though_a_place_was_asked_for_before_the_layout() -> None:
    async with App[None]().run_test(size=(40, 6)) as pilot:
        screen = Lines()
        await pilot.app.push_screen(screen)
        await pilot.pause()
        hidden, banner, below = (screen.query_one(f"#{name}", QuietLine) for name in ("hidden", "banner", "below"))
        assert (banner.region.y, below.region.y) == (0, 1)
        regions = painted(screen)
        screen._compositor.update_widgets({hidden})  # it has something new to show
        banner.display = False
        assert below.region.y == 0
        await pilot.pause()
        rows = {y for region in regions for y in range(region.y, region.bottom)}
        assert {0, 1} <= rows
