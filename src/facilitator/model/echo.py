"""The line in words: what it was understood as, and the marks that help and the empty line teach."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.frozen import frozen
from facilitator.model.line import Line, LineKind
from facilitator.model.when import full_date


@frozen
class Mark:
    """What a line may begin with: a word or two for it, what it records, and an example."""

    mark: str
    words: str
    records: str
    example: str


MARKS = (
    Mark("@who", "said", "what someone said", "@ana buses stop at four :need"),
    Mark("<", "give back", "a paraphrase given back, waiting for a yes", "< so without a car nobody can stay late"),
    Mark("<<", "sum up", "a summary given back", "<< three barriers: buses, shifts, childcare"),
    Mark("?", "ask", "a question you put to the room", "? what would make staying possible"),
    Mark("?@who", "asked", "a question somebody asked that needs an answer", "?@maria who pays for the late bus"),
    Mark("+", "thank", "an appreciation or a success", "+@ben found two drivers"),
    Mark("!", "promise", "a promise (an action item)", "!@ben draft the bus agreement by fri #attendance"),
    Mark("=", "agree", "a decision", "= pilot two late buses until June"),
    Mark(">", "later", "parked: for later", "> cafeteria menu"),
    Mark("~", "private", "a note, remark, paraphrase or own question for you alone", "~@ana is worried about her job"),
    Mark("/", "command", "nothing: it does something", "/next"),
)
"""Every mark, in the order in which it is taught. A line without a mark is a note."""

_USUAL = ("@who", "<", "?", "!", "=", ">")
_KIND_WORDS = {
    LineKind.NOTE: "note",
    LineKind.SAID: "said",
    LineKind.PARAPHRASE: "given back",
    LineKind.SUMMARY: "summary",
    LineKind.QUESTION: "question",
    LineKind.ASKED: "asked",
    LineKind.APPRECIATION: "thanks",
    LineKind.ACTION: "action",
    LineKind.DECISION: "decision",
    LineKind.PARKED: "parked",
    LineKind.YES: "yes",
    LineKind.NO: "no",
}


def echo(line: Line) -> str:
    """What `line` was understood as, with its hints: `action · Ben O'Connor · Fri 27 Nov 2026 · goal: Raise …`.

    Empty for an empty line and for a command.
    """
    if line.kind in (LineKind.EMPTY, LineKind.COMMAND):
        return ""
    parts = [_kind(line), *_whose(line)]
    if line.kind in (LineKind.YES, LineKind.NO):
        parts.append(f"“{line.text}”")
    if line.correction:
        parts.append(f"they meant: {line.correction}")
    if line.helpers:
        parts.append("with " + ", ".join(party.name for party in line.helpers))
    if line.due or line.due_words:
        parts.append(full_date(line.due) if line.due else line.due_words)
    if line.goal:
        parts.append(f"goal: {line.goal.statement}")
    parts += line.tags
    if line.is_private:
        parts.append("private")
    return " · ".join([*parts, *line.hints])


def placeholder(first: Sequence[str]) -> str:
    """What the empty line teaches: marks in words, `first` those that a kind of step uses most."""
    words = {mark.mark: mark.words for mark in MARKS}
    order = dict.fromkeys((*first, *_USUAL))
    return " · ".join(f"{mark} {words[mark]}" for mark in list(order)[: len(_USUAL)])


def _kind(line: Line) -> str:
    if line.kind is LineKind.QUESTION and line.is_open_question is not None:
        return "open question" if line.is_open_question else "closed question"
    if line.kind is LineKind.APPRECIATION and line.party is None:
        return "success"
    return _KIND_WORDS[line.kind]


def _whose(line: Line) -> list[str]:
    """Name and group; of an action the owner's name alone. An unknown name is in its hint."""
    party = line.party
    if party is None:
        return ["to the room"] if line.kind in (LineKind.PARAPHRASE, LineKind.SUMMARY) else []
    if party.kind == "unknown":
        return [] if line.hints else [party.name]
    if line.kind is LineKind.NOTE:
        return [f"a turn for {party.name}"]
    with_group = party.kind != "group" and party.group and line.kind is not LineKind.ACTION
    return [party.name, party.group] if with_group else [party.name]
