from __future__ import annotations

from facilitator.model.decisions import Decision, standing
from support import NOW


def decision(**values: object) -> Decision:
    return Decision("d", "p", "m", "s", 1, NOW, "pilot two late buses", **values)  # type: ignore[arg-type]


def test_how_a_decision_stands_in_words() -> None:
    assert standing(decision()) == "agreed"
    assert standing(decision(method="consent", result="open")) == "by consent, open"
    assert standing(decision(method="fist", tally=(0, 0, 0, 3, 3, 2))) == "fist: 5 of 8 at 4–5, agreed"
    gradients = decision(method="gradients", tally=(3, 1, 1, 2, 1, 1, 0, 0))
    assert standing(gradients) == "gradients: 6 of 7 support it, agreed"
    waiting = decision(method="gradients", result="open")
    assert standing(waiting) == "gradients: nobody counted yet, open"
