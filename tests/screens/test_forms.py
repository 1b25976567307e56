"""The forms as data: what each asks, what it refuses, and the one act it leads to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.dialogs.fields import read
from facilitator.dialogs.form import Form, Values
from facilitator.errors import FileTrouble, Invalid, NotFound
from facilitator.screens import forms, forms_plans
from facilitator.services import prepare
from facilitator.settings import Settings
from support import make_meeting, make_partnership, make_store

SETTINGS = Settings(facilitator="Ana Ruiz")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as made:
        yield made


def filled(form: Form, **given: str) -> Values:
    """The form's values as they stand, with some typed anew."""
    values = {asked.key: asked.value for asked in form.fields}
    assert set(given) <= set(values)
    typed = {asked.key: read(asked, given[asked.key], form.days) for asked in form.fields if asked.key in given}
    return {**values, **typed}


def every_form(store: Store) -> list[Form]:
    meeting = make_meeting(store)
    partnership = store.people.partnerships()[0]
    goal_id = prepare.add_goal(store, partnership.id, "Raise attendance", due=date(2027, 6, 30))
    with store.write("a promise"):
        action_id = store.actions.add(partnership.id, "draft it", due=date(2026, 12, 3))
    return [
        forms.partnership(store),
        forms.partnership(store, partnership),
        forms.person(store, partnership.id),
        forms.person(store, partnership.id, store.people.people()[0]),
        forms.organisation(store, partnership.id),
        forms.organisation(store, partnership.id, store.people.organisations()[0]),
        forms.which_partnership(store, lambda _: None),
        forms.import_people(store, partnership.id),
        forms_plans.goal(store, SETTINGS, partnership.id),
        forms_plans.goal(store, SETTINGS, "", goal_id),
        forms_plans.meeting(store, SETTINGS),
        forms_plans.meeting_change(store, SETTINGS, meeting.id),
        forms_plans.promise(store, SETTINGS, action_id),
    ]


def test_every_field_says_what_to_do_and_begins_with_a_value_it_accepts(store: Store) -> None:
    for form in every_form(store):
        for asked in form.fields:
            assert asked.help or asked.offers or asked.value, (form.title, asked.key)
            assert re.fullmatch(r"[A-Z].*", asked.label)
            if asked.kind in ("choice", "flag") and asked.value:
                assert asked.value in [choice.key for choice in asked.offers], (form.title, asked.key)


def test_saving_a_change_as_it_stands_changes_nothing(store: Store) -> None:
    changes = [form for form in every_form(store) if form.title.startswith(("Change", "Promise"))]
    assert len(changes) == 6
    newest = store.undo()
    store.redo()
    for form in changes:
        form.save(filled(form))
    assert store.undo() == newest


def test_a_person_needs_a_name_unless_it_is_a_child(store: Store) -> None:
    form = forms.person(store, make_partnership(store))
    assert form.check
    assert form.check(filled(form)) == {"name": "this is needed"}
    assert form.check(filled(form, is_minor="yes")) == {}


def test_everyday_words_choose_a_group(store: Store) -> None:
    form = forms.person(store, make_partnership(store))
    typed = {words: filled(form, group=words)["group"] for words in ("parents", "families", "Family", "pupils")}
    assert typed == {"parents": "family", "families": "family", "Family": "family", "pupils": "student"}


def test_a_childs_form_asks_for_no_name(store: Store) -> None:
    partnership_id = make_partnership(store)
    prepare.add_person(store, partnership_id, "", is_minor=True)
    child = next(it for it in store.people.people() if it.is_minor)
    form = forms.person(store, partnership_id, child)
    assert "name" not in [asked.key for asked in form.fields]
    form.save(filled(form, role="class speaker"))
    assert next(it for it in store.people.people() if it.is_minor).role == "class speaker"


@pytest.mark.parametrize("change", [{"may_be_named": "no"}, {"is_minor": "yes"}, {"group": "resident"}])
def test_who_is_not_named_any_more_may_stand_in_files_that_left(store: Store, change: dict[str, str]) -> None:
    partnership_id = make_partnership(store)
    ana = next(it for it in store.people.people() if it.name == "Ana Ruiz")
    form = forms.person(store, partnership_id, ana)
    assert "minutes.md" not in form.save(filled(form, role="head"))
    store.drafts.log_export("minutes", "consented", 1, "minutes.md")
    assert "minutes.md" not in form.save(filled(form, role="head"))
    assert form.save(filled(form, **change)).endswith("files written before may hold the name: minutes.md")


