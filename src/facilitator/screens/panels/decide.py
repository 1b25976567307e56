"""A decision: the proposal, how far the room stands behind it, concerns, who is missing, when it comes back."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.model.decisions import LEVELS, METHODS, Decision, standing
from facilitator.model.people import Group
from facilitator.model.when import full_date
from facilitator.screens.panels.base import Complete, Panel, PanelKey, Row, Says
from facilitator.screens.panels.rows import column, hint, wrapped
from facilitator.services import decide, run
from facilitator.widgets.quiet import FILL, Tone

_RESULT_TONES: dict[str, Tone] = {"agreed": "good", "not_agreed": "error", "open": "warning"}
_LABEL_CELLS = 9
_LONGEST_BAR = 30
_LEVEL, _GROUP, _OTHER, _METHOD, _TEXT = "level:", "group:", "decision:", "method", "text"


class DecidePanel(Panel):
    """The latest decision of this step, or the one picked among several.

    Until the step has one of its own, what was agreed earlier in the meeting stands for the proposal, as for `/lean`
    and `/fist`.
    """

    keys = (
        PanelKey("left", "← → 0–9", "count"),
        PanelKey("m", "m", "method"),
        PanelKey("c", "c", "concern"),
        PanelKey("r", "r", "look again"),
        PanelKey("a", "a", "affected"),
        PanelKey("o", "o", "overrule"),
    )
    _picked = ""
    _typing = ""
    """The level whose count is being typed: the next digit stands behind those before."""

    def _decision(self) -> Decision | None:
        found = self._candidates()
        return next((it for it in found if it.id == self._picked), found[-1] if found else None)

    def _candidates(self) -> list[Decision]:
        return self.store.decisions.of_step(self.step.id) or self.store.decisions.of_meeting(self.meeting_id)

    def rows(self) -> list[Row]:
        """Proposal, method and result, levels, concerns, groups, review date."""
        decision = self._decision()
        if decision is None:
            return [hint("No proposal yet: = and the words as you heard them."), hint("c keeps a concern.")]
        return list(self._rows(decision))

    def _rows(self, decision: Decision) -> Iterator[Row]:
        number = column(f"agree {decision.number}", _LABEL_CELLS, "muted")
        yield from wrapped((number,), decision.text, self.width, id=_TEXT, tone="strong")
        if decision.step_id != self.step.id:
            yield hint("Said earlier in this meeting; = and the words makes another proposal.")
        yield Row(_METHOD, (column("how", _LABEL_CELLS, "muted"), (METHODS[decision.method], ""), FILL, ("m", "muted")))
        yield from self._levels(decision)
        yield from self._result(decision)
        for concern in decision.concerns:
            yield from wrapped((column("concern", _LABEL_CELLS, "warning"),), f"“{concern}”", self.width)
        yield from self._groups(decision)
        again = full_date(decision.review_on) if decision.review_on else "no day yet (r)"
        yield Row("", (column("again", _LABEL_CELLS, "muted"), (again, "" if decision.review_on else "muted")))
        for other in self._candidates():
            if other.id != decision.id:
                label = column(f"also {other.number}", _LABEL_CELLS, "muted")
                yield Row(
                    _OTHER + other.id, (label, (other.text, "muted"), FILL, (other.result.replace("_", " "), "muted"))
                )

    def _levels(self, decision: Decision) -> Iterator[Row]:
        if decision.method not in LEVELS:
            return
        legend, first = LEVELS[decision.method]
        tally = _tally(decision)
        most = max(1, *tally)
        room = max(4, min(_LONGEST_BAR, self.width - _LABEL_CELLS - 40))
        for index, (words, count) in enumerate(zip(legend, tally, strict=True)):
            bar = "█" * (count if most <= room else round(count / most * room))
            yield Row(
                f"{_LEVEL}{index}",
                (
                    (f"{index + first:>{_LABEL_CELLS}} ", "muted"),
                    column(words, 31, "" if count else "muted"),
                    (f"{count:>3} ", "strong" if count else "muted"),
                    (bar, "accent"),
                ),
            )

    def _result(self, decision: Decision) -> Iterator[Row]:
        label = column("result", _LABEL_CELLS, "muted")
        yield Row("", (label, (standing(decision), _RESULT_TONES[decision.result]), (_lukewarm(decision), "warning")))
        if decision.reason:
            yield from wrapped((column("because", _LABEL_CELLS, "muted"),), decision.reason, self.width)

    def _groups(self, decision: Decision) -> Iterator[Row]:
        groups = self.store.people.groups()
        here = [group.plural for group in groups if group.key in decision.groups_present]
        words = ", ".join(here) or "nobody was marked here"
        yield from wrapped((column("present", _LABEL_CELLS, "muted"),), words, self.width)
        for group in self._missing(decision, groups):
            is_affected = group.key in decision.groups_absent
            yield Row(
                _GROUP + group.key,
                (
                    column("absent", _LABEL_CELLS, "muted"),
                    column(group.plural, 24, "strong" if is_affected else "muted"),
                    ("affected by this" if is_affected else "", "warning"),
                ),
            )

    def _missing(self, decision: Decision, groups: list[Group]) -> list[Group]:
        """Groups of this partnership, families and students that are not in the room, and those marked affected."""
        meeting = run.meeting_of(self.store, self.meeting_id)
        known = {person.group for person in self.store.people.people(meeting.partnership_id)}
        known |= {it.group for it in self.store.people.organisations(meeting.partnership_id)}
        known |= {group.key for group in groups if group.is_family or group.is_student} | set(decision.groups_absent)
        return [group for group in groups if group.key in known and group.key not in decision.groups_present]

    # Keys

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Counts on a level, changes the method, or puts a command for this decision into the line."""
        row_id = row_id or ""
        typing, self._typing = self._typing, ""
        decision = self._decision()
        if decision is None:
            return Complete("/concern ") if key == "c" else None
        if row_id.startswith(_LEVEL) and (tally := _tally(decision, row_id)):
            level = int(row_id.removeprefix(_LEVEL))
            count = _typed(key, tally[level], goes_on=typing == row_id)
            if count is not None:
                self._typing = row_id if key.isdigit() or key == "backspace" else ""
                return self._count(decision, (*tally[:level], count, *tally[level + 1 :]))
        if row_id.startswith(_OTHER) and key in ("enter", "space"):
            self._picked = row_id.removeprefix(_OTHER)
            return Says("This one now.")
        if row_id.startswith(_GROUP) and key in ("a", "enter", "space"):
            return self._toggle(decision, row_id.removeprefix(_GROUP))
        if key == "m" or (row_id == _METHOD and key in ("enter", "space", "right")):
            return self._next_method(decision)
        return self._command(decision, key)

    def _count(self, decision: Decision, tally: tuple[int, ...]) -> Says:
        if any(tally):
            found = decide.lean(self.store, self.meeting_id, decision, decision.method, tally)
        else:
            found = decide.set_method(self.store, self.meeting_id, decision, decision.method)
        return Says(f"Decision {found.number}: {standing(found)}")

    def _toggle(self, decision: Decision, group: str) -> Says:
        absent = decision.groups_absent
        kept = tuple(key for key in absent if key != group) if group in absent else (*absent, group)
        decide.absent_groups(self.store, self.meeting_id, decision, kept)
        return Says(f"{group}: {'affected but absent' if group in kept else 'not affected'}")

    def _next_method(self, decision: Decision) -> Says:
        methods = list(METHODS)
        method = methods[(methods.index(decision.method) + 1) % len(methods)]
        decide.set_method(self.store, self.meeting_id, decision, method)
        return Says(f"Decision {decision.number}: {METHODS[method]}")

    def _command(self, decision: Decision, key: str) -> Complete | None:
        is_latest = decide.latest(self.store, self.meeting_id).id == decision.id
        number = "" if is_latest else f"#{decision.number} "
        other = "agreed" if decision.result != "agreed" else "not agreed"
        lines = {
            "c": f"/concern {number}",
            "r": f"/review {number}",
            "a": f"/affected {number}",
            "o": f"/overrule {number}{other} ",
        }
        return Complete(lines[key]) if key in lines else None


