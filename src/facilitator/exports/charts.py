"""Drawn charts as inline SVG, each with its figures in words for those who do not see it.

No colour means anything by itself: every bar and point has its number beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from unicodedata import east_asian_width

from facilitator.model.goals import figure
from facilitator.model.when import full_date

_WIDTH = 360
"""A phone's width: letters of 12 and 13 units are as large there as the words around them."""
_LETTERS = 48
"""So many fit into it."""
_LABEL = 22
_BAR = 14
_GAP = 4
_END = 92
"""Room for the numbers behind a bar."""


def bars(name: str, title: str, rows: Sequence[tuple[str, Sequence[tuple[str, float]]]]) -> str:
    """Horizontal bars: for each row a label and under it its bars, each with what it counts, `planned`, and how many.

    `name` is unique on the page. Nothing for no rows.
    """
    if not rows:
        return ""
    most = max((value for _, values in rows for _, value in values), default=0) or 1
    room = _WIDTH - _END
    parts, top = [], 0.0
    for label, values in rows:
        parts.append(_text(0, top + _LABEL - 7, _short(label), size=13))
        top += _LABEL
        for number, (what, value) in enumerate(values):
            long = max(1.0, value / most * room)
            parts.append(
                f'<rect x="0" y="{top:.1f}" width="{long:.1f}" height="{_BAR}" class="bar bar{min(number, 1)}"/>'
            )
            parts.append(_text(long + 6, top + _BAR - 3, f"{figure(value)} {what}".strip()))
            top += _BAR + _GAP
        top += _GAP
    words = "; ".join(
        f"{label}: {', '.join(f'{figure(value)} {what}'.strip() for what, value in values)}" for label, values in rows
    )
    return _svg(name, title, words, top, parts)


def line(
    name: str,
    title: str,
    readings: Sequence[tuple[date, float]],
    *,
    baseline: float | None,
    target: float | None,
    due: date | None,
    unit: str = "",
) -> str:
    """The readings of a goal over time, with a dashed line to its target. Nothing for fewer than two readings."""
    if len(readings) < 2:
        return ""
    values = [value for _, value in readings] + [value for value in (baseline, target) if value is not None]
    low, high = min(values), max(values)
    spread = (high - low) or 1.0
    first, last = readings[0][0], readings[-1][0]
    end = max(last, due) if due and target is not None else last
    days = (end - first).days or 1
    left, right, top, bottom = 46, _WIDTH - 58, 18, 108

    def at(day: date, value: float) -> tuple[float, float]:
        x = left + (day - first).days / days * (right - left)
        return x, bottom - (value - low) / spread * (bottom - top)

    points = [at(day, value) for day, value in readings]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [f'<polyline points="{path}" class="line"/>']
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="point"/>' for x, y in points]
    if target is not None:
        x, y = at(end, target)
        from_x, from_y = points[-1]
        parts.append(f'<line x1="{from_x:.1f}" y1="{from_y:.1f}" x2="{x:.1f}" y2="{y:.1f}" class="aim"/>')
        parts.append(_text(x + 6, y + 4, f"aim {figure(target)}"))
    parts.append(_text(points[0][0] - 6, points[0][1] + 4, figure(readings[0][1]), anchor="end"))
    parts.append(_text(points[-1][0], max(points[-1][1] - 8, 11), figure(readings[-1][1]), anchor="middle"))
    parts.append(_text(left, bottom + 22, f"{first:%b %Y}"))
    if last != first:
        parts.append(_text(right, bottom + 22, f"{end:%b %Y}", anchor="end"))
    said = [f"{full_date(day)}: {figure(value)}" for day, value in readings]
    if target is not None:
        said.append(f"aim {figure(target)}{f' by {full_date(due)}' if due else ''}")
    return _svg(name, title, f"{'; '.join(said)}{f' ({unit})' if unit else ''}", 136, parts)


def _svg(name: str, title: str, words: str, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-labelledby="{name}-t {name}-d" class="chart">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(words)}</desc>{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(words)}</text>'


def _short(words: str) -> str:
    """As much of the words as fits into the width; letters of East Asia take twice the room."""
    if len(words) <= _LETTERS // 2:
        return words
    kept, room = "", _LETTERS
    for letter in words:
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 1:
            return f"{kept.rstrip()}…"
        kept += letter
    return words
