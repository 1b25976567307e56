"""The lists there are."""

from __future__ import annotations

from facilitator.screens.listed.base import Listed
from facilitator.screens.listed.exports import Exports
from facilitator.screens.listed.partnerships import Contents, Partnerships
from facilitator.screens.listed.people import Organisations, People
from facilitator.screens.listed.plans import Goals, Meetings, Promises

KINDS: dict[str, type[Listed]] = {
    "partnerships": Partnerships,
    "partnership": Contents,
    "people": People,
    "organisations": Organisations,
    "goals": Goals,
    "actions": Promises,
    "meetings": Meetings,
    "exports": Exports,
}
"""The lists by what `OpenList` calls them."""
