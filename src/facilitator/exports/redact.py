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
from itertools import pairwise

from facilitator.exports.name_forms import Forms, humps
from facilitator.exports.name_words import UNSPACED, UNSPACED_NAME, WORD, folded_with_places, words_of
from facilitator.exports.phrases import SHORTEST_IN_ONE, Phrase, are_ordinary, one_of
from facilitator.exports.unspaced import Unspaced
from facilitator.model.children import may_tell_of_a_child, signs_of_a_child
from facilitator.model.text import fold
from facilitator.model.word_lists import DAYS_AND_MONTHS, PARTICLES

_REMEMBERED = 65_536
_SHORTEST_IN_ADDRESS, _SHORTEST_PART = 4, 4
"""Letters of a surname in an e-mail address, and of one behind a hump, below which it could be any word."""
_PART_OF_ANOTHER = PARTICLES.union(("mc", "mac", "fitz"))
"""What is written in one with a name that is another then: `McDonald` is no `Donald`."""
_LETTERS = re.compile(rf"[^\W\d_{UNSPACED}]{{{SHORTEST_IN_ONE},}}")
_HUMP = re.compile("[a-z][A-Z]")
_ADDRESS = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
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
            known[phrase.words] = one_of(known.get(phrase.words), phrase)
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
            if len(words) == 1 and phrase.act != "keep" and not phrase.ordinary and not UNSPACED_NAME.search(words[0])
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
        folded, places = folded_with_places(text)
        met = set(WORD.findall(folded))
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
        words = WORD.findall(folded_with_places(text)[0])
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
        words = list(WORD.finditer(folded))
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
        return end - start <= 2 or phrase.ordinary or are_ordinary([phrase.words])
    return phrase.inside and _begins(text, start)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    ahead = text[:start].rstrip(" \t\"'“‘«„¿¡([")
    return not ahead or ahead[-1] in ".!?:;…\n–—"


def _together(words: list[re.Match[str]]) -> bool:
    return all(after.start() - before.end() <= 3 for before, after in pairwise(words))
