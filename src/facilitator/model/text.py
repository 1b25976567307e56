"""People's words before they are kept, compared or cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LINE_LIMIT = 10_000
"""The longest line that is taken, in characters; a longer paste is cut."""

QUOTES = "“«‹„\"'‘"
"""Quotation marks that can open a quotation."""

# Compiled when first used, which takes as long as reading this module does: plain text needs none of them.
_CONTROLS = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls
    "\u2028\u2029]"  # line and paragraph separator
)
_HALVES = "[\ud800-\udfff]"
_BREAKS = "[ ]*[\t\n\x0b\x0c\r\x85\u2028\u2029][ \t\n\x0b\x0c\r\x85\u2028\u2029]*"
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("’‘ʼ´`", "'")
)
_LETTER_MARKS = frozenset({0, 7, 8, 9})
"""Combining classes of the marks that make another letter (nukta, kana voicing, virama), not an accent."""


def clean(text: str) -> str:
    """`text` in NFC, without what could drive a terminal or turn the direction of writing.

    Newlines and tabs stay (CR and CRLF become a newline), and so do joiners, emoji and right-to-left letters. Half
    a surrogate pair, which no file can hold, becomes U+FFFD.
    """
    if text.isprintable():  # nothing of what is taken out is
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = re.sub(_CONTROLS, "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", re.sub(_HALVES, "\ufffd", text))


def are_clean(texts: Iterable[str]) -> bool:
    """Whether `clean` would leave each of `texts` as it is: seen at one look where they hold nothing unusual."""
    together = " ".join(texts)  # nothing composes with a blank
    return clean(together) == together


def one_line(text: str) -> str:
    """`text` cleaned, with each stretch of line breaks and tabs as a single blank."""
    if text.isascii() and text.isprintable():
        return text
    return clean(re.sub(_BREAKS, " ", text))


def tidy(text: str) -> str:
    """`text` cleaned, on one line, without blanks at the ends or doubled."""
    return " ".join(one_line(text).split())


def fold(text: str) -> str:
    """A key for comparing names: case and accents do not count, `Żółć` and `zolc` are the same."""
    if text.isascii():
        return text.lower().replace("`", "'")
    letters = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(letter for letter in letters if unicodedata.combining(letter) in _LETTER_MARKS)
    return unicodedata.normalize("NFC", letters.translate(_LETTERS))


_BETWEEN_WORDS = r"[\s!-&(-/:-@\[-_{-~¡¿‐-―…“”«»‹›„·•]+"
"""What stands between words: blanks and punctuation, but no apostrophe."""


@lru_cache(maxsize=2048)
def folded_words(text: str) -> tuple[str, ...]:
    """The words of `text`, folded, without punctuation; apostrophes inside a word stay (`o'connor`)."""
    words = (word.strip("'") for word in re.split(_BETWEEN_WORDS, fold(text)))
    return tuple(word for word in words if word)


def cut(text: str, start: int, end: int) -> str:
    """`text` without the piece from `start` to `end`, with a single blank where it stood."""
    left, right = text[:start].rstrip(), text[end:]
    after = right.lstrip()
    if not left:
        return after if after != right else right.lstrip(",;:.").lstrip()
    if not after or after == right:  # the end, or punctuation that was attached to the piece
        return left + after
    return f"{left} {after}"
