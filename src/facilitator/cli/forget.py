"""`facilitator forget`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from facilitator.cli.common import Command, confirmed, one_liner, open_file, option, remark, say

if TYPE_CHECKING:
    from facilitator.services.forget import Forgotten, Line, Preview


@click.command(cls=Command, short_help="Put a role label in the place of a person.")
@click.argument("person", metavar="PERSON")
@option("--partnership", metavar="P", help="Whose: an id, the start of an id, or a name.")
@option(
    "--also", metavar="WORD", multiple=True, help="Replace this word, too, such as the first name; may be repeated."
)
@option("--yes", is_flag=True, help="Do it without asking.")
def forget(person: str, partnership: str | None, also: tuple[str, ...], yes: bool) -> None:
    """Put a role label (family 1) wherever the name of PERSON stands, also in the history of changes.

    PERSON is an id, the start of an id, or a name. Shows all that changes, and does it after you typed “forget”, or
    with --yes. It cannot be taken back.
    """
    from facilitator.errors import Refused
    from facilitator.services import backups, find
    from facilitator.services import forget as service

    with open_file() as store:
        partnership_id = find.partnership(store, partnership).id if partnership is not None else None
        person_id = find.person(store, person, partnership_id).id
        _show(service.preview(store, person_id, also=also))
        if not yes and not confirmed(service.CONFIRMATION):
            raise Refused("nothing was changed; type “forget” when you are asked, or add --yes")
        done = service.forget(
            store,
            person_id,
            also=also,
            before=backups.erasing(store),
            kept_backups=lambda: backups.kept(store),
        )
        _report(done)


def _show(found: Preview) -> None:
    say(f"{one_liner(found.person.name)} becomes “{one_liner(found.label)}”.")
    for notice in found.notices:
        say(one_liner(notice))
    _counts("Shown with the label from then on", found.linked)
    _counts("Words that change", found.rewritten)
    for line in found.lines:
        say(f"  {_where(line)}: {one_liner(line.before)}\n    → {one_liner(line.after)}")
    if found.history:
        say(f"Earlier wordings in the history that change: {found.history}")
    _for_a_look(found.doubtful)


def _counts(title: str, counts: tuple[tuple[str, int], ...]) -> None:
    listed = ", ".join(f"{kind} {count}" for kind, count in counts)
    say(f"{title}: {listed or 'none'}")


def _for_a_look(lines: tuple[Line, ...]) -> None:
    if lines:
        say(f"For a look, they stay as they are ({len(lines)}); --also WORD replaces a word in them, too:")
    for line in lines:
        say(f"  {_where(line)}: {one_liner(line.after)}")


def _where(line: Line) -> str:
    return f"{line.day} {line.kind}".strip()


def _report(done: Forgotten) -> None:
    for sentence in done.still_there:
        remark(sentence)
    for sentence in done.backups:
        say(one_liner(sentence))
    for sentence in done.unproved:
        remark(sentence)
    if done.still_there:
        say(f"Forgotten: “{one_liner(done.label)}” stands in their place, but see above")
    else:
        say(f"Forgotten: “{one_liner(done.label)}” stands in their place; the file holds the name no more")
