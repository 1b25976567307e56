"""What the commands of a meeting do to the record. What only concerns the screen is left to the screen."""

from __future__ import annotations

from difflib import get_close_matches

from facilitator.commands import BY_SLASH
from facilitator.db import Store
from facilitator.errors import NotFound
from facilitator.model.line import LineContext
from facilitator.model.meeting import Meeting
from facilitator.services.slash import agreeing, flow, following, people
from facilitator.services.slash.call import Call

COMMANDS = flow.COMMANDS | people.COMMANDS | agreeing.COMMANDS | following.COMMANDS
"""What does each command, by its name without the slash."""


def execute(store: Store, meeting: Meeting, command: str, words: str, context: LineContext) -> str:
    """Does a command and returns what to say. Raises a FacilitatorError when it cannot be done."""
    do = COMMANDS.get(command)
    if do is None:
        near = get_close_matches(command, BY_SLASH, n=1)
        raise NotFound(f"There is no /{command}." + (f" Did you mean /{near[0]}?" if near else " / lists all."))
    return do(Call(store, meeting, words.strip(), context))