def _tally(decision: Decision, row_id: str = f"{_LEVEL}0") -> tuple[int, ...]:
    """The counts, zeros before anybody is counted; none where the decision has no such level."""
    levels = len(LEVELS[decision.method][0]) if decision.method in LEVELS else 0
    has_level = int(row_id.removeprefix(_LEVEL)) < levels
    return (decision.tally or (0,) * levels) if has_level else ()


def _typed(key: str, count: int, *, goes_on: bool) -> int | None:
    """The count after a key; None for a key that does not count."""
    if key in ("right", "left"):
        return max(0, count + (1 if key == "right" else -1))
    if key in ("backspace", "delete"):
        return count // 10 if key == "backspace" else 0
    if len(key) == 1 and key in "0123456789":
        typed = count * 10 + int(key) if goes_on else int(key)
        return typed if typed < 1000 else int(key)
    return None


def _lukewarm(decision: Decision) -> str:
    """Much support and little warmth: talk again before acting (Kaner's gradients)."""
    if decision.method != "gradients" or not any(decision.tally):
        return ""
    n1, n2, n3, n4, _, n6, _, n8 = decision.tally
    voting = sum(decision.tally) - n4
    if n8 or not voting or (n1 + n2) * 2 >= voting or (n1 + n2 + n3 + n6) * 5 < voting * 4:
        return ""
    return " · lukewarm: talk again before acting"
