"""Writes the sample through the same services as the screens, with a clock that moves through the year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from facilitator.clock import local
from facilitator.db import Store
from facilitator.sample.story import NAMES, Gathering, SharedGoal, Story, load
from facilitator.sample.typist import Typist
from facilitator.services import close, prepare, promises, run, templates

ORIGIN = "sample"
"""Undo on a screen never reaches the acts of the sample: it takes back what was done there."""

HOUR = time(15, 30)
"""When the meetings of the past began, by the wall clock."""

_PACE = (1.0, 0.8, 1.15, 0.95, 1.1, 0.9)
"""How much of its planned time each step takes, in turn."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

Event = tuple[datetime, Callable[[], None]]


class StoryClock:
    """Shows the moment the story has reached."""

    def __init__(self, at: datetime, zone: str) -> None:
        self.at = at
        self._zone = zone

    def now(self) -> datetime:
        """The moment of the story."""
        return self.at

    def zone_name(self) -> str:
        """The zone of the laptop."""
        return self._zone


def build(store: Store, now: datetime) -> None:
    """Fills the file with the sample as it stands at `now`: a meeting is ready to run within five minutes.

    Every meeting is one act with the date it had. The store's clock and origin are as before when this ends.
    """
    clock, origin = store.clock, store.origin
    story_clock = StoryClock(now, clock.zone_name())
    store.clock, store.origin = story_clock, ORIGIN
    try:
        events = [event for name in NAMES for event in _Teller(store, story_clock, load(name), now).events()]
        for at, happen in sorted(events, key=lambda event: event[0]):
            story_clock.at = at
            happen()
    finally:
        store.clock, store.origin = clock, origin


class _Teller:
    """Turns one story into what happens, each with its moment."""

    def __init__(self, store: Store, clock: StoryClock, story: Story, now: datetime) -> None:
        self._store = store
        self._clock = clock
        self._story = story
        self._now = now
        self._partnership_id = ""
        self._organisations: dict[str, str] = {}
        self._meetings: dict[int, str] = {}

    def events(self) -> Iterator[Event]:
        """Everything that happens, in no order."""
        story = self._story
        yield self._moment(story.first_day, time(9)), self._found
        for day in {it.day for it in story.organisations} | {it.day for it in story.people}:
            if day is not None:
                yield self._moment(day, time(10)), partial(self._join, day)
        for goal in story.goals:
            yield self._moment(goal.day, time(17)), partial(self._propose, goal)
        for meeting in story.meetings:
            if not meeting.steps:
                yield self._now, partial(self._plan, meeting)
                continue
            yield self._moment(meeting.day - 1, time(16)), partial(self._plan, meeting)
            yield self._moment(meeting.day, HOUR) + timedelta(minutes=meeting.late), partial(self._hold, meeting)
            for number, days in meeting.kept:
                yield self._moment(meeting.day + days, time(11)), partial(self._keep, number)

    def _date(self, day: int) -> date:
        return local(self._now, self._clock.zone_name()).date() + timedelta(days=day)

    def _moment(self, day: int, at: time) -> datetime:
        return prepare.from_local(datetime.combine(self._date(day), at), self._clock.zone_name())

    def _found(self) -> None:
        """The partnership begins, with those who are there from the start."""
        store, story = self._store, self._story
        with store.write(f"begin {story.name}"):
            self._partnership_id = prepare.new_partnership(store, story.name, story.vision)
            store.people.update_partnership(
                self._partnership_id,
                model=story.model,
                cadence=story.cadence,
                usual_place=story.usual_place,
                data_statement=story.data_statement,
                retention_months=story.retention_months,
                started_on=self._date(story.first_day),
                review_on=None if story.review_day is None else self._date(story.review_day),
            )
            for group in story.priority_voices:
                store.people.update_group(group, is_priority_voice=True)
            self._join(None)

    def _join(self, day: int | None) -> None:
        """Organisations and people of that day come in."""
        store = self._store
        with store.write("new partners"):
            for it in self._story.organisations:
                if it.day == day:
                    organisation_id = prepare.add_organisation(store, self._partnership_id, it.name, it.group)
                    joined = self._date(self._story.first_day if day is None else day)
                    store.people.update_organisation(organisation_id, mission=it.mission, joined_on=joined)
                    self._organisations[it.name] = organisation_id
            for member in self._story.people:
                if member.day == day:
                    prepare.add_person(
                        store,
                        self._partnership_id,
                        member.name,
                        organisation_id=self._organisations[member.organisation],
                        group=member.group,
                        role=member.role,
                        is_minor=member.is_minor,
                    )

    def _propose(self, goal: SharedGoal) -> None:
        prepare.add_goal(
            self._store,
            self._partnership_id,
            goal.statement,
            why=goal.why,
            measure=goal.measure,
            unit=goal.unit,
            baseline=goal.baseline,
            target=goal.target,
            due=self._date(goal.due_day),
            owners=tuple(goal.owners),
        )

    def _keep(self, number: int) -> None:
        promises.done(self._store, promises.by_number(self._store, self._partnership_id, number))

    def _plan(self, meeting: Gathering) -> None:
        """A meeting is made ready; that of today begins at the next five minutes."""
        store, day = self._store, self._date(meeting.day)
        title = meeting.title.format(month=_MONTHS[day.month - 1])
        with store.write(f"plan {title}"):
            meeting_id = prepare.new_meeting(
                store,
                self._partnership_id,
                templates.find(meeting.template, None),
                title=title,
                at=datetime.combine(day, HOUR),
                minutes=meeting.minutes,
                facilitator=self._story.facilitator,
            )
            store.meetings.update(meeting_id, state=meeting.state, purpose=meeting.purpose)
            if meeting.booked:
                store.meetings.update(meeting_id, planned_minutes=meeting.booked)
            if meeting.day == 0:
                store.meetings.update(meeting_id, planned_start=next_five_minutes(self._now))
        self._meetings[meeting.day] = meeting_id

    def _hold(self, meeting: Gathering) -> None:
        """A meeting from its first word to its close."""
        store, clock, meeting_id = self._store, self._clock, self._meetings[meeting.day]
        typist = Typist(store, meeting_id)
        with store.write("hold the meeting", meeting_id):
            run.enter(store, meeting_id)
            for number, lines in enumerate(meeting.steps):
                step = run.go_next(store, meeting_id) if number else store.meetings.steps(meeting_id)[0]
                assert step is not None
                typist.begin_step()
                begun, minutes = clock.at, step.planned_minutes * _PACE[number % len(_PACE)]
                for spoken, line in enumerate(lines, start=1):
                    clock.at = begun + timedelta(minutes=minutes * spoken / (len(lines) + 1))
                    typist.do(line)
                clock.at = begun + timedelta(minutes=minutes)
            close.close(store, meeting_id)


def next_five_minutes(now: datetime) -> datetime:
    """The first full five minutes that are not past."""
    whole = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    return whole if whole == now else whole + timedelta(minutes=5)
