"""Short papers at one level of names: slips, half-pages and briefs for partners, the year on one page."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dateutil.relativedelta import relativedelta

from facilitator.clock import today
from facilitator.db import Store
from facilitator.errors import Invalid, Refused
from facilitator.exports import layouts, plain_text, writer
from facilitator.exports.columns import BY_PERSON, LEVELS
from facilitator.exports.extract import Extract
from facilitator.exports.papers import partnership
from facilitator.exports.papers.missed import missed
from facilitator.exports.papers.model import Missed, MissedPages, Slip, Slips
from facilitator.exports.papers.slips import BEFORE, slips
from facilitator.frozen import frozen
from facilitator.model.across import Period
from facilitator.services.doubts import Doubt, doubts
from facilitator.services.export import extract
from facilitator.services.minutes import begun

HAND_OUTS = ("txt", "md", "html")
"""How slips and half-pages are written."""

REPORTS = ("md", "html")
"""How briefs and years are written."""

_LONGEST_NAME = 60


@frozen
class Asked:
    """How a paper is wanted. `layouts` is the folder of the user's own layouts."""

    level: str = "consented"
    format: str = "txt"
    language: str = "en"
    layouts: Path | None = None


@frozen
class Made:
    """A paper as it leaves, and of several in one also each alone, by the name of its file.

    `doubts` are words in it that may be names, `trouble` what is wrong with the user's layout. `unnamed` counts
    slips for people who are not named.
    """

    kind: str
    content: str
    each: tuple[tuple[str, str], ...]
    papers: int
    doubts: tuple[Doubt, ...]
    private_lines: int
    trouble: str
    unnamed: int = 0


def of_slips(store: Store, meeting_id: str, asked: Asked) -> Made:
    """A slip for each person of a meeting.

    Raises Refused before it has begun, of a meeting whose words stay in the room, where there is nobody to write for,
    and at levels that tell nobody apart; Invalid (`names`, `format`), NotFound.
    """
    _check(asked, HAND_OUTS, "a slip is for one person")
    here, before = _records(store, meeting_id, asked)
    made = slips(here, before, language=asked.language)
    if not made.papers:
        raise Refused(f"there is nobody to write a slip for at {made.head.title}: nobody is noted as having been there")
    laid_out = _laid_out("slips", made, asked, (here, before), lambda it: Slips(made.head, (it,), made.next))
    return replace(laid_out, unnamed=made.unnamed)


def of_missed(store: Store, meeting_id: str, asked: Asked) -> Made:
    """A half-page for each partner who was expected at a meeting and not there. Raises as `of_slips`."""
    _check(asked, HAND_OUTS, "a half-page is for one partner")
    here, before = _records(store, meeting_id, asked)
    made = missed(here, before, language=asked.language)
    if not made.papers:
        raise Refused(f"no partner was missed at {made.head.title}: of each that was expected, somebody was there")
    return _laid_out(
        "missed", made, asked, (here, before), lambda it: MissedPages(made.head, (it,), made.decisions, made.next)
    )


def of_brief(store: Store, organisation_id: str, partnership_id: str, period: Period, asked: Asked) -> Made:
    """What one organisation gave and got in a period. Raises Refused at levels that tell nobody apart; Invalid."""
    _check(asked, REPORTS, "a brief is about one partner")
    found = extract(store, asked.level, partnership_id=partnership_id, files=partnership.FILES)
    made = partnership.brief(found, organisation_id, period, language=asked.language)
    words, trouble = layouts.lay_out(f"brief.{asked.format}", asked.layouts, b=made)
    return _made("brief", asked, words, (), (found,), trouble)


def of_year(store: Store, partnership_id: str, period: Period, asked: Asked) -> Made:
    """A partnership's year, or another period, on one page. Raises Invalid (`names`, `format`), NotFound."""
    _check(asked, REPORTS, "")
    found = extract(store, asked.level, partnership_id=partnership_id, files=partnership.FILES)
    made = partnership.year(found, period, language=asked.language)
    words, trouble = layouts.lay_out(f"year.{asked.format}", asked.layouts, y=made)
    return _made("year", asked, words, (), (found,), trouble)


