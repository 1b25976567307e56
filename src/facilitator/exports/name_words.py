"""The words of a text or a name, folded, so that they can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

from facilitator.model.text import fold

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts without blanks between words, or with endings right behind a name."""
UNSPACED_NAME = re.compile(f"[{UNSPACED}]")
WORD = re.compile(rf"[^\W\d_{UNSPACED}]+|[{UNSPACED}]+|\d+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), "")
"""Letters that are not seen and part no words: soft hyphens, joiners."""


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of `text`, numbers apart."""
    return tuple(WORD.findall(fold(text if text.isascii() else text.translate(_UNSEEN))))


_folded_letter = lru_cache(4096)(fold)


def folded_with_places(text: str) -> tuple[str, list[int] | None]:
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
