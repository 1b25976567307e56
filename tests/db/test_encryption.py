"""Opening an encrypted file: with the right passphrase, a wrong one, and when it is damaged."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from encrypted_files import SECRET, WORDS, encrypted_copy, needs_cipher
from facilitator.db import open_store
from facilitator.db.connection import copy_target, is_encrypted
from facilitator.db.health import examine
from facilitator.db.passphrase import Passphrase
from facilitator.db.schema import APPLICATION_ID, VERSION
from facilitator.errors import DamagedFile, FileTrouble, NeedsPassphrase, NewerFile, WrongPassphrase
from support import make_meeting, make_partnership, make_store

pytestmark = needs_cipher

WRONG = Passphrase("no horse at all")
PAGE = 4096


@pytest.fixture(scope="module")
def filled(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed encrypted file with a meeting."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(blank, folder / "plain.db")
    with make_store(folder, name="plain.db") as store:
        make_meeting(store, title="zebra crossing")
    return encrypted_copy(folder / "plain.db", folder / "encrypted.db")


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    (tmp_path / "test.db").write_bytes(filled.read_bytes())
    (tmp_path / "test.db").chmod(0o600)
    return tmp_path / "test.db"


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def refused(path: Path, error: type[FileTrouble], words: str, passphrase: Passphrase | None = SECRET) -> None:
    """Opening fails with exactly this error, says nothing of its own on the terminal, and changes nothing."""
    before = path.read_bytes()
    with pytest.raises(FileTrouble, match=words) as caught:
        open_store(path, passphrase=passphrase)
    assert type(caught.value) is error
    assert path.read_bytes() == before
    assert [it.name for it in path.parent.iterdir()] == [path.name]


def test_the_passphrase_opens_it(path: Path) -> None:
    assert is_encrypted(path)
    with open_store(path, passphrase=SECRET) as store:
        assert [it.title for it in store.meetings.all()] == ["zebra crossing"]
        assert store.passphrase is SECRET
        assert WORDS not in repr(vars(store))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "delete"),
        ("synchronous", 3),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),
        ("application_id", APPLICATION_ID),
        ("user_version", VERSION),
    ],
)
def test_it_is_opened_like_a_plain_one(path: Path, pragma: str, value: object) -> None:
    with open_store(path, passphrase=SECRET) as store:
        assert store.value(f"PRAGMA {pragma}") == value


def test_it_is_written_to_over_a_second_connection(path: Path) -> None:
    with open_store(path, passphrase=SECRET) as store:
        with store.beside() as aside:
            assert aside.people.partnerships() == store.people.partnerships()
            aside.drafts.log_export("bundle", "roles", 3, "elsewhere")
        assert [it[4] for it in store.drafts.exports()] == ["elsewhere"]


def test_opening_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with open_store(path, passphrase=SECRET) as store:
        store.people.people()
    assert path.read_bytes() == before


def test_it_is_sound(path: Path) -> None:
    with open_store(path, passphrase=SECRET) as store:
        assert examine(store, folder_is_ours=True).wrong == ()


def test_nobody_was_asked(path: Path) -> None:
    refused(path, NeedsPassphrase, "is encrypted", passphrase=None)


def test_a_wrong_passphrase(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    refused(path, WrongPassphrase, "does not open", passphrase=WRONG)
    assert capfd.readouterr() == ("", "")


def test_a_passphrase_is_not_held_against_a_plain_file(tmp_path: Path) -> None:
    make_store(tmp_path).close()
    assert not is_encrypted(tmp_path / "test.db")
    with make_store(tmp_path, passphrase=WRONG) as store:
        assert store.passphrase is None


@pytest.mark.parametrize("at", [16, 100, PAGE - 1])
def test_a_damaged_first_page_is_no_wrong_passphrase(path: Path, at: int, capfd: pytest.CaptureFixture[str]) -> None:
    flip(path, at)
    refused(path, DamagedFile, "damaged, its first page cannot be read; the passphrase is right")
    refused(path, WrongPassphrase, "does not open", passphrase=WRONG)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("at", [4, 15])
def test_damaged_salt_looks_like_a_wrong_passphrase_and_that_is_said(path: Path, at: int) -> None:
    flip(path, at)
    refused(path, WrongPassphrase, "the first bytes of the file are damaged")


@pytest.mark.parametrize("at", [0, 3])
def test_a_damaged_mark_is_no_file_of_ours(path: Path, at: int) -> None:
    flip(path, at)
    refused(path, DamagedFile, "no facilitator file")


@pytest.mark.parametrize("size", [4, 15, 99, 700, PAGE - 1])
def test_cut_within_the_first_page(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    refused(path, DamagedFile, "cut short")


@pytest.mark.parametrize("pages", [1, 2, 20, 20.5])
def test_cut_later(path: Path, pages: float) -> None:
    path.write_bytes(path.read_bytes()[: int(pages * PAGE)])
    refused(path, DamagedFile, "damaged")
    refused(path, WrongPassphrase, "does not open", passphrase=WRONG)


def test_every_flipped_page_is_found(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pages = path.stat().st_size // PAGE
    for page in range(2, pages + 1, 7):
        flip(path, (page - 1) * PAGE + page % PAGE)
        with contextlib.suppress(FileTrouble), open_store(path, passphrase=SECRET) as store:
            assert any(f"page {page})" in fault for fault in examine(store).wrong)
        flip(path, (page - 1) * PAGE + page % PAGE)
    assert capfd.readouterr() == ("", "")


def test_a_page_of_another_file_with_the_same_passphrase_is_not_taken(path: Path, tmp_path: Path) -> None:
    with make_store(tmp_path, name="plain.db") as store:
        make_meeting(store)
    other = encrypted_copy(tmp_path / "plain.db", tmp_path / "other.db").read_bytes()
    data = bytearray(path.read_bytes())
    data[PAGE : 2 * PAGE] = other[PAGE : 2 * PAGE]
    path.write_bytes(data)
    with open_store(path, passphrase=SECRET) as store:
        assert any("page 2)" in fault for fault in examine(store).wrong)


def test_a_newer_format_is_left_alone(path: Path) -> None:
    with open_store(path, passphrase=SECRET) as store:
        store._conn.execute(f"PRAGMA user_version = {VERSION + 1}")
    refused(path, NewerFile, "newer facilitator")


def test_another_programs_encrypted_database_is_left_alone(path: Path) -> None:
    with open_store(path, passphrase=SECRET) as store:
        store._conn.execute("PRAGMA application_id = 1")
    refused(path, FileTrouble, "another program's database")


def test_any_program_that_knows_sqlcipher_opens_it_with_the_passphrase_alone(path: Path) -> None:
    from sqlcipher3 import dbapi2

    with contextlib.closing(dbapi2.connect(str(path))) as conn:
        conn.execute(f"PRAGMA key = '{WORDS}'")
        assert conn.execute("SELECT title FROM meeting").fetchall() == [("zebra crossing",)]


def test_a_copy_by_the_backup_api_is_encrypted_too(path: Path, tmp_path: Path) -> None:
    with open_store(path, passphrase=SECRET) as store:
        copy = copy_target(tmp_path / "copy.db", store.passphrase)
        store._conn.backup(copy)
        copy.close()
    (tmp_path / "copy.db").chmod(0o600)
    assert is_encrypted(tmp_path / "copy.db")
    assert path.read_bytes()[:16] != (tmp_path / "copy.db").read_bytes()[:16]
    with open_store(tmp_path / "copy.db", passphrase=SECRET) as store:
        assert examine(store).wrong == ()
        assert [it.title for it in store.meetings.all()] == ["zebra crossing"]


KILLED = """
import os, signal, sys
from pathlib import Path
from facilitator.db import open_store
from facilitator.db.passphrase import Passphrase
store = open_store(Path(sys.argv[1]), passphrase=Passphrase(sys.stdin.readline().strip()))
store._conn.execute("PRAGMA cache_size = 2")
with store.write("much"):
    for number in range(300):
        store.people.add_partnership(f"zebra {number}", "zebra " * 200)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_in_the_midst_of_a_write_no_word_is_on_the_disk_in_plain(path: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)],
        input=WORDS,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("test.db-journal").stat().st_size > PAGE, "the write had reached the disk"
    found = [it for it in tmp_path.rglob("*") if it.is_file()]
    assert len(found) == 2
    for file in found:
        data = file.read_bytes()
        assert b"zebra" not in data
        assert b"CREATE" not in data
        assert "zebra".encode("utf-16-le") not in data
    with open_store(path, passphrase=SECRET) as store:
        assert [it.title for it in store.meetings.all()] == ["zebra crossing"]
        assert len(store.people.partnerships()) == 1
        assert examine(store).wrong == ()


def test_two_terminals_see_each_others_lines(path: Path) -> None:
    with open_store(path, passphrase=SECRET) as one, open_store(path, passphrase=SECRET) as two:
        make_partnership(one, "Harbour")
        assert two.changed_elsewhere()
        assert "Harbour" in {it.name for it in two.people.partnerships()}
