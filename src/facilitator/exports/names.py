"""Whose name leaves the data file, and what stands in its place: the one place that knows the levels of names.

- `full`: everything as it is stored.
- `consented`: named where that person said yes; where nobody asked yet, people who speak for an organisation are
  named, families, students and residents are not. Who said no to the attendance list is named nowhere, for the list
  and all else share ids; nor is anybody whose yes has run out.
- `roles`: nobody is named.
- `anonymous`: stakeholder groups only.
- `chatham`: no speaker, no organisation, no attendance; owners of actions are `one of us` (the Chatham House Rule).

Somebody who is not named is shown by role and organisation, with the group in place of an organisation that has only
one person in the bundle: its name would tell who it is, so it counts as that person's name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from facilitator.exports.columns import BY_PERSON, Level
from facilitator.exports.name_words import words_of
from facilitator.exports.phrases import SOMEBODY, Phrase, first_word, phrases
from facilitator.exports.redact import Redactor
from facilitator.frozen import frozen
from facilitator.model.people import Group, Organisation, Person
from facilitator.model.text import fold
from facilitator.model.word_lists import PARTICLES, TITLES

ONE_OF_US = "one of us"
FACILITATOR = "facilitator"
LEAST_OF_A_GROUP = 3
"""Fewer people of a group than this in a bundle of groups only, and the group would tell who it is."""

_RESIDENT = "resident"
_SHORTEST_TYPED, _SHORTEST_IN_ONE = 2, 7
_REMEMBERED = 65_536


@frozen
class Everybody:
    """Whom the data file knows. Ids in `in_bundle` are those with a row in the bundle; `unwilling` said no since.

    `as_typed` are names nobody was found for, `facilitators` the names of those who run meetings. `group_sizes` says
    how many of each stakeholder group are in the bundle, `heads` how many were there, by meeting and group.
    """

    people: Collection[Person]
    organisations: Collection[Organisation]
    groups: Collection[Group]
    in_bundle: frozenset[str]
    unwilling: frozenset[str] = frozenset()
    as_typed: frozenset[str] = frozenset()
    facilitators: frozenset[str] = frozenset()
    group_sizes: Mapping[str, int] | None = None
    heads: Mapping[tuple[str, str], int] | None = None


@frozen
class Shown:
    """Whose a record is, as it leaves. Empty where nothing may be said."""

    name: str = ""
    organisation: str = ""
    group: str = ""
    person_id: str = ""
    organisation_id: str = ""
    is_named: bool = False
    is_person: bool = False


class Naming:
    """The names of one bundle at one level."""

    def __init__(self, level: Level, everybody: Everybody) -> None:
        self.level = level
        self._everybody = everybody
        self._groups = {group.key: group for group in everybody.groups}
        self._people = {person.id: person for person in everybody.people}
        self._organisations = {organisation.id: organisation for organisation in everybody.organisations}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for person in everybody.people:
            self._by_name[fold(person.name)].append(person)
        self._hidden_organisations = frozenset(self._hide_organisations())
        self._redactor = self._in_roles = Redactor(())
        if level != "full":
            # Labels are made of roles: in these nobody stands by a label that is made of a role itself.
            named = self._words_named()
            self._in_roles = Redactor(self._wanted(_nobody_told, named), self._unspaced(_nobody_told), named)
            self._redactor = Redactor(self._wanted(self._label, named), self._unspaced(self._label), named)
        self.party = lru_cache(_REMEMBERED)(self._party)

    # Whose a record is

    def _party(
        self, person_id: str | None, organisation_id: str | None, group: str | None, typed: str, meeting_id: str = ""
    ) -> Shown:
        """Whose a record (of a meeting) is, as it may leave, from the four columns that say so."""
        if person_id:
            shown = self._shown_person(self._people[person_id])
        elif organisation_id:
            shown = self._shown_organisation(self._organisations[organisation_id])
        elif group:
            shown = Shown(group, group=group, is_named=True)
        elif typed:
            shown = Shown(typed if self.level == "full" else SOMEBODY)
        else:
            return Shown()
        if self.level == "anonymous":
            group = self.group(shown.group, meeting_id)
            return replace(shown, name=group or SOMEBODY, group=group)
        return Shown(ONE_OF_US, is_person=shown.is_person) if self.level == "chatham" else shown

    def _shown_person(self, person: Person) -> Shown:
        is_named = self.may_name(person)
        return Shown(
            person.name if is_named else self._label(person),
            self._organisation_of(person),
            person.group,
            person.id if is_named else "",
            is_named=is_named,
            is_person=True,
        )

    def _shown_organisation(self, organisation: Organisation) -> Shown:
        is_named = self._may_name_organisation(organisation.id)
        return Shown(
            organisation.name if is_named else self._organisation_label(organisation),
            organisation.name if is_named else "",
            organisation.group,
            organisation_id=organisation.id if is_named else "",
            is_named=is_named,
        )

    def facilitator(self, name: str) -> str:
        """Who runs a meeting: a name as typed, which may be that of somebody the data file knows."""
        if not name or self.level == "full":
            return name
        known = self._called(name)
        if self.level not in BY_PERSON or (known is None and self.level == "roles"):
            return FACILITATOR
        return name if known is None else self._shown_person(known).name

    def answerer(self, name: str) -> str:
        """Who answered for a person, such as a guardian: named only where the data file knows that they may be."""
        if not name or self.level == "full":
            return name
        known = self._called(name)
        return SOMEBODY if known is None else self._shown_person(known).name

    def group(self, key: str, meeting_id: str = "") -> str:
        """A group's key beside something said (at a meeting); empty where that would say who it was."""
        if self.level == "chatham":
            return ""
        if self.level == "anonymous":
            many = (self._everybody.group_sizes or {}).get(key, 0)
            there = (self._everybody.heads or {}).get((meeting_id, key), many)
            return key if min(many, there) >= LEAST_OF_A_GROUP else ""
        return key

    def text(self, words: str) -> tuple[str, tuple[str, ...]]:
        """Free text with labels in place of names that may not leave, and words in it that may be such names."""
        return (words, ()) if self.level == "full" else self._redactor(words)

    def texts(self, many: Sequence[str]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Of many texts the places of those that hold such names, each with what `text` makes of it."""
        return self._redactor.found_in(many)

    def roles(self, many: Sequence[str]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """The same of what people do, in which nobody stands by their own role."""
        return self._in_roles.found_in(many)

    # Who may be named

    def may_name(self, person: Person) -> bool:
        """Whether the person's name leaves."""
        if self.level == "full":
            return True
        if self.level != "consented" or person.id in self._everybody.unwilling:
            return False
        return is_named(person, self._groups.get(person.group))

    def named(self) -> frozenset[str]:
        """The ids of the people and organisations whose names leave."""
        organisations = (it for it in self._organisations if self._may_name_organisation(it))
        return frozenset((*(it.id for it in self._people.values() if self.may_name(it)), *organisations))

    def unnamed(self) -> int:
        """How many people of the record are not named."""
        inside = self._everybody.in_bundle
        return sum(person.id in inside and not self.may_name(person) for person in self._everybody.people)

    def _may_name_organisation(self, organisation_id: str) -> bool:
        return self.level in BY_PERSON and organisation_id not in self._hidden_organisations

    def _hide_organisations(self) -> Iterator[str]:
        """Organisations whose name would tell who their one person is, who may not be named."""
        if self.level == "full":
            return
        staff: dict[str, list[Person]] = {organisation.id: [] for organisation in self._everybody.organisations}
        for person in self._everybody.people:
            if person.organisation_id in staff:
                staff[person.organisation_id].append(person)
        for organisation_id, people in staff.items():
            here = [person for person in people if person.id in self._everybody.in_bundle] or people
            if len(here) == 1 and not self.may_name(here[0]):
                yield organisation_id

    def _called(self, name: str) -> Person | None:
        """Somebody of that name; of several one who may not be named, if there is one."""
        return min(self._by_name.get(fold(name), ()), key=self.may_name, default=None)

    # What stands in a name's place

    def _organisation_of(self, person: Person) -> str:
        known = self._organisations.get(person.organisation_id or "")
        return known.name if known and self._may_name_organisation(known.id) else ""

    def _group_label(self, key: str) -> str:
        return self._groups[key].label if key in self._groups else ""

    def _label(self, person: Person) -> str:
        """Role and organisation, or group; of a minor what is stored."""
        if self.level == "chatham":
            return ONE_OF_US
        if self.level == "anonymous":
            return self._group_label(self.group(person.group)) or SOMEBODY
        group = self._group_label(person.group)
        if self._keeps_number(person):
            return person.name
        role = self._in_roles(person.role)[0]
        place = self._organisation_of(person) or group
        role = "" if role == place else role.removesuffix(f", {place}")
        return ", ".join(part for part in (role, place) if part) or SOMEBODY

    def _keeps_number(self, person: Person) -> bool:
        """Whether a minor stays group and number, as stored: not where groups only or nothing is said of anybody."""
        labels = (self._group_label(person.group), person.group)
        return self.level in BY_PERSON and person.is_minor and _is_numbered(person.name, *labels)

    def _loses_number(self, person: Person) -> bool:
        """Whether `student 1`, as minors and people who are forgotten are stored, is taken out of text."""
        return person.name[-1:].isdigit() and (person.is_minor or self.level not in BY_PERSON)

    def _organisation_label(self, organisation: Organisation) -> str:
        if self.level == "chatham":
            return ONE_OF_US
        return self._group_label(self.group(organisation.group)) or "an organisation"

    # What is looked for in free text

    def _words_named(self) -> frozenset[str]:
        """The words of names of people that leave."""
        named = (person.name for person in self._everybody.people if self.may_name(person))
        return frozenset(word for name in named for word in words_of(name))

    def _wanted(self, label_of: Callable[[Person], str], named: Collection[str]) -> Iterator[Phrase]:
        """What is looked for, but for other ways to write a name that are a word in the name of somebody else."""
        return (it for it in self._phrases(label_of) if not (it.guess and it.words[-1] in named))

    def _phrases(self, label_of: Callable[[Person], str]) -> Iterator[Phrase]:
        everybody = self._everybody
        first_names = {words for person in everybody.people if (words := first_word(person.name))}
        for person in everybody.people:
            if self.may_name(person):
                yield from _kept(person.name)
                yield from _kept(person.email)
            elif self._keeps_number(person):
                continue
            else:
                label = label_of(person)
                if self._loses_number(person):
                    yield Phrase(words_of(person.name), "replace", label)  # student 1, which is no name to `phrases`
                yield from phrases(person.name, label, first_names)
                if address := words_of(person.email):
                    yield Phrase(address, "replace", label)
        for organisation in everybody.organisations:
            if self._may_name_organisation(organisation.id):
                yield from _kept(organisation.name)
            elif words := words_of(organisation.name):
                label = self._organisation_label(organisation)
                yield Phrase(words, "replace", label, only_capital=len(words) == 1)
                if len(words) > 1 and len("".join(words)) >= _SHORTEST_IN_ONE:
                    yield Phrase(("".join(words),), "replace", label, guess=True)
        for name in everybody.facilitators:
            if self._called(name) is None:
                yield from _kept(name) if self.level == "consented" else phrases(name, FACILITATOR, first_names)
        for typed in everybody.as_typed:
            words = words_of(typed)
            alone = ((word,) for word in words if not (word.isdigit() or word in PARTICLES or word in TITLES))
            yield from (Phrase(it, "notice") for it in {words, *alone} if sum(map(len, it)) >= _SHORTEST_TYPED)

    def _unspaced(self, label_of: Callable[[Person], str]) -> list[tuple[str, str]]:
        people = [(person.name, label_of(person)) for person in self._people.values() if not self.may_name(person)]
        return people + [
            (organisation.name, self._organisation_label(organisation))
            for organisation in self._organisations.values()
            if not self._may_name_organisation(organisation.id)
        ]


def is_named(person: Person, group: Group | None) -> bool:
    """Whether somebody of a group who did not take a name off the attendance list is named where consent counts."""
    if person.is_minor:
        return False
    if person.may_be_named:
        return person.may_be_named == "yes"
    is_private = group is not None and (group.is_family or group.is_student or group.key == _RESIDENT)
    return person.organisation_id is not None and not is_private


def _nobody_told(_: Person) -> str:
    return SOMEBODY


def _kept(name: str) -> Iterator[Phrase]:
    """A name of several words that may leave is left alone, whatever one of its words is elsewhere."""
    if len(words := words_of(name)) > 1:
        yield Phrase(words, "keep")


def _is_numbered(name: str, *labels: str) -> bool:
    """Whether a name is a label with a number, `student 1`, as minors are stored."""
    label, _, number = name.rpartition(" ")
    return number.isdigit() and label in labels
