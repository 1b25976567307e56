"""Text cells of a CSV file that a spreadsheet would run as a formula."""

from __future__ import annotations

from collections.abc import Iterable

_STARTS = frozenset("=+-@＝＋－＠")


def guarded(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would run it (OWASP, CSV injection)."""
    return f"'{text}" if is_formula(text) else text


def unguarded(text: str) -> str:
    """`text` as it was before `guarded`."""
    return text[1:] if text[:1] == "'" and is_formula(text[1:]) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run `text`: by its first character, blanks aside, or a tab or return among them."""
    bare = text.lstrip()
    blanks = text[: len(text) - len(bare)]
    return bare[:1] in _STARTS or "\t" in blanks or "\r" in blanks


def hold_formulas(texts: Iterable[str]) -> bool:
    """Whether a spreadsheet would perhaps run one of `texts`: a quick look at how they begin."""
    return any(first in _STARTS or first.isspace() for first in {text[:1] for text in texts})