def period_of(store: Store, first: date | None, last: date | None) -> Period:
    """From one day to another; left out, the twelve months up to today. Raises Invalid (`until`)."""
    end = last or today(store.clock)
    start = first or end - relativedelta(years=1) + relativedelta(days=1)
    if start > end:
        raise Invalid("until", f"the period ends ({end}) before it begins ({start}); give an earlier --from")
    return Period(start, end)


def keep(
    store: Store, made: Made, asked: Asked, *, file: Path | None = None, folder: Path | None = None, force: bool = False
) -> None:
    """Writes papers to one `file`, or each to its own in a `folder`; logs that they leave, to the screen where neither.

    Raises Invalid (`output`) for both, Refused, FileTrouble or DiskTrouble; then nothing is left behind.
    """
    if file is not None and folder is not None:
        raise Invalid("output", "choose one: a file for all of them, or a folder with a file for each")
    place = file or folder
    where = "the screen" if place is None else str(place.absolute())

    def log() -> None:
        store.drafts.log_export(f"{made.kind} {asked.format}", asked.level, made.papers, where)

    if file is not None:
        with writer.new_file(file, store.path, force=force) as opened:
            opened.write(made.content.encode())
            log()
    elif folder is not None:
        with writer.new_folder(folder, store.path, force=force) as new:
            for name, words in made.each:
                with writer.file_in(new, name) as opened:
                    opened.write(words.encode())
            log()
    else:
        log()


def file_names(titles: Iterable[str], suffix: str) -> list[str]:
    """A file name for each title, safe on every system and none twice: `ana-ruiz.txt`, `ana-ruiz-2.txt`."""
    found: list[str] = []
    for title in titles:
        plain = unicodedata.normalize("NFC", title).casefold()
        words = "".join(it if it.isalnum() else " " for it in plain).split()
        stem = "-".join(words)[:_LONGEST_NAME].strip("-") or "paper"
        name, number = f"{stem}.{suffix}", 1
        while name in found:
            number += 1
            name = f"{stem}-{number}.{suffix}"
        found.append(name)
    return found


def _check(asked: Asked, formats: Sequence[str], what: str) -> None:
    if asked.format not in formats:
        raise Invalid("format", f"choose one of: {', '.join(formats)}")
    if what and asked.level in LEVELS and asked.level not in BY_PERSON:
        raise Refused(
            f"{what}, and at the level {asked.level} nothing tells one from another; take --names consented or roles"
        )


def _records(store: Store, meeting_id: str, asked: Asked) -> tuple[Extract, Extract]:
    """What may leave of a meeting, and of what was open before it, with people shown alike in both."""
    meeting = begun(store, meeting_id)
    if meeting.is_restricted and asked.level != "full":
        raise Refused(f"the words of {meeting.title} stay in the room: nothing of it is handed out")
    here = extract(store, asked.level, meeting_id=meeting.id)
    people = [it["id"] for it in here.of("people")]
    before = extract(store, asked.level, partnership_id=meeting.partnership_id, files=BEFORE, among=people)
    return here, before


def _laid_out(
    kind: str, made: Slips | MissedPages, asked: Asked, records: Sequence[Extract], alone: Callable[..., object]
) -> Made:
    layout = f"{kind}.{asked.format}"
    words, trouble = layouts.lay_out(layout, asked.layouts, s=made)
    papers: tuple[Slip | Missed, ...] = made.papers
    names = file_names((it.whose for it in papers), asked.format)
    each = tuple(
        (name, layouts.lay_out(layout, asked.layouts, s=alone(it))[0]) for name, it in zip(names, papers, strict=True)
    )
    return _made(kind, asked, words, each, records, trouble)


def _made(
    kind: str, asked: Asked, words: str, each: tuple[tuple[str, str], ...], records: Sequence[Extract], trouble: str
) -> Made:
    """The paper with what is to be said about it."""
    text = plain_text.of_page(words) if asked.format == "html" else words
    private_lines = max(it.private_lines for it in records)
    return Made(kind, words, each, max(1, len(each)), doubts(records, text), private_lines, trouble)
