"""Decisions: what was agreed, how far people stand behind it, and when it is looked at again."""

from __future__ import annotations

from datetime import date, datetime

from facilitator.frozen import frozen

GRADIENTS = (
    "whole-hearted",
    "minor point",
    "support with reservations",
    "abstain",
    "more discussion needed",
    "don't like it but will support",
    "serious disagreement",
    "block",
)
"""Eight gradients of agreement after Kaner, in our own words; not monotone, so never averaged."""

FIST = ("block", "serious concern", "some concern", "can live with it", "good", "will champion it")
"""Fist to five: 0 to 5 fingers. It passes when nobody is under 3."""


METHODS = {
    "gradients": "eight gradients of agreement",
    "fist": "fist to five: it passes when nobody is under 3",
    "consent": "consent: nobody sees a harm",
    "majority": "by majority",
    "noted": "noted, nobody counted",
}
"""How a decision is made, with what each way is called."""

LEVELS = {"gradients": (GRADIENTS, 1), "fist": (FIST, 0)}
"""The legend of each way of counting, and the number of its first level."""


@frozen
class Decision:
    """A decision. `method` is one of `METHODS`, `result` is `agreed not_agreed open`.

    `tally` holds the counts in the order of the method's levels (gradients 1 to 8, fist 0 to 5), empty when nobody
    counted. `groups_present` are the keys of the groups in the room.
    """

    id: str
    partnership_id: str
    meeting_id: str
    step_id: str
    number: int
    at: datetime
    text: str
    method: str = "noted"
    tally: tuple[int, ...] = ()
    result: str = "agreed"
    reason: str = ""
    concerns: tuple[str, ...] = ()
    groups_present: tuple[str, ...] = ()
    groups_absent: tuple[str, ...] = ()
    """Groups the decision affects that were not in the room."""
    review_on: date | None = None


def result_of(method: str, tally: tuple[int, ...]) -> str:
    """What the counts say: fist is agreed if none is under 3; gradients not agreed while any is at 8."""
    if method == "fist":
        return "not_agreed" if any(tally[:3]) else "agreed"
    if method == "gradients":
        return "not_agreed" if tally[7] else "agreed"
    return "agreed"


def standing(decision: Decision) -> str:
    """How a decision stands, in a few words: `fist: 5 of 8 at 4–5, agreed`."""
    return in_words(decision.method, decision.tally, decision.result)


def in_words(method: str, tally: tuple[int, ...], result: str) -> str:
    """How something was decided and what came out, in a few words."""
    result = result.replace("_", " ")
    if method in LEVELS and not any(tally):
        return f"{method}: nobody counted yet, {result}"
    if method == "fist":
        high, low, total = sum(tally[4:]), sum(tally[:3]), sum(tally)
        counts = f"{low} of {total} under 3" if low else f"{high} of {total} at 4–5"
        return f"fist: {counts}, {result}"
    if method == "gradients":
        behind = sum(tally[level] for level in (0, 1, 2, 5))
        voting = sum(tally) - tally[3]
        blocks = f", {tally[7]} block" if tally[7] else ""
        return f"gradients: {behind} of {voting} support it{blocks}, {result}"
    return result if method == "noted" else f"by {method}, {result}"
