"""Takes names out of free text: names that may not leave become labels, first names are pointed out.

Words are compared without case and accents, and only whole ones count, with the endings of languages that inflect
names; in scripts that put no blanks between words a name is found anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from facilitator.exports.name_forms import Forms, humps
from facilitator.frozen import frozen
from facilitator.model.children import may_tell_of_a_child, signs_of_a_child
from facilitator.model.text import fold
from facilitator.model.word_lists import DAYS_AND_MONTHS, ORDINARY, PARTICLES, TITLES

SOMEBODY = "somebody"
"""The label of people who have none that could be told apart."""

Act = Literal["keep", "replace", "notice"]

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts without blanks between words, or with endings right behind a name."""
_UNSPACED_NAME = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(rf"[^\W\d_{_UNSPACED}]+|[{_UNSPACED}]+|\d+")
_REMEMBERED = 65_536
_SHORTEST_TOGETHER, _SHORTEST_PLURAL, _SHORTEST_IN_ADDRESS = 5, 3, 4
"""Letters of a surname below which its other ways to be written could be any word."""
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SHORTENED = re.compile("ae|oe|ue")
_SHORTEST_IN_ONE, _SURE_IN_ONE, _SHORTEST_BEHIND_INITIAL, _SHORTEST_PART = 5, 7, 6, 4
"""Letters of a whole name written in one, of one that is no other word, of a surname behind an initial, of a hump."""
_PART_OF_ANOTHER = PARTICLES.union(("mc", "mac", "fitz"))
"""What is written in one with a name that is another then: `McDonald` is no `Donald`."""
_LETTERS = re.compile(rf"[^\W\d_{_UNSPACED}]{{{_SHORTEST_IN_ONE},}}")
_HUMP = re.compile("[a-z][A-Z]")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), "")
"""Letters that are not seen and part no words: soft hyphens, joiners."""
_ADDRESS = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
_HONORIFICS = (
    "老师|老師|先生|女士|小姐|太太|同学|同學|医生|醫生|校长|校長|主任|教授|师傅|さん|様|さま|君|くん|ちゃん|氏"
    "|선생님|선생|씨|님|교장|교수"
)
"""Titles behind a surname."""
_TITLES_BEFORE_WORDS = """
    dr prof mr mrs ms miss mx rev sr sra srta senor senora herr frau mme mlle
"""
_TITLES_BEFORE = frozenset(_TITLES_BEFORE_WORDS.split())
_BEFORE_DAYS_WORDS = """
    in by until till since of next last this early late mid from on en de desde hasta depuis jusqu avant
"""
_BEFORE_DAYS = frozenset(_BEFORE_DAYS_WORDS.split())
_DOES_WORDS = """
    said says asked asks wants wanted agreed agrees told tells offered offers promised promises thinks thought
    brings brought called calls wrote writes added adds has had was is and dijo dice pide quiere dit demande
    veut
"""
_DOES = frozenset(_DOES_WORDS.split())
"""Words behind a sentence's first word that say it was a name."""
_DETERMINED = frozenset({"a", "an", "somebody", "one"})
"""First words of labels that take no article."""
_ARTICLE = re.compile(r"\b(?:the|an|a)\s+$", re.IGNORECASE)
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


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of `text`, numbers apart."""
    return tuple(_WORD.findall(fold(text if text.isascii() else text.translate(_UNSEEN))))


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
        yield Phrase(parts[0], act, label, only_capital=True, ordinary=_is_ordinary(parts))
        return
    yield from _guesses(name, parts, label)
    if len(parts) > 1:
        is_ordinary = _is_ordinary(parts)
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
        is_ordinary = _is_ordinary([part])
        yield Phrase(part, "replace", label, only_capital=_letters([part]) == 2 or is_ordinary, ordinary=is_ordinary)
        if len(part) > 1:  # Smith-Jones is also Smith and Jones
            yield from (
                Phrase(
                    (word,), "replace", label, only_capital=_is_ordinary([(word,)]), ordinary=_is_ordinary([(word,)])
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
        if "".join(part) in PARTICLES or _letters([part]) < _SHORTEST_PLURAL or _UNSPACED_NAME.search(part[-1]):
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
        if len(parts) > 1 and len(first + last) >= _SHORTEST_IN_ONE and last not in PARTICLES:
            is_short = len(first + last) < _SURE_IN_ONE
            for together in (first + last, last + first):
                yield Phrase((together,), "replace", label, only_capital=is_short, ordinary=is_short, guess=True)
        if len(parts) > 1 and len(last) >= _SHORTEST_BEHIND_INITIAL:
            yield Phrase((first[0] + last,), "notice", guess=True)


class Redactor:
    """Applies phrases to texts. Of several that begin at one word the longest wins; two labels become `somebody`."""

    def __init__(
        self, phrases: Iterable[Phrase], unspaced: Iterable[tuple[str, str]] = (), others: Collection[str] = ()
    ) -> None:
        """`unspaced` are names with their labels; those in scripts without blanks are found anywhere.

        `others` are words of names that may leave, which are no other forms of those that may not.
        """
        known: dict[tuple[str, ...], Phrase] = {}
        for phrase in phrases:
            known[phrase.words] = _one_of(known.get(phrase.words), phrase)
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in sorted(known.values(), key=lambda it: -len(it.words)):
            self._by_first[phrase.words[0]].append(phrase)
        self._acts = {words: phrase.act for words, phrase in known.items()}
        self._in_addresses = {
            words[0]: phrase.label
            for words, phrase in known.items()
            if phrase.act == "replace" and len(words) == 1 and len(words[0]) >= _SHORTEST_IN_ADDRESS
        }
        self._alone = {
            words[0]: phrase
            for words, phrase in known.items()
            if len(words) == 1 and phrase.act != "keep" and not phrase.ordinary and not _UNSPACED_NAME.search(words[0])
        }
        self._others = others
        self._forms_of = Forms(self._alone, others)
        self._forms: dict[str, Phrase | None] = {}
        """Words that are no phrase, and what they are as another form of one."""
        self._unspaced = Unspaced(unspaced)
        self._known: dict[str, bool] = {}
        """Words between blanks, and whether a phrase begins with one in them."""

    def __call__(self, text: str) -> tuple[str, tuple[str, ...]]:
        """`text` with labels in place of names, and the words in it that may be names."""
        noticed: list[str] = []
        if not text.isascii():
            text, noticed = self._unspaced(unicodedata.normalize("NFC", text))
        if "@" in text:
            text = _ADDRESS.sub(self._address, text)
        text, more = self._parted(text)
        noticed += more
        folded, places = _folded(text)
        met = set(_WORD.findall(folded))
        if self._may_hold(met):
            text, more = self._replaced(text, folded, places)
            noticed += more
        if may_tell_of_a_child(met, text):
            noticed += signs_of_a_child(text)
        return text, tuple(dict.fromkeys(noticed))

    def _address(self, found: re.Match[str]) -> str:
        """What stands in an e-mail address's place: a label where a name that is taken out is in it."""
        words = words_of(found[0])
        if words in self._acts:
            return found[0]
        mailbox = "".join(words_of(found[0].partition("@")[0]))
        return next((label for word, label in self._in_addresses.items() if word in mailbox), found[0])

    def found_in(self, texts: Sequence[str]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """The places of those of `texts` in which a phrase may stand, each with what this makes of the text.

        Most words of many texts are the same few, and each is looked at once.
        """
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        met = set(" ".join(texts).split())
        for word in met.difference(self._known):
            self._known[word] = self._is_of_note(word)
        begin = {word for word in met if self._known[word]}
        if not begin and not self._unspaced.is_needed:
            return
        for place, text in enumerate(texts):
            if not begin.isdisjoint(text.split()) or (self._unspaced.is_needed and not text.isascii()):
                yield place, *self(text)

    def _is_of_note(self, text: str) -> bool:
        if "@" in text:
            return True
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        words = _WORD.findall(_folded(text)[0])
        return self._may_hold(words) or may_tell_of_a_child(words, text) or self._parted(text) != (text, [])

    def _may_hold(self, words: Collection[str]) -> bool:
        return not self._by_first.keys().isdisjoint(words) or any(map(self._form, words))

    def _form(self, word: str) -> Phrase | None:
        """What to do with a word that is no phrase, where it is another form of one."""
        if word not in self._forms:
            if len(self._forms) > _REMEMBERED:
                self._forms.clear()
            self._forms[word] = None if word in self._by_first else self._other_form(word)
        return self._forms[word]

    def _other_form(self, word: str) -> Phrase | None:
        form = self._forms_of(word)
        if form is None:
            return None
        phrase, sign = self._alone[form[0]], form[1]
        if phrase.act == "replace" and not phrase.only_capital:
            if sign == "sure":
                return replace(phrase, words=(word,))
            return Phrase((word,), "notice", ordinary=sign != "likely", inside=sign == "inside")
        return Phrase((word,), "notice", ordinary=True) if sign in ("sure", "likely") else None

    def _parted(self, text: str) -> tuple[str, list[str]]:
        """The text with labels for names that a capital parts from other words in one with them; such first names."""
        noticed: list[str] = []
        if text.isascii() and not _HUMP.search(text):
            return text, noticed

        def part(found: re.Match[str]) -> str:
            if found[0][1:].islower() or (fold(found[0]),) in self._acts:
                return found[0]
            parts = [fold(it) for it in humps(found[0])]
            for before, it in pairwise(["", *parts]) if len(parts) > 1 else ():
                phrase = self._alone.get(it) if len(it) >= _SHORTEST_PART else None
                if phrase is None:
                    continue
                if phrase.act == "replace" and before not in _PART_OF_ANOTHER and self._others_have_none(parts):
                    return phrase.label
                noticed.append(found[0])
            return found[0]

        return _LETTERS.sub(part, text), noticed

    def _others_have_none(self, words: Iterable[str]) -> bool:
        return not any(word in self._others for word in words)

    def _replaced(self, text: str, folded: str, places: list[int] | None) -> tuple[str, list[str]]:
        words = list(_WORD.finditer(folded))
        spans = [it.span() if places is None else (places[it.start()], places[it.end()]) for it in words]
        out = Sentence(text)
        noticed: list[str] = []
        at = 0
        while at < len(words):
            phrase = self._at(words, at)
            if phrase is None:
                at += 1
                continue
            first, at = at, at + len(phrase.words)
            start, end = spans[first][0], spans[at - 1][1]
            if phrase.act == "keep":
                continue
            before = text[slice(*spans[first - 1])] if first and spans[first][0] - spans[first - 1][1] <= 2 else ""
            is_titled = fold(before) in _TITLES_BEFORE and (before[0].isupper() or fold(before) != "miss")
            if phrase.act == "replace" and (is_titled or not phrase.only_capital or text[start].isupper()):
                behind = words[at][0] if at < len(words) else ""
                if phrase.ordinary and not is_titled and _is_meant_otherwise(text, start, end, phrase, before, behind):
                    noticed.append(text[start:end])
                else:
                    out.put(phrase.label, spans[first - 1][0] if is_titled else start, end)
            elif not _is_no_sign(text, start, end, phrase):
                noticed.append(text[start:end])
        return out.whole(), noticed

    def _at(self, words: list[re.Match[str]], at: int) -> Phrase | None:
        first = words[at][0]
        for phrase in self._by_first.get(first, ()):
            met = words[at : at + len(phrase.words)]
            if tuple(word[0] for word in met) == phrase.words and _together(met):
                return phrase
        return self._forms[first] if first in self._forms else self._form(first)


class Unspaced:
    """Names in scripts that put no blanks between words, found anywhere in a text in NFC."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._labels: dict[str, str] = {}
        self._family: dict[str, str] = {}
        given: set[str] = set()
        for name, label in names:
            whole = "".join(name.split())
            if len(whole) < 2 or not _UNSPACED_NAME.search(name):
                continue
            self._labels[whole] = label
            family, own = _family_first(name)
            self._family[family] = label if self._family.get(family, label) == label else SOMEBODY
            if len(own) > 1:
                given.add(own)
        longest_first = sorted(self._labels, key=len, reverse=True)
        self._whole = _any_of(r"\s*".join(map(re.escape, name)) for name in longest_first)
        families = "|".join(map(re.escape, sorted(self._family, key=len, reverse=True))) or "(?!)"
        self._titled = re.compile(rf"({families})\s?(?:{_HONORIFICS})")
        alone = f"(?<![{_UNSPACED}])(?:{families})(?![{_UNSPACED}])"
        self._given = _any_of([*map(re.escape, sorted(given, key=len, reverse=True)), alone])
        self.is_needed = bool(self._labels)

    def __call__(self, text: str) -> tuple[str, list[str]]:
        """The text with labels for full names and surnames with a title; given names and surnames alone in it."""
        text = self._whole.sub(lambda found: self._labels["".join(found[0].split())], text)
        text = self._titled.sub(lambda found: self._family[found[1]], text)
        return text, self._given.findall(text)


def _family_first(name: str) -> tuple[str, str]:
    """Surname and given name: the first of several words, else one letter of two or three and two of more."""
    family, *own = name.split()
    if own:
        return family, "".join(own)
    size = 1 if len(family) < 4 else 2
    return family[:size], family[size:]


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)")


class Sentence:
    """A text in which labels are put, so that it still reads like one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._out: list[str] = []
        self._done = 0

    def put(self, label: str, start: int, end: int) -> None:
        """Puts a label in the place of a name. An article before one that has its own goes; a label is said once."""
        between = self._text[self._done : start]
        if self._out and self._out[-1] == label and not between.strip():
            self._done = end
            return
        if label.split(" ", 1)[0] in _DETERMINED:
            between = _ARTICLE.sub("", between)
        self._out += [between, label]
        self._done = end

    def whole(self) -> str:
        """The text as it is now."""
        return "".join([*self._out, self._text[self._done :]])


def _is_meant_otherwise(text: str, start: int, end: int, phrase: Phrase, before: str, behind: str) -> bool:
    """Whether a surname that is a common word, with a capital, is rather that word: a month, a first word."""
    if len(phrase.words) > 1:
        return False
    if text.isupper():
        return True
    if phrase.words[0] in DAYS_AND_MONTHS and (
        fold(before) in _BEFORE_DAYS or before.isdigit() or (behind.isdigit() and text[end : end + 1].isspace())
    ):
        return True
    does = behind in _DOES or text[end : end + 1] in {":", "'", "’"}
    return _begins(text, start) and not does


def _is_no_sign(text: str, start: int, end: int, phrase: Phrase) -> bool:
    """Whether a word to be noticed is an ordinary one there: “an” in a sentence is no sign of somebody called An."""
    if text[start].islower():
        return end - start <= 2 or phrase.ordinary or _is_ordinary([phrase.words])
    return phrase.inside and _begins(text, start)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    ahead = text[:start].rstrip(" \t\"'“‘«„¿¡([")
    return not ahead or ahead[-1] in ".!?:;…\n–—"


def _is_ordinary(parts: Sequence[tuple[str, ...]]) -> bool:
    return all("".join(part) in ORDINARY for part in parts)


def _one_of(known: Phrase | None, phrase: Phrase) -> Phrase:
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
        new = "" if ord(letter) in _UNSEEN else _folded_letter(letter)
        folded.append(new)
        places += [place] * len(new)
    return "".join(folded), [*places, len(text)]
