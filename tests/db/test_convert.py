"""Encrypting, decrypting and changing the passphrase keep every row, or leave the file as it was."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from encrypted_files import SECRET, WORDS, needs_cipher
from every_record import fill
from facilitator.db import convert as converting
from facilitator.db import open_store
from facilitator.db.connection import connect, is_encrypted
from facilitator.db.convert import convert
from facilitator.db.health import examine
from facilitator.db.passphrase import Passphrase
from facilitator.errors import DiskTrouble, FileBusy, FileTrouble, WrongPassphrase
from support import make_partnership

pytestmark = needs_cipher

OTHER = Passphrase("another one entirely")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A closed plain file with every kind of record."""
    with fill(tmp_path_factory.mktemp("filled")).store as store:
        store.undo()
        store.redo()
    return store.path.read_bytes()


@pytest.fixture
def path(filled: bytes, tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    (tmp_path / "record.db").write_bytes(filled)
    (tmp_path / "record.db").chmod(0o600)
    return tmp_path / "record.db"


def dump(path: Path, passphrase: Passphrase | None = None) -> tuple[list[object], ...]:
    """The schema, every row of every table with its row number, and what the head says."""
    with closing(connect(path, create=False, passphrase=passphrase)) as conn:
        tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return (
            sorted(conn.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall(), key=str),
            *(conn.execute(f'SELECT rowid, * FROM "{table}" ORDER BY rowid').fetchall() for table in tables),
            conn.execute("PRAGMA user_version").fetchall() + conn.execute("PRAGMA application_id").fetchall(),
        )


def left_alone(path: Path, before: bytes) -> None:
    assert path.read_bytes() == before
    assert [it.name for it in path.parent.iterdir()] == [path.name]


def test_round_trip(path: Path) -> None:
    at_first = dump(path)
    assert len(at_first) > 30
    convert(path, None, SECRET)
    assert is_encrypted(path)
    assert dump(path, SECRET) == at_first
    with open_store(path, passphrase=SECRET) as store:
        made = make_partnership(store, "Harbour")
        assert store.undo() == "a partnership"
        assert store.redo() == "a partnership"
    in_use = dump(path, SECRET)
    convert(path, SECRET, OTHER)
    with pytest.raises(WrongPassphrase):
        connect(path, create=False, passphrase=SECRET)
    assert dump(path, OTHER) == in_use
    convert(path, OTHER, None)
    assert not is_encrypted(path)
    assert dump(path) == in_use
    assert [it.name for it in path.parent.iterdir()] == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with open_store(path) as store:
        assert examine(store).wrong == ()
        assert made in {it.id for it in store.people.partnerships()}


def test_no_word_is_left_in_the_file(path: Path) -> None:
    assert b"Northside" in path.read_bytes()
    convert(path, None, SECRET)
    data = path.read_bytes()
    assert not [word for word in (b"Northside", b"SQLite", b"CREATE", b"faci\0") if word in data]


def test_the_same_passphrase_never_makes_the_same_file(path: Path, filled: bytes) -> None:
    convert(path, None, SECRET)
    first = path.read_bytes()
    path.write_bytes(filled)
    convert(path, None, SECRET)
    assert path.read_bytes()[:16] != first[:16]


def test_the_plain_file_is_overwritten(path: Path) -> None:
    with path.open("rb") as old:
        assert convert(path, None, SECRET).is_wiped
        assert set(old.read()) == {0}


def test_a_second_name_of_the_plain_file_is_left_and_told(path: Path, filled: bytes) -> None:
    os.link(path, path.with_name("second.db"))
    done = convert(path, None, SECRET)
    assert (done.is_wiped, done.other_names) == (False, 1)
    assert path.with_name("second.db").read_bytes() == filled


def test_behind_a_symbolic_link_the_file_itself_is_encrypted(path: Path) -> None:
    link = path.with_name("link.db")
    link.symlink_to(path.name)
    convert(link, None, SECRET)
    assert link.is_symlink()
    assert is_encrypted(path)


def test_a_wrong_passphrase_changes_nothing(path: Path) -> None:
    convert(path, None, SECRET)
    before = path.read_bytes()
    for new in (None, OTHER):
        with pytest.raises(WrongPassphrase):
            convert(path, OTHER, new)
    left_alone(path, before)


def test_while_another_program_writes_it_is_busy(path: Path, filled: bytes) -> None:
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        " c.execute('BEGIN IMMEDIATE'); print('locked', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "locked\n"
        with pytest.raises(FileBusy):
            convert(path, None, SECRET)
        writer.communicate()
    left_alone(path, filled)


def test_a_write_meanwhile_finds_the_file_locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0);"
        " c.execute('BEGIN IMMEDIATE')"
    )
    said: list[str] = []
    take_place = converting._take_place

    def watched(made: Path, place: Path, *, wipe: bool) -> converting.Converted:
        done = subprocess.run([sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=False)
        said.append(done.stderr)
        return take_place(made, place, wipe=wipe)

    monkeypatch.setattr(converting, "_take_place", watched)
    convert(path, None, SECRET)
    assert "database is locked" in said[0]


def test_a_damaged_file_is_not_converted(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'decision_step')"
            " WHERE name = 'step_meeting'"
        )
    before = path.read_bytes()
    with pytest.raises(FileTrouble, match="not sound"):
        convert(path, None, SECRET)
    left_alone(path, before)


