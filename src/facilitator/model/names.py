"""Who is meant by `@who`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice, takewhile

from facilitator.model.groups import everyday
from facilitator.model.people import Group, Organisation, Party, Person
from facilitator.model.text import fold, folded_words

Position = tuple[str, ...]
"""One word of a name in the ways it can be typed: `oconnor` and `connor`."""

_KIND_ORDER = {"person": 0, "organisation": 1, "group": 2}
_WHOLE, _EVERYDAY, _START, _WITH_ORGANISATION = 0, 1, 2, 3
_ALIKE = 0.6
"""How alike two spellings are, from 0 to 1, before one is offered for the other."""
_COMPARED = 24
"""Spellings that share most pairs of letters with what was typed; only these are compared closely."""
_JOINTS = re.compile(r"[\s._‐-―-]+")
_REMEMBERED = 512
"""Typed names whose answer is kept: the same ones come back with every key."""


class _Entry:
    """Somebody's name, ready to be compared; each is only ever equal to itself.

    `spellings` are a name's words in order; a group has one spelling each for key, label and plural. `beyond` is a
    person's organisation and group, which joined words may go on into: `ana.library`. `everyday` are other words for a
    group, which count whole only: `parents` for families.
    """

    __slots__ = ("absent", "beyond", "everyday", "initials", "party", "spellings")

    def __init__(
        self,
        party: Party,
        spellings: tuple[tuple[Position, ...], ...],
        initials: frozenset[str],
        beyond: tuple[Position, ...],
        absent: bool,
        everyday: frozenset[str] = frozenset(),
    ) -> None:
        self.party = party
        self.spellings = spellings
        self.initials = initials
        self.beyond = beyond
        self.absent = absent
        self.everyday = everyday

    def rank(self, parts: tuple[str, ...]) -> int | None:
        """How well the typed words meet this name, 0 best; None when they do not."""
        if any(_in_order(parts, words, str.__eq__) for words in self.spellings):
            return _WHOLE
        if len(parts) == 1 and parts[0] in self.everyday:
            return _EVERYDAY
        if any(_in_order(parts, words, str.startswith) for words in self.spellings):
            return _START
        if len(parts) == 1:
            return _START if parts[0] in self.initials else None
        for words in self.spellings:
            if _in_order(parts[:1], words, str.startswith) and _in_order(parts, words + self.beyond, str.startswith):
                return _WITH_ORGANISATION
        return None

    def is_all_of(self, parts: tuple[str, ...]) -> bool:
        """The typed words are a whole name, not some of its words."""
        return any(len(parts) == len(words) and _in_order(parts, words, str.__eq__) for words in self.spellings)

    @property
    def order(self) -> tuple[int, bool]:
        return _KIND_ORDER[self.party.kind], self.absent


class Names:
    """Finds people, organisations and groups by what is typed after `@`.

    A name is found by the start of any of its words, by its initials (`ar`, Ana Ruiz), or by several starts in order,
    joined by dots or hyphens (`ana.r`); case and accents do not count, nor do apostrophes. Whole words beat starts,
    people present beat people absent, people beat organisations, organisations beat groups. Initials count as a start.

    Two answers go beyond that, for what would else be several: a name typed whole beats a longer one that holds it
    (`ana` is the walk-in Ana before Ana Ruiz), and a group whose key, label or plural was typed whole beats several
    equal others (`student` is the group where student 1 and student 2 are there). Where two people have one name,
    the joined words may go on into the organisation or group: `ana.library`.

    A group is also found by an everyday word for it, typed whole (`parents`; see `model/groups.py`): after everybody
    who has that word in their name, before everybody whose name it only begins.

    Built once for each change of the data, then asked on every key.
    """

    def __init__(
        self,
        people: Iterable[Person],
        organisations: Iterable[Organisation],
        groups: Iterable[Group],
        present_ids: Collection[str],
    ) -> None:
        entries = [_of_person(person, person.id not in present_ids) for person in people]
        entries += map(_of_organisation, organisations)
        entries += _of_groups(tuple(groups))
        self._entries = sorted(entries, key=lambda entry: (entry.order, *map(fold, _in_words(entry.party))))
        self._by_id = {(entry.party.kind, entry.party.id): entry for entry in self._entries}
        self._starts = sorted((word, number) for number, entry in enumerate(self._entries) for word in _keys(entry))
        self._ranked = lru_cache(_REMEMBERED)(self._rank)
        self._near = lru_cache(_REMEMBERED)(self._compare)
        self._spelt: dict[str, list[int]] = {}
        self._pairs: dict[str, list[str]] = {}

    def find(self, typed: str) -> Party | None:
        """Who `typed` means; None when it means nobody or could mean several."""
        parts = _parts(typed)
        ranked = self._ranked(parts)
        if not ranked:
            return None
        best = [entry for rank, entry in ranked if (rank, entry.order) == (ranked[0][0], ranked[0][1].order)]
        for choice in (
            best,
            [entry for entry in best if entry.is_all_of(parts)],
            [entry for _, entry in ranked if entry.party.kind == "group" and entry.is_all_of(parts)],
        ):
            if len(choice) == 1:
                return choice[0].party
        return None

    def matches(self, typed: str) -> tuple[Party, ...]:
        """Everybody whom `typed` could mean, best first."""
        return tuple(entry.party for _, entry in self._ranked(_parts(typed)))

    def candidates(self, typed: str, limit: int = 6) -> tuple[Party, ...]:
        """Whom to offer for `typed`, best first: those it could mean, else those spelt like it.

        For an empty `typed` the first in order: people present, people absent, organisations, groups.
        """
        parts = _parts(typed)
        if not parts:
            return tuple(entry.party for entry in self._entries[:limit]) if not typed.strip() else ()
        found = self.matches(typed)
        return (found or self._near("".join(parts)))[:limit]

    def handle(self, party: Party) -> str:
        """The shortest readable text that `find` takes for `party`: `ben`, `ana.r`, `student.1`.

        A whole word before the start of one, a person's first name before the others. Empty for somebody no text
        tells apart, such as two people of one name in one organisation.
        """
        entry = self._by_id.get((party.kind, party.id))
        if entry is None:
            return ""
        for text in _handles(entry):
            if text[0].isalpha() and self.find(text) == entry.party:
                return text
        return ""

    def _rank(self, parts: tuple[str, ...]) -> tuple[tuple[int, _Entry], ...]:
        if not parts:
            return ()
        first = bisect_left(self._starts, (parts[0], -1))
        begins = takewhile(lambda found: found[0].startswith(parts[0]), islice(self._starts, first, None))
        numbers = {number for _, number in begins}
        ranks = ((self._entries[number].rank(parts), number) for number in numbers)
        ranked = sorted((rank, number) for rank, number in ranks if rank is not None)
        return tuple((rank, self._entries[number]) for rank, number in ranked)

    def _compare(self, typed: str) -> tuple[Party, ...]:
        """Parties spelt like `typed`, most alike first."""
        from difflib import SequenceMatcher  # costs milliseconds, and only names nobody has need it

        if not self._pairs:
            self._learn_spellings()
        shared = Counter(chain.from_iterable(self._pairs.get(pair, ()) for pair in _letter_pairs(typed)))
        alike: dict[int, float] = {}
        matcher = SequenceMatcher(b=typed, autojunk=False)
        for spelling, _ in shared.most_common(_COMPARED):
            matcher.set_seq1(spelling)
            ratio = matcher.ratio()
            for number in self._spelt[spelling]:
                alike[number] = max(alike.get(number, 0.0), ratio)
        near = sorted((-ratio, number) for number, ratio in alike.items() if ratio >= _ALIKE)
        return tuple(self._entries[number].party for _, number in near)

    def _learn_spellings(self) -> None:
        for number, entry in enumerate(self._entries):
            for spelling in sorted(_spellings(entry)):
                self._spelt.setdefault(spelling, []).append(number)
        for spelling in self._spelt:
            for pair in _letter_pairs(spelling):
                self._pairs.setdefault(pair, []).append(spelling)


def _in_words(party: Party) -> tuple[str, str, str]:
    """What parties of a kind are sorted by, so that `/who 2` is the same one for everybody."""
    return party.name, party.organisation, party.id


def _of_person(person: Person, absent: bool) -> _Entry:
    party = Party("person", person.id, person.name, person.organisation, person.group)
    words = _positions(person.name)
    beyond = _positions(person.organisation) + _positions(person.group)
    return _Entry(party, (words,), _initials(person.name), beyond, absent)


def _of_organisation(organisation: Organisation) -> _Entry:
    name = organisation.name
    party = Party("organisation", organisation.id, name, name, organisation.group)
    return _Entry(party, (_positions(name),), _initials(name), (), absent=False)


def _of_groups(groups: tuple[Group, ...]) -> Iterator[_Entry]:
    words: dict[str, set[str]] = {group.key: set() for group in groups}
    for word, group in everyday(groups):
        words[group.key].add(word)
    for group in groups:
        party = Party("group", group.key, group.label, "", group.key)
        spellings = tuple(_positions(name) for name in dict.fromkeys((group.key, group.label, group.plural)))
        yield _Entry(party, spellings, frozenset(), (), absent=False, everyday=frozenset(words[group.key]))


def _positions(name: str) -> tuple[Position, ...]:
    return tuple(_typings(word) for word in folded_words(name))


def _typings(word: str) -> Position:
    """`o'connor` is typed as `oconnor` or `connor`; the `s` of `ben's` is no word of its own."""
    last = word.rpartition("'")[2]
    joined = word.replace("'", "")
    return (joined, last) if joined != last and len(last) > 1 else (joined,)


def _initials(name: str) -> frozenset[str]:
    """Of all words, and with double-barrelled ones as one: `jlp` and `jp` for Jean-Luc Picard."""
    each = folded_words(name)
    by_blank = [words[0] for part in name.split() if (words := folded_words(part))]
    return frozenset("".join(word[0] for word in words) for words in (each, by_blank) if len(words) > 1)


def _parts(typed: str) -> tuple[str, ...]:
    """The typed words, joined by dots, hyphens or blanks; none for what holds other punctuation (`ana/ben`)."""
    words = [word.strip("'") for word in _JOINTS.split(fold(typed))]
    if any(word and folded_words(word) != (word,) for word in words):
        return ()
    return tuple(word.replace("'", "") for word in words if word)


def _in_order(parts: tuple[str, ...], words: tuple[Position, ...], meets: Callable[[str, str], bool]) -> bool:
    """Each part meets a word, each next one a later word."""
    rest = iter(words)
    return all(any(any(meets(way, part) for way in word) for word in rest) for part in parts)


def _keys(entry: _Entry) -> set[str]:
    return {way for words in entry.spellings for word in words for way in word} | entry.initials | entry.everyday


def _spellings(entry: _Entry) -> set[str]:
    """What a misspelt name is compared with: each word, and all of them joined."""
    joined = {"".join(word[0] for word in words) for words in entry.spellings}
    return joined | {way for words in entry.spellings for word in words for way in word} | entry.everyday


def _letter_pairs(word: str) -> list[str]:
    edged = f"^{word}$"
    return list(dict.fromkeys(edged[at : at + 2] for at in range(len(edged) - 1)))


def _handles(entry: _Entry) -> Iterator[str]:
    """Texts to try, the most readable first."""
    for words in entry.spellings:
        if not words:
            continue
        first, later = words[0][0], [word[0] for word in words[1:]]
        yield first
        yield from sorted((f"{first}.{word[:end]}" for word in later for end in range(1, len(word) + 1)), key=len)
        yield from later
        yield ".".join([first, *later])
        for beyond in entry.beyond:
            yield from (".".join([first, *later, beyond[0][:end]]) for end in range(1, len(beyond[0]) + 1))
    for words in entry.spellings:
        yield from (".".join(word[0] for word in words[:end]) for end in range(2, len(words) + 1))
