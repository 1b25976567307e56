"""What to look for in free text so that somebody's name becomes a label: phrases made of the name.

A name is written in many ways: whole, by a surname, in the plural, without marks, in one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from facilitator.exports.name_words import UNSPACED_NAME, words_of
from facilitator.frozen import frozen
from facilitator.model.word_lists import ORDINARY, PARTICLES, TITLES

SOMEBODY = "somebody"
"""The label of people who have none that could be told apart."""

Act = Literal["keep", "replace", "notice"]

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SHORTEST_TOGETHER, _SHORTEST_PLURAL = 5, 3
"""Letters of a surname below which its other ways to be written could be any word."""
SHORTEST_IN_ONE, _SURE_IN_ONE, _SHORTEST_BEHIND_INITIAL = 5, 7, 6
"""Letters of a whole name written in one, of one that is no other word, of a surname behind an initial."""
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SHORTENED = re.compile("ae|oe|ue")
_TIES = {"replace": 0, "keep": 1, "notice": 2}


@frozen
class Phrase:
    """Folded words that stand together, and what to do where they are met.

    `only_capital`: replaced only where they begin with a capital, else noticed; not even that where they are
    `ordinary` words, too. A `guess` is another way to write a name, and gives way to a name that is written so. What is
    to be noticed `inside` is so inside a sentence only, not where the capital can be that of its first word.
    """

    words: tuple[str, ...]
    act: Act
    label: str = ""
    only_capital: bool = False
    ordinary: bool = False
    guess: bool = False
    inside: bool = False


def first_word(name: str) -> tuple[str, ...]:
    """The first name in a full name; empty where the name has one word only or is a label with a number."""
    parts, _ = _parts(name)
    return parts[0] if len(parts) > 1 else ()


def phrases(name: str, label: str, first_names: Collection[tuple[str, ...]]) -> Iterator[Phrase]:
    """What to look for so that a person called `name` becomes `label`.

    The full name and each surname are replaced, first names noticed. A word that is also somebody's first name
    (one of `first_names`) is a surname only where it stands last. A name of one word, and a surname of two letters
    (`An`, `Do`, `Li`), is replaced where it begins with a capital, because it may be an ordinary word too. A name with
    a number in it is a label already.
    """
    parts, titled = _parts(name)
    if not parts:
        return
    if len(parts) == 1 and not titled:
        act: Act = "notice" if parts[0] in first_names else "replace"
        yield Phrase(parts[0], act, label, only_capital=True, ordinary=are_ordinary(parts))
        return
    yield from _guesses(name, parts, label)
    if len(parts) > 1:
        is_ordinary = are_ordinary(parts)
        yield Phrase(_joined(parts), "replace", label, only_capital=is_ordinary, ordinary=is_ordinary)
        yield from _surname_phrases(parts[1:], label, first_names)
        if _letters(parts[:1]) > 1:
            yield Phrase(parts[0], "notice")
    else:
        yield from _surname_phrases(parts, label, first_names)


def _surname_phrases(
    parts: list[tuple[str, ...]], label: str, first_names: Collection[tuple[str, ...]]
) -> Iterator[Phrase]:
    """All that follows the first name as it stands, and each of its words that tells who it is."""
    if len(parts) > 1:
        yield Phrase(_joined(parts), "replace", label)
    for number, part in enumerate(parts, start=1):
        is_last = number == len(parts)
        if _letters([part]) == 1 or (not is_last and len(part) == 1 and part[0] in PARTICLES):
            continue
        if not is_last and part in first_names:
            yield Phrase(part, "notice")
            continue
        is_ordinary = are_ordinary([part])
        yield Phrase(part, "replace", label, only_capital=_letters([part]) == 2 or is_ordinary, ordinary=is_ordinary)
        if len(part) > 1:  # Smith-Jones is also Smith and Jones
            yield from (
                Phrase(
                    (word,), "replace", label, only_capital=are_ordinary([(word,)]), ordinary=are_ordinary([(word,)])
                )
                for word in part
                if len(word) > 2
            )


def _guesses(name: str, parts: list[tuple[str, ...]], label: str) -> Iterator[Phrase]:
    """Other ways to write a surname: without marks and blanks, with or without ae for ä, and for all of a family."""
    lasts = parts[1:] or parts
    spelled, _ = _parts(name.translate(_SPELLED_OUT))
    written = {*lasts, *(spelled[1:] or spelled)}
    written |= {(word,) for part in lasts if len(part) > 1 for word in part if len(word) > 2}
    written |= {tuple(_SHORTENED.sub(lambda met: met[0][0], word) for word in part) for part in lasts}
    written |= {(together,) for part in lasts if len(part) > 1 and len(together := "".join(part)) >= _SHORTEST_TOGETHER}
    if len(lasts) > 1 and all("".join(part) in PARTICLES for part in lasts[:-1]):
        written.add(("".join(_joined(lasts)),))  # Vanderberg
    for part in sorted(written):
        if part not in lasts and "".join(part) not in PARTICLES and _letters([part]) > 2:
            yield Phrase(part, "replace", label, guess=True)
        if "".join(part) in PARTICLES or _letters([part]) < _SHORTEST_PLURAL or UNSPACED_NAME.search(part[-1]):
            continue
        plurals = [f"{part[-1]}s"]
        plurals += [f"{part[-1]}es"] if part[-1].endswith(("s", "x", "z", "ch", "sh")) else []
        plurals += [f"{part[-1][:-1]}ces"] if part[-1].endswith("z") else []
        for plural in plurals:
            yield Phrase((*part[:-1], plural), "replace", label, only_capital=True, ordinary=True, guess=True)
    yield from _in_one(parts, label)


def _in_one(parts: list[tuple[str, ...]], label: str) -> Iterator[Phrase]:
    """A name written in one: `annakovacs`, `kovacsanna`, `akovacs`."""
    first, lasts = "".join(parts[0]), ["".join(part) for part in (parts[1:] or parts)]
    for last in dict.fromkeys((*lasts, "".join(lasts))):
        if len(parts) > 1 and len(first + last) >= SHORTEST_IN_ONE and last not in PARTICLES:
            is_short = len(first + last) < _SURE_IN_ONE
            for together in (first + last, last + first):
                yield Phrase((together,), "replace", label, only_capital=is_short, ordinary=is_short, guess=True)
        if len(parts) > 1 and len(last) >= _SHORTEST_BEHIND_INITIAL:
            yield Phrase((first[0] + last,), "notice", guess=True)


def one_of(known: Phrase | None, phrase: Phrase) -> Phrase:
    """What to do with words that are both phrases: a name as it is written wins over a guess, two labels are none."""
    if known is None or (known.guess and not phrase.guess):
        return phrase
    if phrase.guess and not known.guess:
        return known
    if known.act == phrase.act == "replace":
        label = known.label if known.label == phrase.label else SOMEBODY
        return replace(
            phrase,
            label=label,
            only_capital=known.only_capital and phrase.only_capital,
            ordinary=known.ordinary and phrase.ordinary,
        )
    return min(known, phrase, key=lambda it: _TIES[it.act])


def are_ordinary(parts: Sequence[tuple[str, ...]]) -> bool:
    """Whether each part is a common word, too."""
    return all("".join(part) in ORDINARY for part in parts)


def _parts(name: str) -> tuple[list[tuple[str, ...]], bool]:
    """The words of a name, each as its folded parts (`smith`, `jones`), and whether a title stood with them."""
    last, _, first = _ASIDE.sub(" ", name).partition(",")
    parts = [words for word in f"{first} {last}".split() if (words := words_of(word))]
    if any(word.isdigit() for part in parts for word in part):
        return [], False
    kept = [part for part in parts if len(part) > 1 or part[0] not in TITLES]
    return (kept, len(kept) < len(parts)) if kept else (parts, False)


def _joined(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(word for part in parts for word in part)


def _letters(parts: list[tuple[str, ...]]) -> int:
    return sum(map(len, _joined(parts)))
