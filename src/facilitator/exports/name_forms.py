"""Other forms of a surname: with an ending of a language that inflects names, or written in one with another word.

A list of endings knows no grammar, and words that are no names end so too. So only a long surname with an ending that
hardly any other word has stands for the person; other forms are pointed out, the more doubtful ones only where they
begin with a capital. Short surnames and those that are common words (`Li`, `King`) have no other forms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal

from facilitator.model.word_lists import ORDINARY, PARTICLES

Sign = Literal["sure", "likely", "capital", "inside"]
"""What a form is: the person; perhaps; perhaps, with a capital; perhaps, with a capital inside a sentence."""

_LEAST, _SURE, _LIKELY = 4, 5, 6
"""Letters from which a surname has other forms, is meant by a sure ending, and is perhaps meant in lower case."""
_LEAST_STEM = 3

_SURE_WORDS = """
    nak nek val vel ban ben bol rol tol hoz hez ert kent eknak eknek eket ekkel ekhoz ekhez eknal eknel nenak nenek
    nevel
    ego iego emu iemu owi owie iowi owa owej owna ami iami ach iach ova ove ovi ovou ovej ovych ovym ovic
    ому ого ами ями ову ова овои овым овых ові
"""
_STEM_WORDS = """
    a e i o u y ia ie io iu ej iej en ou ov om ow em im ym ich ych iem imi ymi zie dzie
    а у ю е и і ы о ою ом ем ым им ои еи ых их ів ев ов ην ου ο η α οι ων
"""
_WHOLE_WORDS = "on en et ot ra re ba be ne nel nal ig ek lui ului lle lla lta sta ssa"
_SURE_ENDINGS = frozenset(_SURE_WORDS.split())
"""Endings that hardly any word has behind five letters or more, folded."""
_ON_STEMS = _SURE_ENDINGS.union(_STEM_WORDS.split())
"""Endings behind a surname that has lost its own end, in Slavic languages and Greek."""
_ENDINGS = _ON_STEMS.difference("y").union(_WHOLE_WORDS.split())
"""Endings behind a whole surname, Hungarian, Romanian and Finnish ones too; `y` is none: `Potter`, `pottery`."""
_AFTER_VOWELS = frozenset("nt")
_ANY = _ENDINGS | _ON_STEMS | _AFTER_VOWELS
_VOWELS = frozenset("aeiouy")
_LONGEST = max(map(len, _ENDINGS))
_LOST = re.compile(r"(?:[aeiouyаеиоуыюяь]|[οηα]σ)$")
"""The end of a surname in place of which an ending stands: `Svoboda`, `Svobody`."""
_FLEETING = re.compile(r"[eеоё](?=[kclrкцлр]$)")
"""A vowel that goes before an ending: `Dvořáček`, `Dvořáčka`."""
_BEFORE = re.compile("[ולבהמשכ]{1,2}|[وفبلك]{0,2}ال|[وفبلك]{1,2}")
"""Small words of Hebrew and Arabic that are written in one with a name behind them."""
_SMALL_WORDS_SCRIPT = re.compile("[\u0590-\u06ff]")
_ON_SHORT_STEMS = frozenset(("y", "zie", "dzie", "owie", "ы", "ові"))


class Forms:
    """Other forms of `surnames`; `others` are words of names that may leave. All words are folded."""

    def __init__(self, surnames: Collection[str], others: Collection[str] = ()) -> None:
        self._others = others
        self._whole = {it for it in surnames if len(it) >= _LEAST and it not in ORDINARY and it not in PARTICLES}
        self._behind_small_words = {it for it in surnames if len(it) >= _LEAST_STEM and _SMALL_WORDS_SCRIPT.match(it)}
        self._stems: dict[str, str] = {}
        for surname in sorted(self._whole):
            if lost := _LOST.search(surname):
                self._stems.setdefault(surname[: lost.start()], surname)
            for short in {_FLEETING.sub("", surname), re.sub("nen$", "s", surname)} - {surname}:
                self._stems.setdefault(short, surname)
        self._begin = {it[:_LEAST_STEM] for it in (*self._whole, *self._stems)}

    def __call__(self, word: str) -> tuple[str, Sign] | None:
        """The surname that a word is a form of, and what sign of it that is."""
        if word in self._others or word in ORDINARY:
            return None
        if self._behind_small_words and (before := _BEFORE.match(word)) and (name := self._behind(word, before.end())):
            return name, "likely"
        if word[:_LEAST_STEM] not in self._begin:
            return None
        for size in range(len(word) - 1, max(_LEAST_STEM, len(word) - _LONGEST) - 1, -1):
            ending = word[size:]
            if ending not in _ANY:
                continue
            stem = word[:size]
            if stem in self._whole and (sign := _behind_whole(stem, ending)):
                return stem, sign
            if stem in self._stems and (sign := _behind_stem(stem, ending)):
                return self._stems[stem], sign
        return None

    def _behind(self, word: str, longest: int) -> str | None:
        """The surname behind the first letters of a word, as many as `longest`."""
        names = (word[size:] for size in range(1, longest + 1))
        return next((it for it in names if it in self._behind_small_words), None)


def _behind_whole(surname: str, ending: str) -> Sign | None:
    if ending in _AFTER_VOWELS:
        return "capital" if surname[-1] in _VOWELS and len(surname) >= _SURE else None
    return _sign(surname, ending) if ending in _ENDINGS else None


def _behind_stem(stem: str, ending: str) -> Sign | None:
    if len(stem) <= _LEAST_STEM:
        return "inside" if ending in _ON_SHORT_STEMS else None
    return _sign(stem, ending) if ending in _ON_STEMS else None


def _sign(stem: str, ending: str) -> Sign:
    if len(stem) >= _SURE and ending in _SURE_ENDINGS:
        return "sure"
    return "likely" if len(stem) >= _LIKELY or (len(stem) >= _SURE and len(ending) > 1) else "capital"


def humps(word: str) -> Iterator[str]:
    """The parts of a word as written that begin with a capital behind a small letter: `Kovacs` and `Anna`."""
    begin = 0
    for place in range(1, len(word)):
        if word[place].isupper() and word[place - 1].islower():
            yield word[begin:place]
            begin = place
    yield word[begin:]
