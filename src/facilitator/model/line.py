"""The typed line: what the words of one line record.

A mark at the very start says what is recorded, a name after it whose it is; `#goal`, `:tag` and a due phrase may
follow. Reading a line never fails: what is no mark, name, goal, tag or date stays in the text.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from facilitator.frozen import frozen
from facilitator.model.children import signs_of_a_child
from facilitator.model.line_words import MENTION, OFFERED, name_helpers, take_word_marks, without_tail
from facilitator.model.line_words import GoalRef as GoalRef
from facilitator.model.names import Names
from facilitator.model.open_closed import is_open
from facilitator.model.people import Party
from facilitator.model.text import QUOTES, fold, one_line
from facilitator.model.when import Days, longhand, split_due


class LineKind(StrEnum):
    """What a line records, or asks to be done."""

    EMPTY = "empty"
    NOTE = "note"
    SAID = "said"
    PARAPHRASE = "paraphrase"
    SUMMARY = "summary"
    QUESTION = "question"
    ASKED = "asked"
    APPRECIATION = "appreciation"
    ACTION = "action"
    DECISION = "decision"
    PARKED = "parked"
    COMMAND = "command"
    YES = "yes"
    NO = "no"


@frozen
class Waiting:
    """A paraphrase that waits for its speaker's yes."""

    note_id: str
    party: Party | None
    text: str


@frozen
class LineContext:
    """What a line is read against.

    `tags` are the file's tag keys, `waiting` the paraphrases without an answer, oldest first, and `last_speaker` who
    spoke last in the step in hand.
    """

    names: Names
    goals: tuple[GoalRef, ...]
    tags: tuple[str, ...]
    days: Days
    waiting: tuple[Waiting, ...] = ()
    last_speaker: Party | None = None


@frozen
class Line:
    """A line as it was understood.

    `party` is whose it is: the speaker, who is given back to, who asked, who is thanked, the owner, who raised it. Its
    kind is `unknown` for a name that was typed and means nobody or several. On the private note that `~?@who` makes
    it only says for whom the turn counts: the note itself has no speaker.

    `text` holds the words without what was understood; of YES and NO it is the paraphrase they answer, and
    `correction` what was meant instead. `due_words` is the phrase that gave `due`; for `next meeting` `due` is None
    while nobody knows that date. `counts_turn` says that a turn is counted for `party`. `hints` are plain sentences
    on what was kept as text, and why.
    """

    raw: str
    kind: LineKind
    text: str = ""
    party: Party | None = None
    helpers: tuple[Party, ...] = ()
    due: date | None = None
    due_words: str = ""
    goal: GoalRef | None = None
    tags: tuple[str, ...] = ()
    is_private: bool = False
    is_open_question: bool | None = None
    counts_turn: bool = False
    command: str = ""
    arguments: str = ""
    waiting_id: str | None = None
    correction: str = ""
    hints: tuple[str, ...] = ()


_KINDS = {
    "@": LineKind.SAID,
    "<": LineKind.PARAPHRASE,
    "<<": LineKind.SUMMARY,
    "?": LineKind.QUESTION,
    "¿": LineKind.QUESTION,
    "??": LineKind.ASKED,
    "+": LineKind.APPRECIATION,
    "!": LineKind.ACTION,
    "=": LineKind.DECISION,
    ">": LineKind.PARKED,
}
_MARKS = frozenset("@<?¿+!=>~/")
_BEHIND_A_MARK = frozenset("@¿" + QUOTES)

_CALLED = {
    LineKind.NOTE: "a note",
    LineKind.SAID: "a remark",
    LineKind.PARAPHRASE: "a paraphrase",
    LineKind.SUMMARY: "a summary",
    LineKind.QUESTION: "a question",
    LineKind.ASKED: "a question that needs an answer",
    LineKind.APPRECIATION: "an appreciation",
    LineKind.ACTION: "an action",
    LineKind.DECISION: "a decision",
    LineKind.PARKED: "a parked item",
}
_NOTES = frozenset({LineKind.NOTE, LineKind.SAID, LineKind.PARAPHRASE, LineKind.SUMMARY, LineKind.QUESTION})
_WITH_GOAL = _NOTES | {LineKind.ACTION, LineKind.DECISION}
"""Records with a goal; those of `_NOTES` have tags as well."""

