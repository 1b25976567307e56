"""A data file that is damaged, cut short, empty, newer or something else is never written to."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from command_line import program
from facilitator import sample
from facilitator.clock import SystemClock, spoken
from facilitator.db import Store, open_store
from facilitator.db.backup import Backups, is_intact
from facilitator.db.health import examine
from facilitator.db.safe_copy import verify
from facilitator.db.schema import VERSION
from facilitator.errors import DamagedFile, FacilitatorError
from fault_tools import SOAK
from pty_driver import PtyProgram

PAGE = 4096
TREE_ROOTS = {2, 5, 10, 13}
"""What the first byte of a page with rows or an index can be."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The sample partnership: some hundred pages with rows, indexes, and a meeting to run."""
    path = tmp_path_factory.mktemp("sound") / "s.db"
    with open_store(path, create=True, clock=SystemClock()) as store:
        sample.build(store, store.now())
    return path.read_bytes()


def trees(data: bytes) -> list[int]:
    """The pages, all but the first, that hold rows or an index; the others may be free."""
    pages = range(1, len(data) // PAGE)
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.deserialize(data)
        free = conn.execute("PRAGMA freelist_count").fetchone()[0]
    assert free == 0
    return [page for page in pages if data[page * PAGE] in TREE_ROOTS]


def damaged(data: bytes, how: str, seed: int) -> bytes:
    seeded = random.Random(f"{how} {seed}")
    page = seeded.choice(trees(data)) * PAGE
    if how == "a page zeroed":
        return data[:page] + bytes(PAGE) + data[page + PAGE :]
    if how == "a page of another kind":
        kind = seeded.choice(sorted(TREE_ROOTS - {data[page]}))
        return data[:page] + bytes([kind]) + data[page + 1 :]
    if how == "a page of rubbish":
        return data[:page] + seeded.randbytes(PAGE) + data[page + PAGE :]
    if how == "the first page zeroed":
        return bytes(PAGE) + data[PAGE:]
    if how == "empty":
        return b""
    if how == "no database":
        return seeded.randbytes(seeded.randint(1, 3 * PAGE))
    return data[: seeded.randint(1, len(data) - 1)]


KINDS = ["a page zeroed", "a page of another kind", "a page of rubbish", "cut short"]
WHOLE = ["the first page zeroed", "empty", "no database"]
CASES = [(how, seed) for how in KINDS for seed in range(3 + SOAK)] + [(how, 0) for how in WHOLE]


Write = Callable[[Store], None]


def add_partnership(store: Store) -> None:
    with store.write("a partnership"):
        store.people.add_partnership("X")


def save_draft(store: Store) -> None:
    store.drafts.save("line", "half", 4)


def be_seen(store: Store) -> None:
    store.drafts.seen("meeting", store.now())


def log_export(store: Store) -> None:
    store.drafts.log_export("bundle", "full", 1, "x")


def open_and(write: Write, file: Path) -> None:
    with open_store(file) as store:
        write(store)


@pytest.mark.parametrize(("how", "seed"), CASES)
def test_the_first_write_is_refused_whatever_it_is(tmp_path: Path, sound: bytes, how: str, seed: int) -> None:
    """Acts, drafts, presence and the export log; a file that is refused is as it was, byte for byte."""
    file = tmp_path / "p.db"
    file.write_bytes(damaged(sound, how, seed))
    before = file.read_bytes()
    for write in (add_partnership, save_draft, be_seen, log_export):
        with pytest.raises(DamagedFile, match="left as it is") as refused:
            open_and(write, file)
        assert str(file) in str(refused.value)
        assert [it.name for it in tmp_path.iterdir()] == ["p.db"]
        assert file.read_bytes() == before


@pytest.mark.parametrize(("how", "seed"), [("a page zeroed", 0), ("cut short", 1), ("empty", 0), ("no database", 0)])
def test_every_command_answers_in_one_line(tmp_path: Path, sound: bytes, how: str, seed: int) -> None:
    file = tmp_path / "meetings.db"
    file.write_bytes(damaged(sound, how, seed))
    before = file.read_bytes()
    for arguments in (["new", "partnership", "X"], ["export", "out"]):
        assert "left as it" in program(tmp_path, *arguments).refusal
    for arguments in (["list", "people"], ["list", "meetings"], ["list", "actions", "--csv"], ["check"]):
        said = program(tmp_path, *arguments)
        assert said.code in (0, 1)
        assert "Traceback" not in said.err
        assert "inside the program" not in said.err
        assert said.err.count("\n") == said.code
    assert file.read_bytes() == before
    assert [it.name for it in tmp_path.iterdir() if it.suffix != ".toml"] == ["meetings.db"]


@pytest.fixture
def backed_up(tmp_path: Path, sound: bytes) -> Path:
    """A data file with two backups, of which the newer one is damaged; the older one is the newest good one."""
    file = tmp_path / "meetings.db"
    file.write_bytes(sound)
    for _ in range(2):
        made = Path(program(tmp_path, "backup").out.strip())
    made.write_bytes(made.read_bytes().replace(b"Northside", b"Nortside "))
    return file


def newest_good(file: Path) -> str:
    """When the older one was made, in words."""
    backups = Backups(file, SystemClock()).all()
    assert [is_intact(it) for it in backups] == [False, True]
    return spoken(backups[1].made_at, SystemClock())


def test_the_newest_good_backup_is_offered_and_the_bad_file_goes_aside_only_when_asked(
    backed_up: Path, sound: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = backed_up.parent
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    words = f"the newest good backup is of {newest_good(backed_up)}: facilitator restore latest puts it in its place"
    for how in (*KINDS, *WHOLE):
        bad = damaged(sound, how, 1)
        backed_up.write_bytes(bad)
        for arguments in (["new", "partnership", "X"], ["check"]):
            assert words in program(home, *arguments).err, (how, arguments)
            assert backed_up.read_bytes() == bad
            assert {it.name for it in home.iterdir() if it.is_file()} == {"meetings.db"}
        assert program(home, "restore", "latest").code == 0
        assert verify(backed_up).counts
        [kept] = home.glob("meetings.replaced-*")
        assert kept.read_bytes() == bad
        kept.unlink()


def test_no_reading_of_a_damaged_file_ends_in_anything_but_our_errors(tmp_path: Path, sound: bytes) -> None:
    """Every page in turn, zeroed: what is read is right, or an error in words."""
    file = tmp_path / "p.db"
    pages = trees(sound)
    for page in pages if SOAK else random.Random(3).sample(pages, 60):
        file.write_bytes(sound[: page * PAGE] + bytes(PAGE) + sound[(page + 1) * PAGE :])
        with contextlib.suppress(DamagedFile), open_store(file) as store:
            store.people.people()
            store.goals.all()
            for meeting in store.meetings.all()[:5]:
                store.notes.of_meeting(meeting.id)


@pytest.mark.pty
@pytest.mark.parametrize("arguments", [[], ["run"]], ids=["home", "meeting"])
def test_the_screens_stay_up_and_write_nothing(
    backed_up: Path, sound: bytes, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is of a table that neither screen shows, so that both open; what is typed stays in the field."""
    file, tmp_path = backed_up, backed_up.parent
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    when = newest_good(file)
    with open_store(file) as store:
        root = store.value("SELECT rootpage FROM sqlite_master WHERE name = 'export_log'")
    file.write_bytes(sound[: (root - 1) * PAGE] + bytes(PAGE) + sound[root * PAGE :])
    file.chmod(0o600)
    before = file.read_bytes()
    with PtyProgram.python("-m", "facilitator", "--file", str(file), *arguments, home=tmp_path) as screen:
        screen.wait_for(f"File damaged; leave, then: facilitator restore latest .{when}")
        if arguments:
            screen.send("not kept\r")
            screen.wait_for("Not saved: the file is damaged")
            screen.wait_for("› not kept")
            screen.send("\x1bl")
            assert screen.wait_exit() == 0
        else:
            screen.signal(signal.SIGTERM)
            assert screen.wait_exit() == 0
    assert file.read_bytes() == before
    assert not Path(f"{file}-journal").exists()


def test_damage_that_comes_while_it_is_open_is_named(tmp_path: Path, sound: bytes) -> None:
    file = tmp_path / "p.db"
    file.write_bytes(sound)
    with open_store(file) as store:
        root = store.value("SELECT rootpage FROM sqlite_master WHERE name = 'person'")
        with file.open("r+b") as opened:
            opened.seek((root - 1) * PAGE)
            opened.write(bytes(PAGE))
        with pytest.raises(DamagedFile):
            store.people.people()


@pytest.mark.parametrize("arguments", [["list", "people"], ["new", "partnership", "X"], ["check"], ["export", "out"]])
def test_a_newer_file_is_left_byte_for_byte(tmp_path: Path, sound: bytes, arguments: list[str]) -> None:
    """Only the number in its head is raised; the tables are ours."""
    file = tmp_path / "meetings.db"
    file.write_bytes(sound[:60] + (VERSION + 1).to_bytes(4) + sound[64:])
    before = file.read_bytes()
    assert "newer" in program(tmp_path, *arguments).refusal
    assert file.read_bytes() == before
    assert sorted(it.name for it in tmp_path.iterdir()) == ["meetings.db"]


def test_a_file_that_becomes_newer_while_it_is_open_takes_no_more_acts(tmp_path: Path, sound: bytes) -> None:
    file = tmp_path / "p.db"
    file.write_bytes(sound)
    with open_store(file) as store:
        with closing(sqlite3.connect(file)) as other:
            other.execute(f"PRAGMA user_version = {VERSION + 1}")
        before = file.read_bytes()
        with pytest.raises(FacilitatorError, match="newer"), store.write("an act"):
            store.people.add_partnership("X")
    assert file.read_bytes() == before


def test_rules_of_the_tables_are_kept_after_the_look_and_looked_at_by_check(tmp_path: Path, sound: bytes) -> None:
    """The look before the first write leaves them out: they tell of no page that does not hold together."""
    file = tmp_path / "p.db"
    file.write_bytes(sound)
    with closing(sqlite3.connect(file)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute("UPDATE export_log SET level = 'loud'")
        assert conn.execute("INSERT INTO export_log VALUES ('e', '', '', 'loud', 1, '')").rowcount == 1
        conn.commit()
    with open_store(file) as store:
        log_export(store)
        with pytest.raises(FacilitatorError, match="CHECK constraint failed"):
            store.drafts.log_export("bundle", "loud", 1, "x")
        assert any("export_log" in fault for fault in examine(store).wrong)
