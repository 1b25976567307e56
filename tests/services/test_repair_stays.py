"""Whatever is typed in a repair meeting stays in the file, at every level of names but `full`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.commands import MEETING
from facilitator.exports.columns import LEVELS
from facilitator.model.across import Period
from facilitator.services import agenda, calendar, close, export, minutes, papers
from facilitator.services.slash import COMMANDS
from meeting_room import Room, waiting_room_fixture  # noqa: F401

BELOW_FULL = [level for level in LEVELS if level != "full"]

WORDS = {
    "step": ["/step zzstep 4"],
    "walkin": ["/walkin zzwalkin, family"],
    "who": ["?@stranger zzasked", "/who new zzwho"],
    "consent": ["/consent student.1 photo yes by zzguardian"],
    "agree": ["/agree zzagree"],
    "told": ["/told 1 no zztold"],
    "goal": ["/goal attendance 85 off zzgoalnote"],
    "propose": ["/propose zzpropose"],
    "adjust": [
        "/adjust attendance statement attendance zzstatement because zzbecause",
        "/adjust attendance why zzwhy because it is",
        "/adjust attendance measure zzmeasure because it is",
        "/adjust attendance unit zzunit because it is",
    ],
    "concern": ["/concern zzconcern", "= zzdecision", "/concern zzdoubt"],
    "overrule": ["/overrule not agreed zzoverrule"],
    "drop": ["/drop 2 zzdrop"],
    "move": ["/move 1 2027-04-17 zzmove"],
    "own": ["/own 4 ben"],
    "done": ["/done 3"],
    "answer": ["/answer 1 zzanswer"],
    "plus": ["/plus zzplus"],
    "delta": ["/delta zzdelta"],
    "reopen": ["/reopen zzreopen"],
}
"""What is typed, by command: each one takes words, or changes what another meeting has."""

WITHOUT = {
    *("next", "back", "goto", "start", "pause", "resume", "extend", "shrink", "skip", "defer", "order", "count"),
    *("here", "late", "remote", "left", "absent", "apologies", "named", "turn", "queue", "bypeople", "lean", "fist"),
    *("review", "affected", "rate", "share", "private", "meet", "undo", "redo", "fit"),
}
"""Commands that take numbers, dates, and names there are."""

OF_THE_SCREEN = {"gap", "blank", "history", "minutes", "export", "copy", "recap", "end", "help", "quit"}
"""Commands that put no words into the record."""

LINES = (
    *("zznote", "@ana zzsaid :need", "< zzback", "y", "<< zzsum", "? zzown", "?? zzopen", "+@ben zzthanks"),
    *("!@ana zzpromise by fri #attendance", "> zzparked", "~ zzprivate"),
)


@pytest.fixture
def repaired(waiting_room: Room) -> Room:
    """A meeting of which things are open, and a repair meeting in which words were typed by every command."""
    room = waiting_room
    room.hold_earlier(
        "!@ana promised one by 2026-12-20",
        "!@ben promised two",
        "!@amina promised three by 2026-12-01",
        "! promised four",
        "?? who pays for the bus",
        "/delta start on time",
    )
    room.meeting_id = room.plan("repair")
    room.start()
    for line in LINES:
        room.type(line)
    for slash, lines in WORDS.items():
        if slash == "reopen":
            close.close(room.store, room.meeting_id)
        for line in lines:
            room.type(line)
    close.close(room.store, room.meeting_id)
    return room


def typed() -> set[str]:
    return set(re.findall(r"zz[a-z]+", " ".join([*LINES, *(it for lines in WORDS.values() for it in lines)])))


def leaving(room: Room, level: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that can leave at a level: where, and its words."""
    store = room.store
    meetings = [it[0] for it in store.rows("SELECT id FROM meeting WHERE started_at IS NOT NULL ORDER BY id")]
    for scope in (None, *meetings):
        place = folder / f"bundle-{level}-{scope}"
        export.export_bundle(store, place, level=level, meeting_id=scope)
        yield from ((f"{scope} {file.name}", file.read_text()) for file in place.iterdir())
        yield f"{scope} preview", str(export.preview(store, level, meeting_id=scope))
    for it in meetings:
        yield f"minutes {it}", minutes.of_meeting(store, it, minutes.Asked(level, "txt", with_notes=True)).text
        yield f"agenda {it}", agenda.hand_out(store, it, level, "txt").text
        if level in ("consented", "roles", "full") and (level == "full" or it != room.meeting_id):
            yield f"slips {it}", papers.of_slips(store, it, papers.Asked(level)).content
    period = Period(room.today(-100), room.today(100))
    yield "year", papers.of_year(store, room.partnership_id, period, papers.Asked(level, "md")).content
    if level in ("consented", "roles", "full"):
        for one in store.people.organisations(room.partnership_id):
            asked = papers.Asked(level, "md")
            yield f"brief {one.name}", papers.of_brief(store, one.id, room.partnership_id, period, asked).content
    calendar.write(store, folder / f"{level}.ics", level=level)
    yield "calendar", (folder / f"{level}.ics").read_text().replace("\r\n ", "")