_ANSWER = re.compile(r"([yn])(?:@(\S+))?(?:\s+(\S.*))?", re.IGNORECASE)
_SEPARATORS = ("", ",", ":", ";", ".")
"""What may stand between a name and what it said, and means nothing."""
_MOST_HINTS = 4


def parse(raw: str, context: LineContext) -> Line:
    """Reads one line. Takes any string, never raises and never loses a word.

    What does not parse is a note with the text as typed and a hint.
    """
    typed = one_line(raw)
    text = typed.strip()
    if not text:
        return Line(raw, LineKind.EMPTY)
    if text[0] in "ynYN" and (answer := _answer(raw, text, context)):
        return answer
    if _is_escaped(typed):
        return _record(raw, typed, LineKind.NOTE, text[1:], context)
    match _mark(typed):
        case "":
            hints = ("not private: ~ counts before a letter or a blank",) if typed[0] == "~" else ()
            return _record(raw, typed, LineKind.NOTE, text, context, hints=hints)
        case "/":
            command, *arguments = text[1:].split(maxsplit=1)
            return Line(raw, LineKind.COMMAND, command=command.lower(), arguments="".join(arguments))
        case "~":
            return _private(raw, typed, context)
        case mark:
            return _marked(raw, typed, mark, context)


def _is_escaped(text: str) -> bool:
    return text[0] == "\\" and text[1:2] in _MARKS


def _mark(text: str, *, inner: bool = False) -> str:
    """The mark that counts at the very start of `text`, `""` for none. `inner`: behind a `~`."""
    first = text[:1]
    if first not in _MARKS or (inner and first == "~"):
        return ""
    mark = text[:2] if text[:2] in ("<<", "??") else first
    behind = text[len(mark) : len(mark) + 1]
    if mark == "/":
        return mark if behind.isalpha() else ""
    if not behind or behind.isalpha() or behind.isspace() or behind in _BEHIND_A_MARK:
        return mark
    if mark == "~" and (_mark(text[1:], inner=True) or _is_escaped(text[1:])):
        return mark
    return ""


def _private(raw: str, typed: str, context: LineContext) -> Line:
    """The line behind a `~`."""
    from dataclasses import replace

    body = typed[1:].lstrip()
    if not body:
        return _as_typed(raw, typed, "a private line needs some words")
    mark = _mark(body, inner=True)
    if not mark:
        text = body[1:] if _is_escaped(body) else body
        line = _record(raw, body, LineKind.NOTE, text, context)
    elif mark == "/":
        line = _as_typed(raw, body.strip(), "a private line runs no command: kept as a private note")
    else:
        line = _marked(raw, body, mark, context)
        if line.kind not in _NOTES:
            hint = f"{_CALLED[line.kind]} is shared by nature: kept as a private note"
            party = line.party if line.counts_turn else None
            line = replace(_as_typed(raw, body.strip(), hint), party=party, counts_turn=line.counts_turn)
    return replace(line, is_private=True)


def _marked(raw: str, typed: str, mark: str, context: LineContext) -> Line:
    """The line `typed`, which begins with `mark`."""
    kind, rest = _KINDS[mark], typed[len(mark) :]
    if mark == "@" and not rest.strip():
        return _as_typed(raw, typed, f"{_CALLED[kind]} needs some words")
    if mark == "@" and rest[0].isspace():
        if context.last_speaker is None:
            return _as_typed(raw, typed, "nobody has spoken in this step yet: @ and a name says who")
        return _record(raw, typed, kind, rest, context, party=context.last_speaker)

    named = None if kind is LineKind.DECISION else _leading_name(typed if mark == "@" else rest)
    if named is None:
        if mark == "@":
            return _as_typed(raw, typed, "no name stands behind the @: kept as a note")
        party = context.last_speaker if kind is LineKind.PARAPHRASE else None
        return _record(raw, typed, kind, rest, context, party=party)

    name, rest = named
    if kind is LineKind.QUESTION:
        kind = LineKind.ASKED
    if not rest.strip():
        more = f": /turn {name} counts a turn" if kind is LineKind.SAID else ""
        return _as_typed(raw, typed, f"{_CALLED[kind]} needs some words{more}")
    party = context.names.find(name)
    return _record(
        raw,
        typed,
        kind,
        rest,
        context,
        party=party or Party("unknown", "", name),
        counts_turn=party is not None and kind in (LineKind.SAID, LineKind.ASKED),
        hints=() if party else (_who_is(name, context.names),),
    )


