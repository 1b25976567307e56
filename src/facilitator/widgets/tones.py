"""What a tone looks like on a widget.

Component classes would say the same in CSS, but Textual styles each of them anew whenever it styles their widget,
drawn or not: six for every row of a screen are most of the nodes it has to style before the first frame.
"""

from __future__ import annotations

from typing import Literal

from rich.style import Style as RichStyle
from textual.style import Style
from textual.widget import Widget

Tone = Literal["", "muted", "strong", "accent", "good", "warning", "error"]
"""How words stand out."""

_LOOKS: dict[Tone, tuple[str, str]] = {
    "muted": ("text-muted", ""),
    "strong": ("", "bold"),
    "accent": ("text-primary", "bold"),
    "good": ("text-success", ""),
    "warning": ("text-warning", "bold"),
    "error": ("text-error", "bold"),
}
"""The theme's colour, and the text style."""


class Tones:
    """The styles of one widget's tones, each made when it is first drawn."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[Tone, RichStyle] = {}

    def __getitem__(self, tone: Tone) -> RichStyle:
        """The style of `tone` on the widget's background."""
        style = self._styles.get(tone)
        if style is None:
            style = self._styles[tone] = self._made(tone)
        return style

    def forget(self) -> None:
        """The widget has other colours now: its `notify_style_update` calls this."""
        self._styles.clear()

    def _made(self, tone: Tone) -> RichStyle:
        ground = self._widget.visual_style
        if not tone:
            return ground.rich_style
        colour, text_style = _LOOKS[tone]
        app = self._widget.app
        look = app.stylesheet.parse_style(f"{text_style} {app.theme_variables.get(colour, '')}".strip())
        if look.foreground and look.foreground.auto and ground.background:
            # Textual would draw an automatic colour at full strength.
            look += Style(foreground=ground.background.get_contrast_text(look.foreground.a))
        return (ground + look).rich_style
