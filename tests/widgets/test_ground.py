from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from facilitator.widgets.ground import Columns, Rows


class Room(App[None]):
    CSS = "#ground { padding: 1 2; background: $surface; } Static { width: 5; height: 1; }"

    def __init__(self, container: type[Horizontal] | type[Vertical]) -> None:
        super().__init__()
        self.container = container

    def compose(self) -> ComposeResult:
        with self.container(id="ground"):
            yield Static("one")
            yield Static("two")


async def cells(container: type[Horizontal] | type[Vertical]) -> list[list[tuple[str, str]]]:
    app = Room(container)
    async with app.run_test(size=(30, 6)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(24, 8)
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        return [[(letter, str(segment.style)) for segment in strip for letter in segment.text] for strip in strips]


async def test_ground_drawn_once_looks_as_textual_draws_it() -> None:
    assert await cells(Rows) == await cells(Vertical)
    assert await cells(Columns) == await cells(Horizontal)
    assert await cells(Rows) != await cells(Columns)
