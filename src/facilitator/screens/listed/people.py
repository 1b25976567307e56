"""The lists of people and of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.commands import Command
from facilitator.model.history import Scope
from facilitator.model.people import Organisation, Person
from facilitator.screens.home_commands import NEW
from facilitator.screens.home_rows import day_words
from facilitator.screens.listed.base import (
    LAST,
    MEANS_CHANGE,
    ORGANISATIONS,
    PEOPLE,
    Listed,
    Record,
)
from facilitator.widgets.plain import fit
from facilitator.widgets.quiet import FILL, Piece

if TYPE_CHECKING:
    from facilitator.dialogs.form import Form


class People(Listed):
    """Everybody who takes part."""

    title = "People"
    table = (
        MEANS_CHANGE,
        NEW,
        Command("import", "", "Import", "adds the people of a CSV file", "i"),
        ORGANISATIONS,
        Command("end", "", "No longer", "somebody left; the record keeps them", "x"),
        Command("about", "", "About", "all that is kept about somebody, and forgetting them", "a"),
        *LAST,
    )
    nothing = "Nobody yet; n adds a person, i reads a CSV file."

    def records(self) -> list[Record]:
        """Name, role, organisation, group, whether they may be named."""
        groups = {group.key: group.label for group in self.store.people.groups()}
        names = {it.id: it.name for it in self.store.people.partnerships()} if self.is_about_several else {}
        return [
            Record(it.id, self._pieces(it, groups, names.get(it.partnership_id, "")))
            for it in self.store.people.people(self.partnership_id)
        ]

    def _pieces(self, it: Person, groups: dict[str, str], partnership: str) -> list[Piece]:
        about = ", ".join(part for part in (it.role, it.organisation) if part)
        named = {"yes": "may be named", "no": "not to be named"}.get(it.may_be_named, "")
        right = partnership or ("no name is kept" if it.is_minor else named)
        return [
            (fit(it.name, 26), "strong"),
            (f"  {fit(groups.get(it.group, ''), 12)}", "muted"),
            (f"  {about}", ""),
            FILL,
            (f"{right} ", "muted"),
        ]

    def new(self, partnership_id: str) -> Form:
        """A new person."""
        from facilitator.screens import forms

        return forms.person(self.store, partnership_id)

    def change(self, record_id: str) -> Form:
        """A person."""
        from facilitator.screens import forms
        from facilitator.services.people import person_of

        known = person_of(self.store, record_id)
        return forms.person(self.store, known.partnership_id, known)

    def end(self, record_id: str) -> str:
        """Somebody left."""
        from facilitator.services import people

        name = people.person_of(self.store, record_id).name
        people.end_part(self.store, record_id)
        return f"{name} no longer takes part."

    def scope(self, record_id: str) -> Scope:
        """The record's own."""
        return Scope("record", record_id, "person")


class Organisations(Listed):
    """The partners, those that left last."""

    title = "Organisations"
    table = (
        MEANS_CHANGE,
        NEW,
        PEOPLE,
        Command("end", "", "No longer", "it left today; where nothing refers to it, it is removed", "x"),
        *LAST,
    )

    def records(self) -> list[Record]:
        """Name, group, mission, since when it is gone."""
        groups = {group.key: group.label for group in self.store.people.groups()}
        names = {it.id: it.name for it in self.store.people.partnerships()}
        known = sorted(self.store.people.organisations(self.partnership_id), key=self._has_left)
        return [Record(it.id, self._pieces(it, groups, names.get(it.partnership_id, ""))) for it in known]

    def _has_left(self, it: Organisation) -> bool:
        return it.left_on is not None and it.left_on <= self.today

    def _pieces(self, it: Organisation, groups: dict[str, str], partnership: str) -> list[Piece]:
        word = "left" if self._has_left(it) else "leaves"
        left = f"   {word} {day_words(it.left_on, self.today)} " if it.left_on else ""
        return [
            (fit(it.name, 34), "muted" if self._has_left(it) else "strong"),
            (f"  {fit(groups.get(it.group, ''), 12)}", "muted"),
            (f"  {it.mission}", ""),
            *(self.where(partnership) or (FILL,)),
            (left, "warning"),
        ]

    def new(self, partnership_id: str) -> Form:
        """A new organisation."""
        from facilitator.screens import forms

        return forms.organisation(self.store, partnership_id)

    def change(self, record_id: str) -> Form:
        """An organisation."""
        from facilitator.screens import forms
        from facilitator.services.people import organisation_of

        known = organisation_of(self.store, record_id)
        return forms.organisation(self.store, known.partnership_id, known, day_first=self.settings.day_first)

    def end(self, record_id: str) -> str:
        """One left, or was never needed."""
        from facilitator.services.people import end_organisation

        return end_organisation(self.store, record_id)

    def scope(self, record_id: str) -> Scope:
        """The record's own."""
        return Scope("record", record_id, "organisation")
