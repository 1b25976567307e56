"""What the short papers say, ready to be laid out: words, numbers and dates, with names already as they may leave.

A layout gets nothing but these objects and those of the minutes.
"""

from __future__ import annotations

from datetime import date

from facilitator.exports.columns import Level
from facilitator.exports.minutes.model import Asked, Decided, GoalRead, Promise, Said, Voices
from facilitator.frozen import frozen
from facilitator.model.across import Ratio


@frozen
class Head:
    """What stands over every paper. `day` is that of the meeting, or the first of a period that ends on `last`."""

    level: Level
    language: str
    partnership: str
    title: str
    day: date
    last: date | None = None


@frozen
class NextMeeting:
    """When people meet again, as far as it is agreed; `time` is local, such as `15:00`."""

    on: date
    time: str = ""
    place: str = ""


@frozen
class Slip:
    """What one person takes home from a meeting. `whose` is their name, or a label where they may not be named."""

    whose: str
    promises: tuple[Promise, ...] = ()
    """Promised in this meeting."""
    earlier: tuple[Promise, ...] = ()
    """Promised before, and still open."""
    helping: tuple[Promise, ...] = ()
    """Open promises of others with which they help."""
    thanks: tuple[Said, ...] = ()
    """Thanks to them; `who` is their organisation where it was thanked as a whole."""
    to_answer: tuple[Asked, ...] = ()
    """Open questions that name them."""
    asked: tuple[Asked, ...] = ()
    """Open questions they asked."""

    @property
    def name(self) -> str:
        """What a file of it is called after."""
        return self.whose

    @property
    def is_empty(self) -> bool:
        """Nothing was promised, thanked or asked."""
        return not (self.promises or self.earlier or self.helping or self.thanks or self.to_answer or self.asked)


@frozen
class Slips:
    """The slips of one meeting, each for one person."""

    head: Head
    papers: tuple[Slip, ...]
    next: NextMeeting | None = None
    unnamed: int = 0
    """How many of them are for people who are not named."""


@frozen
class Missed:
    """What an organisation should know of a meeting at which nobody of it was."""

    whose: str
    goals: tuple[GoalRead, ...] = ()
    """Goals it carries, with what was read and said in this meeting."""
    said: tuple[Said, ...] = ()
    """What was summed up or parked about its goals and topics."""
    answered: tuple[Asked, ...] = ()
    """Questions of theirs that were answered."""
    by_them: tuple[Promise, ...] = ()
    """What they promised in this meeting, and before it where it is still open."""
    for_them: tuple[Promise, ...] = ()
    """What others promised in this meeting to them, with them or for a goal they carry."""
    question: Asked | None = None
    """The open question that concerns them most; None for the standing one."""

    @property
    def name(self) -> str:
        """What a file of it is called after."""
        return self.whose


@frozen
class MissedPages:
    """A half-page for each organisation that was expected and not there."""

    head: Head
    papers: tuple[Missed, ...]
    decisions: tuple[Decided, ...] = ()
    next: NextMeeting | None = None


@frozen
class Kept:
    """Promises of one side kept by the date first given. `dropped` are the reasons of those that were let go."""

    side: str
    ratio: Ratio
    dropped: tuple[str, ...] = ()


@frozen
class Brief:
    """One organisation's part in a partnership, for a period."""

    head: Head
    organisation: str
    mission: str = ""
    since: date | None = None
    attended: Ratio = Ratio(0, 0)
    """Meetings at which somebody of it was, of all those held while it was a partner."""
    kept: tuple[Kept, ...] = ()
    """By them, and by others to them."""
    given: tuple[Promise, ...] = ()
    """What they did."""
    received: tuple[Promise, ...] = ()
    """What others did for them or for the goals they carry."""
    open_by: tuple[Promise, ...] = ()
    open_to: tuple[Promise, ...] = ()
    goals: tuple[GoalRead, ...] = ()
    stories: tuple[Said, ...] = ()
    """Told by them or about goals they carry, by people who agreed to that; `who` is empty where nobody is named."""
    thanks: tuple[Said, ...] = ()
    asked: tuple[Asked, ...] = ()
    """Questions of theirs that wait for an answer."""


@frozen
class Year:
    """A partnership's year on one page. Lists hold the latest; `more_…` says how many came before."""

    head: Head
    vision: str = ""
    meetings: int = 0
    """Meetings held."""
    on_time: Ratio = Ratio(0, 0)
    goals: tuple[GoalRead, ...] = ()
    decisions: tuple[Decided, ...] = ()
    more_decisions: int = 0
    kept: tuple[Kept, ...] = ()
    """By side: the school, partners and families, others."""
    voices: tuple[Voices, ...] = ()
    """Turns and people present over all meetings counted; small groups are merged."""
    voices_of: int = 0
    """Of how many meetings `voices` are."""
    stories: tuple[Said, ...] = ()
    more_stories: int = 0
    thanks: tuple[Said, ...] = ()
    more_thanks: int = 0
    concerns: Ratio = Ratio(0, 0)
    concern_days: float | None = None
    """Median of days from a concern until the room was told."""
    told_back: Ratio = Ratio(0, 0)
