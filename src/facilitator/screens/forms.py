"""The forms about who: partnerships, people, organisations. Each leads to one act."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from facilitator import paths
from facilitator.clock import today
from facilitator.db import Store
from facilitator.dialogs.fields import Choice, Field
from facilitator.dialogs.form import Form, Values
from facilitator.model.cadence import describe, next_meeting_on
from facilitator.model.groups import by_word
from facilitator.model.names import Names
from facilitator.model.people import Organisation, Partnership, Person
from facilitator.model.text import fold
from facilitator.model.when import Days
from facilitator.services import consent, edit_records, people, prepare

_OFFERED = 2
"""Names that a question about a new one offers."""


def drafted(store: Store, form: Form, place: str) -> Form:
    """The form with its draft kept in the data file under `place`."""
    kept = store.drafts.draft(f"form:{place}")
    return replace(form, draft=kept[0] if kept else "", keep=lambda draft: store.drafts.save(f"form:{place}", draft, 0))


def standing(build: Callable[[], Form]) -> Callable[[], Values]:
    """The values of a form's fields as they stand in the file, whenever that is asked."""
    return lambda: {asked.key: asked.value for asked in build().fields}


def partnership(store: Store, known: Partnership | None = None) -> Form:
    """A new partnership, or changes to one."""
    was = known or Partnership("", "")
    fields = (
        Field("name", "Name", value=was.name, is_required=True, help="as people call it, such as Northside Works"),
        Field("vision", "Vision", value=was.vision, help="the shared vision, read out when a meeting opens"),
        Field(
            "cadence",
            "Meets",
            value=was.cadence,
            help="weekly, every 2 weeks, monthly, every third Thursday, or in your own words",
        ),
        Field("usual_place", "Usual place", value=was.usual_place, help="where it meets when nothing else is said"),
        Field(
            "data_statement",
            "What is kept",
            value=was.data_statement,
            help="what is written down, who sees it, for how long",
        ),
        Field(
            "retention_months",
            "Kept for",
            value=str(was.retention_months or ""),
            help="months, such as 36; once a year you are asked about older meetings. Empty: for good",
        ),
    )

    def save(values: Values) -> str:
        if known:
            edit_records.change_partnership(store, known.id, **values)
            return f"Saved: {values['name']}"
        edit_records.new_partnership(store, **values)
        return f"New partnership: {values['name']}{_cadence_in_words(values['cadence'], today(store.clock))}"

    title = "Change the partnership" if known else "New partnership"
    now = standing(lambda: partnership(store, edit_records.partnership_of(store, was.id))) if known else None
    return drafted(store, Form(title, fields, save, now=now), f"partnership:{was.id}")


def _cadence_in_words(cadence: str, day: date) -> str:
    return f" · meets {describe(cadence)}" if next_meeting_on(cadence, day) else ""


def person(store: Store, partnership_id: str, known: Person | None = None) -> Form:
    """A new person, or changes to one."""
    was = known or Person("", partnership_id, "")
    name = Field("name", "Name", value=was.name, help="first and last name; of a child none is kept")
    fields = (
        *(() if was.is_minor else (name,)),
        Field(
            "organisation",
            "Organisation",
            value=was.organisation,
            choices=organisation_names(store, partnership_id),
            help="for whom they speak; a new name adds it",
            question=new_organisation(store, partnership_id),
        ),
        Field("group", "Group", "choice", was.group, choices=groups(store), help="their stakeholder group"),
        Field("role", "Role", value=was.role, help="what they do there, such as principal"),
        Field("email", "Email", value=was.email, help="never leaves this file"),
        Field("is_minor", "Under age", "flag", "yes" if was.is_minor else "no", is_required=True),
        Field(
            "may_be_named",
            "May be named",
            "choice",
            was.may_be_named or "unasked",
            is_required=True,
            choices=(Choice("unasked", "nobody asked yet"), Choice("yes", "yes"), Choice("no", "no")),
        ),
    )

    def check(values: Values) -> dict[str, str]:
        if values["is_minor"] == "yes" or values.get("name"):
            return {}
        return {"name": "this is needed"}

    def save(values: Values) -> str:
        answers = {
            "name": values.get("name", ""),
            "organisation": values["organisation"],
            "group": values["group"],
            "role": values["role"],
            "email": values["email"],
            "may_be_named": "" if values["may_be_named"] == "unasked" else values["may_be_named"],
        }
        is_minor = values["is_minor"] == "yes"
        was_named = known is not None and consent.is_named(store, known.id)
        if known:
            people.change_person(store, known.id, is_minor=is_minor, **answers)
            person_id = known.id
        else:
            person_id = people.new_person(store, partnership_id, is_minor=is_minor, **answers)
        kept = people.person_of(store, person_id)
        more = consent.after_name(store) if was_named and not consent.is_named(store, person_id) else ""
        more = f". {more}" if more else ""
        if is_minor and not was.is_minor:
            return f"A child: no name is kept; stored and shown as {kept.name}{more}"
        return f"Saved: {kept.name}{more}"

    title = "Change a person" if known else "New person"
    about = name_of(store, partnership_id)
    now = standing(lambda: person(store, partnership_id, people.person_of(store, was.id))) if known else None
    form = Form(title, fields, save, check, now=now, about=about)
    return drafted(store, form, f"person:{partnership_id}:{was.id}")


