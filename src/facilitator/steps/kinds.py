"""The kinds of agenda steps: one frozen value each, in one explicit tuple.

To add a kind: add a `StepKind` here (and its panel to `screens/panels`, if it has one of its own) and its key to the
templates that use it. A kind without a panel runs as a discussion with its prompt.
"""

from __future__ import annotations

from facilitator.frozen import frozen


@frozen
class StepKind:
    """One kind of agenda step.

    `panel` names the class in `facilitator.screens.panels` that draws it, as `module:Class`, imported on first use.
    `leaves` are the tables of which at least one row must exist for the step to have left a record; empty when
    nothing is required.
    """

    key: str
    title: str
    panel: str
    leaves: tuple[str, ...]


_SAID = ("note", "question", "action", "decision", "parked", "appreciation")

KINDS = (
    StepKind("open", "arrive", "open:OpenPanel", ("attendance",)),
    StepKind("consent", "consent", "consent:ConsentPanel", ("consent", "note")),
    StepKind("agreements", "agreements", "agreements:AgreementsPanel", ("norm",)),
    StepKind("review_delta", "what we changed", "review_delta:ReviewDeltaPanel", ()),
    StepKind("actions_review", "promises due", "actions_review:ActionsReviewPanel", ()),
    StepKind("round", "round", "round:RoundPanel", _SAID),
    StepKind("pairs", "pairs", "discuss:DiscussPanel", _SAID),
    StepKind("one_two_four", "one, two, four, all", "discuss:DiscussPanel", _SAID),
    StepKind("listen", "listen", "listen:ListenPanel", _SAID),
    StepKind("discuss", "discussion", "discuss:DiscussPanel", _SAID),
    StepKind("data", "data", "discuss:DiscussPanel", _SAID),
    StepKind("cluster", "cluster", "discuss:DiscussPanel", _SAID),
    StepKind("ideas", "ideas", "discuss:DiscussPanel", _SAID),
    StepKind("priority", "priority", "discuss:DiscussPanel", _SAID),
    StepKind("gap", "who is missing", "discuss:DiscussPanel", _SAID),
    StepKind("exchange", "give and get", "discuss:DiscussPanel", _SAID),
    StepKind("match", "match", "discuss:DiscussPanel", _SAID),
    StepKind("goal_review", "goal review", "goal_review:GoalReviewPanel", ("goal_reading",)),
    StepKind("agree_measure", "measure", "goal_review:AgreeMeasurePanel", ("goal_reading", "goal_change", "note")),
    StepKind("pulse", "pulse", "discuss:DiscussPanel", _SAID),
    StepKind("milestones", "milestones", "discuss:DiscussPanel", _SAID),
    StepKind("stories", "stories", "discuss:DiscussPanel", _SAID),
    StepKind("recognise", "thanks", "discuss:DiscussPanel", _SAID),
    StepKind("clause", "clause", "discuss:DiscussPanel", _SAID),
    StepKind("roles", "roles", "discuss:DiscussPanel", _SAID),
    StepKind("break", "break", "break_step:BreakPanel", ()),
    StepKind("decide", "decision", "decide:DecidePanel", ("decision",)),
    StepKind("actions", "promises", "actions:ActionsPanel", ("action",)),
    StepKind("close", "close", "close:ClosePanel", ()),
)

_BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(key: str) -> StepKind:
    """The kind with this key; an unknown one runs as a discussion."""
    return _BY_KEY.get(key) or _BY_KEY["discuss"]
