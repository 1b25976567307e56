"""Takes names out of free text: names that may not leave become labels, first names are pointed out.

Words are compared without case and accents, and only whole ones count; in scripts that put no blanks between words a
name is found anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from facilitator.frozen import frozen
from facilitator.model.text import fold

SOMEBODY = "somebody"
"""The label of people who have none that could be told apart."""

Act = Literal["keep", "replace", "notice"]

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_TITLES = {
    *("dr", "prof", "mr", "mrs", "ms", "miss", "mx", "rev", "sr", "sra", "srta", "don", "dona", "herr", "frau"),
    *("mme", "mlle", "jr", "ii", "iii", "phd", "md"),
}
_PARTICLES = {
    *("de", "la", "las", "los", "el", "al", "del", "da", "das", "do", "dos", "di", "du", "des", "le", "van", "von"),
    *("der", "den", "ter", "ten", "zu", "zum", "zur", "bin", "ibn", "abu", "san", "y", "e"),
}
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts without blanks between words, or with endings right behind a name."""
_UNSPACED_NAME = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(rf"[^\W\d_{_UNSPACED}]+|[{_UNSPACED}]+|\d+")
_REMEMBERED = 65_536
_TIES = {"replace": 0, "keep": 1, "notice": 2}


@frozen
class Phrase:
    """Folded words that stand together, and what to do where they are met.

    `only_capital`: words that are also ordinary ones are replaced only where they begin with a capital, else noticed.
    """

    words: tuple[str, ...]
    act: Act
    label: str = ""
    only_capital: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of `text`, numbers apart."""
    return tuple(_WORD.findall(fold(text)))


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
        yield Phrase(parts[0], act, label, only_capital=True)
        return
    if len(parts) > 1:
        yield Phrase(_joined(parts), "replace", label)
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
        if _letters([part]) == 1 or (not is_last and len(part) == 1 and part[0] in _PARTICLES):
            continue
        if not is_last and part in first_names:
            yield Phrase(part, "notice")
            continue
        yield Phrase(part, "replace", label, only_capital=_letters([part]) == 2)
        if len(part) > 1:  # Smith-Jones is also Smith and Jones
            yield from (Phrase((word,), "replace", label) for word in part if len(word) > 2)


class Redactor:
    """Applies phrases to texts. Of several that begin at one word the longest wins; two labels become `somebody`."""

    def __init__(self, phrases: Iterable[Phrase], unspaced: Iterable[tuple[str, str]] = ()) -> None:
        """`unspaced` are names with their labels; those in scripts without blanks are found anywhere."""
        known: dict[tuple[str, ...], Phrase] = {}
        for phrase in phrases:
            known[phrase.words] = _one_of(known.get(phrase.words), phrase)
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in sorted(known.values(), key=lambda it: -len(it.words)):
            self._by_first[phrase.words[0]].append(phrase)
        anywhere = {"".join(name.split()): label for name, label in unspaced if _UNSPACED_NAME.search(name)}
        self._labels = {name: label for name, label in anywhere.items() if len(name) > 1}
        longest_first = sorted(self._labels, key=len, reverse=True)
        self._anywhere = re.compile("|".join(r"\s*".join(map(re.escape, name)) for name in longest_first) or r"(?!)")
        self._known: dict[str, bool] = {}
        """Words between blanks, and whether a phrase begins with one in them."""

    def __call__(self, text: str) -> tuple[str, tuple[str, ...]]:
        """`text` with labels in place of names, and the words in it that may be names."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
            text = self._anywhere.sub(lambda found: self._labels["".join(found[0].split())], text)
        folded, places = _folded(text)
        if self._by_first.keys().isdisjoint(_WORD.findall(folded)):
            return text, ()
        return self._replaced(text, folded, places)

    def found_in(self, texts: Sequence[str]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """The places of those of `texts` in which a phrase may stand, each with what this makes of the text.

        Most words of many texts are the same few, and each is looked at once.
        """
        if not self._by_first and not self._labels:
            return
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        met = set(" ".join(texts).split())
        for word in met.difference(self._known):
            self._known[word] = self._begins_phrase(word)
        begin = {word for word in met if self._known[word]}
        if not begin and not self._labels:
            return
        for place, text in enumerate(texts):
            if not begin.isdisjoint(text.split()) or (self._labels and not text.isascii()):
                yield place, *self(text)

    def _begins_phrase(self, text: str) -> bool:
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        return not self._by_first.keys().isdisjoint(_WORD.findall(_folded(text)[0]))

    def _replaced(self, text: str, folded: str, places: list[int] | None) -> tuple[str, tuple[str, ...]]:
        words = list(_WORD.finditer(folded))
        out, noticed, done, at = [], [], 0, 0
        while at < len(words):
            phrase = self._at(words, at)
            if phrase is None:
                at += 1
                continue
            start, end = words[at].start(), words[at + len(phrase.words) - 1].end()
            if places is not None:
                start, end = places[start], places[end]
            at += len(phrase.words)
            if phrase.act == "notice" and text[start].islower() and end - start <= 2:
                continue  # “an” in a sentence is no sign of somebody called An
            if phrase.act == "notice" or (phrase.act == "replace" and phrase.only_capital and text[start].islower()):
                noticed.append(text[start:end])
            elif phrase.act == "replace":
                out += [text[done:start], phrase.label]
                done = end
        return "".join([*out, text[done:]]), tuple(dict.fromkeys(noticed))

    def _at(self, words: list[re.Match[str]], at: int) -> Phrase | None:
        for phrase in self._by_first.get(words[at][0], ()):
            met = words[at : at + len(phrase.words)]
            if tuple(word[0] for word in met) == phrase.words and _together(met):
                return phrase
        return None


def _one_of(known: Phrase | None, phrase: Phrase) -> Phrase:
    if known is None:
        return phrase
    if known.act == phrase.act == "replace":
        label = known.label if known.label == phrase.label else SOMEBODY
        return Phrase(phrase.words, "replace", label, known.only_capital and phrase.only_capital)
    return min(known, phrase, key=lambda it: _TIES[it.act])


def _parts(name: str) -> tuple[list[tuple[str, ...]], bool]:
    """The words of a name, each as its folded parts (`smith`, `jones`), and whether a title stood with them."""
    last, _, first = _ASIDE.sub(" ", name).partition(",")
    parts = [words for word in f"{first} {last}".split() if (words := words_of(word))]
    if any(word.isdigit() for part in parts for word in part):
        return [], False
    kept = [part for part in parts if len(part) > 1 or part[0] not in _TITLES]
    return (kept, len(kept) < len(parts)) if kept else (parts, False)


def _joined(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(word for part in parts for word in part)


def _letters(parts: list[tuple[str, ...]]) -> int:
    return sum(map(len, _joined(parts)))


def _together(words: list[re.Match[str]]) -> bool:
    return all(after.start() - before.end() <= 3 for before, after in pairwise(words))


_folded_letter = lru_cache(4096)(fold)


def _folded(text: str) -> tuple[str, list[int] | None]:
    """`text` (in NFC) folded, and for each letter of that, and for its end, the place in `text`; None where equal."""
    if text.isascii():
        return text.lower(), None
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        new = _folded_letter(letter)
        folded.append(new)
        places += [place] * len(new)
    return "".join(folded), [*places, len(text)]