@pytest.mark.parametrize("change", ["DELETE FROM made.change", "DROP TABLE made.draft"])
def test_a_new_file_that_lacks_something_does_not_take_the_place(
    path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    compare = converting._refuse_different

    def after_a_loss(conn: sqlite3.Connection, place: Path) -> None:
        conn.execute(change)
        compare(conn, place)

    monkeypatch.setattr(converting, "_refuse_different", after_a_loss)
    with pytest.raises(FileTrouble, match="did not hold the same"):
        convert(path, None, SECRET)
    left_alone(path, filled)


def test_a_disk_that_refuses_leaves_the_file(path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskTrouble, match="left as it was: No space"):
        convert(path, None, SECRET)
    left_alone(path, filled)


LIMITED = """
import resource, signal, sys
from pathlib import Path
from facilitator.db.convert import convert
from facilitator.db.passphrase import Passphrase
from facilitator.errors import FacilitatorError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size // 2,) * 2)
try:
    convert(path, None, Passphrase(sys.stdin.readline().strip()))
except FacilitatorError as error:
    print(error)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from facilitator.db import convert
from facilitator.db.passphrase import Passphrase
def stop(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
moments = {"write": (convert, "_refuse_different"), "move": (os, "replace"), "wipe": (convert, "overwrite")}
setattr(*moments[sys.argv[2]], stop)
convert.convert(Path(sys.argv[1]), None, Passphrase(sys.stdin.readline().strip()))
"""


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], input=WORDS, text=True, capture_output=True, check=False
    )


def test_no_room_for_the_new_file_leaves_the_old_one(path: Path, filled: bytes) -> None:
    said = run(LIMITED, path)
    assert said.stderr == ""
    assert "left as it was" in said.stdout
    assert "make room" in said.stdout
    left_alone(path, filled)


@pytest.mark.parametrize(("moment", "is_done"), [("write", False), ("move", False), ("wipe", True)])
def test_killed_at_any_moment_the_old_or_the_new_file_is_there_whole(path: Path, moment: str, is_done: bool) -> None:
    at_first = dump(path)
    assert run(KILLED, path, moment).returncode == -9
    assert is_encrypted(path) == is_done
    assert dump(path, SECRET if is_done else None) == at_first
    for left_over in set(path.parent.iterdir()) - {path}:
        assert b"Northside" not in left_over.read_bytes()


def test_what_a_killed_decrypt_left_in_plain_goes_with_the_next_try(path: Path) -> None:
    convert(path, None, SECRET)
    code = KILLED.replace("None, Passphrase(", "Passphrase(").replace(".strip())", ".strip()), None")
    assert run(code, path, "move").returncode == -9
    left_over = [it for it in path.parent.iterdir() if it != path]
    assert [b"Northside" in it.read_bytes() for it in left_over] == [True]
    assert stat.S_IMODE(left_over[0].stat().st_mode) == 0o600
    convert(path, SECRET, OTHER)
    assert [it.name for it in path.parent.iterdir()] == [path.name]
