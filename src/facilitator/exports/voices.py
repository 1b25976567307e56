"""How stakeholder groups were heard, from what may leave; small groups stand together as others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from facilitator.exports.extract import THERE, Extract, Record
from facilitator.exports.minutes.model import Voices
from facilitator.model import across
from facilitator.model.measures import OTHER

_OTHERS = "others"


def voices(extract: Extract, meetings: Iterable[Record]) -> tuple[tuple[Voices, ...], int]:
    """Turns and people present by group, added up over meetings, and of how many meetings they are.

    Groups with fewer than three people at a meeting, and people of no group, are `others`, the last of them; where all
    are, there is nothing to tell. A meeting at which nobody counted, or of which a count may not leave, is not among
    them.
    """
    counted = [it for meeting in meetings if (it := _heard(extract, meeting))]
    shares = across.voices(counted)
    if all(it.group == OTHER for it in shares):
        return (), 0
    return tuple(
        Voices(_OTHERS if it.group == OTHER else extract.plural(it.group), it.turns, it.present, it.in_proportion)
        for it in shares
    ), len(counted)


def _heard(extract: Extract, meeting: Record) -> Mapping[str, tuple[int, int]] | None:
    """Turns and people present by group."""
    rows = extract.of("turns", meeting_id=meeting["id"])
    there = [it for it in extract.of("attendance", meeting_id=meeting["id"]) if it["status"] in THERE]
    if not rows or not all(it["turns"] for it in rows) or not all(it["name"] or it["head_count"] for it in there):
        return None
    turns: Counter[str] = Counter()
    present: Counter[str] = Counter()
    for it in rows:
        turns[it["group"] or OTHER] += int(it["turns"])
    for it in there:
        present[it["group"] or OTHER] += int(it["head_count"] or 1)
    return {group: (turns[group], present[group]) for group in {**present, **turns}}
