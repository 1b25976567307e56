"""The forms about what: goals, meetings, promises. Each leads to one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from facilitator.clock import local, today
from facilitator.db import Store
from facilitator.dialogs.fields import Choice, Field
from facilitator.dialogs.form import Form, Values
from facilitator.errors import Invalid
from facilitator.model.goals import figure
from facilitator.model.when import NEXT_MEETING, Days
from facilitator.screens.forms import (
    choices,
    drafted,
    name_of,
    new_organisation,
    new_owner,
    organisation_names,
    partnership_field,
    standing,
)
from facilitator.services import edit_records, prepare, templates
from facilitator.services.run import meeting_of
from facilitator.settings import Settings


def goal(store: Store, settings: Settings, partnership_id: str, goal_id: str = "") -> Form:
    """A new goal of a partnership, or changes to the one with `goal_id`; an agreed one changes for a reason."""
    was = edit_records.goal_of(store, goal_id) if goal_id else None
    partnership_id = was.partnership_id if was else partnership_id
    fields = [
        Field(
            "statement",
            "Goal",
            value=was.statement if was else "",
            is_required=True,
            help="what will be different, such as Raise ninth grade attendance",
        ),
        Field("why", "Why", value=was.why if was else "", help="why it matters, to whom"),
        Field("measure", "Measure", value=was.measure if was else "", help="the one thing that is read to see it move"),
        Field("unit", "Unit", value=was.unit if was else "", help="percent, students, minutes …"),
        Field("baseline", "Starts at", "number", figure(was.baseline) if was else "", help="today’s value"),
        Field("target", "Aims at", "number", figure(was.target) if was else "", help="the value to reach"),
        Field(
            "due",
            "By when",
            "date",
            was.due.isoformat() if was and was.due else "",
            help="such as 30 jun, in 6 months or 2027-06-30",
        ),
        Field(
            "owners",
            "Carried by",
            "lines",
            "\n".join(was.owners) if was else "",
            choices=organisation_names(store, partnership_id),
            question=new_organisation(store, partnership_id),
            help="organisations; Enter after each, Enter on nothing goes on",
        ),
    ]
    if was and was.state != "proposed":
        fields.append(Field("reason", "Why it changes", help="stays in the goal’s history"))

    def save(values: Values) -> str:
        owners = tuple(name for name in values["owners"].split("\n") if name)
        given = {
            "statement": values["statement"],
            "why": values["why"],
            "measure": values["measure"],
            "unit": values["unit"],
        }
        baseline, target = _number(values["baseline"]), _number(values["target"])
        due = date.fromisoformat(values["due"]) if values["due"] else None
        if was:
            edit_records.change_goal(
                store,
                was.id,
                reason=values.get("reason", ""),
                owners=owners,
                baseline=baseline,
                target=target,
                due=due,
                **given,
            )
        else:
            prepare.add_goal(store, partnership_id, baseline=baseline, target=target, due=due, owners=owners, **given)
        return f"Saved: {values['statement']}"

    title = "Change a goal" if was else "New goal"
    now = standing(lambda: goal(store, settings, "", goal_id)) if was else None
    about = name_of(store, partnership_id)
    form = Form(title, tuple(fields), save, days=_days(store, settings), now=now, about=about)
    return drafted(store, form, f"goal:{partnership_id}:{goal_id}")


def meeting(store: Store, settings: Settings, partnership_id: str | None = None, at: datetime | None = None) -> Form:
    """A new meeting: with whom, of what kind, when. `at` is a local time that was agreed, None for now."""
    from facilitator.paths import templates_folder

    known = store.overview.partnerships()
    found, _ = templates.all_templates(templates_folder())
    kinds = {template.key: template for template in found}
    start = at or local(store.now(), store.clock.zone_name())
    first = partnership_id or (known[0].id if len(known) == 1 else "")
    fields = (
        partnership_field(store, first),
        Field(
            "template",
            "Kind",
            "choice",
            is_required=True,
            choices=tuple(Choice(it.key, it.title, str(it.minutes)) for it in found),
            help="brings the agenda with it",
        ),
        Field("title", "Title", help="empty takes the name of the kind"),
        Field("day", "Day", "date", start.date().isoformat(), is_required=True, help="such as today, thu or 3 dec"),
        Field("time", "Begins at", "time", f"{start:%H:%M}", is_required=True, help="such as 15:00"),
        Field("minutes", "Minutes", "number", help="empty takes what the kind needs; another length fits the agenda"),
        Field("place", "Place", help="empty takes the usual place"),
    )

    def save(values: Values) -> str:
        agenda = kinds[values["template"]]
        prepare.new_meeting(
            store,
            values["partnership"],
            agenda,
            title=values["title"],
            at=_moment(values),
            minutes=_whole("minutes", values["minutes"]),
            place=values["place"],
            facilitator=settings.facilitator,
        )
        return f"New meeting: {values['title'] or agenda.title}"

    form = Form("New meeting", fields, _at_to_day(save), days=_days(store, settings))
    return drafted(store, form, f"meeting:{partnership_id or ''}:{at.date() if at else ''}")


def meeting_change(store: Store, settings: Settings, meeting_id: str) -> Form:
    """Changes to a planned meeting. Raises NotFound."""
    known = meeting_of(store, meeting_id)
    start = local(known.planned_start, known.time_zone)
    fields = (
        Field("title", "Title", value=known.title, is_required=True),
        Field("day", "Day", "date", start.date().isoformat(), is_required=True, help="such as thu or 3 dec"),
        Field("time", "Begins at", "time", f"{start:%H:%M}", is_required=True, help="such as 15:00"),
        Field(
            "minutes",
            "Minutes",
            "number",
            str(known.planned_minutes),
            is_required=True,
            help="another length fits the agenda in proportion",
        ),
        Field("place", "Place", value=known.place, help="where it meets"),
    )

    def save(values: Values) -> str:
        now = meeting_of(store, meeting_id)
        planned = local(now.planned_start, now.time_zone)
        is_moved = (values["day"], values["time"]) != (planned.date().isoformat(), f"{planned:%H:%M}")
        edit_records.change_meeting(
            store,
            now,
            title=values["title"],
            at=_moment(values) if is_moved else None,
            minutes=_whole("minutes", values["minutes"]),
            place=values["place"],
        )
        return f"Saved: {values['title']}"

    now = standing(lambda: meeting_change(store, settings, meeting_id))
    days = _days(store, settings)
    form = Form("Change a meeting", fields, _at_to_day(save), days=days, now=now, about=known.partnership)
    return drafted(store, form, f"meeting:{known.partnership_id}:{known.id}")


def promise(store: Store, settings: Settings, action_id: str) -> Form:
    """Changes to a promise. Raises NotFound."""
    known = edit_records.promise_of(store, action_id)
    was_due = known.due.isoformat() if known.due else known.due_words
    names = [it.name for it in store.people.people(known.partnership_id)]
    names += [it.name for it in store.people.organisations(known.partnership_id)]
    fields = (
        Field("text", "Promise", value=known.text, is_required=True),
        Field(
            "owner",
            "Who",
            value=known.owner.name if known.owner else "",
            choices=choices(names),
            help="the start of a name is enough; a new one adds them",
            question=new_owner(store, known.partnership_id),
        ),
        Field("due", "By when", "date", was_due, help="such as fri, 3 dec or next meeting"),
        Field(
            "state",
            "Stands at",
            "choice",
            known.state,
            is_required=True,
            choices=(Choice("open", "open"), Choice("done", "done"), Choice("dropped", "dropped")),
        ),
        Field("reason", "Reason", value="", help="for another date or dropping it; it stays with the promise"),
    )

    def save(values: Values) -> str:
        is_words = values["due"] == NEXT_MEETING
        now = edit_records.promise_of(store, action_id)
        same_owner = now.owner is not None and values["owner"] == now.owner.name
        edit_records.change_promise(
            store,
            now,
            text=values["text"],
            owner=now.owner if same_owner else edit_records.owner_called(store, known.partnership_id, values["owner"]),
            due=date.fromisoformat(values["due"]) if values["due"] and not is_words else None,
            due_words=values["due"] if is_words else "",
            state=values["state"],
            reason=values["reason"],
        )
        return f"Saved: promise {known.number}"

    coming = store.meetings.next_planned(known.partnership_id, store.now())
    next_day = local(coming.planned_start, coming.time_zone).date() if coming else None
    form = Form(
        f"Promise {known.number}",
        fields,
        save,
        days=_days(store, settings, next_day),
        now=standing(lambda: promise(store, settings, action_id)),
        about=known.partnership,
    )
    return drafted(store, form, f"promise:{known.id}")


def _days(store: Store, settings: Settings, next_meeting: date | None = None) -> Days:
    return Days(today(store.clock), settings.day_first, next_meeting)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _whole(field: str, text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal():
        raise Invalid(field, "give whole minutes, such as 60")
    return int(text)


def _moment(values: Values) -> datetime:
    return datetime.fromisoformat(f"{values['day']}T{values['time']}")


def _at_to_day(save: Callable[[Values], str]) -> Callable[[Values], str]:
    """A time that the clocks leave out that day is a mistake of the field with the time."""

    def saved(values: Values) -> str:
        try:
            return save(values)
        except Invalid as mistake:
            if mistake.field == "at":
                raise Invalid("time", str(mistake)) from mistake
            raise

    return saved
