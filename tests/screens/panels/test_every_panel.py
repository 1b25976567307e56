"""Every kind of step, empty, full and with hostile words, at any width."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from facilitator.errors import FacilitatorError
from facilitator.model.echo import MARKS
from facilitator.model.text import tidy
from facilitator.screens.panels.base import Complete, Panel, Row, Says, panel_for
from facilitator.screens.panels.readback import ReadbackPanel
from facilitator.steps.kinds import KINDS
from facilitator.widgets.plain import cells
from facilitator.widgets.quiet import FILL, lay_out
from hostile import HOSTILE
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401

FULL = (
    "/here ana ben amina", "/remote ben", "/late tomasz", "/walkin Petra Novak, civic", "/apologies an",
    "/count students 12", "/agree one speaks at a time", "@ana buses stop at four :need", "/queue ben amina", "/queue",
    "@amina my shift ends at six", "< evenings are out for you", "@tomaz nobody asked us",
    "<@ana nobody without a car can stay late", "? what would help", "?@maria who pays", "/goal attendance 84 on",
    "/goal late 130 off", "/adjust attendance review 1 mar", "= pilot two late buses", "/concern too soon",
    "/lean 3 2 0 1 0 0 1 0", "/review 1 feb", "/affected families", "= ask the library", "/fist 0 0 1 2 3 0",
    "!@ben draft the agreement by 15 jan", "! ask the library", "!@harbor prints the map by next meeting",
    "+@ben found two drivers", "> cafeteria menu", "/plus good pace", "/delta start on time", "/rate 0 0 1 4 2",
)  # fmt: skip


def nothing(room: Room) -> None:
    pass


def full(room: Room) -> None:
    for line in FULL:
        room.type(line)


WORDS = [tidy(text)[:600] for text in HOSTILE.values() if tidy(text)]


def hostile(room: Room) -> None:
    """Every text that breaks careless screens, wherever words can stand."""
    with room.store.write("hostile"):
        for words in WORDS:
            person = room.store.people.add_person(room.partnership_id, words, group="family")
            room.store.meetings.add_attendance(room.meeting_id, person_id=person, status="present")
            room.store.people.add_norm(room.partnership_id, words, room.today())
            room.store.people.add_consent(person, "notes", "given", room.today())
            goal = room.store.goals.add(room.partnership_id, words, measure=words, unit=words, baseline=1.0, target=2.0)
            room.store.goals.add_reading(goal, room.today(), 1e300, meeting_id=room.meeting_id, note=words)
        room.store.people.update_partnership(
            room.partnership_id, vision=HOSTILE["ansi"], data_statement=HOSTILE["long"]
        )
    for words in WORDS:
        for mark in ("@ana ", "< ", "?@nobody-here ", "! ", "= ", "> ", "+ ", "/plus ", "/concern "):
            room.type(mark + words)


def panel_in_hand(room: Room) -> Panel:
    step = room.store.meetings.step(room.meeting.current_step_id or "")
    assert step is not None
    return panel_for(room.store, room.meeting_id, step)


def readback_of(room: Room) -> Panel:
    step = room.store.meetings.step(room.meeting.current_step_id or "")
    assert step is not None
    return ReadbackPanel(room.store, room.meeting_id, step)


def drawn(row: Row, width: int) -> str:
    return "".join(text for text, _ in lay_out(list(row.pieces), width))


def acts(panel: Panel) -> int:
    return int(panel.store.value("SELECT count(*) FROM act"))


def is_safe(panel: Panel) -> None:
    """It draws at any width, and no key on any row fails otherwise than with a reason."""
    for width in (20, 63, 120):
        panel.width = width
        rows = panel.rows()
        ids = [row.id for row in rows if row.id]
        assert len(ids) == len(set(ids))
        assert all(cells(drawn(row, width)) == width for row in rows)
    for key in [known.key for known in panel.keys] + ["enter", "space", "right", "left", "9", "z", "backspace"]:
        for row_id in [None, *ids[:3], *ids[-2:]]:
            before = acts(panel)
            try:
                outcome = panel.press(key, row_id)
            except FacilitatorError as error:
                assert str(error)  # noqa: PT017
            else:
                assert outcome is None or isinstance(outcome, Says | Complete)
            assert acts(panel) <= before + 1, f"{key} is one act, taken back as one"
        assert all(isinstance(row, Row) for row in panel.rows())


ONE_OF_EACH = list({kind.panel: kind.key for kind in reversed(KINDS)}.values())


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS] + ["a kind of tomorrow"])
def test_every_kind_opens_with_nothing_in_it(room: Room, kind: str) -> None:
    room.at(kind)
    is_safe(panel_in_hand(room))


@pytest.mark.parametrize("fill", [full, hostile])
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_every_panel_opens_full_and_with_hostile_words(room: Room, kind: str, fill: Callable[[Room], None]) -> None:
    room.at(kind)
    fill(room)
    is_safe(panel_in_hand(room))


@pytest.mark.parametrize("fill", [nothing, full, hostile])
def test_the_read_back_opens_whatever_was_said(room: Room, fill: Callable[[Room], None]) -> None:
    room.at("close")
    fill(room)
    is_safe(readback_of(room))


@pytest.mark.parametrize("width", [50, 63, 75, 100])
def test_wrapped_words_are_never_cut(room: Room, width: int) -> None:
    room.at("decide")
    full(room)
    for panel in (readback_of(room), panel_in_hand(room)):
        panel.width = width
        for row in panel.rows():
            if FILL not in row.pieces:
                assert sum(cells(text) for text, _ in row.pieces) <= width, row


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_keys_are_no_marks_no_moves_and_named_once(room: Room, kind: str) -> None:
    room.at(kind)
    for panel in (panel_in_hand(room), readback_of(room)):
        keys = [known.key for known in panel.keys]
        assert len(keys) == len(set(keys))
        assert not set(keys) & (
            {mark.mark[0] for mark in MARKS} | set("jk") | {"up", "down", "home", "end", "tab", "escape"}
        )
        assert all(known.shown and known.label for known in panel.keys)


def test_a_key_nobody_declared_means_nothing(room: Room) -> None:
    full(room)
    for kind in ONE_OF_EACH:
        panel = room.panel(kind).panel
        for row_id in [None, *(row.id for row in panel.rows() if row.id)]:
            assert panel.press("z", row_id) is None
            assert panel.press("at", row_id) is None
