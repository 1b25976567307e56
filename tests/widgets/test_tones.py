from __future__ import annotations

from typing import ClassVar

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.widget import Widget

from facilitator.settings import THEMES
from facilitator.widgets.tones import Tone, Tones

TONES: tuple[Tone, ...] = ("", "muted", "strong", "accent", "good", "warning", "error")


class Styled(Widget):
    """What the tones stand for, said in CSS."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tone--{tone}" for tone in TONES if tone}
    DEFAULT_CSS = """
    Styled {
        &>.tone--muted { color: $text-muted; }
        &>.tone--strong { text-style: bold; }
        &>.tone--accent { color: $text-primary; text-style: bold; }
        &>.tone--good { color: $text-success; }
        &>.tone--warning { color: $text-warning; text-style: bold; }
        &>.tone--error { color: $text-error; text-style: bold; }
    }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.tones = Tones(self)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.tones.forget()

    def in_css(self, tone: Tone) -> Style:
        return self.get_component_rich_style(f"tone--{tone}") if tone else self.rich_style


class Grounds(App[None]):
    CSS = """
    #surface { background: $surface; }
    #banner { background: $warning-muted; color: $text-warning; }
    #faint { background: $surface; color: $text-muted; opacity: 50%; }
    """

    def compose(self) -> ComposeResult:
        for id_ in ("plain", "surface", "banner", "faint"):
            yield Styled(id_)


@pytest.mark.parametrize("theme", THEMES)
async def test_a_tone_looks_as_css_has_it_on_every_ground(theme: str) -> None:
    app = Grounds()
    async with app.run_test() as pilot:
        for widget in app.query(Styled):
            assert widget.tones["muted"] == widget.in_css("muted")
        app.theme = theme
        await pilot.pause()
        for widget in app.query(Styled):
            assert {tone: widget.tones[tone] for tone in TONES} == {tone: widget.in_css(tone) for tone in TONES}