def organisation(
    store: Store, partnership_id: str, known: Organisation | None = None, *, day_first: bool = False
) -> Form:
    """A new organisation, or changes to one."""
    was = known or Organisation("", partnership_id, "")
    left = Field(
        "left_on",
        "Left on",
        "date",
        was.left_on.isoformat() if was.left_on else "",
        help="such as today or 2026-06-30; empty while it takes part",
    )
    fields = (
        Field("name", "Name", value=was.name, is_required=True, help="as it calls itself"),
        Field("group", "Group", "choice", was.group, choices=groups(store), help="the stakeholder group it belongs to"),
        Field("mission", "Mission", value=was.mission, help="what it is for, in its own words"),
        *((left,) if known else ()),
    )

    def check(values: Values) -> dict[str, str]:
        name = fold(values["name"])
        others = (it.name for it in store.people.organisations(partnership_id) if it.id != was.id)
        there = [it for it in others if fold(it) == name]
        return {"name": f"{there[0]} is there already"} if there else {}

    def save(values: Values) -> str:
        words = {key: values[key] for key in ("name", "group", "mission")}
        if known:
            left_on = date.fromisoformat(values["left_on"]) if values["left_on"] else None
            people.change_organisation(store, known.id, left_on=left_on, **words)
        else:
            with store.write("Add an organisation"):
                added = prepare.add_organisation(store, partnership_id, words["name"], words["group"])
                people.change_organisation(store, added, left_on=None, **words)
        return f"Saved: {words['name']}"

    title = "Change an organisation" if known else "New organisation"
    about = name_of(store, partnership_id)
    days = Days(today(store.clock), day_first)
    now = (
        standing(lambda: organisation(store, partnership_id, people.organisation_of(store, was.id))) if known else None
    )
    form = Form(title, fields, save, check, days=days, now=now, about=about)
    return drafted(store, form, f"organisation:{partnership_id}:{was.id}")


def which_partnership(store: Store, on_chosen: Callable[[str], None]) -> Form:
    """Asks which partnership is meant; `on_chosen` is told its id."""

    def save(values: Values) -> str:
        on_chosen(values["partnership"])
        return ""

    return Form("Which partnership?", (partnership_field(store),), save)


def partnership_field(store: Store, chosen: str = "") -> Field:
    """The choice of a partnership."""
    choices = tuple(Choice(it.id, it.name) for it in store.people.partnerships())
    return Field("partnership", "Partnership", "choice", chosen, choices=choices, is_required=True, help="who meets")


def import_people(store: Store, partnership_id: str) -> Form:
    """Asks for a CSV file of people."""
    field = Field(
        "file", "File", help="a CSV file with the columns name, organisation, group, role …", is_required=True
    )

    def save(values: Values) -> str:
        return people.import_file(store, partnership_id, paths.typed(values["file"]))

    form = Form("Import people", (field,), save, about=name_of(store, partnership_id))
    return drafted(store, form, f"import:{partnership_id}")


def organisation_names(store: Store, partnership_id: str) -> tuple[Choice, ...]:
    """The partnership's organisations, by name, without those that left."""
    day = today(store.clock)
    known = store.people.organisations(partnership_id)
    return choices(it.name for it in known if it.left_on is None or it.left_on > day)


def new_organisation(store: Store, partnership_id: str) -> Callable[[str], str]:
    """What to ask about the name of an organisation that the partnership does not have."""

    def question(name: str) -> str:
        known = store.people.organisations(partnership_id)
        if any(fold(it.name) == fold(name) for it in known):
            return ""
        return f"no organisation is called {_nearest(name, Names((), known, (), ()))}. Enter again adds it"

    return question


def new_owner(store: Store, partnership_id: str) -> Callable[[str], str]:
    """What to ask about the name of an owner whom nobody in the partnership has."""

    def question(name: str) -> str:
        names = edit_records.names_of(store, partnership_id)
        if names.find(name):
            return ""
        several = [party.name for party in names.matches(name)[:_OFFERED]]
        if several:
            return f"“{name}” could be {' or '.join(several)}: type more of the name. Enter again adds somebody new"
        return f"nobody is called {_nearest(name, names)}. Enter again adds them"

    return question


def _nearest(name: str, names: Names) -> str:
    near = [party.name for party in names.candidates(name, _OFFERED)]
    return f"“{name}”; nearest: {' or '.join(near)}" if near else f"“{name}”"


def choices(names: Iterable[str]) -> tuple[Choice, ...]:
    """Names as choices, each once."""
    return tuple(Choice(name, name) for name in dict.fromkeys(names))


def groups(store: Store) -> tuple[Choice, ...]:
    """The stakeholder groups by key, label and all other words for them."""
    known = store.people.groups()
    words = by_word(known)
    return tuple(
        Choice(it.key, it.label, also=tuple(word for word, group in words.items() if group is it)) for it in known
    )


def name_of(store: Store, partnership_id: str) -> str:
    """What the partnership is called. Raises NotFound."""
    return edit_records.partnership_of(store, partnership_id).name
