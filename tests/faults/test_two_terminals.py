"""Two terminals that write at once lose nothing: stores interleaved at random, real processes, real terminals."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from facilitator.clock import SystemClock
from facilitator.db import Store, open_store
from facilitator.db.journal import journalled
from facilitator.errors import Conflict, FacilitatorError, Refused
from facilitator.model.line import LineContext, parse
from facilitator.services import edit, presence, record, run
from facilitator.services.export import export_bundle
from pty_driver import PtyProgram
from support import FixedClock, make_meeting, make_store

INTERLEAVINGS, ACTS = 200, 8


def the_meeting(store: Store) -> str:
    return store.meetings.all()[0].id


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every record."""
    return {table: store.rows(f"SELECT * FROM {table} ORDER BY 1") for table in journalled(store._conn)}


def played_back(store: Store) -> dict[str, dict[str, dict[str, Any]]]:
    """What the tables held before the first act, when the journal is read backwards from what they hold now."""
    tables = {}
    for table, (key, columns) in journalled(store._conn).items():
        rows = store.rows(f"SELECT {', '.join(columns)} FROM {table}")
        tables[table] = {row[columns.index(key)]: dict(zip(columns, row, strict=True)) for row in rows}
    for op, table, row, field, old, new in store.rows(
        "SELECT op, tbl, row, field, old, new FROM change ORDER BY id DESC"
    ):
        if op == "insert":
            del tables[table][row]
        elif op == "update":
            assert tables[table][row][field] == new
            tables[table][row][field] = old
        else:
            tables[table].setdefault(row, {})[field] = old
    return tables


class Terminal:
    """One of two that share a meeting; what it was told is saved stands in `saved`."""

    def __init__(self, store: Store, name: str, seeded: random.Random, context: LineContext) -> None:
        self.store = store
        self.context = context
        self.meeting_id = the_meeting(store)
        self.name = name
        self.seeded = seeded
        self.saved: Counter[str] = Counter()
        self.typed = 0

    def act(self) -> None:
        """One thing a person does; what is refused changes nothing."""
        does = self.seeded.choice([self.line, self.line, self.line, self.undo, self.redo, self.reword, self.next])
        before = self.saved.copy()
        try:
            does()
        except (Conflict, Refused):
            self.saved = before

    def line(self) -> None:
        self.typed += 1
        mark = self.seeded.choice(["", "!", "= ", "> ", "?@ana ", "@ben "])
        words = f"{self.name} {self.typed}"
        saved = record.save(self.store, self.meeting_id, parse(f"{mark}{words}", self.context))
        self.saved[saved.item.text] += 1

    def undo(self) -> None:
        newest = self.store.value(
            "SELECT max(id) FROM act WHERE origin = ? AND undone_by IS NULL AND kind <> 'undo'", self.store.origin
        )
        before = lines(self.store)
        self.store.undo(self.meeting_id)
        (undone,) = self.store.rows("SELECT undoes FROM act ORDER BY id DESC LIMIT 1")
        assert undone == (newest,)
        self._follow(before)

    def redo(self) -> None:
        before = lines(self.store)
        self.store.redo(self.meeting_id)
        self._follow(before)

    def reword(self) -> None:
        step_id = run.meeting_of(self.store, self.meeting_id).current_step_id
        items = self.store.timeline.of_step(step_id or "")
        if items:
            item = self.seeded.choice(items)
            before = lines(self.store)
            self.typed += 1
            edit.reword(self.store, self.meeting_id, item, f"{self.name} {self.typed}")
            self._follow(before)

    def next(self) -> None:
        run.go_next(self.store, self.meeting_id)

    def _follow(self, before: Counter[str]) -> None:
        """Nobody else writes within one act: what is other now is what it did."""
        after = lines(self.store)
        self.saved.update(after - before)
        self.saved.subtract(before - after)


def lines(store: Store) -> Counter[str]:
    """Every line of the meeting by its words."""
    return Counter(
        text
        for table in ("note", "question", "action", "decision", "parked")
        for (text,) in store.rows(f"SELECT text FROM {table}")
    )


def test_two_hundred_interleavings_lose_nothing(tmp_path: Path) -> None:
    clock = FixedClock()
    with ExitStack() as stack:
        one, two = stores = [
            stack.enter_context(make_store(tmp_path, clock, origin=origin)) for origin in ("screen", "second")
        ]
        context = record.context(one, run.enter(one, make_meeting(one).id))
        begun = stack.enter_context(closing(sqlite3.connect(":memory:")))
        one._conn.backup(begun)
        for store in stores:  # no power is cut here
            store.rows("PRAGMA synchronous = OFF")
            store.rows("PRAGMA journal_mode = MEMORY")
        beginnings = []
        for seed in range(INTERLEAVINGS):
            seeded = random.Random(seed)
            begun.backup(one._conn)
            terminals = [Terminal(one, "one", seeded, context), Terminal(two, "two", seeded, context)]
            for _ in range(ACTS):
                clock.forward(milliseconds=seeded.choice([0, 0, 1, 900, -400]))
                seeded.choice(terminals).act()
            saved = terminals[0].saved + terminals[1].saved
            assert lines(one) == lines(two) == saved, f"seed {seed}"
            assert max(saved.values(), default=1) == 1, f"seed {seed}"
            if seed % 10 == 0:
                assert content(one) == content(two), f"seed {seed}"
            for table in ("action", "decision", "question"):
                numbers = [row[0] for row in one.rows(f"SELECT number FROM {table}")]
                assert len(numbers) == len(set(numbers)), f"seed {seed}"
            assert one.value("SELECT count(*) FROM act_open") == 0
            assert one.rows("PRAGMA foreign_key_check") == []
            beginnings.append(played_back(one))
        assert beginnings[0]["partnership"] == {}
        assert beginnings == beginnings[:1] * INTERLEAVINGS


