"""What is on, as rows: the day's meetings first, then promises and goals that need somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from facilitator.clock import local
from facilitator.model.overview import (
    AgreedGlance,
    GoalGlance,
    MeetingGlance,
    OldRecords,
    Overview,
    PromiseGlance,
    QuietGroup,
)
from facilitator.widgets.panel_list import PanelRow
from facilitator.widgets.plain import cells, fit
from facilitator.widgets.quiet import FILL, Piece, Tone

SECTION, WHEN, OWNER = 11, 18, 16
"""Widths of the columns, in cells."""
WIDE = 96
"""From this width on a row says which partnership it belongs to."""

STATES = {
    "proposed": "proposed",
    "on_track": "on track",
    "at_risk": "at risk",
    "off_track": "off track",
    "reached": "reached",
    "retired": "retired",
}
"""Goal states in words."""
STATE_TONES: dict[str, Tone] = {"off_track": "error", "at_risk": "warning", "on_track": "good", "reached": "good"}

Section = list[tuple[str, list[Piece]]]


def home_rows(overview: Overview, now: datetime, zone: str, width: int, *, is_tight: bool = False) -> list[PanelRow]:
    """The rows of the home screen in `width` cells; without blank rows between the sections where it is tight."""
    today = local(now, zone).date()
    is_wide = width >= WIDE and overview.partnerships > 1
    rows: list[PanelRow] = []
    for section in _sections(overview, today, is_wide=is_wide):
        if rows and not is_tight:
            rows.append(("", ()))
        rows += section
    return rows


def _sections(overview: Overview, today: date, *, is_wide: bool) -> Iterator[Section]:
    if overview.running:
        yield _section("RUNNING", "accent", [_running(it, today) for it in overview.running])
    if overview.today:
        yield _section("TODAY", "strong", [_planned(it, today) for it in overview.today])
    coming = [(local(it.planned_start, it.time_zone).date(), _planned(it, today)) for it in overview.coming]
    coming += [(it.day, _agreed(it, today)) for it in overview.agreed]
    if coming:
        yield _section("COMING", "strong", [row for _, row in sorted(coming, key=lambda dated: dated[0])])
    if not (overview.running or overview.today or coming):
        yield _section("NEXT", "strong", [("", [_column("nothing planned"), ("n plans a meeting", "muted")])])
    late = [it for it in overview.promises if it.due and it.due < today]
    soon = [it for it in overview.promises if it not in late]
    if late:
        yield _section("OVERDUE", "warning", [_late(it, today, is_wide=is_wide) for it in late])
    if soon:
        yield _section("DUE SOON", "strong", [_soon(it, today, is_wide=is_wide) for it in soon])
    if overview.promise_count > len(overview.promises):
        more = overview.promise_count - len(overview.promises)
        yield [("list:actions", [("", ""), (" " * SECTION, ""), (f"and {more} more promises", "muted")])]
    if overview.goals:
        goals = [_goal(it, today) for it in overview.goals]
        more = overview.goal_count - len(overview.goals)
        if more > 0:
            goals.append(("list:goals", [(f"and {more} more goals", "muted")]))
        yield _section("GOALS", "strong", goals)
    if overview.quiet:
        yield _section("QUIET", "strong", [_quiet(it, is_wide=is_wide) for it in overview.quiet])
    if overview.old:
        yield _section("RECORDS", "muted", [_old(it) for it in overview.old])
    if overview.earlier:
        yield _section("NOT HELD", "muted", [_planned(it, today) for it in overview.earlier])
    if overview.closed:
        yield _section("LAST", "muted", [_closed(it, today) for it in overview.closed])


def _section(title: str, tone: Tone, rows: Section) -> Section:
    blank: Piece = (" " * SECTION, "")
    titles: list[Piece] = [(fit(title, SECTION), tone), *[blank] * len(rows)]
    return [(row_id, [titles[place], *pieces]) for place, (row_id, pieces) in enumerate(rows)]


def _running(it: MeetingGlance, today: date) -> tuple[str, list[Piece]]:
    since = f"since {local(it.started_at, it.time_zone):%H:%M}" if it.started_at else ""
    if it.started_at and local(it.started_at, it.time_zone).date() != today:
        since = f"since {day_words(local(it.started_at, it.time_zone).date(), today)}"
    step = f"step {it.step} of {it.steps}" if it.step else f"{it.steps} steps"
    word = "paused, " if it.state == "paused" else ""
    return f"meeting:{it.id}", [_column(since), *_title(it), FILL, (f"{word}{step} ", "muted")]


def _planned(it: MeetingGlance, today: date) -> tuple[str, list[Piece]]:
    start = local(it.planned_start, it.time_zone)
    when = f"{start:%H:%M}" if start.date() == today else f"{day_words(start.date(), today)} {start:%H:%M}"
    about: list[Piece] = [("draft, ", "muted")] if it.state == "draft" else []
    if it.minutes_over:
        about.append((f"agenda {it.minutes_over} min over ", "warning"))
    else:
        about.append((f"{it.steps} steps, {it.planned_minutes} min ", "muted"))
    return f"meeting:{it.id}", [_column(when), *_title(it), FILL, *about]


def _agreed(it: AgreedGlance, today: date) -> tuple[str, list[Piece]]:
    """The name comes last: it may be cut on a narrow screen, what is to do may not."""
    when: list[Piece] = [(day_words(it.day, today), ""), (" agreed, not planned yet", "warning")]
    keys: list[Piece] = [FILL, ("  n", "strong"), (" plans it ", "muted")]
    return f"agreed:{it.partnership_id}", [*when, (f"   {it.partnership}", "strong"), *keys]


def _closed(it: MeetingGlance, today: date) -> tuple[str, list[Piece]]:
    day = local(it.planned_start, it.time_zone).date()
    return f"meeting:{it.id}", [_column(day_words(day, today)), *_title(it), FILL, ("closed ", "muted")]


def _title(it: MeetingGlance) -> tuple[Piece, ...]:
    return ((it.partnership, "strong"), (f" · {it.title}", ""))


def _late(it: PromiseGlance, today: date, *, is_wide: bool) -> tuple[str, list[Piece]]:
    assert it.due is not None
    days = (today - it.due).days
    return _promise(it, f"{days} day{'' if days == 1 else 's'} late", is_wide=is_wide)


def _soon(it: PromiseGlance, today: date, *, is_wide: bool) -> tuple[str, list[Piece]]:
    assert it.due is not None
    days = (it.due - today).days
    return _promise(it, ("today", "tomorrow")[days] if days < 2 else day_words(it.due, today), is_wide=is_wide)


def _promise(it: PromiseGlance, when: str, *, is_wide: bool) -> tuple[str, list[Piece]]:
    owner: Piece = (fit(it.owner or "nobody yet", OWNER), "strong" if it.owner else "warning")
    right: list[Piece] = [FILL, (f"{it.partnership} ", "muted")] if is_wide else []
    return f"action:{it.id}", [_column(when), owner, (f"  {it.text}", ""), *right]


def _goal(it: GoalGlance, today: date) -> tuple[str, list[Piece]]:
    if it.due and it.due < today:
        look = f"was due {day_words(it.due, today)}"
    elif it.next_review and it.next_review <= today:
        look = "due for review"
    else:
        look = way(it)
    state: Piece = (fit(STATES[it.state], WHEN), STATE_TONES.get(it.state, "muted"))
    return f"goal:{it.id}", [state, (it.statement, ""), FILL, (f"{look} ", "muted")]


def _quiet(it: QuietGroup, *, is_wide: bool) -> tuple[str, list[Piece]]:
    right: list[Piece] = [FILL, (f"{it.partnership} ", "muted")] if is_wide else []
    pieces: list[Piece] = [_column("in two meetings"), (it.group, "strong"), (" were there and not heard", "")]
    return f"partnership:{it.partnership_id}", [*pieces, *right]


def _old(it: OldRecords) -> tuple[str, list[Piece]]:
    older = "1 meeting is" if it.meetings == 1 else f"{it.meetings} meetings are"
    words = f" keeps records {_months(it.months)}: {older} older"
    return f"retention:{it.partnership_id}", [(it.partnership, "strong"), (words, "")]


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"


def way(it: GoalGlance) -> str:
    """Where it began, stands and aims at: `4 → 5 → 30 students`."""
    from facilitator.model.goals import figure

    values = " → ".join(figure(value) for value in (it.baseline, it.current, it.target) if value is not None)
    return f"{values} {it.unit}".strip() if values else ""


def _column(text: str) -> Piece:
    return fit(text, max(WHEN, cells(text) + 1)), ""


def day_words(day: date, today: date) -> str:
    """`Thu 3 Dec`, with the year where it is another one."""
    words = f"{day:%a} {day.day} {day:%b}"
    return words if day.year == today.year else f"{words} {day.year}"
