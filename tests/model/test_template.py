from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.errors import Invalid
from facilitator.model.template import Template, TemplateStep, check, fit

KINDS = ("open", "discuss", "round")


def template(*lengths: tuple[int, int]) -> Template:
    """A template of discussions with these (minutes, floor)."""
    steps = tuple(TemplateStep("discuss", f"Step {minutes}", minutes, floor) for minutes, floor in lengths)
    return Template("mine", "Mine", "", "", 1, steps)


def lengths(fitted: Template) -> list[int]:
    return [step.minutes for step in fitted.steps]


CHECK_IN = template((5, 3), (3, 2), (10, 6), (8, 5), (14, 9), (7, 4), (5, 3), (5, 3), (3, 2))


def test_the_planned_length_changes_nothing() -> None:
    assert fit(CHECK_IN, 60) == CHECK_IN


def test_shorter_is_in_proportion() -> None:
    assert lengths(fit(CHECK_IN, 45)) == [4, 2, 8, 6, 10, 5, 4, 4, 2]


def test_longer_is_in_proportion() -> None:
    assert lengths(fit(CHECK_IN, 90)) == [8, 5, 15, 12, 21, 11, 7, 7, 4]


def test_a_step_stays_at_its_floor_and_the_others_share_the_rest() -> None:
    assert lengths(fit(template((10, 9), (20, 5), (10, 1)), 20)) == [9, 7, 4]


def test_the_floors_themselves_still_fit() -> None:
    assert lengths(fit(CHECK_IN, 37)) == [step.floor for step in CHECK_IN.steps]


def test_under_the_floors_names_the_smallest_length() -> None:
    with pytest.raises(Invalid, match="37") as refused:
        fit(CHECK_IN, 36)
    assert refused.value.field == "minutes"


def test_over_a_day_is_refused() -> None:
    assert fit(CHECK_IN, 1440).minutes == 1440
    with pytest.raises(Invalid, match="1440"):
        fit(CHECK_IN, 1441)


step_lengths = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda it: (it[0] + it[1], it[1]))


@settings(max_examples=200, deadline=None)
@given(st.lists(step_lengths, min_size=1, max_size=12), st.data())
def test_fitted_steps_add_up_and_never_go_under_their_floor(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    planned = template(*pairs)
    minutes = data.draw(st.integers(planned.floor, 2 * planned.minutes))
    fitted = fit(planned, minutes)
    assert fitted.minutes == minutes
    for before, after in zip(planned.steps, fitted.steps, strict=True):
        assert after.minutes >= before.floor
        assert replace(after, minutes=before.minutes) == before
        if minutes >= planned.minutes:
            assert abs(after.minutes - before.minutes * minutes / planned.minutes) < 1
        else:
            assert after.minutes <= before.minutes


def test_a_sound_template_has_no_problems() -> None:
    assert check(CHECK_IN, KINDS) == ()
    assert check(replace(CHECK_IN, steps=(TemplateStep("open", "Hello", 1, 1, fixed_start="09:05"),)), KINDS) == ()


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (TemplateStep("rond", "Talk", 5, 3), "step 1: there is no kind 'rond'; did you mean 'round'?"),
        (TemplateStep("\x1b[2J", "Talk", 5, 3), r"step 1: there is no kind '\x1b[2J'"),
        (TemplateStep("round", "", 5, 3), "step 1: the title is empty"),
        (TemplateStep("round", "Talk", 2, 3), "step 1: the minutes (2) are under the floor (3)"),
        (TemplateStep("round", "Talk", 5, 0), "step 1: the floor is 0, it must be 1 minute or more"),
        (TemplateStep("round", "Talk", 5, 3, fixed_start="9:05"), "step 1: fixed_start '9:05' is no clock time"),
        (TemplateStep("round", "Talk", 5, 3, fixed_start="24:00"), "step 1: fixed_start '24:00' is no clock time"),
        (TemplateStep("round", "Talk", 1441, 3), "it is longer than a day"),
    ],
)
def test_a_mistake_is_named_with_its_step(step: TemplateStep, reason: str) -> None:
    (problem,) = check(replace(CHECK_IN, steps=(step,)), KINDS)
    assert problem.startswith(reason)


def test_mistakes_of_the_template_itself_are_named() -> None:
    assert check(Template("two words", "", "", "", 0, ()), KINDS) == (
        "the key must be one word of letters, digits, _ and -",
        "the title is empty",
        "the version must be 1 or more",
        "it has no steps",
    )


def test_known_kinds_can_be_given() -> None:
    step = TemplateStep("dance", "Dance", 5, 3)
    assert check(replace(CHECK_IN, steps=(step,)), ("dance",)) == ()