# Real processes

TYPIST = """
import sys
from pathlib import Path
from facilitator.clock import SystemClock
from facilitator.db import open_store
from facilitator.errors import FileBusy
from facilitator.model.line import LineContext, parse
from facilitator.services import presence, record, run

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with open_store(path, clock=SystemClock(), origin="screen") as store:
    meeting_id = store.meetings.all()[0].id
    if presence.arrive(store, meeting_id) is not None:
        presence.join(store, "second", meeting_id)
    presence.settle(store)
    print(store.origin, flush=True)
    input()
    for number in range(count):
        meeting = run.meeting_of(store, meeting_id)
        line = parse(f"!@ben {name} {number}", record.context(store, meeting))
        while True:
            try:
                saved = record.save(store, meeting_id, line)
                break
            except FileBusy:
                continue
        print(saved.item.text, saved.item.number, flush=True)
    presence.leave(store)
"""


def test_two_processes_at_once_keep_every_line_and_give_every_number_once(tmp_path: Path) -> None:
    path, count = tmp_path / "two.db", 25
    with open_store(path, create=True, clock=SystemClock()) as store:
        run.enter(store, make_meeting(store).id)
        with ExitStack() as stack:
            typists = [
                stack.enter_context(
                    subprocess.Popen(
                        [sys.executable, "-c", TYPIST, str(path), name, str(count)],
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        text=True,
                    )
                )
                for name in ("one", "two")
            ]
            origins = [typist.stdout.readline().strip() for typist in typists if typist.stdout]
            assert sorted(origins) == ["screen", "second"]
            assert [it.role for it in presence.others(store)] == ["first", "second"]
            for typist in typists:
                assert typist.stdin is not None
                typist.stdin.write("\n")
                typist.stdin.flush()
            # What reads for long works on a copy: neither of them waits for it, nor it for them.
            export_bundle(store, tmp_path / "bundle", level="full")
            said = [
                line.rsplit(" ", 1) for typist in typists for line in typist.communicate(timeout=60)[0].splitlines()
            ]
        kept = store.rows("SELECT text, number FROM action ORDER BY number")
        assert sorted((text, int(number)) for text, number in said) == sorted(kept)
        assert [number for _, number in kept] == list(range(1, 2 * count + 1))
        assert store.screens.all() == []
        assert store.rows("PRAGMA integrity_check") == [("ok",)]


# Real terminals


def terminal(file: Path, *arguments: str) -> PtyProgram:
    return PtyProgram.python("-m", "facilitator", "--file", str(file), *arguments, home=file.parent)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "p.db"
    with open_store(path, create=True, clock=SystemClock()) as store:
        make_meeting(store)
    return path


@pytest.mark.pty
def test_two_terminals_see_each_other_and_a_crash_asks_nobody(file: Path) -> None:
    with terminal(file, "run") as first:
        first.wait_for("F1 help")
        first.send("from the first\r")
        first.wait_for("Saved · 1 line ")
        with terminal(file, "run") as second:
            second.wait_for(r"open in another terminal since \d\d:\d\d")
            second.send("n")
            second.wait_for("second terminal")
            second.wait_for("from the first")
            second.send("from the second\r")
            second.wait_for("Saved · 2 lines")
            first.wait_for("from the second")
            first.send("half a thought")
            first.wait_until(lambda: drafts(file) == ["half a thought"])
            first.signal(signal.SIGKILL)
            first.wait_exit()
            with terminal(file, "run") as again:  # the second one is still there
                again.wait_for("half a thought")
                assert "second terminal" not in again.text()
                assert "Away from" not in again.text()
                again.send("\r")
                second.wait_for("half a thought")
                second.send("\x1bu")
                again.wait_for("Saved · 2 lines")
                again.send("/quit\r")
                again.wait_exit()
            second.signal(signal.SIGTERM)
            assert second.wait_exit() == 0
    with open_store(file) as store:
        assert [it.text for it in store.notes.of_meeting(the_meeting(store))] == ["from the first", "half a thought"]
        assert store.screens.all() == []


@pytest.mark.pty
def test_second_answers_the_question_and_works_alone_too(file: Path) -> None:
    with terminal(file, "run", "--second") as program:
        program.wait_for("second terminal")
        program.send("alone\r")
        program.wait_for("Saved · 1 line ")
        with open_store(file) as store:
            assert [(it.role, it.origin) for it in presence.others(store)] == [("second", "second")]
        program.hang_up()
    with open_store(file) as store:
        assert store.screens.all() == []


def drafts(file: Path) -> list[str]:
    try:
        with open_store(file) as store:
            return [row[0] for row in store.rows("SELECT text FROM draft")]
    except FacilitatorError:
        return []
