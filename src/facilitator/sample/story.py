"""The words of the sample, read from TOML; how a story is written is said at the top of `northside.toml`."""

from __future__ import annotations

import pkgutil
import tomllib

from facilitator.frozen import frozen

NAMES = ("northside", "mentoring")
"""The stories there are, each a file; the first has the meeting that is ready to run."""


@frozen
class Organisation:
    """A partner. `day` is when it joins, None from the beginning."""

    name: str
    group: str
    mission: str
    day: int | None = None


@frozen
class Member:
    """Somebody who takes part; a minor has no name. `group` is only said where it is not the organisation's."""

    organisation: str
    name: str = ""
    role: str = ""
    group: str = ""
    is_minor: bool = False
    day: int | None = None


@frozen
class SharedGoal:
    """A goal, proposed on a day."""

    day: int
    statement: str
    why: str
    measure: str
    unit: str
    baseline: float
    target: float
    due_day: int
    owners: tuple[str, ...]


@frozen
class Gathering:
    """A meeting. Without `steps` it is only planned.

    `late` is how many minutes after the planned time it began. `minutes` fits the template to another length; `booked`
    is how long the room is booked when the agenda was not fitted to it. `kept` pairs a promise's number with the days
    after this meeting on which it was kept.
    """

    day: int
    template: str
    title: str
    minutes: int | None = None
    booked: int | None = None
    state: str = "ready"
    purpose: str = ""
    late: int = 0
    kept: tuple[tuple[int, int], ...] = ()
    steps: tuple[tuple[str, ...], ...] = ()


@frozen
class Story:
    """A partnership with all that happens to it. Days count from today."""

    name: str
    vision: str
    model: str
    cadence: str
    usual_place: str
    facilitator: str
    retention_months: int
    data_statement: str
    organisations: tuple[Organisation, ...]
    people: tuple[Member, ...]
    goals: tuple[SharedGoal, ...]
    meetings: tuple[Gathering, ...]
    review_day: int | None = None
    priority_voices: tuple[str, ...] = ()

    @property
    def first_day(self) -> int:
        """The day the partnership begins: a week before its first meeting."""
        return self.meetings[0].day - 7


def load(name: str) -> Story:
    """One of the stories in `NAMES`."""
    data = pkgutil.get_data(__package__, f"{name}.toml")
    assert data is not None
    table = tomllib.loads(data.decode())
    return Story(
        organisations=tuple(Organisation(**it) for it in table.pop("organisations")),
        people=tuple(Member(**it) for it in table.pop("people")),
        goals=tuple(SharedGoal(**it) for it in table.pop("goals")),
        meetings=tuple(
            Gathering(steps=tuple(tuple(text.splitlines()) for text in it.pop("steps", ())), **it)
            for it in table.pop("meetings")
        ),
        **table,
    )
