"""Due phrases: the ways a line says by when, and no others.

`2026-12-03`, `2027-3-5`, `3 dec`, `dec 3`, `12/3`, `today`, `tomorrow`, `fri`, `next fri`, `in 10 days`, `in 2 weeks`,
`in 3 months`, `end of month`, `next meeting`; in any case. Without a year it is the first such day from today on.
A small grammar of our own: a general date parser also reads `10` and `may` as dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from facilitator.frozen import frozen
from facilitator.model.text import cut

NEXT_MEETING = "next meeting"
"""The phrase that may stand for a day nobody has set yet."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAY = {name[:3]: number for number, name in enumerate(_WEEKDAYS)}
_MONTH = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}

# Patterns, compiled by `re` when they are first used: most commands read no date.
_ISO = r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
_SLASHED = r"([0-9]{1,2})/([0-9]{1,2})"
_DAY_MONTH = r"([0-9]{1,2}) ([a-z]{3})"
_MONTH_DAY = r"([a-z]{3}) ([0-9]{1,2})"
_SPAN = r"in ([0-9]{1,4}) (day|week|month)s?"
_YEAR = r"[0-9]{4}\b"

_TAIL = ".,;:!?)…"
_DANGLING = " ,;:-–—"
_LONGEST = 3
"""Words in the longest phrases, `in 10 days` and `end of month`."""


@frozen
class Days:
    """What a due phrase is read against. `day_first` reads `12/3` as 12 March."""

    today: date
    day_first: bool = False
    next_meeting: date | None = None


def parse_due(words: str, days: Days) -> date | None:
    """The day that `words` name, which must be one of the forms and nothing else.

    None for anything else, for a day no calendar has (`31 feb`), and for `next meeting` while that is not known.
    """
    phrase = " ".join(words.lower().split())
    try:
        return _day_of(phrase, days)
    except (ValueError, OverflowError):
        return None


def parse_day(words: str, days: Days) -> date | None:
    """As `parse_due`, for a field or a command that takes a day: a leading `by` does no harm."""
    head, *rest = words.split(maxsplit=1)[:2] or [""]
    return parse_due(" ".join(rest) if head.lower() == "by" else words, days)


def leading_day(text: str, days: Days) -> tuple[date | None, str, str]:
    """The day at the start of `text` (as in `/move N WHEN reason`), the phrase that named it, and what follows.

    `(None, "", text)` where none stands there.
    """
    tokens = _tokens(text)
    first = 1 if tokens and tokens[0].word == "by" else 0
    found = _phrase_from(tokens, first, days)
    if found is None:
        return None, "", text
    day, words, last = found
    return day, words, text[tokens[last].end :].lstrip(_TAIL + _DANGLING)


def split_due(text: str, days: Days) -> tuple[str, date | None, str]:
    """`text` without its due phrase, the day, and the phrase in lower case: `("draft it", 27 Nov, "fri")`.

    The phrase stands after `by`, or at the end, or begins with `in`; in this order, and of several the last. The
    word `by` goes with it. The day is None and the phrase `next meeting` while that meeting has no date. Without a
    phrase: `(text, None, "")`.
    """
    tokens = _tokens(text)
    for first, last, day, words in _places(tokens, days):
        start = _with_by(tokens, first)
        rest = cut(text, tokens[start].start, tokens[last].end)
        if last == len(tokens) - 1:
            rest = rest.rstrip(_DANGLING)
        return rest, day, words
    return text, None, ""


def longhand(text: str, days: Days) -> str:
    """The phrase that would be read if `text` named its day or month short: `fri` for `call by friday`; else empty."""
    words = text.lower().split()
    short = [_short(word) for word in words]
    return split_due(" ".join(short), days)[2] if short != words else ""


def full_date(day: date) -> str:
    """`Fri 27 Nov 2026`, whatever the laptop's language."""
    weekday, month = _WEEKDAYS[day.weekday()][:3].title(), _MONTHS[day.month - 1][:3].title()
    return f"{weekday} {day.day} {month} {day.year}"


@frozen
class _Token:
    start: int
    end: int
    """Where the word ends, without the punctuation attached to it."""
    word: str
    ends_clause: bool
    """Punctuation is attached, so no phrase goes on behind it."""


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for match in re.finditer(r"\S+", text):
        word = match.group().rstrip(_TAIL) or match.group()
        end = match.start() + len(word)
        tokens.append(_Token(match.start(), end, word.lower(), ends_clause=end < match.end()))
    return tokens


