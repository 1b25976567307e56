"""`facilitator list`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from facilitator.cli.common import Command, open_file, option, remark, say

if TYPE_CHECKING:
    from facilitator.cli.tables import Heading, Record
    from facilitator.db import Store

NOBODY = "–"
"""Stands where a table has nothing to show."""


class _Listing(NamedTuple):
    """Records of one kind, in full and as a table shows them: each column with what stands in it for an item."""

    records: Sequence[Record]
    items: Sequence[Any]
    columns: Sequence[tuple[Heading, Callable[[Any], str]]]


@click.command("list", cls=Command, short_help="List meetings, actions, goals, people, partnerships.")
@click.argument("kind", metavar="KIND", type=click.Choice(("meetings", "actions", "goals", "people", "partnerships")))
@option("--partnership", metavar="P", help="Only of this one: an id, the start of an id, or a name.")
@option("--csv", "as_csv", is_flag=True, help="As CSV, with every field and the ids.")
@option("--json", "as_json", is_flag=True, help="As JSON, with every field and the ids.")
def list_(kind: str, partnership: str | None, as_csv: bool, as_json: bool) -> None:
    """List records: KIND is meetings, actions, goals, people or partnerships."""
    if as_csv and as_json:
        raise click.UsageError("take --csv or --json, not both")
    from facilitator.cli import records, tables
    from facilitator.services import find

    with open_file() as store:
        partnership_id = find.partnership(store, partnership).id if partnership is not None else None
        listing = _KINDS[kind](store, partnership_id)
    if as_csv:
        say(tables.csv_text(records.COLUMNS[kind].split(), listing.records))
    elif as_json:
        say(tables.json_text(listing.records))
    elif listing.items:
        headings = [heading for heading, _ in listing.columns]
        say(tables.table(headings, [[cell(item) for _, cell in listing.columns] for item in listing.items]))
    else:
        remark(f"there are no {kind} yet")


def _partnerships(store: Store, partnership_id: str | None) -> _Listing:
    from facilitator.cli.records import of_partnership
    from facilitator.cli.tables import Heading
    from facilitator.services.find import id_length

    everything = store.people.partnerships()
    shown = id_length([it.id for it in everything])
    items = [it for it in everything if partnership_id in (None, it.id)]
    return _Listing(
        [of_partnership(it) for it in items],
        items,
        [
            (Heading("partnership", flexible=True), lambda it: it.name),
            (Heading("state"), lambda it: it.state),
            (Heading("id"), lambda it: it.id[:shown]),
        ],
    )


def _meetings(store: Store, partnership_id: str | None) -> _Listing:
    from facilitator.cli.records import of_meeting
    from facilitator.cli.tables import Heading
    from facilitator.services.find import id_length, when

    everything = store.meetings.all()
    shown = id_length([it.id for it in everything])
    items = [it for it in everything if partnership_id in (None, it.partnership_id)]
    return _Listing(
        [of_meeting(it) for it in items],
        items,
        [
            (Heading("when"), when),
            (Heading("minutes", right=True), lambda it: str(it.planned_minutes)),
            (Heading("meeting", flexible=True), lambda it: it.title),
            *_whose(partnership_id, lambda it: it.partnership),
            (Heading("state"), lambda it: it.state),
            (Heading("id"), lambda it: it.id[:shown]),
        ],
    )


def _actions(store: Store, partnership_id: str | None) -> _Listing:
    from facilitator.cli.records import of_action
    from facilitator.cli.tables import Heading
    from facilitator.clock import today
    from facilitator.model.actions import Action

    items = store.actions.all(partnership_id)
    now = today(store.clock)

    def state(it: Action) -> str:
        late = it.days_late(now)
        return f"{it.state}, {late} {'day' if late == 1 else 'days'} late" if late else it.state

    return _Listing(
        [of_action(it) for it in items],
        items,
        [
            (Heading("no", right=True), lambda it: str(it.number)),
            (Heading("promise", flexible=True), lambda it: it.text),
            (Heading("owner"), lambda it: it.owner.name if it.owner else NOBODY),
            (Heading("due"), lambda it: it.due.isoformat() if it.due else it.due_words or NOBODY),
            (Heading("state"), state),
            *_whose(partnership_id, lambda it: it.partnership),
        ],
    )


def _goals(store: Store, partnership_id: str | None) -> _Listing:
    from facilitator.cli.records import of_goal
    from facilitator.cli.tables import Heading
    from facilitator.model.goals import figure

    items = store.goals.all(partnership_id)
    names = {it.id: it.name for it in store.people.partnerships()}
    return _Listing(
        [of_goal(it, names[it.partnership_id]) for it in items],
        items,
        [
            (Heading("goal", flexible=True), lambda it: it.statement),
            (Heading("owners"), lambda it: ", ".join(it.owners) or NOBODY),
            (Heading("now", right=True), lambda it: figure(it.current) or NOBODY),
            (Heading("target", right=True), lambda it: f"{figure(it.target)} {it.unit}".strip() or NOBODY),
            (Heading("due"), lambda it: it.due.isoformat() if it.due else NOBODY),
            (Heading("state"), lambda it: it.state.replace("_", " ")),
            *_whose(partnership_id, lambda it: names[it.partnership_id]),
        ],
    )


def _people(store: Store, partnership_id: str | None) -> _Listing:
    from facilitator.cli.records import of_person
    from facilitator.cli.tables import Heading

    items = store.people.people(partnership_id)
    names = {it.id: it.name for it in store.people.partnerships()}
    return _Listing(
        [of_person(it, names[it.partnership_id]) for it in items],
        items,
        [
            (Heading("name", flexible=True), lambda it: it.name),
            (Heading("organisation"), lambda it: it.organisation or NOBODY),
            (Heading("role"), lambda it: it.role or NOBODY),
            (Heading("group"), lambda it: it.group or NOBODY),
            (Heading("may be named"), lambda it: it.may_be_named or "not asked"),
            *_whose(partnership_id, lambda it: names[it.partnership_id]),
        ],
    )


def _whose(partnership_id: str | None, name: Callable[[Any], str]) -> list[tuple[Heading, Callable[[Any], str]]]:
    """The column that names the partnership, where the list is of more than one."""
    from facilitator.cli.tables import Heading

    return [] if partnership_id else [(Heading("partnership"), name)]


_KINDS = {
    "meetings": _meetings,
    "actions": _actions,
    "goals": _goals,
    "people": _people,
    "partnerships": _partnerships,
}