def _record(
    raw: str,
    typed: str,
    kind: LineKind,
    text: str,
    context: LineContext,
    *,
    party: Party | None = None,
    counts_turn: bool = False,
    hints: tuple[str, ...] = (),
) -> Line:
    """A record of `kind` with the words of `text`; when none are left, a note with the line as `typed`."""
    helpers: tuple[Party, ...] = ()
    due, due_words = None, ""
    text, goal, tags, more = take_word_marks(
        text.strip(),
        context.goals if kind in _WITH_GOAL else (),
        context.tags if kind in _NOTES else (),
    )
    if kind is LineKind.ACTION:
        text, due, due_words = split_due(text, context.days)
        if not due_words and (short := longhand(text, context.days)):
            more.append(f'no date was read: write "{short}"')
        text, helpers, unclear = name_helpers(text, party, context.names)
        more += unclear
    text = text.strip()
    if not text:
        return _as_typed(raw, typed, f"{_CALLED[kind]} needs some words")
    more += [f"“{it}” may tell who a child is: better without" for it in signs_of_a_child(text)[:1]]
    return Line(
        raw,
        kind,
        text,
        party,
        helpers=helpers,
        due=due,
        due_words=due_words,
        goal=goal,
        tags=tags,
        is_open_question=is_open(text) if kind is LineKind.QUESTION else None,
        counts_turn=counts_turn,
        hints=tuple(dict.fromkeys((*hints, *more)))[:_MOST_HINTS],
    )


def _as_typed(raw: str, text: str, hint: str) -> Line:
    return Line(raw, LineKind.NOTE, text, hints=(hint,))


def _leading_name(text: str) -> tuple[str, str] | None:
    """The name typed after an `@` at the start of `text`, blanks aside, and what follows it."""
    found = MENTION.match(text.lstrip())
    if found is None or not found[1][0].isalpha():
        return None
    name, tail = without_tail(found[1])
    rest = text.lstrip()[found.end() :]
    return name, rest if tail in _SEPARATORS else tail + rest


def _who_is(name: str, names: Names) -> str:
    """The hint on a name that means nobody or several: `who is "tomaz"? /who 1 Tomasz Żółć · /who new`."""
    offered = names.candidates(name, OFFERED)
    called = [party.name for party in offered]
    ways = [
        f"/who {number} {party.name}"
        + (f" ({party.organisation})" if called.count(party.name) > 1 and party.organisation else "")
        for number, party in enumerate(offered, 1)
    ]
    return f'who is "{name}"? ' + " · ".join([*ways, "/who new"])


def _answer(raw: str, text: str, context: LineContext) -> Line | None:
    """The yes or no to a paraphrase that waits; None when nothing waits or `text` is no answer."""
    found = _ANSWER.fullmatch(text)
    if found is None or not context.waiting:
        return None
    kind = LineKind.YES if found[1] in "yY" else LineKind.NO
    name, words = without_tail(found[2] or "")[0], found[3] or ""
    if (kind is LineKind.YES and words) or (found[2] and not name[:1].isalpha()):
        return None
    waiting = _waiting_of(name, context) if name else context.waiting[-1]
    if waiting is None:
        return _as_typed(raw, text, f'nothing waits for a yes from "{name}": kept as a note')
    return Line(raw, kind, waiting.text, waiting.party, waiting_id=waiting.note_id, correction=words)


def _waiting_of(name: str, context: LineContext) -> Waiting | None:
    """The latest paraphrase that waits for whom `name` means; only those who have one are looked at."""
    could = {_key(party) for party in context.names.matches(name)} | {("unknown", fold(name))}
    of_name = [waiting for waiting in context.waiting if waiting.party and _key(waiting.party) in could]
    meant = context.names.find(name)
    of_meant = [waiting for waiting in of_name if meant and waiting.party and _key(waiting.party) == _key(meant)]
    if not of_meant and len({_key(waiting.party) for waiting in of_name if waiting.party}) > 1:
        return None
    found = of_meant or of_name
    return found[-1] if found else None


def _key(party: Party) -> tuple[str, str]:
    return party.kind, party.id or fold(party.name)
