"""Lays words out by Jinja templates: the program's own, or the user's in their place.

A layout runs in a sandbox and is handed objects that hold only what may leave, so that none can reach a name that may
not. One that is broken is named with its line, and the built-in one is used.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from facilitator.exports import charts
from facilitator.exports.minutes.build import due_of, party_of, voice_of, worth_of
from facilitator.exports.minutes.model import GoalRead, Minutes
from facilitator.exports.papers.model import Kept, Year
from facilitator.model.across import Ratio
from facilitator.model.goals import figure
from facilitator.model.when import full_date

LARGEST_BYTES = 1_000_000
"""A layout over this size is none."""
_WIDTH = 78
_MARKS = re.compile(
    r"[\\`*\[\]|~]|&(?=#?\w+;)|!(?=\[)|<(?=[\w/!?])|(?<=[\w\"'/-])>|(?<!\w)_|_(?!\w)|^[>#]|#$"
    r"|^[-+=](?=\s|=|-|$)|(?<=^\d)[.)]|(?<=^\d\d)[.)]"
)
"""What Markdown would read as its own in people's words."""


def lay_out(name: str, folder: Path | None, **values: object) -> tuple[str, str]:
    """The words laid out by the layout `name`, such as `minutes.md`, and what is wrong with the user's own.

    `folder` holds the user's layouts, `minutes.md.jinja` and so on; None or a missing folder means none.
    """
    own, trouble = _own(name, folder)
    if own is not None:
        try:
            return _run(name, own, values), ""
        except TemplateError as error:
            trouble = _in_words(error, name, folder)
        except Exception as error:  # a layout can raise anything
            trouble = (
                f"{_place(name, folder)}: {type(error).__name__}: {str(error)[:200]}; the built-in layout was used"
            )
    return _run(name, built_in(name), values), trouble


def names() -> list[str]:
    """The layouts there are, such as `minutes.html`, in order."""
    found = (it.name for it in files("facilitator.layouts").iterdir())
    return sorted(it.removesuffix(".jinja") for it in found if it.endswith(".jinja"))


def built_in(name: str) -> str:
    """The text of the program's own layout."""
    return files("facilitator.layouts").joinpath(f"{name}.jinja").read_text("utf-8")


def paper_style() -> Markup:
    """The style sheet of the short papers' pages."""
    return Markup(files("facilitator.layouts").joinpath("papers.css").read_text("utf-8"))


def _own(name: str, folder: Path | None) -> tuple[str | None, str]:
    if folder is None:
        return None, ""
    place = _place(name, folder)
    try:
        with place.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
        if len(data) > LARGEST_BYTES:
            return None, f"{place} is too large for a layout; the built-in one was used"
        return data.decode("utf-8-sig"), ""
    except (FileNotFoundError, NotADirectoryError):
        return None, ""
    except OSError as error:
        return None, f"{place} cannot be read ({error.strerror}); the built-in layout was used"
    except UnicodeDecodeError:
        return None, f"{place} is not UTF-8 text; the built-in layout was used"


def _place(name: str, folder: Path | None) -> Path:
    return (folder or Path()) / f"{name}.jinja"


def _in_words(error: TemplateError, name: str, folder: Path | None) -> str:
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error, name)
    where = f" line {line}" if line else ""
    return f"{_place(name, folder)}{where}: {str(error.message or error)[:200]}; the built-in layout was used"


def _line_of(error: BaseException, name: str) -> int:
    """The line of the layout in which it failed."""
    line, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == name:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _run(name: str, text: str, values: Mapping[str, object]) -> str:
    env = ImmutableSandboxedEnvironment(
        loader=_One(name, text),
        undefined=StrictUndefined,
        autoescape=name.endswith(".html"),
        keep_trailing_newline=True,
        trim_blocks=False,
    )
    env.filters.update(_FILTERS)
    env.globals.update(_CHARTS)
    env.globals["paper_style"] = paper_style
    return env.get_template(name).render(values)


class _One(BaseLoader):
    """Gives one layout: no layout reads another file."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        if template != self._name:
            raise TemplateNotFound(template)
        return self._text, self._name, lambda: True


# What layouts may call


def _markdown(words: object) -> str:
    """Words in one line that Markdown shows as they are."""
    return _MARKS.sub(r"\\\g<0>", " ".join(str(words).split()))


def _wrap(words: object, indent: str = "") -> str:
    """Words in rows of at most 78 characters."""
    return "\n".join(textwrap.wrap(str(words), _WIDTH, initial_indent=indent, subsequent_indent=indent + "  "))


def _day(day: date) -> str:
    return full_date(day)


def _figure(value: float | None) -> str:
    return figure(value) or "–"


def _share(ratio: Ratio) -> str:
    """So many of so many, and the share rounded half up: `7 of 9 (78 %)`; a dash where there is nothing to count."""
    percent = (200 * ratio.upper + ratio.lower) // (2 * ratio.lower) if ratio.lower else 0
    return f"{ratio.upper} of {ratio.lower} ({percent} %)" if ratio.lower else "–"


_FILTERS: dict[str, Callable[..., object]] = {
    "day": _day,
    "due": due_of,
    "figure": _figure,
    "md": _markdown,
    "party": party_of,
    "share": _share,
    "voice": voice_of,
    "worth": worth_of,
    "wrap": _wrap,
}
"""What layouts can make of values; docs/layouts.md describes each."""


def _goal_chart(goal: GoalRead, number: int) -> Markup:
    drawn = charts.line(
        f"goal{number}",
        goal.statement,
        goal.readings,
        baseline=goal.baseline,
        target=goal.target,
        due=goal.due,
        unit=goal.unit,
    )
    return Markup(drawn)  # escaped where it is drawn


def _voices_chart(m: Minutes | Year) -> Markup:
    rows = [
        (it.group, [("turn" if it.turns == 1 else "turns", it.turns), ("here", it.present)])
        for it in m.voices
        if it.turns
    ]
    return Markup(charts.bars("voices", "Turns and people present, by stakeholder group", rows))


def _kept_chart(sides: Iterable[Kept]) -> Markup:
    rows = [(it.side, [("kept", it.ratio.upper), ("given", it.ratio.lower)]) for it in sides if it.ratio.lower]
    return Markup(charts.bars("kept", "Promises kept by the date first given, and promises given", rows))


def _minutes_chart(m: Minutes) -> Markup:
    rows = [
        (f"{it.position}. {it.title}", [("planned", it.planned_minutes), ("taken", it.actual_minutes)])
        for it in m.steps
        if it.actual_minutes is not None
    ]
    return Markup(charts.bars("minutes", "Minutes planned and taken, by agenda step", rows))


_CHARTS: dict[str, Callable[..., Markup]] = {
    "goal_chart": _goal_chart,
    "kept_chart": _kept_chart,
    "voices_chart": _voices_chart,
    "minutes_chart": _minutes_chart,
}
"""Charts for pages; docs/layouts.md describes each."""
