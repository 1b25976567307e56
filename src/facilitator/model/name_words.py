"""A person's name wherever it was written, so that a label can stand in its place.

Words are compared without case and accents and only whole ones count: `Ann` is not met in `Annual`, `ruiz` is Ruiz, and
of `Ruiz's` the name goes and the ending stays. What cannot be told apart from other words is not replaced but pointed
out, for somebody to look at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from facilitator.frozen import frozen
from facilitator.model.text import fold
from facilitator.model.word_lists import ORDINARY, PARTICLES, TITLES

_ASIDE = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]")
_SIGNS = "\u0900-\u0963\u0971-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f71-\u0fbc\u102b-\u103e\u17b4-\u17d3"
"""Vowel signs and the like, which Python counts as no letters."""
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts without blanks between words, or with endings right behind a name."""
_WORD = re.compile(rf"(?:[^\W_]|[{_SIGNS}])+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_BEGINS, _ENDS = rf"(?<![^\W_])(?<![{_SIGNS}])", rf"(?![^\W_])(?![{_SIGNS}])"
_TITLED = r"(?:dr|prof|mr|mrs|ms|mx|sr|sra|srta|senor|senora|herr|frau|mme|mlle)\.?[\s_]"
"""A title before a name, none of them a word of its own."""
_TURNED = r"(?:,\s?|[\s._])"
"""Between a surname and the first name behind it."""
_BETWEEN, _INSIDE = r"[\W_]{1,3}", r"[\W_]{0,3}"
_NOTHING = re.compile(r"(?!)")
_CUT = re.compile(r"(?:“|: )([^”]{40})(?=”|$)")

Part = tuple[str, ...]
"""One word of a name as its folded pieces: `o`, `connor`."""


@frozen
class HeldBack:
    """A surname that is replaced only together with the first name, and why."""

    word: str
    why: str


@frozen
class Pattern:
    """What is looked for in folded text. A text without any of `anchors` does not hold it: that is seen at once."""

    regex: re.Pattern[str]
    anchors: tuple[str, ...]

    def is_in(self, folded: str) -> bool:
        """Whether it stands in `folded`."""
        return any(anchor in folded for anchor in self.anchors) and bool(self.regex.search(folded))


@frozen
class NameSearch:
    """Finds one person's name in texts. Made by `search_for`."""

    label: str
    name: Pattern
    """What is replaced."""
    doubtful: Pattern
    """What is pointed out."""
    only_capital: frozenset[str]
    """Of that, words that are meant only where they begin with a capital."""
    held_back: tuple[HeldBack, ...]
    spellings: tuple[str, ...]
    """What must not be in the file any more, as the name was written."""

    def replaced(self, text: str) -> str:
        """`text` with the label in place of the name; the very same where it does not hold it."""
        plain, folded = _plain(text)
        if not self.name.is_in(folded):
            return text
        places = _places(plain)
        out, done = [], 0
        for found in self.name.regex.finditer(folded):
            out += [plain[done : places[found.start()]], self.label]
            done = places[found.end()]
        return "".join([*out, plain[done:]])

    def holds(self, text: str) -> bool:
        """Whether the name stands in `text`."""
        return self.name.is_in(_plain(text)[1])

    def is_doubtful(self, text: str) -> bool:
        """Whether a first name, or a surname that is held back, stands in `text`."""
        plain, folded = _plain(text)
        if not self.doubtful.is_in(folded):
            return False
        if not self.only_capital:
            return True
        places = _places(plain)
        return any(
            found[0] not in self.only_capital or plain[places[found.start()]].isupper()
            for found in self.doubtful.regex.finditer(folded)
        )

    def replaced_in_act(self, text: str) -> str:
        """The same for what undo calls an act: words in it are cut behind the fortieth letter, and names with them."""
        cut = _CUT.search(text)
        if cut:
            plain, folded = _plain(cut[1])
            places = _places(plain)
            for start in (fold(name)[:end].strip() for name in self.spellings for end in range(len(name) - 1, 2, -1)):
                at = len(folded) - len(start)
                if folded.endswith(start) and (at == 0 or not folded[at - 1].isalnum()):
                    text = f"{text[: cut.start(1)]}{plain[: places[at]]}{self.label}{text[cut.end(1) :]}"
                    break
        return self.replaced(text)


def search_for(
    name: str, label: str, others: Collection[str], *, email: str = "", also: Sequence[str] = ()
) -> NameSearch:
    """The search for a person called `name`; `label` stands in its place.

    `others` are the names of everybody else: a word that is in one of them is replaced only as a part of the full
    name, and a full name that two people have not at all. `also` are further words to replace, `email` an address.
    A name with a number in it (`student 1`) is a label and not looked for.
    """
    parts, asides = name_parts(name)
    theirs = {piece for other in others for part in name_parts(other)[0] for piece in (*part, "".join(part))}
    has_namesake = any(name_parts(other)[0] == parts for other in others) if parts else False
    spoken = _spoken(name, parts)
    firsts, lasts = (parts[:1], parts[1:]) if len(parts) > 1 else ([], parts)
    whole: list[str] = []
    spellings: list[str] = []
    held: list[HeldBack] = []
    split: list[Part] = []
    telling = [part for part in lasts if len(part) > 1 or part[0] not in PARTICLES or part == lasts[-1]]
    anchors = [max(part, key=len) for part in telling]
    if firsts and not has_namesake:
        whole += _wholes(parts, firsts, lasts)
        spellings.append(name)
    for part in telling:
        why = "two people have the same name" if has_namesake else _why_held_back(part, theirs, is_all=not firsts)
        if why:
            held.append(HeldBack(spoken[part], why))
            if why == _ORDINARY:
                whole.append(_TITLED + _written(part))
        else:
            whole.append(_written(part))
            spellings.append(spoken[part])
            if firsts:
                whole.append(rf"{re.escape(firsts[0][0][0])}\.{_INSIDE}{_written(part)}")
            for piece in part if len(part) > 1 else ():
                if len(piece) > 2 and _why_held_back((piece,), theirs):
                    split.append((piece,))
                elif len(piece) > 2:
                    whole.append(re.escape(piece))
    if len(lasts) > 1 and whole and spoken[lasts[-1]] not in {it.word for it in held}:
        whole.append(_joined(lasts))
    whole = [it if it.startswith(_TITLED) else f"(?:{_TITLED})?{it}" for it in whole]
    for word in (*also, *([email] if email else [])):
        if pieces := _WORD.findall(fold(word)):
            whole.append(_BETWEEN.join(re.escape(piece) for piece in pieces))
            anchors.append(max(pieces, key=len))
            spellings.append(word.strip())
    kept = [part for part in lasts if spoken[part] in {it.word for it in held}]
    looked = [part for part in (*firsts, *asides, *kept, *split) if len("".join(part)) > 1]
    doubtful = [*(_written(part) for part in looked), *(_wholes(parts, firsts, lasts) if has_namesake else ())]
    return NameSearch(
        label,
        Pattern(_any_of(whole), tuple(anchors)),
        Pattern(_any_of(doubtful), tuple(max(part, key=len) for part in (*looked, *lasts))),
        frozenset("".join(part) for part in looked if "".join(part) in ORDINARY),
        tuple(held),
        tuple(dict.fromkeys(spellings)),
    )


_ORDINARY = "it is an ordinary word, too"


def _why_held_back(part: Part, theirs: set[str], *, is_all: bool = False) -> str:
    """Why a surname (or a name that is all there is) is not replaced alone; empty where it is."""
    joined = "".join(part)
    if joined in theirs:
        return "somebody else is called so"
    if len(joined) == 1:
        return "it is a single letter"
    if _IS_UNSPACED.search(joined) and not is_all:
        return "its script puts no blanks between words"
    return _ORDINARY if joined in ORDINARY else ""


def name_parts(name: str) -> tuple[list[Part], list[Part]]:
    """The words of a name without titles, first names first, and those in brackets; none of a label with a number."""
    asides = [tuple(_WORD.findall(fold(word))) for pair in _ASIDE.findall(name) for word in " ".join(pair).split()]
    parts = [pieces for word in _in_order(name) if (pieces := tuple(_WORD.findall(fold(word))))]
    if any(piece.isdigit() for part in parts for piece in part):
        return [], []
    kept = [part for part in parts if len(part) > 1 or part[0] not in TITLES]
    return kept or parts, [aside for aside in asides if aside]


class _Folding(dict[int, str]):
    """Letters folded one by one, remembered: for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold(chr(code))
        return folded


_FOLDING = _Folding()


def _plain(text: str) -> tuple[str, str]:
    """`text` in NFC, and that folded letter by letter."""
    if text.isascii():
        return text, fold(text)
    plain = unicodedata.normalize("NFC", text)
    return plain, plain.translate(_FOLDING)


def _places(plain: str) -> Sequence[int]:
    """For each letter of the folded text, and for its end, the place in `plain`."""
    if plain.isascii():
        return range(len(plain) + 1)
    return [*(place for place, letter in enumerate(plain) for _ in _FOLDING[ord(letter)]), len(plain)]


def _in_order(name: str) -> list[str]:
    last, _, first = _ASIDE.sub(" ", name).partition(",")
    return f"{first} {last}".split()


def _spoken(name: str, parts: Iterable[Part]) -> dict[Part, str]:
    """Each part of a name as it was written."""
    written = {tuple(_WORD.findall(fold(word))): word.strip(".,;:") for word in _in_order(name)}
    return {part: written.get(part, " ".join(part)) for part in parts}


def _wholes(parts: Sequence[Part], firsts: Sequence[Part], lasts: Sequence[Part]) -> Iterator[str]:
    """The full name as people write it: all words, first and last, the last one first."""
    if not firsts or not lasts:
        return
    orders = [tuple(parts), (*firsts, lasts[-1])]
    orders += [(*firsts, last) for last in lasts if last[0] not in PARTICLES]
    for order in dict.fromkeys(orders):
        yield _joined(order)
    for behind in dict.fromkeys((tuple(parts[:-1]), tuple(firsts))):
        yield _joined((lasts[-1],)) + _TURNED + _joined(behind)
    yield _joined(lasts) + _TURNED + _joined(firsts)


def _joined(parts: Sequence[Part]) -> str:
    out = _written(parts[0])
    for before, after in pairwise(parts):
        is_unspaced = _IS_UNSPACED.search(before[-1][-1]) and _IS_UNSPACED.search(after[0][0])
        out += (_INSIDE if is_unspaced else _BETWEEN) + _written(after)
    return out


def _written(part: Part) -> str:
    """`o'connor`, `o connor` and `oconnor` are one."""
    return _INSIDE.join(re.escape(piece) for piece in part)


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    """The longest of them that stands as words of its own; in scripts without blanks anywhere."""
    longest_first = sorted(dict.fromkeys(patterns), key=len, reverse=True)
    bounded = (
        ("" if _IS_UNSPACED.match(it.removeprefix(f"(?:{_TITLED})?")) else _BEGINS)
        + f"(?:{it})"
        + ("" if _IS_UNSPACED.match(it[-1]) else _ENDS)
        for it in longest_first
    )
    return re.compile("|".join(bounded)) if longest_first else _NOTHING