def test_a_new_meeting_says_in_which_field_it_cannot_be(store: Store) -> None:
    make_partnership(store)
    form = forms_plans.meeting(store, SETTINGS)
    good = filled(form, template="Regular check-in", day="2027-03-28", time="01:30")
    for typed, field in (({"minutes": "5"}, "minutes"), ({"minutes": "7.5"}, "minutes"), ({}, "time")):
        with pytest.raises(Invalid) as caught:
            form.save({**good, **typed})
        assert caught.value.field == field
    form.save({**good, "time": "09:30"})
    (meeting,) = store.meetings.all()
    assert (meeting.title, meeting.facilitator) == ("Regular check-in", "Ana Ruiz")


def test_asks_which_partnership_is_meant(store: Store) -> None:
    told: list[str] = []
    make_partnership(store)
    other = make_partnership(store, "Harbor Mentoring")
    form = forms.which_partnership(store, told.append)
    form.save(filled(form, partnership="harbor"))
    assert told == [other]


def test_days_are_read_as_the_settings_say(store: Store) -> None:
    partnership_id = make_partnership(store)
    for day_first, due in ((False, date(2026, 12, 3)), (True, date(2027, 3, 12))):
        form = forms_plans.goal(store, Settings(day_first=day_first), partnership_id)
        assert filled(form, due="12/3")["due"] == due.isoformat()


def test_next_meeting_is_the_planned_one(store: Store) -> None:
    meeting = make_meeting(store)
    with store.write("later"):
        store.meetings.update(meeting.id, planned_start=store.now().replace(month=12))
        action_id = store.actions.add(meeting.partnership_id, "draft it")
    form = forms_plans.promise(store, SETTINGS, action_id)
    assert filled(form, due="next meeting")["due"] == "2026-12-21"


def test_what_is_gone_meanwhile_is_said(store: Store) -> None:
    gone: list[Callable[[], Form]] = [
        lambda: forms_plans.goal(store, SETTINGS, "", "gone"),
        lambda: forms_plans.promise(store, SETTINGS, "gone"),
        lambda: forms_plans.meeting_change(store, SETTINGS, "gone"),
        lambda: forms.person(store, "gone"),
    ]
    for open_form in gone:
        with pytest.raises(NotFound):
            open_form()


def test_drafts_are_kept_in_the_file_and_forgotten(store: Store) -> None:
    partnership_id = make_partnership(store)

    def form() -> Form:
        return forms.person(store, partnership_id)

    keep: Callable[[str], None] | None = form().keep
    assert keep
    keep('{"name": "Mar"}')
    assert form().draft == '{"name": "Mar"}'
    keep("")
    assert form().draft == ""


def test_a_draft_that_cannot_be_kept_is_trouble_of_ours(store: Store, tmp_path: Path) -> None:
    keep = forms.person(store, make_partnership(store)).keep
    assert keep
    with make_store(tmp_path) as other, other.write("holds the file"):
        other.people.add_partnership("x")
        with pytest.raises(FileTrouble):
            keep("words")


def test_a_form_of_changes_knows_what_the_file_holds_now(store: Store) -> None:
    """Only those that change a record: what others change meanwhile is never replaced unseen."""
    known = every_form(store)
    changing = [form for form in known if form.now is not None]
    assert [form.title for form in changing] == [
        "Change the partnership",
        "Change a person",
        "Change an organisation",
        "Change a goal",
        "Change a meeting",
        "Promise 1",
    ]
    for form in changing:
        assert form.now is not None
        assert form.now() == {asked.key: asked.value for asked in form.fields}
    partnership = store.people.partnerships()[0]
    changing[0].save(filled(changing[0], vision="another one"))
    assert changing[0].now is not None
    assert changing[0].now()["vision"] == "another one" != partnership.vision
    changing[5].save(filled(changing[5], text="draft both"))
    changing[5].save(filled(changing[5], text="draft all", owner="Ana Ruiz"))
    assert [it.text for it in store.actions.all()] == ["draft all"]
