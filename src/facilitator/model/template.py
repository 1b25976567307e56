"""Meeting templates: a ready agenda, how it is fitted to another length, and what makes one sound."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import time

from facilitator.errors import Invalid
from facilitator.frozen import frozen
from facilitator.model.apportion import apportion

LONGEST_MINUTES = 24 * 60
"""The longest meeting: one day."""


@frozen
class TemplateStep:
    """One step of a template. `record` says what it leaves; `fixed_start` is local `HH:MM` or empty."""

    kind: str
    title: str
    minutes: int
    floor: int
    prompt: str = ""
    record: str = ""
    fixed_start: str = ""


@frozen
class Template:
    """A meeting's agenda, ready to be copied. `when` says when to use it, `built_on` what it rests on."""

    key: str
    title: str
    when: str
    built_on: str
    version: int
    steps: tuple[TemplateStep, ...]

    @property
    def minutes(self) -> int:
        """How long the meeting is planned, in minutes."""
        return sum(step.minutes for step in self.steps)

    @property
    def floor(self) -> int:
        """The shortest useful meeting, in minutes: every step at its floor."""
        return sum(step.floor for step in self.steps)


def fit(template: Template, minutes: int) -> Template:
    """The template in `minutes`, shorter or longer, every step in proportion and none under its floor.

    Whole minutes that add up exactly; largest remainder first, the earlier step on a tie. A step that its
    share would bring under the floor stays at the floor, and the others share what is left.

    Raises:
        Invalid: (`minutes`) under the sum of the floors, naming the smallest number, or over a day.
    """
    from dataclasses import replace  # costs milliseconds, and most meetings are as long as their template

    if minutes < template.floor:
        raise Invalid(
            "minutes",
            f"{template.title} needs at least {template.floor} minutes, {minutes} are too few: "
            f"give it {template.floor} or more, or take a shorter template",
        )
    if minutes > LONGEST_MINUTES:
        raise Invalid("minutes", f"a meeting lasts at most a day: give it {LONGEST_MINUTES} minutes or fewer")
    steps = template.steps
    lengths = [step.floor for step in steps]
    free = list(range(len(steps)))  # the steps not held at their floor
    while free:
        share = minutes - sum(step.floor for index, step in enumerate(steps) if index not in free)
        whole = sum(steps[index].minutes for index in free)
        above = [index for index in free if steps[index].minutes * share >= steps[index].floor * whole]
        if above == free:
            for index, length in zip(free, apportion(share, [steps[i].minutes for i in free]), strict=True):
                lengths[index] = length
            break
        free = above
    fitted = (replace(step, minutes=length) for step, length in zip(steps, lengths, strict=True))
    return replace(template, steps=tuple(fitted))


def check(template: Template, kinds: Collection[str]) -> tuple[str, ...]:
    """What is wrong with a template whose steps may be of these `kinds`; empty when it is sound.

    A reason each, `step 3: ...` where it is a step's.
    """
    return tuple(_template_problems(template)) + tuple(
        f"step {number}: {problem}"
        for number, step in enumerate(template.steps, start=1)
        for problem in _step_problems(step, kinds)
    )


def _template_problems(template: Template) -> Iterator[str]:
    if not template.key or not all(letter.isalnum() or letter in "_-" for letter in template.key):
        yield "the key must be one word of letters, digits, _ and -"
    if not template.title:
        yield "the title is empty"
    if template.version < 1:
        yield "the version must be 1 or more"
    if not template.steps:
        yield "it has no steps"
    if template.minutes > LONGEST_MINUTES:
        yield f"it is longer than a day ({template.minutes} minutes)"


def _step_problems(step: TemplateStep, kinds: Collection[str]) -> Iterator[str]:
    if step.kind not in kinds:
        yield f"there is no kind {shown(step.kind)}{did_you_mean(step.kind, kinds)}"
    if not step.title:
        yield "the title is empty"
    if step.floor < 1:
        yield f"the floor is {step.floor}, it must be 1 minute or more"
    if step.minutes < max(1, step.floor):
        yield f"the minutes ({step.minutes}) are under the floor ({step.floor})"
    if step.fixed_start and not _is_clock_time(step.fixed_start):
        yield f"fixed_start {shown(step.fixed_start)} is no clock time such as 15:30"


def _is_clock_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).strftime("%H:%M") == text
    except ValueError:
        return False


def shown(word: str) -> str:
    """A stranger's word as it may stand in a message: quoted, on one line, not too long."""
    return repr(word if len(word) <= 40 else word[:39] + "…")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """`; did you mean 'round'?` where a known word is close, else nothing."""
    import difflib  # costs milliseconds, and only mistakes need it

    close = difflib.get_close_matches(word[:40].lower(), list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