def test_every_command_is_looked_at() -> None:
    assert set(WORDS) | WITHOUT | OF_THE_SCREEN == {it.slash for it in MEETING}
    assert not OF_THE_SCREEN & set(COMMANDS)


@pytest.mark.parametrize("level", BELOW_FULL)
def test_no_word_leaves(repaired: Room, tmp_path: Path, level: str) -> None:
    found = {
        (where, word) for where, text in leaving(repaired, level, tmp_path) for word in re.findall("zz[a-z]+", text)
    }
    assert found == set()


def test_with_full_all_leaves(repaired: Room, tmp_path: Path) -> None:
    found = {word for _, text in leaving(repaired, "full", tmp_path) for word in re.findall("zz[a-z]+", text)}
    assert found == typed()


def test_what_the_other_meetings_have_leaves_as_it_stood(repaired: Room, tmp_path: Path) -> None:
    bundle = export.extract(repaired.store, "consented")
    promises = {it["number"]: it for it in bundle.records["actions"]}
    assert {it["state"] for it in promises.values()} == {"open"}
    assert promises["1"]["due"] == "2026-12-20"
    assert promises["4"]["owner"] == ""
    (question,) = bundle.records["questions"]
    assert (question["state"], question["answer"], question["answered_at"]) == ("open", "", "")
    goal = next(it for it in bundle.records["goals"] if it["baseline"] == "81")
    assert (goal["statement"], goal["state"], goal["current"]) == ("Raise ninth grade attendance", "proposed", "")
    assert [it["state"] for it in bundle.records["feedback"]] == ["heard"]
    repair = next(it for it in bundle.records["meetings"] if it["is_restricted"] == "true")
    steps = [it for it in bundle.records["steps"] if it["meeting_id"] == repair["id"]]
    assert repair["state"] == "closed"
    assert [it["position"] for it in steps] == [str(place) for place in range(1, len(steps) + 1)]
    assert steps[0]["state"] == "done", "how the meeting went is told"
    assert repaired.action(1).reason == "zzmove", "the record itself is as it was"


def test_words_of_a_later_meeting_stand(repaired: Room) -> None:
    repaired.clock.forward(days=7)
    repaired.meeting_id = repaired.plan()
    repaired.start()
    repaired.type("/move 1 2027-05-20 said to all")
    repaired.type("/adjust attendance target 95 because the board raised it")
    bundle = export.extract(repaired.store, "consented")
    first = next(it for it in bundle.records["actions"] if it["number"] == "1")
    assert (first["due"], first["reason"]) == ("2027-05-20", "said to all")
    goal = next(it for it in bundle.records["goals"] if it["baseline"] == "81")
    assert (goal["statement"], goal["target"]) == ("Raise ninth grade attendance", "95")