def _places(tokens: list[_Token], days: Days) -> Iterator[tuple[int, int, date | None, str]]:
    """Every place where a phrase may count, best first: its first and last token, the day and the words."""
    count = len(tokens)
    for first in range(count - 1, 0, -1):
        if tokens[_with_by(tokens, first)].word == "by" and (found := _phrase_from(tokens, first, days)):
            yield first, found[2], found[0], found[1]
    for first in range(max(0, count - _LONGEST), count):
        if (found := _phrase_from(tokens, first, days)) and found[2] == count - 1:
            yield first, found[2], found[0], found[1]
    for first in range(count - 1, -1, -1):
        if tokens[first].word == "in" and (found := _phrase_from(tokens, first, days)):
            yield first, found[2], found[0], found[1]


def _phrase_from(tokens: list[_Token], first: int, days: Days) -> tuple[date | None, str, int] | None:
    """The longest phrase that begins at token `first`, with the index of its last token."""
    for last in range(min(first + _LONGEST, len(tokens)) - 1, first - 1, -1):
        if any(token.ends_clause for token in tokens[first:last]):
            continue
        phrase = " ".join(token.word for token in tokens[first : last + 1])
        day = parse_due(phrase, days)
        if day is None and phrase != NEXT_MEETING:
            continue
        if last + 1 < len(tokens) and _lacks_year(phrase) and re.match(_YEAR, tokens[last + 1].word):
            continue  # `3 dec 2031` is none of the forms, and is not `3 dec`
        return day, phrase, last
    return None


def _with_by(tokens: list[_Token], first: int) -> int:
    """Where the phrase at `first` begins with its `by`, or `by the` before words that take one."""
    if first and tokens[first - 1].word == "by":
        return first - 1
    takes_article = tokens[first].word in ("end", "next")
    if first > 1 and takes_article and (tokens[first - 2].word, tokens[first - 1].word) == ("by", "the"):
        return first - 2
    return first


def _lacks_year(phrase: str) -> bool:
    return any(re.fullmatch(form, phrase) for form in (_DAY_MONTH, _MONTH_DAY, _SLASHED))


def _day_of(phrase: str, days: Days) -> date | None:
    today = days.today
    match phrase.split(" "):
        case ["today"]:
            return today
        case ["tomorrow"]:
            return today + timedelta(days=1)
        case [weekday] if weekday in _WEEKDAY:
            return today + timedelta(days=(_WEEKDAY[weekday] - today.weekday() - 1) % 7 + 1)
        case ["next", weekday] if weekday in _WEEKDAY:
            return today + timedelta(days=7 - today.weekday() + _WEEKDAY[weekday])
        case ["next", "meeting"]:
            return days.next_meeting
        case ["end", "of", "month"]:
            return _end_of_month(today)
    if found := re.fullmatch(_ISO, phrase):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(_SLASHED, phrase):
        one, two = int(found[1]), int(found[2])
        return _first_from(today, month=two, day=one) if days.day_first else _first_from(today, month=one, day=two)
    if found := re.fullmatch(_DAY_MONTH, phrase):
        return _first_from(today, month=_MONTH.get(found[2], 0), day=int(found[1]))
    if found := re.fullmatch(_MONTH_DAY, phrase):
        return _first_from(today, month=_MONTH.get(found[1], 0), day=int(found[2]))
    if found := re.fullmatch(_SPAN, phrase):
        return _after(today, int(found[1]), found[2])
    return None


def _first_from(today: date, month: int, day: int) -> date | None:
    """The first such day from today on; 29 February may be eight years away."""
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _after(today: date, count: int, unit: str) -> date:
    if unit == "month":
        from dateutil.relativedelta import relativedelta  # costs milliseconds, and few lines need it

        return today + relativedelta(months=count)
    return today + timedelta(days=count * (7 if unit == "week" else 1))


def _end_of_month(today: date) -> date:
    from dateutil.relativedelta import relativedelta

    return today + relativedelta(day=31)


def _short(word: str) -> str:
    bare = word.rstrip(_TAIL)
    if len(bare) <= 3 or (bare[:3] not in _WEEKDAY and bare[:3] not in _MONTH):
        return word
    return bare[:3] if any(name.startswith(bare) for name in (*_WEEKDAYS, *_MONTHS)) else word
