"""What people said about being written down, by scope; the newest answer counts."""

from __future__ import annotations

from facilitator.clock import today
from facilitator.db import Store
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.services.run import open_for_lines

NAMED = "notes"
"""The scope that decides whether a name may stand in what leaves the file."""

SCOPES = {
    NAMED: "be named in minutes and files that leave this room",
    "quote": "be quoted outside this room",
    "story": "have their story told",
    "photo": "be seen in pictures",
    "attendance": "stand on the list of who was here",
}
"""What is asked, as the end of the question “may they …?”."""

_NAMING = (NAMED, "attendance")
"""Scopes in which a no keeps a name out of files: who is not on the list is named nowhere."""

WITH_NAMES = ("full", "consented")
"""Levels of names at which a file can hold somebody's name."""


def answers(store: Store, partnership_id: str) -> dict[tuple[str, str], str]:
    """The newest answer (`given`, `refused`, `withdrawn`) by person id and scope."""
    return {(person, scope): said for person, scope, said, _ in store.people.consents(partnership_id)}


def answer(store: Store, meeting_id: str, person_id: str, scope: str, *, said_yes: bool, by: str = "") -> str:
    """Keeps what somebody said; returns `given`, `refused` or `withdrawn`, a no after a yes.

    A minor is never named; to the other scopes a guardian says yes, whose name is `by`.

    Raises:
        Invalid: (`scope`) there is none of that name; (`by`) a minor's yes without a guardian.
        NotFound: there is no such person.
        Refused: a minor would be named.
    """
    meeting = open_for_lines(store, meeting_id)
    if scope not in SCOPES:
        raise Invalid("scope", f"Consent is for one of: {', '.join(SCOPES)}.")
    person = store.people.person(person_id)
    if person is None:
        raise NotFound("That person is not in the file any more.")
    if person.is_minor and said_yes and scope == NAMED:
        raise Refused(f"{person.name} is a minor and is never named.")
    if person.is_minor and said_yes and not by:
        raise Invalid("by", f"For a child a guardian says yes: end the line with “by” and their name ({person.name}).")
    before = answers(store, meeting.partnership_id).get((person_id, scope))
    # A yes can stand with the person alone: from a list that was read in, or noted in the form.
    had_said_yes = before in ("given", "withdrawn") or (scope == NAMED and person.may_be_named == "yes")
    given = "given" if said_yes else "withdrawn" if had_said_yes else "refused"
    with store.write(f"{person.name}: {'yes' if said_yes else 'no'} ({scope})", meeting_id):
        if given != before:
            store.people.add_consent(person_id, scope, given, today(store.clock), by)
        if scope == NAMED:
            store.people.update_person(person_id, may_be_named="yes" if said_yes else "no")
    return given


def is_named(store: Store, person_id: str) -> bool:
    """Whether somebody's name leaves now where consent counts, be it that nobody asked them yet."""
    from facilitator.exports import names  # only when somebody is asked: it takes a while to read in

    person = store.people.person(person_id)
    if person is None:
        return False
    is_off_the_list = answers(store, person.partnership_id).get((person_id, "attendance")) in ("refused", "withdrawn")
    group = next((it for it in store.people.groups() if it.key == person.group), None)
    return not is_off_the_list and names.is_named(person, group)


def after_answer(store: Store, scope: str, given: str, *, was_named: bool) -> str:
    """What to know after an answer (as `answer` returns it), empty where there is nothing.

    A no of somebody who `was_named` until then, asked or not, tells the files that may hold the name.
    """
    if given == "withdrawn":
        return after_withdrawal(store)
    return after_name(store) if given == "refused" and was_named and scope in _NAMING else ""


def after_name(store: Store) -> str:
    """What to know when somebody is not named any more, though nobody had asked; empty where no file has left."""
    return after_withdrawal(store) if files_with_names(store) else ""


def files_with_names(store: Store) -> tuple[str, ...]:
    """Where files went that may hold somebody's name, the newest first: what to look at after a yes is withdrawn."""
    return tuple(dict.fromkeys(path for _, _, level, _, path in store.drafts.exports() if level in WITH_NAMES))


def after_withdrawal(store: Store) -> str:
    """What to know once a yes is withdrawn: the files written before may still hold the name."""
    files = files_with_names(store)
    if not files:
        return "It holds from now on; no file with names was written before."
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return f"It holds from now on; files written before may hold the name: {files[0]}{more}"
