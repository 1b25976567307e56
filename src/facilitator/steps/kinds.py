"""The kinds of agenda steps: one frozen value each, in one explicit tuple.

To add a kind: add a `StepKind` here, and its panel to `screens/panels` if it has one of its own; templates may use it
then. A kind without a panel runs as a discussion with its prompt.
"""

from __future__ import annotations

from facilitator.frozen import frozen

_SAID = ("note", "question", "action", "decision", "parked", "appreciation")


@frozen
class StepKind:
    """One kind of agenda step.

    `panel` names the class in `facilitator.screens.panels` that draws it, as `module:Class`, imported on first use.
    `leaves` are the tables of which at least one row must exist for the step to have left a record; empty when
    nothing is required. `marks` are those that the empty line teaches first, where people do not just talk.
    """

    key: str
    title: str
    panel: str = "discuss:DiscussPanel"
    leaves: tuple[str, ...] = _SAID
    marks: tuple[str, ...] = ()


KINDS = (
    StepKind("open", "arrive", "open:OpenPanel", leaves=("attendance",), marks=("@who", "+")),
    StepKind("consent", "consent", "consent:ConsentPanel", leaves=("consent", "note")),
    StepKind("agreements", "agreements", "agreements:AgreementsPanel", leaves=("norm",), marks=("=", "@who")),
    StepKind("review_delta", "what we changed", "review_delta:ReviewDeltaPanel", leaves=(), marks=("@who", "?", "!")),
    StepKind(
        "actions_review", "promises due", "actions_review:ActionsReviewPanel", leaves=(), marks=("!", "@who", "?")
    ),
    StepKind("round", "round", "round:RoundPanel"),
    StepKind("pairs", "pairs"),
    StepKind("one_two_four", "one, two, four, all"),
    StepKind("listen", "listen", "listen:ListenPanel"),
    StepKind("discuss", "discussion"),
    StepKind("data", "data", marks=("?", "@who")),
    StepKind("cluster", "cluster"),
    StepKind("ideas", "ideas"),
    StepKind("priority", "priority", marks=("=", "@who")),
    StepKind("gap", "who is missing", marks=("!", "@who")),
    StepKind("exchange", "give and get"),
    StepKind("match", "match", marks=("=", "!")),
    StepKind(
        "goal_review", "goal review", "goal_review:GoalReviewPanel", leaves=("goal_reading",), marks=("@who", "=", "!")
    ),
    StepKind(
        "agree_measure",
        "measure",
        "goal_review:AgreeMeasurePanel",
        leaves=("goal_reading", "goal_change", "note"),
        marks=("=", "!"),
    ),
    StepKind("pulse", "pulse"),
    StepKind("milestones", "milestones", marks=("+", "@who")),
    StepKind("stories", "stories", marks=("@who", "+")),
    StepKind("recognise", "thanks", marks=("+", "@who")),
    StepKind("clause", "clause", marks=("=", "@who")),
    StepKind("roles", "roles", marks=("=", "!")),
    StepKind("break", "break", "break_step:BreakPanel", leaves=()),
    StepKind("decide", "decision", "decide:DecidePanel", leaves=("decision",), marks=("=", "@who", "?")),
    StepKind("actions", "promises", "actions:ActionsPanel", leaves=("action",), marks=("!", "=", "@who")),
    StepKind("close", "close", "close:ClosePanel", leaves=(), marks=("@who", "!", "+")),
)

_BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(key: str) -> StepKind:
    """The kind with this key; an unknown one runs as a discussion."""
    return _BY_KEY.get(key) or _BY_KEY["discuss"]


def keys() -> tuple[str, ...]:
    """The kinds a template may use."""
    return tuple(_BY_KEY)
